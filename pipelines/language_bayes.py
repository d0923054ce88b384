"""py3langid's trained model, computed for our candidates and scripts alone: the same answers in a third of the time and memory.

The model is naive Bayes over byte n-grams, which a finite automaton finds (Lui and Baldwin 2012, "langid.py: An Off-the-shelf Language
Identification Tool"). Read from the package's own file, whose layout `py3langid.modelio` describes.
"""

import lzma
import math
import shutil
import tempfile
import zipfile
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import as_file, files
from typing import Any, NamedTuple

import numpy as np
import numpy.lib.format as npy
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
_BLOCK = 4_096  # rows read at once


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
            with zipfile.ZipFile(unpacked) as model:
                labels = _whole(model, "classes").tolist()
                bias = _whole(model, "pc")
                self._classes, self._next = _narrowed(_blocks(model, "nextmove", 256))
                width = max(self._classes) + 1
                self._row = array("I", (_whole(model, "nextmove_row").astype(np.uint32) * width).tobytes())
                self._feature = array("i", _whole(model, "out_feat").astype(np.int32).tobytes())
                floor = np.minimum.reduce([block.min(axis=0) for block in _blocks(model, "ptc", len(labels))])
                columns = {script: _columns(labels, codes) for script, codes in CANDIDATES.items()}
                found = {script: _weights(_blocks(model, "ptc", len(labels)), floor, chosen) for script, (chosen, _) in columns.items()}
        self._tables = {
            script: _Table(*found[script], bias[chosen].astype(np.float32), firsts) for script, (chosen, firsts) in columns.items()
        }
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


def _blocks(model: zipfile.ZipFile, name: str, width: int) -> Iterator[NDArray[Any]]:
    """Yield an array of the model, some rows of so many numbers at a time: the whole ones are twice what is kept of them."""
    with model.open(f"{name}.npy") as stored:
        npy.read_magic(stored)
        _, _, dtype = npy.read_array_header_1_0(stored)
        while data := stored.read(_BLOCK * width * dtype.itemsize):
            yield np.frombuffer(data, dtype).reshape(-1, width)


def _whole(model: zipfile.ZipFile, name: str) -> NDArray[Any]:
    with model.open(f"{name}.npy") as stored:
        return npy.read_array(stored, allow_pickle=False)


def _narrowed(automaton: Iterable[NDArray[np.uint32]]) -> "tuple[bytes, array[int]]":
    """Byte → its column in the narrowed automaton (unknown ones as a blank), and that automaton row by row."""
    known = {byte for ends in _RANGES for code in range(ord(ends[0]), ord(ends[1])) for byte in chr(code).encode()}
    columns = sorted(known)
    blank = columns.index(ord(" "))
    classes = bytes(columns.index(byte) if byte in known else blank for byte in range(256))
    narrow = array("I")
    for block in automaton:
        narrow.frombytes(block[:, columns].astype(np.uint32).tobytes())
    return classes, narrow


def _columns(labels: list[str], codes: tuple[str, ...]) -> tuple[list[int], NDArray[np.intp]]:
    """Columns of a script's candidates, one after the other, and where each one's begin."""
    by_code: dict[str, list[int]] = {code: [] for code in codes}
    for column, label in enumerate(labels):
        code = label if label in by_code else plain_code(label)
        if code in by_code:
            by_code[code].append(column)  # dialects and second scripts are columns of their own
    columns = [column for code in codes for column in by_code[code]]
    return columns, np.cumsum([0, *(len(by_code[code]) for code in codes[:-1])])


def _weights(
    blocks: Iterable[NDArray[np.float16]], floor: NDArray[np.float16], columns: list[int]
) -> tuple[NDArray[np.int32], NDArray[np.float16]]:
    """Feature → row, and the rows. A feature that none of the languages has stands at every column's floor: all such share row 0."""
    lowest = floor[columns]
    rows: list[NDArray[np.int32]] = []
    kept = [lowest[np.newaxis]]
    count = 1
    for block in blocks:
        ours = block[:, columns]
        known = np.flatnonzero((ours != lowest).any(axis=1))
        places = np.zeros(len(ours), dtype=np.int32)
        places[known] = np.arange(count, count + len(known), dtype=np.int32)
        count += len(known)
        rows.append(places)
        kept.append(ours[known])
    return np.concatenate(rows), np.concatenate(kept)
