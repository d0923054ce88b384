import functools

import pytest

from mentions.brand import Brand
from pipelines.brand_matcher import BrandMatcher


@functools.cache
def matcher(*, typos: bool = True) -> BrandMatcher:
    brands = [
        Brand(id="Shopee", terms=("Shopee",), domains=("shopee.example",)),
        Brand(id="Bank", terms=("İş Bankası",)),
        Brand(id="Zelyonka", terms=("Зелёнка Маркет",)),
        Brand(id="Common", terms=("Samsung",), ambiguous=True, context=("phone",)),
        Brand(id="Short", terms=("Tesco",)),
        Brand(id="Ladle", terms=("Półmisek",)),
        Brand(id="Begins", terms=("Realme",)),
    ]
    return BrandMatcher(brands, typos=typos)


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("cảm ơn shoppe nhiều", "shoppe"),
        ("belanja di shope, murah", "shope"),
        ("(shoppee)", "shoppee"),
        ("ok—«shoppe», 5★", "shoppe"),  # beside signs and other words
        ("İş Banksının kartı", "İş Banksının"),  # one of two words, with an ending
        ("в Зелнка Маркет", "Зелнка Маркет"),
        ("w pólmisku", "pólmisku"),  # no typo at all: marks and a fleeting vowel
    ],
)
def test_typos_of_long_names(text: str, matched: str) -> None:
    found = matcher().find(text)
    assert [matched] == [match.matched for match in found.matches]


def test_a_typo_is_marked() -> None:
    (match,) = matcher().find("shoppe").matches
    assert ("typo", 0.7, False) == (match.rule, match.confidence, match.tagged)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("samsng phone", "en"),  # never of ambiguous names
        ("tescp", "en"),  # never of short ones
        ("we shopped there", "en"),
        ("we shopped there", None),
        ("at skulle shoppe lidt", "da"),  # a word in Danish
        ("@shoppe", "vi"),
        ("https://shoppe.example/x", "vi"),
        ("shoppe.com", "vi"),
        ("Banksının kartı", "tr"),  # the other word is missing
        ("on iş", "tr"),
        ("Tom no es realmente de aquí", None),  # a word that begins like the name
    ],
)
def test_what_is_no_typo(text: str, language: str | None) -> None:
    assert () == matcher().find(text, language=language).matches


def test_without_the_tier_there_are_none() -> None:
    assert () == matcher(typos=False).find("shoppe").matches


def test_what_was_seen_before_changes_no_answer() -> None:
    texts = ["shoppe", "a shoppe b", "nothing", "shoppe nothing shoppe", "shopped"]
    first = [matcher().find(text, language=language) for text in texts for language in (None, "da", "vi")]
    assert first == [matcher().find(text, language=language) for text in texts for language in (None, "da", "vi")]
    assert [2, 2] == [len(matcher().find("shoppe nothing shoppe", language=language).matches) for language in (None, "vi")]


def test_words_are_told_apart_however_they_are_joined() -> None:
    found = matcher().find("nothing nothing,shoppe nothing, shoppe/nothing nothing-here")
    assert ["shoppe", "shoppe"] == [match.matched for match in found.matches]


def test_more_words_than_are_remembered_change_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.brand_mistyped._REMEMBERED", 3)
    texts = ["one two three four five six", "shoppe", "seven shoppe"]
    assert [0, 1, 1, 0, 1, 1] == [len(matcher().find(text).matches) for text in texts * 2]
