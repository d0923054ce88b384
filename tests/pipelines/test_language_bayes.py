import math

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from pipelines.language_bayes import INDEX, Py3langid
from pipelines.language_codes import CANDIDATES
from tests.pipelines.test_language import SPOKEN

MODEL = Py3langid()
OWN = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@pytest.mark.parametrize("language", ["en", "vi", "id", "pl", "sw", "ru", "bg", "kk", "ar", "ur", "zh", "hi"])
def test_the_answers_are_py3langid_s_own(language: str) -> None:
    """Narrowing the automaton, the columns and the weights changes no answer: ratios between languages are nearly those of the package."""
    script = next(script for script, codes in CANDIDATES.items() if language in codes)
    text = SPOKEN[language].replace("，", " ").lower()
    ours = MODEL.logarithms(text, script)
    theirs = {code: chance for code, chance in OWN.rank(text) if code in INDEX[script] and chance > 1e-30}
    plain = {
        code: chance for code, chance in theirs.items() if code not in ("ar", "zh", "hi", "no", "ku", "uz", "sr")
    }  # dialects are folded in
    best = max(plain, key=lambda code: plain[code])
    for code, chance in plain.items():
        assert ours[INDEX[script][code]] - ours[INDEX[script][best]] == pytest.approx(math.log(chance / plain[best]), rel=0.01, abs=0.1)
    assert CANDIDATES[script][int(ours.argmax())] == language


def test_figures_are_logarithms_of_probabilities() -> None:
    assert sum(math.exp(figure) for figure in MODEL.logarithms("some words", "Latin")) == pytest.approx(1)


def test_a_text_without_features_has_the_model_s_prior() -> None:
    figures = MODEL.logarithms("", "Latin")
    assert max(figures.tolist()) - min(figures.tolist()) < 3
    assert len(MODEL.logarithms("\ud800", "Cyrillic")) == len(CANDIDATES["Cyrillic"])
