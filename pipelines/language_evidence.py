"""What detectors and everyday words say together: one logarithm a candidate language, and the weights that join them.

A log-linear sum. The weights were chosen on one half of 15,000 short labelled texts (by hash) and kept because the other half agreed.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from threading import Lock
from types import ModuleType

import numpy as np

from mentions.errors import ConfigError
from pipelines.language import DETECTORS
from pipelines.language_bayes import INDEX, Py3langid, Vector
from pipelines.language_codes import CANDIDATES, COMMON, RARE, WRITTEN_ALIKE
from pipelines.language_cues import VIETNAMESE_SHAPE, WORDS, looks_vietnamese
from pipelines.language_detectors import Cld2, Eldc, Langdetect, mean_score, optional
from pipelines.language_words import WordLists
from pipelines.memory import give_back

_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 4  # hits beyond these say nothing new
_MOST_AGAINST = -30.0  # nor do frequencies beyond this sum
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
    words: float = 0.0
    """Factor of what the frequencies of words say."""
    cue: float = 0.0
    """Logarithm for each everyday word that only some of the close languages have."""
    second: float = -0.5
    """Logarithm of the less common languages' prior."""
    rare: float = -4.0
    """Logarithm of the rare languages' prior."""


WEIGHTS: Mapping[str, Weights] = {
    "Latin": Weights(
        py3langid=1.2,
        py3langid_floor=-6.5,
        eldc=7.0,
        eldc_growth=0.3,
        eldc_floor=-3.7,
        eldc_unknown=-0.8,
        cld2=0.11,
        words=0.35,
        cue=1.1,
        second=-1.0,
    ),
    "Cyrillic": Weights(
        py3langid=1.0,
        py3langid_floor=-4.7,
        eldc=13.3,
        eldc_floor=-3.2,
        eldc_unknown=0.85,
        cld2=0.55,
        words=0.5,
        cue=1.1,
        second=-1.0,
    ),
}
_OTHER = Weights()
_INDONESIAN = -0.7  # ELD-C has one language for Malay and Indonesian, and its trainers called it Malay
_SHARE_FLOOR = 0.02  # what CLD2 and langdetect do not name is not impossible
_ENOUGH = 0.95
"""Probability from which py3langid is not asked: of 6,500 such answers it would have changed 13, and mended none."""
_SURER = 1.5  # the answers that it need not be asked about are righter than they say: 99.7 % of them are right
_USUAL_LENGTH, _FULL_LENGTH = 40, 200  # letters
_VIETNAMESE_WORD = 2.2  # logarithm for each telling syllable of a text without marks
_UNSURE = 0.95  # a long text less sure than this goes to langdetect too, if it has the languages in question
_LANGDETECT_VOTE = 0.15
_BY_LANGDETECT = ("Latin", "Cyrillic")  # in other scripts the rest leave it nothing to tell, and its profiles are large
_LOADING = Lock()

# When ELD-C's best score is so far ahead in so long a text, and CLD2 says the same of nearly all of it, no answer of 8,000 was wrong.
_AGREEING_LETTERS, _AGREEING_SHARE, _AGREEING_DISTANCE = 30, 0.9, 3.0
# So far ahead that CLD2 need not be asked: of 16,600 answers none was wrong, and texts in languages that ELD-C does not know, romanised or
# in two languages lead by 4.3 at most in Latin letters, Kazakh by 9.2 in Cyrillic ones.
_ALONE_DISTANCE, _FAR = {"Latin": 7.0}, 12.0
_ELDC_MIXES = frozenset(["ms", "id", "sr", "hr", "bs"])  # languages it cannot tell apart
AGREED = 0.999
"""Probability of an answer on which two detectors agree so."""


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
        self._eldc_bases = {script: _eldc_base(self.eldc, script) for script in CANDIDATES} if self.eldc else {}
        cld2 = _package("pycld2", detector) if together or detector == "cld2" else None
        self._cld2 = Cld2(cld2) if cld2 else None
        self._langdetect = Langdetect() if detector == "langdetect" else None
        self._langdetects: dict[str, Langdetect] = {}
        self.words = WordLists()
        self._together = together

    def ranked(self, text: str, script: str, letters: int, votes: tuple[float, ...]) -> tuple[str, float]:
        """Give the likeliest candidate and its probability. `votes` are logarithms to add, one a candidate or none at all."""
        index = INDEX[script]
        given = self.eldc.given(text) if self.eldc else {}
        code, lead = _lead(given, script, letters) if self._together and letters >= _AGREEING_LETTERS else ("", 0.0)
        clear = lead >= _AGREEING_DISTANCE and code not in _ELDC_MIXES and (not votes or votes[index[code]] == max(votes))
        if clear and lead >= _ALONE_DISTANCE.get(script, _FAR):
            return code, AGREED
        shares = self._cld2.shares(text) if self._cld2 else []
        if clear and shares and shares[0][0] == code and shares[0][1] >= _AGREEING_SHARE:
            return code, AGREED
        total = self._total(text, script, letters, given, shares)
        if self._together and given and shares:
            code, chance = _best(total, script)
            if chance >= _ENOUGH and code not in RARE.get(script, ()):
                if votes:
                    return _best(_SURER * total + np.array(votes, dtype=np.float32), script)
                return code, 1 / (1 + math.pow((1 - chance) / chance, _SURER))
        if self._py3langid:
            weights = WEIGHTS.get(script, _OTHER)
            total += weights.py3langid * np.logaddexp(self._py3langid.logarithms(text, script), weights.py3langid_floor)
        if votes:
            total += np.array(votes, dtype=np.float32)
        code, chance = _best(total, script)
        if self._together and chance < _UNSURE and letters >= _LONG_LETTERS and self._knows_best_two(total, script):
            code, chance = _best(total + _shares(self._by_langdetect(script).probabilities(text), script, _LANGDETECT_VOTE), script)
        return code, chance

    def _by_langdetect(self, script: str) -> Langdetect:
        found = self._langdetects.get(script)
        if found is None:
            found = self._langdetects[script] = Langdetect(CANDIDATES[script])
        return found

    def _knows_best_two(self, total: Vector, script: str) -> bool:
        best = np.argpartition(total, -2)[-2:]
        return script in _BY_LANGDETECT and all(CANDIDATES[script][i] in _KNOWN_BY_LANGDETECT for i in best)

    def _total(self, text: str, script: str, letters: int, given: Mapping[str, float], shares: list[tuple[str, float]]) -> Vector:
        """Add up what all witnesses say but py3langid, which takes more time than the rest together."""
        total = _PRIORS[script] + self._by_words(text, script)
        if given:
            total += self._eldc_part(given, script, letters)
        if self._cld2:
            total += _shares(shares, script, WEIGHTS.get(script, _OTHER).cld2 if self._together else 1.0)
        if self._langdetect:
            total += _shares(self._langdetect.probabilities(text), script, 1.0)
        return total

    def _by_words(self, text: str, script: str) -> Vector | float:
        weights = WEIGHTS.get(script, _OTHER)
        if not weights.words:
            return 0.0
        words = _WORD.findall(text.lower())
        against = np.maximum(self.words.against(words, script), _MOST_AGAINST)
        return weights.words * against + _cues(words, script, weights.cue)

    def _eldc_part(self, given: Mapping[str, float], script: str, letters: int) -> Vector:
        index, weights = INDEX[script], WEIGHTS.get(script, _OTHER)
        part = self._eldc_bases[script].copy()
        factor = _eldc_factor(script, letters)
        best = mean_score(max((score for code, score in given.items() if code in index), default=0.0))
        least = 1 - math.exp(-best - weights.eldc_floor / factor)  # from here on a score is more than the floor
        for code, score in given.items():
            if score > least and code in index:
                part[index[code]] = factor * (mean_score(score) - best)
        if script == "Latin":
            part[index["id"]] = part[index["ms"]] + _INDONESIAN
        elif script == "Cyrillic":  # it takes Macedonian for one of its neighbours
            part[index["mk"]] = max(part[index["bg"]], part[index["sr"]])
        return np.array(part, dtype=np.float32)


def _lead(given: Mapping[str, float], script: str, letters: int) -> tuple[str, float]:
    """Give ELD-C's likeliest candidate and how far it is ahead of the next one: ("", 0.0) for none."""
    index = INDEX[script]
    ours = [*islice((item for item in given.items() if item[0] in index), 2)]  # the best come first
    if not ours:
        return "", 0.0
    code, best = ours[0]
    return code, _eldc_factor(script, letters) * (mean_score(best) - mean_score(ours[1][1] if len(ours) > 1 else 0.0))


def _best(total: Vector, script: str) -> tuple[str, float]:
    chances = np.exp(total - total.max())
    chances /= chances.sum()
    best = int(chances.argmax())
    alike = _ALIKE.get(script, [])
    together = float(chances[alike].sum()) if alike else 0.0
    if best in alike or together > chances[best]:
        return CANDIDATES[script][max(alike, key=lambda i: float(chances[i]))], together
    return CANDIDATES[script][best], float(chances[best])


def _eldc_factor(script: str, letters: int) -> float:
    weights = WEIGHTS.get(script, _OTHER)
    return weights.eldc * math.pow(min(letters, _FULL_LENGTH) / _USUAL_LENGTH, weights.eldc_growth)


def _eldc_base(eldc: Eldc, script: str) -> list[float]:
    weights = WEIGHTS.get(script, _OTHER)
    return [weights.eldc_floor if code in eldc.languages else weights.eldc_unknown for code in CANDIDATES[script]]


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


def _cues(words: list[str], script: str, factor: float) -> Vector:
    index = INDEX[script]
    part = np.zeros(len(index), dtype=np.float32)
    hits: dict[int, int] = {}
    for word in _CUES.intersection(words):
        for code in WORDS[word]:
            if code in index:
                hits[index[code]] = hits.get(index[code], 0) + 1
    for place, times in hits.items():
        part[place] = factor * min(times, _MOST_WORDS)
    if script == "Latin" and looks_vietnamese(words):
        part[index["vi"]] += _VIETNAMESE_WORD * min(sum(1 for word in words if VIETNAMESE_SHAPE.fullmatch(word)), _MOST_WORDS)
    return part


def _prior(script: str) -> Vector:
    weights, rare = WEIGHTS.get(script, _OTHER), RARE.get(script, frozenset())
    return np.array(
        [weights.rare if code in rare else 0.0 if code in COMMON else weights.second for code in CANDIDATES[script]], dtype=np.float32
    )


_CUES = frozenset(WORDS)
_KNOWN_BY_LANGDETECT = Langdetect.known()
_PRIORS = {script: _prior(script) for script in CANDIDATES}
_ALIKE = {"Latin": [INDEX["Latin"][code] for code in WRITTEN_ALIKE]}


@cache
def _made(detector: str) -> Model:
    made = Model(detector)
    give_back()
    return made


def model(detector: str) -> Model:
    """Give the process's one model of this name, loaded at the first call. Raises ConfigError for a name or a package we lack."""
    with _LOADING:
        return _made(detector)
