import pytest

from mentions.date_words import key, normal, tokens, words_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [("A.M.", "am"), ("۱۲", "12"), ("ＭＡＹ", "may"), ("İyi", "iyi"), ("ق.ظ", "قظ"), ("1.2", "1.2")],
)
def test_normal(text: str, expected: str) -> None:
    assert expected == normal(text)


def test_phrases_are_words_with_single_blanks() -> None:
    assert key("Aujourd'hui, à 5h") == "aujourd hui à 5 h"


def test_scripts_without_blanks_are_cut_at_known_words() -> None:
    assert [word for word, _, _ in tokens("今天下午3:21", words_of(("zh",)))] == ["今天", "下午", "3", "21"]


def test_a_named_language_comes_first() -> None:
    assert words_of(("hr",)).months["listopada"] == 10
    assert words_of(("pl",)).months["listopada"] == 11


def test_words_of_other_languages_are_known_as_foreign() -> None:
    words = words_of(("de",))
    assert ("months", "mars") in words.foreign
    assert ("months", "märz") not in words.foreign


def test_unknown_languages_are_passed_over() -> None:
    assert words_of(("xx", "", "??")).months["may"] == 5
