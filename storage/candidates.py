"""Finding stored mentions that have passages in common: keys in a table, looked up and kept by the batch."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, bindparam, delete, text

from storage.models import FingerprintRow

T = TypeVar("T")
MOST_OF_A_KEY = 64
"""Mentions kept under one key, the first ones: a text has keys that few share, and of a campaign the first copies are enough to join."""
MOST_CANDIDATES = 20
"""Mentions given of those that share keys with one: those with most rare keys in common, then the oldest."""
MANY = 40
"""Keys from which on (some 220 letters) two phrases may be shared by chance."""
CHUNK = 5_000
"""Values bound to one statement."""

# One bound value for any number of keys: PostgreSQL takes an array, SQLite reads JSON; a list of parameters would be parsed anew each time.
# One row a key, since making a row of each pair costs four times the look-up.
_LOOK_UP = {
    "sqlite": text("SELECT key, group_concat(mention_id) FROM fingerprint WHERE key IN (SELECT value FROM json_each(:keys)) GROUP BY key"),
    "postgresql": text(
        "SELECT key, string_agg(CAST(mention_id AS text), ',') FROM fingerprint WHERE key = ANY(CAST(:keys AS integer[])) GROUP BY key"
    ),
}
_KEEP = text("INSERT INTO fingerprint (key, mention_id) SELECT unnest(CAST(:keys AS integer[])), unnest(CAST(:ids AS integer[]))")
_Keys = npt.NDArray[np.int32]
_Weights = npt.NDArray[np.float64]
_Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one mention, signed 32-bit."""

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
        """Look up the keys of the mentions of a batch, given by their ids."""
        self._conn = conn
        self._ids = np.array(sorted(batch), np.int64)
        keys = [batch[one] for one in sorted(batch)]
        self._least = np.array([one.least_shared for one in keys], np.int64)
        self._signed = np.where([one.is_sparse for one in keys], -self._ids, self._ids)
        wanted, wants = _flat([one.wanted for one in keys])
        order = np.argsort(wanted, kind="stable")  # neighbours are looked up three times as fast
        self._wanted, self._wants = wanted[order], wants[order]
        self._kept, self._keeps = _flat([one.kept for one in keys])
        self._stored, self._holders = _look_up(conn, _distinct(self._wanted))

    def candidates(self) -> Iterator[tuple[int, int]]:
        """Give pairs of a mention of the batch and one that shares keys with it, stored or of the batch."""
        keys = np.concatenate((self._stored, self._kept))
        order = np.argsort(keys, kind="stable")
        keys, holders = keys[order], np.concatenate((self._holders, self._signed[self._keeps]))[order]
        first, last = np.searchsorted(keys, self._wanted), np.searchsorted(keys, self._wanted, side="right")
        found = last - first
        asks = np.repeat(self._wants, found)
        others = holders[np.arange(asks.size) - np.repeat(np.cumsum(found) - found, found) + np.repeat(first, found)]
        asks, others, shared, rarity = _counted(asks, others, np.repeat(1 / np.maximum(found, 1), found))
        likely = ((shared >= self._least[asks]) | (others < 0)) & (others != self._signed[asks])
        asks, others, rarity = asks[likely], np.abs(others[likely]), rarity[likely]
        best = np.lexsort((others, -rarity, asks))
        asks, others = asks[best], others[best]
        place = np.arange(asks.size) - np.searchsorted(asks, asks)
        top = place < MOST_CANDIDATES
        yield from zip(self._ids[asks[top]].tolist(), others[top].tolist(), strict=True)

    def keep(self) -> dict[int, bytes]:
        """Store the keys; gives what was stored of each mention, for `drop`."""
        order = np.lexsort((self._keeps, self._kept))  # by key: neighbours go to one page of the index
        keys, holders = self._kept[order], self._keeps[order]
        stored = np.sort(self._stored)
        before = (
            np.searchsorted(stored, keys, side="right") - np.searchsorted(stored, keys) + np.arange(keys.size) - np.searchsorted(keys, keys)
        )
        fits = before < MOST_OF_A_KEY
        _insert(self._conn, keys[fits].tolist(), self._signed[holders[fits]].tolist())
        own = np.zeros(keys.size, np.bool_)
        own[order] = fits
        ends = np.searchsorted(self._keeps, np.arange(self._ids.size + 1)).tolist()
        packed = self._kept.astype("<i4")
        return {
            one: packed[ends[place] : ends[place + 1]][own[ends[place] : ends[place + 1]]].tobytes()
            for place, one in enumerate(self._ids.tolist())
        }


def drop(conn: Connection, packed: Mapping[int, bytes]) -> None:
    """Delete the keys of mentions, given as `Index.keep` gave them."""
    rows = [
        {"of_key": key, "of_id": signed}
        for one, keys in packed.items()
        for key in np.frombuffer(keys, "<i4").tolist()
        for signed in (one, -one)
    ]
    if rows:
        which = (FingerprintRow.key == bindparam("of_key")) & (FingerprintRow.mention_id == bindparam("of_id"))
        conn.execute(delete(FingerprintRow).where(which), rows)


def chunks(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Give the values in pieces of at most `size`."""
    return (values[start : start + size] for start in range(0, len(values), size))


def _look_up(conn: Connection, keys: _Keys) -> tuple[_Keys, _Ids]:
    """Give the rows of these keys: the keys, and the signed ids under them."""
    found: list[int] = []
    holders: list[str] = []
    for chunk in chunks(keys.tolist(), CHUNK):
        bound: object = json.dumps(chunk) if conn.dialect.name == "sqlite" else chunk
        for key, ids in conn.execute(_LOOK_UP[conn.dialect.name], {"keys": bound}):
            found.append(key)
            holders.append(ids)
    counts = [ids.count(",") + 1 for ids in holders]
    return np.repeat(np.array(found, np.int32), counts), np.fromstring(",".join(holders), np.int64, sep=",")


def _insert(conn: Connection, keys: list[int], ids: list[int]) -> None:
    if not keys:  # short texts have none, and an empty list is no parameters to the driver
        return
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql("INSERT INTO fingerprint (key, mention_id) VALUES (?, ?)", list(zip(keys, ids, strict=True)))
    else:
        conn.execute(_KEEP, {"keys": keys, "ids": ids})


def _flat(lists: Sequence[Sequence[int]]) -> tuple[_Keys, _Ids]:
    """Give all values one after the other, and of each the place of its list."""
    sizes = [len(one) for one in lists]
    return np.fromiter(chain.from_iterable(lists), np.int32, sum(sizes)), np.repeat(np.arange(len(lists)), sizes)


def _distinct(ordered: _Keys) -> _Keys:
    """Give each value of an ordered array once."""
    fresh = np.ones(ordered.size, np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    return ordered[fresh]


def _counted(asks: _Ids, others: _Ids, weights: _Weights) -> tuple[_Ids, _Ids, _Ids, _Weights]:
    """Give distinct pairs, how often each occurs, and its sum of weights."""
    pairs = (asks << 33) + others  # sorted as one number, ten times as fast as by two; ids are 32-bit in the table
    order = np.argsort(pairs, kind="stable")
    pairs = pairs[order]
    fresh = np.ones(pairs.size, np.bool_)
    np.not_equal(pairs[1:], pairs[:-1], out=fresh[1:])
    starts = np.flatnonzero(fresh)
    sums = np.add.reduceat(weights[order], starts) if starts.size else weights
    asks, others = asks[order][starts], others[order][starts]
    return asks, others, np.diff(np.append(starts, pairs.size)), np.round(sums, 6)  # rounded: sums in another order tie alike
