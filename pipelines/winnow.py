"""Winnowing fingerprints: a few hashes of a text such that texts with a common passage have a common hash.

Schleimer, Wilkerson, Aiken: Winnowing: Local Algorithms for Document Fingerprinting, SIGMOD 2003. Any two texts with a common run of
`GRAM + WINDOW - 1` letters share a fingerprint; a run shorter than `GRAM` never makes one.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from pipelines.skeleton import Codes

GRAM = 12
"""Letters hashed together."""
WINDOW = 10
"""Neighbouring hashes of which the smallest is kept."""
WIDE = 3
"""A character of a script without blanks (Han, kana) counts for three: four of them say as much as twelve letters."""

_WIDE_FROM, _WIDE_TO, _HAN_PLANES = 0x3040, 0xA000, 0x20000
_Hashes = npt.NDArray[np.uint64]
_BASE = 0x9E3779B97F4A7C15  # any odd number without structure does; changing it changes every stored key
_MIX = 0xD6E8FEB86659FD93


def fingerprints(letters: Codes) -> tuple[int, ...]:
    """Give signed 32-bit fingerprints of folded letters (no blanks), in order of place, neighbours distinct; empty below `GRAM` letters.

    The first is the hash of the opening, kept always: a teaser, which is the beginning of a text, then shares it however short.
    32 bits are enough: a chance hit is one wrong candidate in 200 look-ups at 20 M stored keys, and candidates are verified.
    """
    symbols = _widen(letters)
    count = symbols.size - GRAM + 1
    if count < 1:
        return ()
    powers, inverses = _powers(1 << max(10, int(symbols.size).bit_length()))
    sums = np.zeros(symbols.size + 1, np.uint64)
    np.cumsum(symbols * powers[: symbols.size], out=sums[1:])
    hashes = (sums[GRAM:] - sums[:-GRAM]) * inverses[:count]  # a rolling hash modulo 2^64, for all places at once
    hashes ^= hashes >> np.uint64(29)
    hashes *= np.uint64(_MIX)
    short = (hashes >> np.uint64(32)).astype(np.uint32)
    least = _window_minima(short)
    fresh = np.empty(least.size + 1, np.bool_)
    fresh[0] = True  # the opening
    fresh[1] = least[0] != short[0]
    np.not_equal(least[1:], least[:-1], out=fresh[2:])
    kept = np.concatenate((short[:1], least))[fresh]
    return tuple(kept.view(np.int32).tolist())


def _window_minima(hashes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Give the smallest of each `WINDOW` neighbours, by doubling: 2, 4, 8, then two overlapping eights."""
    if hashes.size < WINDOW:
        return hashes[hashes.argmin() :][:1]
    for step in (1, 2, 4):
        hashes = np.minimum(hashes[:-step], hashes[step:])
    rest = WINDOW - 8
    least: npt.NDArray[np.uint32] = np.minimum(hashes[:-rest], hashes[rest:])
    return least


def is_wide(letters: Codes) -> npt.NDArray[np.bool_]:
    """Tell which letters belong to kana or Han."""
    return ((letters >= _WIDE_FROM) & (letters < _WIDE_TO)) | (letters >= _HAN_PLANES)


def _widen(letters: Codes) -> _Hashes:
    """Give letters as 64-bit symbols, each wide one repeated `WIDE` times with its place among the three."""
    symbols = letters.astype(np.uint64)
    if letters.size == 0 or letters.max() < _WIDE_FROM:
        return symbols
    wide = is_wide(letters)
    times = np.where(wide, WIDE, 1)
    ends = np.cumsum(times)
    place = np.arange(ends[-1]) - np.repeat(ends - times, times)
    widened: _Hashes = np.repeat(symbols, times) + (place.astype(np.uint64) << np.uint64(21))
    return widened


@cache
def _powers(size: int) -> tuple[_Hashes, _Hashes]:
    """Give powers of the base and of its inverse modulo 2^64."""

    def series(base: int) -> _Hashes:
        factors = np.full(size, base, np.uint64)
        factors[0] = 1
        return np.cumprod(factors)

    return series(_BASE), series(pow(_BASE, -1, 1 << 64))
