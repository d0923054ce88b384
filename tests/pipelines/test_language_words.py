import pytest

from pipelines import language_words
from pipelines.language_bayes import INDEX
from pipelines.language_codes import CANDIDATES
from pipelines.language_words import WordLists

LISTS = WordLists()


def _against(words: str, script: str, language: str) -> float:
    return float(LISTS.against(words.split(), script)[INDEX[script][language]])


@pytest.mark.parametrize(
    ("word", "script", "language", "other"),
    [
        ("karena", "Latin", "id", "ms"),
        ("kerana", "Latin", "ms", "id"),
        ("ikke", "Latin", "no", "sv"),
        ("inte", "Latin", "sv", "da"),
        ("který", "Latin", "cs", "sk"),
        ("ktorý", "Latin", "sk", "cs"),
        ("луѓе", "Cyrillic", "mk", "bg"),
        ("дуже", "Cyrillic", "uk", "ru"),
        ("zašto", "Latin", "sr", "sl"),
    ],
)
def test_a_word_speaks_against_languages_that_seldom_use_it(word: str, script: str, language: str, other: str) -> None:
    assert _against(word, script, language) == 0
    assert -4 <= _against(word, script, other) < -1


def test_shares_of_words_that_are_frequent() -> None:
    lists = WordLists()
    assert lists.shares(["хорошо", "очень", "жрмбл"], "Cyrillic", "ru") == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert lists.shares(["дуже", "треба"], "Cyrillic", "ru") == (0.0, 1.0)  # Ukrainian
    assert lists.shares([], "Latin", "en") == (0.0, 0.0)
    assert lists.shares(["x"], "Han", "zh") == (0.0, 0.0)


def test_what_is_said_adds_up_and_a_word_counts_once() -> None:
    once = LISTS.against(["karena", "dengan"], "Latin")
    assert once.tolist() == LISTS.against(["dengan", "karena", "karena"], "Latin").tolist()
    apart = LISTS.against(["karena"], "Latin") + LISTS.against(["dengan"], "Latin")
    assert once.tolist() == apart.tolist()


def test_serbian_croatian_and_bosnian_share_a_list_and_some_have_none() -> None:
    assert _against("kako što", "Latin", "sr") == _against("kako što", "Latin", "hr") == _against("kako što", "Latin", "bs")
    assert _against("the", "Latin", "eu") == -2  # neither for nor much against


@pytest.mark.parametrize(("words", "script"), [([], "Latin"), (["xqzwv"], "Latin"), (["the"], "Arabic"), (["the"], "Cyrillic")])
def test_unknown_words_and_scripts_say_nothing(words: list[str], script: str) -> None:
    assert LISTS.against(words, script).tolist() == [0.0] * len(CANDIDATES[script])


def test_lists_of_a_script_are_read_at_the_first_words_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    table = language_words._table
    monkeypatch.setattr(language_words, "_table", lambda script: read.append(script) or table(script))
    lists = WordLists()
    assert read == []
    for script in ("Cyrillic", "Cyrillic", "Han"):
        lists.against(["дуже"], script)
    assert read == ["Cyrillic"]
