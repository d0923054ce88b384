"""Reads py3langid's model from the package's own file, whose layout `py3langid.modelio` describes, and keeps of it what we need.

Little at a time: the file's arrays are 130 MB, what is kept of them is 13.
"""

import contextlib
import lzma
import shutil
import tempfile
import zipfile
from array import array
from collections.abc import Iterator, Mapping
from importlib.resources import as_file, files
from typing import Any, NamedTuple

import numpy as np
import numpy.lib.format as npy
from numpy.typing import NDArray

from pipelines.language_codes import plain_code

# Characters that cleaned texts of the candidates' scripts are made of: other bytes need no place in the automaton.
_RANGES = (
    " !", "'(", ",/", "?@", "A[", "a{", "\u00c0\u0250", "\u02b0\u0370", "\u0400\u0530", "\u0600\u0700", "\u0750\u0780", "\u0900\u0a00",
    "\u1e00\u1f00", "\u200c\u200e", "\u2018\u201a", "\u3001\u3003", "\u3400\ua000",
)  # fmt: skip
_BLOCK = 2_048  # rows read at once
_BYTES = 256
_CELLS = 16  # of a row that are kept together: many rows share such a piece
_LEVELS = 255  # steps of a weight: rounding moves the odds of two languages by a few hundredths


class Automaton(NamedTuple):
    """Which state follows which: `following[place[row[state] + high[byte]] + low[byte]]`; 0 is the first."""

    high: bytes
    """Byte → which piece of a row."""
    low: bytes
    """Byte → which cell of a piece; unknown bytes are as a blank."""
    row: "array[int]"
    """State → where the places of its row begin."""
    place: "array[int]"
    """Where each piece of a row begins."""
    following: "array[int]"
    """States, piece by piece."""


class Table(NamedTuple):
    """What one script's candidates weigh: `lowest + step * weights[rows[state]]` a column."""

    rows: NDArray[np.unsignedinteger]
    """State → row of `weights`. 0: the state is no feature; 1: a feature that none of the languages has."""
    weights: NDArray[np.uint8]
    """A column a language and dialect."""
    lowest: NDArray[np.float32]
    """Weight of a feature that a column's language has not."""
    step: float
    bias: NDArray[np.float32]
    """Of each column."""
    firsts: NDArray[np.intp]
    """Where each candidate's columns begin."""


@contextlib.contextmanager
def opened() -> Iterator[zipfile.ZipFile]:
    """Open the model's arrays, unpacked to a temporary file."""
    with as_file(files("py3langid") / "data" / "model.npz.xz") as path, tempfile.TemporaryFile() as unpacked:
        with lzma.open(path) as packed:
            shutil.copyfileobj(packed, unpacked)
        with zipfile.ZipFile(unpacked) as model:
            yield model


def read_automaton(model: zipfile.ZipFile) -> Automaton:
    """Read the automaton, narrowed to the bytes that cleaned texts are made of."""
    known = {byte for ends in _RANGES for code in range(ord(ends[0]), ord(ends[1])) for byte in chr(code).encode()}
    columns = sorted(known)
    blank = columns.index(ord(" "))
    cells = [columns.index(byte) if byte in known else blank for byte in range(_BYTES)]
    pieces = -(-len(columns) // _CELLS)
    columns += [columns[0]] * (pieces * _CELLS - len(columns))
    size = _CELLS * np.dtype(np.uint32).itemsize
    seen: dict[bytes, int] = {}
    place, following = array("I"), array("I")
    for block in _blocks(model, "nextmove", _BYTES):
        data = block[:, columns].astype(np.uint32).tobytes()
        for start in range(0, len(data), size):
            piece = data[start : start + size]
            at = seen.get(piece)
            if at is None:
                at = seen[piece] = len(following)
                following.frombytes(piece)
            place.append(at)
    row = array("I", (_whole(model, "nextmove_row").astype(np.uint32) * pieces).tobytes())
    return Automaton(bytes(cell // _CELLS for cell in cells), bytes(cell % _CELLS for cell in cells), row, place, following)


def read_tables(model: zipfile.ZipFile, candidates: Mapping[str, tuple[str, ...]]) -> dict[str, Table]:
    """Read the weights of each script's candidates."""
    labels = _whole(model, "classes").tolist()
    bias = _whole(model, "pc").astype(np.float32)
    feature_of = _whole(model, "out_feat")
    floor = np.full(len(labels), np.inf, dtype=np.float16)
    ceiling = -floor
    for block in _blocks(model, "ptc", len(labels)):
        floor, ceiling = np.minimum(floor, block.min(axis=0)), np.maximum(ceiling, block.max(axis=0))
    step = float((ceiling - floor).max()) / _LEVELS
    places = {script: _columns(labels, codes) for script, codes in candidates.items()}
    kept = {script: _Rows(columns, floor[columns], step) for script, (columns, _) in places.items()}
    for block in _blocks(model, "ptc", len(labels)):
        for rows in kept.values():
            rows.add(block)
    tables = {}
    for script, (columns, firsts) in places.items():
        numbers, weights = kept.pop(script).joined()
        of_state = np.where(feature_of < 0, 0, numbers.take(feature_of)).astype(np.min_scalar_type(len(weights)))
        tables[script] = Table(of_state, weights, floor[columns].astype(np.float32), step, bias[columns], firsts)
    return tables


class _Rows:
    """Feature → row, and the rows of one script's columns, in steps above their floors; rows 0 and 1 as in `Table.rows`."""

    def __init__(self, columns: list[int], floor: NDArray[np.float16], step: float) -> None:
        self._columns, self._floor, self._step = columns, floor, step
        self._places: list[NDArray[np.int32]] = []
        self._kept = [np.zeros((2, len(columns)), dtype=np.uint8)]
        self._count = 2

    def add(self, block: NDArray[np.float16]) -> None:
        ours = np.rint((block[:, self._columns].astype(np.float32) - self._floor) / self._step).astype(np.uint8)
        known = np.flatnonzero(ours.any(axis=1))
        places = np.ones(len(ours), dtype=np.int32)
        places[known] = np.arange(self._count, self._count + len(known), dtype=np.int32)
        self._count += len(known)
        self._places.append(places)
        self._kept.append(ours[known])

    def joined(self) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        return np.concatenate(self._places), np.concatenate(self._kept)


def _columns(labels: list[str], codes: tuple[str, ...]) -> tuple[list[int], NDArray[np.intp]]:
    """Columns of a script's candidates, one after the other, and where each one's begin."""
    by_code: dict[str, list[int]] = {code: [] for code in codes}
    for column, label in enumerate(labels):
        code = label if label in by_code else plain_code(label)
        if code in by_code:
            by_code[code].append(column)  # dialects and second scripts are columns of their own
    columns = [column for code in codes for column in by_code[code]]
    return columns, np.cumsum([0, *(len(by_code[code]) for code in codes[:-1])])


def _blocks(model: zipfile.ZipFile, name: str, width: int) -> Iterator[NDArray[Any]]:
    """Yield an array of the model, some rows of so many numbers at a time."""
    with model.open(f"{name}.npy") as stored:
        npy.read_magic(stored)
        _, _, dtype = npy.read_array_header_1_0(stored)
        while data := stored.read(_BLOCK * width * dtype.itemsize):
            yield np.frombuffer(data, dtype).reshape(-1, width)


def _whole(model: zipfile.ZipFile, name: str) -> NDArray[Any]:
    with model.open(f"{name}.npy") as stored:
        return npy.read_array(stored, allow_pickle=False)
