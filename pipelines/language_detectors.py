"""The detectors of other hands: each behind the few lines that make it answer in ISO 639-1, never raise, and stay deterministic."""

import importlib
import importlib.util
import logging
import math
import pathlib
from collections.abc import Callable, Collection, Mapping
from types import ModuleType
from typing import Any

from pipelines.language_codes import plain_code

logger = logging.getLogger(__name__)


class Eldc:
    """ELD-C's scores of words and their parts; of ours it lacks Indonesian (which it takes for Malay), Kazakh, Macedonian and Uzbek."""

    def __init__(self, eldc: ModuleType) -> None:
        eldc.init()
        self.languages = frozenset(plain_code(code) for code in eldc.LANGUAGES)
        self._instance = eldc.instance()
        self._instance.set_scores(20)

    def scores(self, text: str) -> dict[str, float]:
        """Language → mean score of its n-grams, about 0.1 to 3; at most 20 languages."""
        return {code: mean_score(given) for code, given in self.given(text).items()}

    def given(self, text: str) -> Mapping[str, float]:
        """As `scores`, each as ELD-C gives it: 0 to 1, best first, without a logarithm each."""
        scores: Mapping[str, float] = self._instance.detect_details(text).scores
        return scores


def mean_score(given: float) -> float:
    """Give a mean score by ELD-C's own figure."""
    return -math.log(max(1e-6, 1.0 - given))


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
    """langdetect, by its Rust twin where that is installed: the same answers, 45 times sooner.

    `among` narrows it to some of its languages, which takes a third of the memory; it needs two at least.
    """

    def __init__(self, among: Collection[str] | None = None) -> None:
        module = optional("langdetect_rs") or importlib.import_module("langdetect")
        factory_module = importlib.import_module(f"{module.__name__}.detector_factory")
        self._factory = factory_module.DetectorFactory()  # one of our own: the seed of langdetect's shared one is everybody's
        if among is None:
            self._factory.load_profile(factory_module.PROFILES_DIRECTORY)
        else:
            profiles = sorted(_profiles(), key=lambda profile: profile.name)
            self._factory.load_json_profile([profile.read_text("utf-8") for profile in profiles if plain_code(profile.name) in among])
        self._factory.set_seed(0)
        self.languages = frozenset(plain_code(code) for code in self._factory.get_lang_list())
        self._error: type[Exception] = importlib.import_module(f"{module.__name__}.lang_detect_exception").LangDetectException

    @staticmethod
    def known() -> frozenset[str]:
        """Languages that there are profiles of."""
        return frozenset(code for profile in _profiles() if (code := plain_code(profile.name)))

    def probabilities(self, text: str) -> list[tuple[str, float]]:
        """Languages with their probabilities; empty for a text without features."""
        detector = self._factory.create()
        detector.append(text)
        try:
            return [(code, found.prob) for found in detector.get_probabilities() if (code := plain_code(found.lang))]
        except self._error:
            return []


def _profiles() -> list[pathlib.Path]:
    spec = importlib.util.find_spec("langdetect")  # found, not imported: it would read them all
    assert spec is not None
    assert spec.origin is not None
    return [*(pathlib.Path(spec.origin).parent / "profiles").iterdir()]


def optional(name: str) -> ModuleType | None:
    """Give the module, or None where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        logger.info("%s is not installed: language detection does without it", name)
        return None
