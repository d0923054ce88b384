"""The detectors: each turns a text into one figure a candidate language, higher for likelier (natural logarithms)."""

import importlib
import logging
import math
from collections import Counter
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from pipelines.language_codes import CANDIDATES, plain_code

logger = logging.getLogger(__name__)

Vector = NDArray[np.floating]
Index = Mapping[str, int]

INDEX: Mapping[str, Index] = {script: {code: i for i, code in enumerate(codes)} for script, codes in CANDIDATES.items()}
"""Script → language → its place in the vectors."""


class Py3langid:
    """py3langid's naive Bayes over byte n-grams, computed over a script's candidates alone: a third of the time, half of the memory."""

    def __init__(self) -> None:
        trained = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        self._next = trained.tk_nextmove
        self._row = [row << 8 for row in trained.tk_row]
        self._feature = trained.tk_output
        self._damped = np.log1p(np.arange(4_096, dtype=np.float32))
        self._tables = {script: _table(trained, codes) for script, codes in CANDIDATES.items()}

    def logarithms(self, text: str, script: str) -> Vector:
        """Logarithms of the probabilities of the script's candidates; all equal when the text shows no feature."""
        data = text.encode("utf-8", "replace")
        following, row, feature = self._next, self._row, self._feature
        state = 0
        met: list[int] = []
        meet = met.append
        for byte in data:
            state = following[row[state] + byte]
            found = feature[state]
            if found >= 0:
                meet(found)
        rows, table, bias, firsts = self._tables[script]
        if not met:
            return np.full(len(CANDIDATES[script]), -math.log(len(CANDIDATES[script])), dtype=np.float32)
        counts = Counter(met)
        n = len(counts)
        features = np.fromiter(counts, np.intp, n)
        weights = self._damped.take(np.fromiter(counts.values(), np.intp, n), mode="clip")
        scores = weights @ table.take(rows.take(features), 0) + bias
        scores = np.maximum.reduceat(scores, firsts) / math.sqrt(len(data))  # py3langid's own temperature
        scores -= scores.max()
        scores -= math.log(float(np.exp(scores).sum()))
        return scores


def _table(trained: LanguageIdentifier, codes: tuple[str, ...]) -> tuple[NDArray[np.int32], Vector, Vector, NDArray[np.intp]]:
    """Rows of the features; weights and bias of the codes' columns; where each code's columns begin (a dialect is a column of its own)."""
    by_code: dict[str, list[int]] = {code: [] for code in codes}
    for column, label in enumerate(trained.nb_classes):
        code = label if label in by_code else plain_code(label)
        if code in by_code:
            by_code[code].append(column)
    columns = [column for code in codes for column in by_code[code]]
    firsts = np.cumsum([0, *(len(by_code[code]) for code in codes[:-1])])
    weights = trained.nb_ptc[:, columns]
    floor = weights.min(axis=0)
    # A feature that none of these languages has stands at every column's floor: all such features share row 0.
    known = np.flatnonzero((weights != floor).any(axis=1))
    rows = np.zeros(len(weights), dtype=np.int32)
    rows[known] = np.arange(1, len(known) + 1, dtype=np.int32)
    table = np.vstack([floor, weights[known]]).astype(np.float32)
    return rows, table, trained.nb_pc[columns].astype(np.float32), firsts


class Eldc:
    """ELD-C's scores of words and their parts; of ours it lacks Indonesian (which it takes for Malay), Kazakh, Macedonian and Uzbek."""

    def __init__(self, eldc: ModuleType) -> None:
        eldc.init()
        self.languages = frozenset(plain_code(code) for code in eldc.LANGUAGES)
        self._instance = eldc.instance()
        self._instance.set_scores(20)

    def scores(self, text: str) -> dict[str, float]:
        """Language → mean score of its n-grams, about 0.1 to 3; at most 20 languages."""
        given = self._instance.detect_details(text).scores
        return {code: -math.log(max(1e-6, 1.0 - score)) for code, score in given.items()}


class Cld2:
    """CLD2's three likeliest languages and their shares of the text."""

    def __init__(self, pycld2: ModuleType) -> None:
        self._detect: Callable[..., Any] = pycld2.detect
        self._error: type[Exception] = pycld2.error

    def shares(self, text: str) -> list[tuple[str, float]]:
        """Languages with their shares, 0 to 1; empty where it cannot read the text."""
        try:
            _, _, details = self._detect(text, isPlainText=True, bestEffort=True)
        except self._error:  # control and unassigned characters are "invalid UTF-8" to it
            return []
        return [(code, percent / 100) for _, label, percent, _ in details if percent and (code := plain_code(label))]


class Langdetect:
    """langdetect, by its Rust twin where that is installed: the same answers, 45 times sooner."""

    def __init__(self) -> None:
        module = optional("langdetect_rs") or importlib.import_module("langdetect")
        factory_module = importlib.import_module(f"{module.__name__}.detector_factory")
        self._factory = factory_module.DetectorFactory()  # one of our own: the seed of langdetect's shared one is everybody's
        self._factory.load_profile(factory_module.PROFILES_DIRECTORY)
        self._factory.set_seed(0)
        self.languages = frozenset(plain_code(code) for code in self._factory.get_lang_list())
        self._error: type[Exception] = importlib.import_module(f"{module.__name__}.lang_detect_exception").LangDetectException

    def probabilities(self, text: str) -> list[tuple[str, float]]:
        """Languages with their probabilities; empty for a text without features."""
        detector = self._factory.create()
        detector.append(text)
        try:
            return [(code, found.prob) for found in detector.get_probabilities() if (code := plain_code(found.lang))]
        except self._error:
            return []


def optional(name: str) -> ModuleType | None:
    """Give the module, or None where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        logger.info("%s is not installed: language detection does without it", name)
        return None
