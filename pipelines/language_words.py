"""How often each language uses a word: the frequency lists of `wordfreq`, kept as a few megabytes of numbers.

Where letters say little, words do: "karena" is Indonesian and "kerana" Malay. The lists are Robyn Speer's (https://github.com/rspeer/wordfreq),
made of subtitles, encyclopedias, news and web texts. Words are kept as hashes, frequencies as differences to the language that has most.
"""

import gzip
import importlib.util
import math
import pathlib
from collections.abc import Iterable, Mapping, Sequence

import msgpack  # type: ignore[import-untyped]  # it ships no types
import numpy as np
from numpy.typing import NDArray

from pipelines.language_bayes import INDEX, Vector
from pipelines.language_codes import CANDIDATES

COMMON = 4.0
"""Zipf frequency (log10 of uses in a billion words) that a word has in one of the languages at least, to be kept."""
_RARE = 2.5  # what counts as the frequency of a word a list does not have; the lists end at 3
_MOST = 4.0  # no word speaks louder against a language (natural logarithm)
_UNLISTED = -2.0  # for each word known, of a language without a list
_STEPS = 32  # a byte holds 4.0 in steps of a thirty-second
_LISTS = {"no": "nb", "tl": "fil", "sr": "sh", "hr": "sh", "bs": "sh"}
_SCRIPTS = ("Latin", "Cyrillic")


class WordLists:
    """The lists of Latin and Cyrillic script, loaded: half a second, 7 MB."""

    def __init__(self) -> None:
        spec = importlib.util.find_spec("wordfreq")  # found, not imported: its tokenizer takes time and memory that nobody needs here
        assert spec is not None
        assert spec.origin is not None
        folder = pathlib.Path(spec.origin).parent / "data"
        self._tables = {script: _table(folder, script) for script in _SCRIPTS}

    def against(self, words: Iterable[str], script: str) -> Vector:
        """Give for each candidate the sum of what the distinct words, in lower case, say against it: logarithms, 0 at most."""
        sums = np.zeros(len(CANDIDATES[script]), dtype=np.float32)
        found = np.fromiter(map(hash, set(words)), np.int64)
        if script not in self._tables or not len(found):
            return sums
        known, listed, figures = self._tables[script]
        places = known.searchsorted(found)
        places = places[known.take(places, mode="clip") == found]
        sums += _UNLISTED * len(places)
        sums[listed] = figures.take(places, 0).sum(0, dtype=np.int32) / _STEPS
        return sums


def _table(folder: pathlib.Path, script: str) -> tuple[NDArray[np.int64], NDArray[np.intp], NDArray[np.int8]]:
    """Sorted hashes of the words; places of the candidates that have a list; a row of figures for each word, a column for each of these."""
    lists: dict[str, tuple[NDArray[np.int64], NDArray[np.float16]]] = {}
    listed: dict[int, str] = {}
    for code, place in INDEX[script].items():
        name = _LISTS.get(code, code)
        path = folder / f"small_{name}.msgpack.gz"
        if path.is_file() and not (script == "Cyrillic" and name == "sh"):  # a list in Latin letters
            listed[place] = name
            if name not in lists:
                lists[name] = _read(path, script)
    known = np.unique(np.concatenate([hashes[zipf >= COMMON] for hashes, zipf in lists.values()]))
    zipf_of = {name: _spread(known, hashes, zipf) for name, (hashes, zipf) in lists.items()}
    highest = np.maximum.reduce(list(zipf_of.values()))
    figures = np.empty((len(known), len(listed)), dtype=np.int8)
    for column, name in enumerate(listed.values()):
        difference = np.maximum((zipf_of[name] - highest).astype(np.float32) * math.log(10), -_MOST)
        figures[:, column] = np.rint(difference * _STEPS)
    return known, np.fromiter(listed, np.intp), figures


def _read(path: pathlib.Path, script: str) -> tuple[NDArray[np.int64], NDArray[np.float16]]:
    with gzip.open(path) as file:
        bins: Sequence[Sequence[str]] = msgpack.load(file, raw=False)[1:]  # after a header: words of frequency 10 ** (-n / 100), by n
    latin = script == "Latin"
    found: Mapping[int, float] = {
        hash(word): 9 - n / 100 for n, words in enumerate(bins) for word in words if word.isalpha() and (latin or not word.isascii())
    }
    return np.fromiter(found, np.int64, len(found)), np.fromiter(found.values(), np.float16, len(found))


def _spread(known: NDArray[np.int64], hashes: NDArray[np.int64], zipf: NDArray[np.float16]) -> NDArray[np.float16]:
    places = known.searchsorted(hashes)
    ours = known.take(places, mode="clip") == hashes
    spread = np.full(len(known), _RARE, dtype=np.float16)
    spread[places[ours]] = zipf[ours]
    return np.maximum(spread, np.float16(_RARE))
