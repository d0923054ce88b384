"""Finding stored mentions that have passages in common: fingerprints in a table, looked up and kept by the batch."""

import itertools
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, bindparam, delete, text

from storage.models import FingerprintRow

T = TypeVar("T")
MOST_OF_A_KEY = 200
"""Mentions kept under one key, the first ones: phrases that everybody uses find enough of them, and cost no more."""
MOST_CANDIDATES = 20
"""Mentions given of those that share keys with one: those with most keys in common, then the oldest."""
MANY = 40
"""Keys from which on (some 220 letters) two phrases may be shared by chance."""
CHUNK = 5_000
"""Values bound to one statement."""

# One bound value for any number of keys. PostgreSQL plans an array, SQLite reads JSON; a list of parameters would be parsed anew each time.
_LOOK_UP = {
    "sqlite": text("SELECT key, mention_id FROM fingerprint WHERE key IN (SELECT value FROM json_each(:keys))"),
    "postgresql": text("SELECT key, mention_id FROM fingerprint WHERE key = ANY(CAST(:keys AS integer[]))"),
}
_KEEP = {
    "sqlite": text("INSERT INTO fingerprint (key, mention_id) SELECT value ->> 0, value ->> 1 FROM json_each(:rows)"),
    "postgresql": text(
        "INSERT INTO fingerprint (key, mention_id) SELECT unnest(CAST(:keys AS integer[])), unnest(CAST(:ids AS integer[]))"
    ),
}


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one mention."""

    wanted: Sequence[int]
    """To look up."""
    kept: Sequence[int]
    """To be found by."""
    is_sparse: bool
    """It has so few keys that one in common is enough; else one is a phrase that two people use."""

    @property
    def least_shared(self) -> int:
        """Keys that another with many keys must share to be a candidate."""
        return 1 if self.is_sparse else 2 if len(self.wanted) < MANY else 3


class Index:
    """The keys of one batch against those stored. A sparse mention is kept under its negative id: whoever meets it must know."""

    def __init__(self, conn: Connection, batch: Mapping[int, Keys]) -> None:
        """Look up the keys of the mentions of a batch."""
        self._conn = conn
        self._batch = batch
        self._holders = look_up(conn, {key for keys in batch.values() for key in keys.wanted})
        self._stored = Counter({key: len(holders) for key, holders in self._holders.items()})
        for mention_id in sorted(batch):
            for key in batch[mention_id].kept:
                self._holders.setdefault(key, []).append(self._signed(mention_id))

    def candidates(self) -> Iterator[tuple[int, int]]:
        """Give pairs of a mention of the batch and one that shares keys with it, stored or of the batch."""
        for mention_id, keys in self._batch.items():
            shared = Counter(itertools.chain.from_iterable(self._holders[key] for key in keys.wanted if key in self._holders))
            shared.pop(self._signed(mention_id), None)
            least = keys.least_shared
            found = [(-count, abs(other)) for other, count in shared.items() if count >= least or other < 0]
            yield from ((mention_id, other) for _, other in sorted(found)[:MOST_CANDIDATES])

    def keep(self) -> dict[int, bytes]:
        """Store the keys; gives what was stored of each mention, for `drop`."""
        rows: list[tuple[int, int]] = []
        packed = {}
        for mention_id in sorted(self._batch):
            own = [key for key in self._batch[mention_id].kept if self._stored[key] < MOST_OF_A_KEY]
            self._stored.update(own)
            rows.extend((key, self._signed(mention_id)) for key in own)
            packed[mention_id] = _pack(own)
        rows.sort()  # neighbours in the index go to one page of it
        for chunk in chunks(rows, CHUNK):
            _insert(self._conn, chunk)
        return packed

    def _signed(self, mention_id: int) -> int:
        return -mention_id if self._batch[mention_id].is_sparse else mention_id


def look_up(conn: Connection, keys: Collection[int]) -> dict[int, list[int]]:
    """Give the signed ids of the mentions under each key; keys of none are left out."""
    holders: dict[int, list[int]] = {}
    for chunk in chunks(sorted(keys), CHUNK):
        bound: object = json.dumps(chunk) if conn.dialect.name == "sqlite" else list(chunk)
        for key, mention_id in conn.execute(_LOOK_UP[conn.dialect.name], {"keys": bound}):
            holders.setdefault(key, []).append(mention_id)
    return holders


def drop(conn: Connection, packed: Mapping[int, bytes | None]) -> None:
    """Delete the keys of mentions, given as `Index.keep` gave them."""
    rows = [{"of_key": key, "of_id": one} for of, keys in packed.items() for key in _unpack(keys or b"") for one in (of, -of)]
    if rows:
        which = (FingerprintRow.key == bindparam("of_key")) & (FingerprintRow.mention_id == bindparam("of_id"))
        conn.execute(delete(FingerprintRow).where(which), rows)


def chunks(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Give the values in pieces of at most `size`."""
    return (values[start : start + size] for start in range(0, len(values), size))


def _insert(conn: Connection, rows: Sequence[tuple[int, int]]) -> None:
    bound: dict[str, object] = {"rows": json.dumps(rows)}
    if conn.dialect.name != "sqlite":
        bound = {"keys": [key for key, _ in rows], "ids": [mention_id for _, mention_id in rows]}
    conn.execute(_KEEP[conn.dialect.name], bound)


def _pack(keys: Sequence[int]) -> bytes:
    return b"".join(key.to_bytes(4, "little", signed=True) for key in keys)


def _unpack(packed: bytes) -> Iterator[int]:
    return (int.from_bytes(packed[start : start + 4], "little", signed=True) for start in range(0, len(packed), 4))
