"""Finding stored mentions that have passages in common: keys, looked up and kept by the batch."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from storage import runs

T = TypeVar("T")
MOST_OF_A_KEY = 64
"""Mentions kept under one key, the first ones: a text has keys that few share, and of a campaign the first copies are enough to join."""
MOST_CANDIDATES = 20
"""Mentions given of those that share keys with one: those with most rare keys in common, then the oldest."""
MANY = 40
"""Keys from which on (some 220 letters) two phrases may be shared by chance."""
CHUNK = 5_000
"""Values bound to one statement."""

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
        order = np.argsort(wanted, kind="stable")
        self._wanted, self._wants = wanted[order], wants[order]
        self._kept, self._keeps = _flat([one.kept for one in keys])
        self._stored, self._holders = runs.look_up(conn, _distinct(self._wanted))

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
        order = np.lexsort((self._keeps, self._kept))
        keys, holders = self._kept[order], self._keeps[order]
        stored = np.sort(self._stored)
        before = (
            np.searchsorted(stored, keys, side="right") - np.searchsorted(stored, keys) + np.arange(keys.size) - np.searchsorted(keys, keys)
        )
        fits = before < MOST_OF_A_KEY
        runs.add(self._conn, keys[fits], self._signed[holders[fits]])
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
    keys = np.frombuffer(b"".join(packed.values()), "<i4")
    runs.drop(conn, keys, np.repeat(np.array(list(packed), np.int64), [len(one) // 4 for one in packed.values()]))


def chunks(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Give the values in pieces of at most `size`."""
    return (values[start : start + size] for start in range(0, len(values), size))


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
