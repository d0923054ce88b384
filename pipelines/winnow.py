"""Winnowing fingerprints: a few hashes of a text such that texts with a common passage have a common hash.

Schleimer, Wilkerson, Aiken: Winnowing: Local Algorithms for Document Fingerprinting, SIGMOD 2003. Any two texts with a common run of
`GRAM + WINDOW - 1` letters share a fingerprint; a run shorter than `GRAM` never makes one. Many texts are hashed at once, since numpy's
cost is by the call.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from pipelines.skeleton import Bounds, Codes, Folded

GRAM = 12
"""Letters hashed together."""
WINDOW = 10
"""Neighbouring hashes of which the smallest is kept."""
WIDE = 3
"""A character of a script without blanks (Han, kana) counts for three: four of them say as much as twelve letters."""

_SPAN = GRAM + WINDOW - 1
_WIDE_FROM, _WIDE_TO, _HAN_PLANES = 0x3040, 0xA000, 0x20000
_BASE = 0x9E3779B97F4A7C15  # any odd number without structure does; changing it changes every stored key
_MIX = 0xD6E8FEB86659FD93
_Long = npt.NDArray[np.uint64]
_Hashes = npt.NDArray[np.uint32]


def fingerprints(letters: Folded) -> list[tuple[int, ...]]:
    """Give of each text (folded, no blanks) signed 32-bit fingerprints in order of place, none below `GRAM` letters.

    The first is the hash of the opening, kept always: a teaser, which is the beginning of a text, then shares it however short.
    32 bits are enough: a chance hit is one wrong candidate in 200 look-ups at 20 M stored keys, and candidates are verified.
    """
    symbols, bounds = _widen(letters.codes, letters.bounds)
    if symbols.size < _SPAN:
        symbols = np.concatenate((symbols, np.zeros(_SPAN - symbols.size, np.uint64)))
    hashes = _rolling(symbols)
    least = _window_minima(hashes)
    starts, ends = bounds[:-1], bounds[1:] - _SPAN + 1  # of the windows of each text
    places = _kept(least, starts, ends)
    kept = least[places].view(np.int32).tolist()
    openings = hashes[np.minimum(starts, hashes.size - 1)].view(np.int32).tolist()
    first, last = np.searchsorted(places, starts).tolist(), np.searchsorted(places, ends).tolist()
    found = []
    for text, size in enumerate(np.diff(bounds).tolist()):
        values = kept[first[text] : last[text]]
        if GRAM <= size < _SPAN:  # less than one window
            start = int(starts[text])
            values = [int(hashes[start : start + size - GRAM + 1].min().astype(np.int32))]
        found.append((openings[text], *values[values[0] == openings[text] :]) if size >= GRAM else ())
    return found


def is_wide(letters: Codes) -> npt.NDArray[np.bool_]:
    """Tell which letters belong to kana or Han."""
    return ((letters >= _WIDE_FROM) & (letters < _WIDE_TO)) | (letters >= _HAN_PLANES)


def _rolling(symbols: _Long) -> _Hashes:
    """Give the hash of each `GRAM` neighbours: a polynomial modulo 2^64, by differences of one running sum."""
    powers, inverses = _powers(1 << max(16, int(symbols.size).bit_length()))
    sums = np.zeros(symbols.size + 1, np.uint64)
    np.cumsum(symbols * powers[: symbols.size], out=sums[1:])
    hashes = (sums[GRAM:] - sums[:-GRAM]) * inverses[: symbols.size - GRAM + 1]
    hashes ^= hashes >> np.uint64(29)
    hashes *= np.uint64(_MIX)
    return (hashes >> np.uint64(32)).astype(np.uint32)


def _window_minima(hashes: _Hashes) -> _Hashes:
    """Give the smallest of each `WINDOW` neighbours, by doubling: 2, 4, 8, then two overlapping eights."""
    for step in (1, 2, 4):
        hashes = np.minimum(hashes[:-step], hashes[step:])
    rest = WINDOW - 8
    least: _Hashes = np.minimum(hashes[:-rest], hashes[rest:])
    return least


def _kept(least: _Hashes, starts: Bounds, ends: Bounds) -> Bounds:
    """Give the windows that lie in one text and have another minimum than the one before."""
    long = ends > starts
    inside = np.zeros(least.size + 1, np.int8)
    inside[starts[long]] += 1
    np.subtract.at(inside, ends[long], 1)  # a text may begin where another ends
    fresh = np.ones(least.size, np.bool_)
    np.not_equal(least[1:], least[:-1], out=fresh[1:])
    fresh[starts[long]] = True
    places: Bounds = np.flatnonzero(fresh & (np.cumsum(inside[:-1], dtype=np.int8) > 0))
    return places


def _widen(letters: Codes, bounds: Bounds) -> tuple[_Long, Bounds]:
    """Give letters as 64-bit symbols, each wide one repeated `WIDE` times with its place among the three, and the new bounds."""
    symbols = letters.astype(np.uint64)
    if letters.size == 0 or letters.max() < _WIDE_FROM:
        return symbols, bounds
    times = np.where(is_wide(letters), WIDE, 1)
    ends = np.zeros(letters.size + 1, np.int64)
    np.cumsum(times, out=ends[1:])
    place = np.arange(ends[-1]) - np.repeat(ends[:-1], times)
    return np.repeat(symbols, times) + (place.astype(np.uint64) << np.uint64(21)), ends[bounds]


@cache
def _powers(size: int) -> tuple[_Long, _Long]:
    """Give powers of the base and of its inverse modulo 2^64."""

    def series(base: int) -> _Long:
        factors = np.full(size, base, np.uint64)
        factors[0] = 1
        return np.cumprod(factors)

    return series(_BASE), series(pow(_BASE, -1, 1 << 64))
