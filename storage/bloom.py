"""A Bloom filter over 32-bit keys that are hashes already: "surely not stored" without looking. Bloom, CACM 13 (1970)."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

BITS_PER_KEY = 8
"""At least: up to twice as many, since sizes are powers of two; one in 40 to 400 keys that are not there passes."""
BITS = 4
"""Set for each key; their places by two hashes (Kirsch and Mitzenmacher, ESA 2006)."""
_MIX = np.uint32(0x9E3779B1)  # any odd number without structure does; a change makes stored filters wrong
_Keys = npt.NDArray[np.int32]


@dataclass(slots=True)
class Bloom:
    """Some bits for each key."""

    bits: npt.NDArray[np.uint8]
    """A power of two of bytes."""

    @classmethod
    def sized(cls, keys: int) -> Self:
        """Give an empty filter for so many keys."""
        return cls(np.zeros(1 << max(3, (keys * BITS_PER_KEY // 8 - 1).bit_length()), np.uint8))

    @classmethod
    def of_bytes(cls, stored: bytes) -> Self:
        """Give the filter that `to_bytes` gave."""
        return cls(np.frombuffer(stored, np.uint8))

    def to_bytes(self) -> bytes:
        """Give what to store."""
        return self.bits.tobytes()

    def add(self, keys: _Keys) -> None:
        """Put keys in."""
        place, step = _hashes(keys)
        for _ in range(BITS):
            bits = place & self._last
            np.bitwise_or.at(self.bits, bits >> 3, _bit(bits))
            place = place + step

    def may_hold(self, keys: _Keys) -> npt.NDArray[np.intp]:
        """Give the positions in `keys`, ascending, of those that may be in it: no key that was put in is left out."""
        place, step = _hashes(keys)
        likely = np.arange(keys.size)
        for _ in range(BITS):
            bits = place & self._last
            passed = np.flatnonzero(self.bits[bits >> 3] & _bit(bits))
            likely, step = likely[passed], step[passed]
            place = place[passed] + step
        return likely

    def halved(self) -> "Bloom":
        """Give the filter of the same keys in half the room, which lets more others pass."""
        half = self.bits.size // 2
        return Bloom(self.bits[:half] | self.bits[half:])

    @property
    def _last(self) -> np.uint32:
        """The last bit; halving a filter takes the highest bit off each place."""
        return np.uint32(self.bits.size * 8 - 1)


def _hashes(keys: _Keys) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Give the place of each key's first bit, and how far it is to the next ones; modulo the size of a filter."""
    plain = keys.view(np.uint32)
    mixed = (plain ^ (plain >> np.uint32(15))) * _MIX
    return plain, (mixed ^ (mixed >> np.uint32(16))) | np.uint32(1)


def _bit(places: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    return np.left_shift(np.uint8(1), (places & np.uint32(7)).astype(np.uint8))
