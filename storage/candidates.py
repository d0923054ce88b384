"""Finding stored mentions that have passages in common: fingerprints in a table, looked up and kept by the batch."""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import Connection, bindparam, delete, text

from storage.models import FingerprintRow

T = TypeVar("T")
MOST_OF_A_KEY = 200
"""Mentions kept under one key, the first ones: phrases that everybody uses find enough of them, and cost no more."""
MOST_CANDIDATES = 20
"""Mentions given of those that share keys with one: those with most keys in common, then the oldest."""
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


class Index:
    """The fingerprints of one batch against those stored."""

    def __init__(self, conn: Connection, wanted: Mapping[int, Sequence[int]], kept: Mapping[int, Sequence[int]]) -> None:
        """Look up the keys `wanted` of each mention of the batch; `kept` are the keys to be found by."""
        self._conn = conn
        self._wanted = wanted
        self._kept = kept
        self._holders = look_up(conn, {key for keys in wanted.values() for key in keys})
        self._stored = Counter({key: len(holders) for key, holders in self._holders.items()})
        for mention_id in sorted(kept):
            for key in kept[mention_id]:
                self._holders.setdefault(key, []).append(mention_id)

    def candidates(self) -> Iterator[tuple[int, int]]:
        """Give pairs of a mention of the batch and one that shares keys with it, stored or of the batch."""
        for mention_id, keys in self._wanted.items():
            shared = Counter(other for key in keys for other in self._holders.get(key, ()))
            del shared[mention_id]
            best = sorted(shared.items(), key=lambda found: (-found[1], found[0]))[:MOST_CANDIDATES]
            yield from ((mention_id, other) for other, _ in best)

    def keep(self) -> dict[int, bytes]:
        """Store the keys; gives what was stored of each mention, for `drop`."""
        rows: list[tuple[int, int]] = []
        packed = {}
        for mention_id in sorted(self._kept):
            own = [key for key in self._kept[mention_id] if self._stored[key] < MOST_OF_A_KEY]
            self._stored.update(own)
            rows.extend((key, mention_id) for key in own)
            packed[mention_id] = _pack(own)
        rows.sort()  # neighbours in the index go to one page of it
        for chunk in chunks(rows, CHUNK):
            _insert(self._conn, chunk)
        return packed


def look_up(conn: Connection, keys: Collection[int]) -> dict[int, list[int]]:
    """Give the mentions under each key, oldest first; keys of none are left out."""
    holders: dict[int, list[int]] = {}
    for chunk in chunks(sorted(keys), CHUNK):
        bound: object = json.dumps(chunk) if conn.dialect.name == "sqlite" else list(chunk)
        for key, mention_id in conn.execute(_LOOK_UP[conn.dialect.name], {"keys": bound}):
            holders.setdefault(key, []).append(mention_id)
    for found in holders.values():
        found.sort()
    return holders


def drop(conn: Connection, packed: Mapping[int, bytes | None]) -> None:
    """Delete the keys of mentions, given as `Index.keep` gave them."""
    rows = [{"of_key": key, "of_id": mention_id} for mention_id, keys in packed.items() for key in _unpack(keys or b"")]
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
