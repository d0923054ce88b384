"""Picks the few words of a long list that begin, or begin and end, like a name: a thousand at a time, as numbers."""

from collections.abc import Collection

import numpy as np
import numpy.typing as npt

_BLANK = 32
_BITS = 21  # of a code point
_HEAD = 3  # letters


class Sieve:
    """Lets words through by their first three letters, or by their first and their last two; shorter words only as they are."""

    def __init__(self, heads: Collection[str], ends: Collection[str] = ()) -> None:
        self._heads, self._ends = _keys(heads), _keys(ends)

    def picked(self, folded: str) -> list[tuple[int, str]]:
        """Give the words let through, with their numbers; `folded` holds words of one letter at least, parted by one blank each."""
        codes = np.frombuffer(f"{folded}   ".encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
        after = np.flatnonzero(codes == _BLANK)[:-2]
        first = np.concatenate(([0], after[:-1] + 1))
        third = np.where(codes[first + 1] == _BLANK, np.uint64(_BLANK), codes[first + 2])
        heads = _joined(codes[first], codes[first + 1], third)
        ends = _joined(codes[first], codes[after - 2], codes[after - 1])
        found = np.flatnonzero(_among(heads, self._heads) | _among(ends, self._ends)).tolist()
        return [(number, folded[first[number] : after[number]]) for number in found]


def _among(keys: npt.NDArray[np.uint64], known: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    """Tell which keys are among the known ones, which are sorted."""
    if not known.size:
        return np.zeros(keys.shape, np.bool_)
    found: npt.NDArray[np.bool_] = known.take(known.searchsorted(keys), mode="clip") == keys
    return found


def _keys(letters: Collection[str]) -> npt.NDArray[np.uint64]:
    threes = [three.ljust(_HEAD)[:_HEAD] for three in letters]
    codes = np.array([[ord(char) for char in three] for three in threes], dtype=np.uint64).reshape(-1, _HEAD)
    return np.unique(_joined(codes[:, 0], codes[:, 1], codes[:, 2]))


def _joined(one: npt.NDArray[np.uint64], two: npt.NDArray[np.uint64], three: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    return (one << np.uint64(2 * _BITS)) | (two << np.uint64(_BITS)) | three
