import importlib
import random
import sys

import eldc
import langdetect.detector_factory
import pycld2
import pytest

from pipelines.language_detectors import Cld2, Eldc, Langdetect, optional
from tests.pipelines.test_language import SPOKEN


def test_eldc_gives_scores_by_iso_code() -> None:
    scores = Eldc(eldc).scores(SPOKEN["de"])
    assert max(scores, key=lambda code: scores[code]) == "de"
    assert Eldc(eldc).scores("") == {}


@pytest.mark.parametrize("text", ["", "\x00\x07", "\ufdd0\ufffe", "a" * 100_000])
def test_cld2_does_not_raise(text: str) -> None:
    assert isinstance(Cld2(pycld2).shares(text), list)


def test_cld2_gives_shares() -> None:
    assert Cld2(pycld2).shares(SPOKEN["pl"])[0][0] == "pl"
    assert 0.9 < Cld2(pycld2).shares(SPOKEN["pl"])[0][1] <= 1


def test_langdetect_answers_the_same_with_and_without_its_twin(monkeypatch: pytest.MonkeyPatch) -> None:
    """And every time: its own random numbers are seeded for us alone."""
    fast = Langdetect()
    monkeypatch.setitem(sys.modules, "langdetect_rs", None)
    plain = Langdetect()
    for language in ("en", "ru", "vi", "zh", "id"):
        random.seed(len(language))
        text = SPOKEN[language][:40]
        assert fast.probabilities(text) == plain.probabilities(text) == plain.probabilities(text)
    assert plain.probabilities("123") == []
    assert langdetect.detector_factory.DetectorFactory.seed is None  # everybody's seed is left alone


def test_a_package_that_is_missing_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pycld2", None)
    assert optional("pycld2") is None
    assert optional("math") is importlib.import_module("math")
