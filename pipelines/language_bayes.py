"""py3langid's trained model, computed for our candidates and scripts alone: the same answers in a third of the time and memory.

The model is naive Bayes over byte n-grams, which a finite automaton finds (Lui and Baldwin 2012, "langid.py: An Off-the-shelf Language
Identification Tool"). Read from the package's own file, whose layout `py3langid.modelio` describes.
"""

import lzma
import math
import shutil
import tempfile
from array import array
from collections import Counter
from collections.abc import Mapping
from importlib.resources import as_file, files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.language_codes import CANDIDATES, plain_code

Vector = NDArray[np.floating]

INDEX: Mapping[str, Mapping[str, int]] = {script: {code: i for i, code in enumerate(codes)} for script, codes in CANDIDATES.items()}
"""Script → language → its place in vectors."""

# Characters that cleaned texts of the candidates' scripts are made of: other bytes need no place in the automaton.
_RANGES = (
    " !", "'(", ",/", "?@", "A[", "a{", "\u00c0\u0250", "\u02b0\u0370", "\u0400\u0530", "\u0600\u0700", "\u0750\u0780", "\u0900\u0a00",
    "\u1e00\u1f00", "\u200c\u200e", "\u2018\u201a", "\u3001\u3003", "\u3400\ua000",
)  # fmt: skip
_BLOCK = 4_096  # rows narrowed at once: no second automaton in memory


class _Table(NamedTuple):
    """What one script's candidates weigh."""

    rows: NDArray[np.int32]
    """Feature → row of `weights`."""
    weights: NDArray[np.float16]
    """A column a language and dialect."""
    bias: Vector
    """Of each column."""
    firsts: NDArray[np.intp]
    """Where each candidate's columns begin."""


class Py3langid:
    """The model, loaded."""

    def __init__(self) -> None:
        with as_file(files("py3langid") / "data" / "model.npz.xz") as path, tempfile.TemporaryFile() as unpacked:
            with lzma.open(path) as packed:
                shutil.copyfileobj(packed, unpacked)
            unpacked.seek(0)
            with np.load(unpacked, allow_pickle=False) as model:
                self._classes, self._next = _narrowed(model["nextmove"].reshape(-1, 256))
                width = max(self._classes) + 1
                self._row = array("I", (model["nextmove_row"].astype(np.uint32) * width).tobytes())
                self._feature = array("i", model["out_feat"].astype(np.int32).tobytes())
                weights, bias, labels = model["ptc"], model["pc"], model["classes"].tolist()
                self._tables = {script: _table(weights, bias, labels, codes) for script, codes in CANDIDATES.items()}
        self._damped = np.log1p(np.arange(1_024, dtype=np.float32))

    def logarithms(self, text: str, script: str) -> Vector:
        """Logarithms of the probabilities of the script's candidates; all equal when the text shows no feature."""
        data = text.encode("utf-8", "replace")
        following, row, feature = self._next, self._row, self._feature
        state = 0
        met: list[int] = []
        meet = met.append
        for byte in data.translate(self._classes):
            state = following[row[state] + byte]
            found = feature[state]
            if found >= 0:
                meet(found)
        if not met:
            return np.full(len(CANDIDATES[script]), -math.log(len(CANDIDATES[script])), dtype=np.float32)
        table = self._tables[script]
        counts = Counter(met)
        rows = table.rows.take(np.fromiter(counts, np.intp, len(counts)))
        damped = self._damped.take(np.fromiter(counts.values(), np.intp, len(counts)), mode="clip")
        scores = damped @ table.weights.take(rows, 0).astype(np.float32) + table.bias
        scores = np.maximum.reduceat(scores, table.firsts) / math.sqrt(len(data))  # py3langid's own temperature
        scores -= scores.max()
        scores -= math.log(float(np.exp(scores).sum()))
        return scores


def _narrowed(automaton: NDArray[np.uint32]) -> "tuple[bytes, array[int]]":
    """Byte → its column in the narrowed automaton (unknown ones as a blank), and that automaton row by row."""
    known = {byte for ends in _RANGES for code in range(ord(ends[0]), ord(ends[1])) for byte in chr(code).encode()}
    columns = sorted(known)
    blank = columns.index(ord(" "))
    classes = bytes(columns.index(byte) if byte in known else blank for byte in range(256))
    narrow = array("I")
    for start in range(0, len(automaton), _BLOCK):
        narrow.frombytes(automaton[start : start + _BLOCK, columns].astype(np.uint32).tobytes())
    return classes, narrow


def _table(weights: NDArray[np.float16], bias: Vector, labels: list[str], codes: tuple[str, ...]) -> _Table:
    by_code: dict[str, list[int]] = {code: [] for code in codes}
    for column, label in enumerate(labels):
        code = label if label in by_code else plain_code(label)
        if code in by_code:
            by_code[code].append(column)  # dialects and second scripts are columns of their own
    columns = [column for code in codes for column in by_code[code]]
    firsts = np.cumsum([0, *(len(by_code[code]) for code in codes[:-1])])
    ours = weights[:, columns]
    floor = ours.min(axis=0)
    # A feature that none of these languages has stands at every column's floor: all such features share row 0.
    known = np.flatnonzero((ours != floor).any(axis=1))
    rows = np.zeros(len(ours), dtype=np.int32)
    rows[known] = np.arange(1, len(known) + 1, dtype=np.int32)
    return _Table(rows, np.vstack([floor, ours[known]]), bias[columns].astype(np.float32), firsts)
