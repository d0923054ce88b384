import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.brand_variants import variants, words


@pytest.mark.parametrize(
    ("term", "among"),
    [
        ("JetBlue", ["jetblue", "jet blue", "jet-blue", "джетблуе"]),
        ("ВТБ24", ["втб24", "втб 24", "втб-24", "vtb24"]),
        ("7-Eleven", ["7-eleven", "7eleven", "7 eleven"]),
        ("H&M", ["h&m", "h & m", "h and m"]),
        ("Johnson & Johnson", ["johnson and johnson", "johnson johnson"]),
        ("Красное и Белое", ["красное&белое", "красное белое"]),
        ("McDonald’s", ["mcdonald's", "mcdonalds", "mc donalds"]),
        ("Disney+", ["disney+", "disney plus", "disney +"]),
        ("Yahoo!", ["yahoo!", "yahoo"]),
        ("Booking.com", ["booking.com", "bookingcom", "booking com"]),
        ("Dr. Oetker", ["dr. oetker", "dr oetker", "dr.oetker"]),
        ("Weiß", ["weiß", "weiss"]),
        ("Müller", ["muller", "mueller"]),
        ("Thế Giới Di Động", ["the gioi di dong", "thegioididong", "the-gioi-di-dong"]),
        ("Gojek", ["go-jek", "go jek"]),
        ("Brikea", ["brikea", "b-rikea", "брикея"]),
        ("Akmo", ["ακμο", "акмо"]),  # Greek letters that look alike
        ("Бинтеа", ["бинтея", "бінтея"]),
        ("Q&T Home", ["q and t home", "q und t home"]),
        ("Br. Oster", ["br.-oster", "br oster"]),
        ("Samsung", ["s a m s u n g", "s.a.m.s.u.n.g", "$amsung", "54m5ung", "s4msung", "s*msung", "sams*ng"]),
        ("МТС", ["м.т.с", "mts"]),
        ("دیجی‌کالا", ["ديجيكالا", "ديجي كالا"]),
    ],
)
def test_ways_to_write_a_name(term: str, among: list[str]) -> None:
    assert set(among) <= {variant.text for variant in variants(term)}


@pytest.mark.parametrize(
    ("term", "not_among"),
    [
        ("H&M", "hm"),
        ("AT&T", "att"),
        ("Disney+", "disney"),
        ("3M", "3 m"),  # a length
        ("1&1", "1+1"),
        ("LG", "l g"),  # two letters are spelled apart too often
    ],
)
def test_ways_that_would_be_something_else(term: str, not_among: str) -> None:
    assert not_among not in {variant.text for variant in variants(term)}


def test_the_term_itself_comes_first_and_is_sure() -> None:
    first = variants("JetBlue")[0]
    assert ("jetblue", "term", 1.0) == (first.text, first.rule, first.confidence)


def test_short_words_side_by_side_are_marked() -> None:
    assert {("linked", "in")} == {variant.parts for variant in variants("LinkedIn") if variant.text == "linked in"}


@pytest.mark.parametrize("term", ["", " ", "!!!", "…", "\u200b"])
def test_a_term_without_letters_has_no_spelling(term: str) -> None:
    assert [] == variants(term)


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_term_has_a_bounded_number_of_spellings(term: str) -> None:
    found = variants(term)
    assert len(found) <= 600
    assert len({variant.text for variant in found}) == len(found)
    assert all(variant.text and 0 < variant.confidence <= 1 for variant in found)


def test_words_of_a_name() -> None:
    assert ["красное", "и", "белое"] == words("Красное и Белое")
    assert ["alfa", "bank"] == words("Alfa-Bank")
