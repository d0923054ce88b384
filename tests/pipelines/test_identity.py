import pytest

from mentions.mention import BrandMatch, Mention
from pipelines.identity import author_name, authors, names_alike, subjects


def by(author: str | None, site: str = "a", **fields: object) -> Mention:
    return Mention(**{"site": site, "engine": "made", "key": "1", "author": author} | fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (by("maria_k"), by("Maria K."), "equal"),
        (by("maria_k"), by("Maria K.", "b"), "equal"),
        (by("mariak"), by("mariak94", "b"), "alike"),
        (by("mariak"), by("mariak94"), "other"),  # two accounts of one site
        (by("Maria Kern"), by("Maria K.", "b"), "alike"),
        (by("Maria Kern"), by("Maria Lind", "b"), "other"),
        (by("Maria"), by("Maria Kern", "b"), "other"),  # there are many Marias
        (by("Jo"), by("Jo5", "b"), "other"),
        (by(None), by("Maria", "b"), "unknown"),
        (by("Гость"), by("Гость", "b"), "unknown"),
        (by("Anonymous"), by("anonymous"), "unknown"),
        (by("Ann", author_key="7"), by("Anna", author_key="7"), "equal"),  # renamed
        (by("Ann", author_key="7"), by("Ann", author_key="8"), "other"),
        (by("Ann", author_key="7"), by("Ann", "b", author_key="8"), "equal"),  # keys are a site's own
        (by("mariak", ""), by("mariak94", ""), "alike"),  # from who knows where
    ],
)
def test_authors(one: Mention, two: Mention, expected: str) -> None:
    assert authors(one, two) == authors(two, one) == expected


@pytest.mark.parametrize(("one", "two"), [("dimon4ik", "dimon4ikx"), ("Anna K.", "Anna B."), ("Li", "Li 2"), ("", "x"), ("小明", "小红")])
def test_names_of_others(one: str, two: str) -> None:
    assert not names_alike(one, two)


def brand(name: str) -> tuple[BrandMatch, ...]:
    return (BrandMatch(brand=name, start=0, end=0, matched="", rule="term", tagged=False),)


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ({"subject_key": "1"}, {"subject_key": "1"}, "equal"),
        ({"subject_key": "1"}, {"subject_key": "2"}, "other"),
        ({"subject_key": "1"}, {}, "unknown"),
        ({}, {}, "unknown"),
        ({"thread_url": "https://a.example/t"}, {"thread_url": "https://a.example/t"}, "equal"),
        ({"subject_key": "1", "subject": "K1"}, {"subject_key": "2", "subject": "K1"}, "other"),  # two branches of one shop
        ({"subject_key": "1", "subject": "K1"}, {"subject_key": "2", "subject": "k1", "site": "b"}, "equal"),
        ({"subject": "Acme K1 kettle"}, {"subject": "K1 kettle, Acme", "site": "b"}, "alike"),
        ({"subject": "Acme K1"}, {"subject": "Bolt B7", "site": "b"}, "other"),
        ({"subject_key": "isbn:1"}, {"subject_key": "isbn:2", "site": "b"}, "other"),
        ({"brands": brand("Acme"), "subject_key": "1"}, {"brands": brand("Bolt"), "subject_key": "1"}, "other"),
        ({"brands": brand("Acme")}, {"brands": brand("Bolt") + brand("Acme")}, "unknown"),
    ],
)
def test_subjects(one: dict[str, object], two: dict[str, object], expected: str) -> None:
    a, b = by(None, **one), by(None, **{"site": "a"} | two)  # type: ignore[arg-type]
    assert subjects(a, b) == subjects(b, a) == expected


def test_nobody_has_no_name() -> None:
    assert [author_name(by(name)) for name in (None, "", "Anonymous", "匿名", "Maria K.")] == ["", "", "", "", "mariak"]
