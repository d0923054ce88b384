import math

import pytest

from pipelines.language_codes import CANDIDATES
from pipelines.language_prior import votes_of


def _vote(votes: tuple[float, ...], script: str, language: str) -> float:
    return votes[CANDIDATES[script].index(language)]


def test_nobody_votes() -> None:
    assert votes_of("Latin", (), None) == ()
    assert votes_of("Latin", ("xx", "klingon"), "?") == ()
    assert votes_of("Runic", ("en",), None) == ()


@pytest.mark.parametrize(("prior", "declared"), [(("de",), None), ((), "de-AT")])
def test_a_vote_is_half_of_the_odds(prior: tuple[str, ...], declared: str | None) -> None:
    """0.7 for the site's language, 0.1 for English, the rest for fifty: the square roots of their ratios."""
    votes = votes_of("Latin", prior, declared)
    assert _vote(votes, "Latin", "de") - _vote(votes, "Latin", "fi") == pytest.approx(0.5 * math.log(0.7 / 0.004))
    assert _vote(votes, "Latin", "en") - _vote(votes, "Latin", "fi") == pytest.approx(0.5 * math.log(0.1 / 0.004))


def test_more_languages_share_it_and_a_statement_adds_to_it() -> None:
    two, one = votes_of("Cyrillic", ("uk", "ru"), None), votes_of("Cyrillic", ("uk",), None)
    assert _vote(two, "Cyrillic", "uk") == _vote(two, "Cyrillic", "ru") < _vote(one, "Cyrillic", "uk")
    both = votes_of("Cyrillic", ("uk", "ru"), "uk")
    assert _vote(both, "Cyrillic", "uk") > _vote(both, "Cyrillic", "ru") > _vote(both, "Cyrillic", "bg")
