"""What detectors and everyday words say together: one logarithm a candidate language, and the weights that join them.

A log-linear sum. The weights were chosen on one half of 15,000 short labelled texts (by hash) and kept because the other half agreed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from threading import Lock
from types import ModuleType

import numpy as np

from mentions.errors import ConfigError
from pipelines.language_codes import CANDIDATES, COMMON, RARE, WRITTEN_ALIKE
from pipelines.language_cues import VIETNAMESE, VIETNAMESE_SHAPE, WORDS
from pipelines.language_detectors import INDEX, Cld2, Eldc, Langdetect, Py3langid, Vector, optional

DETECTORS = ("ensemble", "langdetect", "py3langid", "eldc", "cld2")
"""Names of what can be chosen."""

_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 4  # hits beyond these say nothing new
_LONG_LETTERS = 60  # about eleven words: from here on langdetect is as good as any in its languages


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each witness counts in one script."""

    py3langid: float = 1.0
    """Factor of py3langid's logarithms."""
    py3langid_floor: float = -5.5
    """Logarithm that counts at least: its very small figures are not to be believed."""
    eldc: float = 6.0
    """Factor of the difference of ELD-C's mean scores to the best one."""
    eldc_growth: float = 0.0
    """Power of the text's length (in 40 letters) by which that factor grows."""
    eldc_floor: float = -4.4
    """Logarithm of a language ELD-C knows and did not name."""
    eldc_unknown: float = -1.0
    """Logarithm of a language ELD-C does not know."""
    cld2: float = 0.45
    """Factor of the logarithm of CLD2's share."""
    cue: float = 0.0
    """Logarithm for each everyday word that only some of the close languages have."""
    second: float = -0.5
    """Logarithm of the less common languages' prior."""
    rare: float = -4.0
    """Logarithm of the rare languages' prior."""


WEIGHTS: Mapping[str, Weights] = {
    "Latin": Weights(
        py3langid=1.5, py3langid_floor=-5.8, eldc=9.0, eldc_growth=0.35, eldc_unknown=-1.3, cld2=0.18, cue=0.95, second=-0.8
    ),
    "Cyrillic": Weights(
        py3langid=1.2, py3langid_floor=-4.5, eldc=15.7, eldc_floor=-3.8, eldc_unknown=0.0, cld2=0.45, cue=1.3, second=-0.4
    ),
}  # fmt: skip
_OTHER = Weights()
_INDONESIAN = -0.7  # ELD-C has one language for Malay and Indonesian, and its trainers called it Malay
_SHARE_FLOOR = 0.02  # what CLD2 and langdetect do not name is not impossible
_USUAL_LENGTH, _FULL_LENGTH = 40, 200  # letters
_VIETNAMESE_WORD = 1.8  # logarithm for each telling syllable of a text without marks …
_VIETNAMESE_SHARE = 0.8  # … in which so many words can be Vietnamese
_UNSURE = 3.0  # best two logarithms nearer than this (95 %): a long text goes to langdetect too
_LANGDETECT_VOTE = 0.15
_LOADING = Lock()


class Model:
    """One detector, or the ensemble, ready to weigh texts; made once a process and name, by `model`."""

    def __init__(self, detector: str) -> None:
        if detector not in DETECTORS:
            msg = f"language detector {detector!r} does not exist (there are: {', '.join(DETECTORS)})"
            raise ConfigError(msg)
        together = detector == "ensemble"
        self._py3langid = Py3langid() if together or detector == "py3langid" else None
        eldc = _package("eldc", detector) if together or detector == "eldc" else None
        self.eldc = Eldc(eldc) if eldc else None
        self._eldc_bases = {script: self._eldc_base(script) for script in CANDIDATES} if self.eldc else {}
        cld2 = _package("pycld2", detector) if together or detector == "cld2" else None
        self._cld2 = Cld2(cld2) if cld2 else None
        self._langdetect = Langdetect() if detector == "langdetect" else None
        self._together = together

    def ranked(self, text: str, script: str, letters: int, votes: tuple[float, ...]) -> tuple[str, float]:
        """The likeliest candidate and its probability. `votes` are logarithms to add, one a candidate or none at all."""
        total = self._total(text, script, letters)
        if votes:
            total += np.array(votes, dtype=np.float32)
        chances = np.exp(total - total.max())
        chances /= chances.sum()
        best = int(chances.argmax())
        chance = float(chances[best])
        alike = _ALIKE.get(script)
        if alike is not None:
            together = float(chances[alike].sum())
            if best in alike or together > chance:
                return CANDIDATES[script][max(alike, key=lambda i: float(chances[i]))], together
        return CANDIDATES[script][best], chance

    def _total(self, text: str, script: str, letters: int) -> Vector:
        weights = WEIGHTS.get(script, _OTHER)
        total = _PRIORS[script] + _cues(text, script, weights.cue)
        if self._py3langid:
            total += weights.py3langid * np.logaddexp(self._py3langid.logarithms(text, script), weights.py3langid_floor)
        if self.eldc:
            total += self._eldc_part(self.eldc.scores(text), script, letters)
        if self._cld2:
            total += _shares(self._cld2.shares(text), script, weights.cld2 if self._together else 1.0)
        if not self._together:
            if self._langdetect:
                total += _shares(self._langdetect.probabilities(text), script, 1.0)
        elif letters >= _LONG_LETTERS:
            second, first = np.partition(total, -2)[-2:]
            if first - second < _UNSURE:
                self._langdetect = self._langdetect or Langdetect()
                total += _shares(self._langdetect.probabilities(text), script, _LANGDETECT_VOTE)
        return total

    def _eldc_base(self, script: str) -> list[float]:
        weights = WEIGHTS.get(script, _OTHER)
        return [weights.eldc_floor if code in self.eldc.languages else weights.eldc_unknown for code in CANDIDATES[script]]

    def _eldc_part(self, scores: Mapping[str, float], script: str, letters: int) -> Vector:
        index, weights = INDEX[script], WEIGHTS.get(script, _OTHER)
        ours = {index[code]: score for code, score in scores.items() if code in index}
        if not ours:
            return np.zeros(len(index), dtype=np.float32)
        part = self._eldc_bases[script].copy()
        best = max(ours.values())
        factor = weights.eldc * (min(letters, _FULL_LENGTH) / _USUAL_LENGTH) ** weights.eldc_growth
        for place, score in ours.items():
            part[place] = max(weights.eldc_floor, factor * (score - best))
        if script == "Latin":
            part[index["id"]] = part[index["ms"]] + _INDONESIAN
        elif script == "Cyrillic":  # it takes Macedonian for one of its neighbours
            part[index["mk"]] = max(part[index["bg"]], part[index["sr"]])
        return np.array(part, dtype=np.float32)


def _package(name: str, detector: str) -> ModuleType | None:
    module = optional(name)
    if module is None and detector != "ensemble":
        msg = f"language detector {detector!r} needs the package {name!r}: pip install {name}"
        raise ConfigError(msg)
    return module


def _shares(shares: Iterable[tuple[str, float]], script: str, factor: float) -> Vector:
    index = INDEX[script]
    part = np.full(len(index), _SHARE_FLOOR, dtype=np.float32)
    for code, share in shares:
        if code in index:
            part[index[code]] += share
    return factor * np.log(part)


def _cues(text: str, script: str, factor: float) -> Vector:
    index = INDEX[script]
    part = np.zeros(len(index), dtype=np.float32)
    if not factor:
        return part
    words = _WORD.findall(text.lower())
    hits: dict[int, int] = {}
    for word in set(words).intersection(WORDS):
        for code in WORDS[word]:
            if code in index:
                hits[index[code]] = hits.get(index[code], 0) + 1
    for place, times in hits.items():
        part[place] = factor * min(times, _MOST_WORDS)
    if script == "Latin" and text.isascii():
        telling = sum(1 for word in words if VIETNAMESE_SHAPE.fullmatch(word))
        if telling and sum(1 for word in words if VIETNAMESE.fullmatch(word)) >= _VIETNAMESE_SHARE * len(words):
            part[index["vi"]] += _VIETNAMESE_WORD * min(telling, _MOST_WORDS)
    return part


def _prior(script: str) -> Vector:
    weights, rare = WEIGHTS.get(script, _OTHER), RARE.get(script, frozenset())
    return np.array(
        [weights.rare if code in rare else 0.0 if code in COMMON else weights.second for code in CANDIDATES[script]], dtype=np.float32
    )


_PRIORS = {script: _prior(script) for script in CANDIDATES}
_ALIKE = {"Latin": [INDEX["Latin"][code] for code in WRITTEN_ALIKE]}


@cache
def _made(detector: str) -> Model:
    return Model(detector)


def model(detector: str) -> Model:
    """The process's one model of this name, loaded at the first call. Raises ConfigError for a name or a package we lack."""
    with _LOADING:
        return _made(detector)
