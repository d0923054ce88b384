import sys

import pytest

from mentions.errors import ConfigError
from pipelines.language_evidence import AGREED, DETECTORS, Model, model
from pipelines.language_prior import votes_of
from tests.pipelines.test_language import SPOKEN


def test_two_detectors_that_agree_by_far_settle_it_unless_the_site_says_otherwise() -> None:
    ensemble = model("ensemble")
    assert ensemble.ranked(SPOKEN["de"], "Latin", 60, ()) == ("de", AGREED)
    language, chance = ensemble.ranked(SPOKEN["de"], "Latin", 60, votes_of("Latin", ("fr",), None))
    assert language == "de"
    assert chance != AGREED


@pytest.mark.parametrize(("language", "asked"), [("vi", 0), ("ru", 1)])  # Cyrillic has Kazakh, which ELD-C takes for its neighbours
def test_the_second_detector_is_asked_unless_the_first_leads_by_more_than_it_ever_errs(
    language: str, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensemble = model("ensemble")
    questions: list[str] = []
    assert ensemble._cld2 is not None
    shares = ensemble._cld2.shares
    monkeypatch.setattr(ensemble._cld2, "shares", lambda text: questions.append(text) or shares(text))
    script = "Latin" if language == "vi" else "Cyrillic"
    assert (language, AGREED) == ensemble.ranked(SPOKEN[language], script, 60, ())
    assert asked == len(questions)


def test_what_doubtful_texts_need_is_not_loaded_for_clear_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened() -> None:
        msg = "py3langid's model"
        raise LookupError(msg)

    monkeypatch.setattr("pipelines.language_bayes.opened", opened)
    fresh = Model("ensemble")
    assert fresh.ranked(SPOKEN["de"], "Latin", 60, ()) == ("de", AGREED)
    with pytest.raises(LookupError):
        fresh.ranked("dobar", "Latin", 5, ())


def test_serbian_croatian_and_bosnian_are_sure_together() -> None:
    language, chance = model("ensemble").ranked("dobar dan, kako ste, hvala lijepa na pomoći", "Latin", 35, ())
    assert language in ("sr", "hr", "bs")
    assert chance > 0.95


@pytest.mark.parametrize("missing", [("pycld2",), ("eldc", "pycld2", "langdetect_rs")])
def test_the_ensemble_does_without_what_is_not_installed(missing: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    for package in missing:
        monkeypatch.setitem(sys.modules, package, None)
    smaller = Model("ensemble")
    for language in ("en", "vi", "id", "pl"):
        assert smaller.ranked(SPOKEN[language].lower(), "Latin", 60, ())[0] == language


@pytest.mark.parametrize(("detector", "package"), [("eldc", "eldc"), ("cld2", "pycld2")])
def test_a_chosen_detector_must_be_installed(detector: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ConfigError, match=f"pip install {package}"):
        Model(detector)


def test_models_load_once() -> None:
    assert all(model(detector) is model(detector) for detector in DETECTORS)
