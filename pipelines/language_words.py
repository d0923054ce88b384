"""How often each language uses a word: the frequency lists of `pipelines.frequencies`, kept as a few megabytes of numbers.

Where letters say little, words do: "karena" is Indonesian and "kerana" Malay. Words are kept as hashes, frequencies as differences to the
language that has most.
"""

import math
from array import array
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import filterfalse
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from pipelines import frequencies
from pipelines.language_bayes import INDEX, Vector
from pipelines.language_codes import CANDIDATES
from pipelines.memory import give_back

Table = tuple[NDArray[np.int64], NDArray[np.intp], NDArray[np.int8]]

COMMON = 4.0
"""Zipf frequency (log10 of uses in a billion words) that a word has in one of the languages at least, to be kept."""
_RARE = 2.5  # what counts as the frequency of a word a list does not have; the lists end at 3
_MOST = 4.0  # no word speaks louder against a language (natural logarithm)
_UNLISTED = -2.0  # for each word known, of a language without a list
_STEPS = 32  # a byte holds 4.0 in steps of a thirty-second
_LISTS = {"no": "nb", "tl": "fil", "sr": "sh", "hr": "sh", "bs": "sh"}
_SCRIPTS = ("Latin", "Cyrillic")


class WordLists:
    """The lists of Latin and Cyrillic script, each loaded at the first words in it: a third of a second, 7 MB."""

    def __init__(self) -> None:
        self._loading = Lock()
        self._tables: dict[str, Table] = {}

    def _table_of(self, script: str) -> Table:
        with self._loading:
            if script not in self._tables:
                self._tables[script] = _table(script)
                give_back()
        return self._tables[script]

    def against(self, words: Iterable[str], script: str) -> Vector:
        """Give for each candidate the sum of what the distinct words, in lower case, say against it: logarithms, 0 at most."""
        sums = np.zeros(len(CANDIDATES[script]), dtype=np.float32)
        found = np.fromiter(map(hash, set(words)), np.int64)
        if script not in _SCRIPTS or not len(found):
            return sums
        known, listed, figures = self._tables.get(script) or self._table_of(script)
        places = known.searchsorted(found)
        places = places[known.take(places, mode="clip") == found]
        sums += _UNLISTED * len(places)
        sums[listed] = figures.take(places, 0).sum(0, dtype=np.int32) / _STEPS
        return sums

    def shares(self, words: Sequence[str], script: str, code: str) -> tuple[float, float]:
        """Give the share of words, in lower case, that are frequent in the language, and the share that are so in any of the script's."""
        found = np.fromiter(map(hash, words), np.int64)
        if script not in _SCRIPTS or not len(found):
            return 0.0, 0.0
        known, listed, figures = self._tables.get(script) or self._table_of(script)
        places = known.searchsorted(found)
        places = places[known.take(places, mode="clip") == found]
        column = int(np.flatnonzero(listed == INDEX[script][code])[0])
        own = int(np.count_nonzero(figures.take(places, 0)[:, column] >= -_STEPS))
        return own / len(words), len(places) / len(words)


def _table(script: str) -> Table:
    """Sorted hashes of the words; places of the candidates that have a list; a row of figures for each word, a column for each of these."""
    lists: dict[str, tuple[NDArray[np.int64], NDArray[np.float16]]] = {}
    listed: dict[int, str] = {}
    for code, place in INDEX[script].items():
        name = _LISTS.get(code, code)
        if name in frequencies.languages() and not (script == "Cyrillic" and name == "sh"):  # a list in Latin letters
            listed[place] = name
            if name not in lists:
                lists[name] = _read(name, script)
    known = np.unique(np.concatenate([hashes[zipf >= COMMON] for hashes, zipf in lists.values()]))
    spread = {name: _spread(known, *lists.pop(name)) for name in [*lists]}
    highest = reduce(np.maximum, spread.values())
    figures = np.empty((len(known), len(listed)), dtype=np.int8)
    for column, name in enumerate(listed.values()):
        difference = (spread[name] - highest).astype(np.float32)
        figures[:, column] = np.rint(np.maximum(difference * math.log(10), -_MOST) * _STEPS)
    return known, np.fromiter(listed, np.intp), figures


def _read(name: str, script: str) -> tuple[NDArray[np.int64], NDArray[np.float16]]:
    """Hashes of a list's words and their frequencies."""
    hashes = array("q")
    rates: list[float] = []
    ends = [0]
    for zipf, words in frequencies.read(name):
        found = filter(str.isalpha, words)
        hashes.extend(map(hash, found if script == "Latin" else filterfalse(str.isascii, found)))
        rates.append(zipf)
        ends.append(len(hashes))
    zipfs = np.repeat(np.array(rates, dtype=np.float16), np.diff(ends))
    order = np.frombuffer(hashes, np.int64).argsort(kind="stable")  # what is looked up in order is found five times sooner
    return np.frombuffer(hashes, np.int64)[order], zipfs[order]


def _spread(known: NDArray[np.int64], hashes: NDArray[np.int64], zipf: NDArray[np.float16]) -> NDArray[np.float16]:
    """Frequency of each of the known words in one list."""
    places = known.searchsorted(hashes)
    ours = known.take(places, mode="clip") == hashes
    spread = np.full(len(known), _RARE, dtype=np.float16)
    spread[places[ours]] = zipf[ours]
    return np.maximum(spread, np.float16(_RARE))
