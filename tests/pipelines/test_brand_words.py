import functools

import pytest

from pipelines.brand_sieve import Sieve
from pipelines.brand_typos import TypoIndex
from pipelines.brand_words import Survey, survey, word_lists


@functools.cache
def said() -> Survey:
    names = ("ozon", "metro", "samsung", "shopee", "шел", "facebook", "ikea")
    return survey({**{name: name for name in names}, "ike": "ikea"}, {"sam", "sung"}, TypoIndex({"samsung": {""}, "shopee": {""}}))


def test_words_that_only_begin_like_a_name() -> None:
    assert {"ozone", "metropolitan"} <= said().other
    assert not {"ikeas", "facebooku", "ikeasta"} & said().other  # its own forms, in English, Czech and Finnish


def test_names_that_other_words_begin_with() -> None:
    assert "metro" in said().crowded
    assert not {"samsung", "shopee"} & said().crowded


def test_parts_that_are_words() -> None:
    assert "en" in said().spoken["sam"] & said().spoken["sung"]


@pytest.mark.parametrize(("word", "is_local"), [("шел", True), ("samsung", False), ("facebook", False)])
def test_names_travel_words_do_not(word: str, is_local: bool) -> None:
    assert is_local == (word in said().local)


def test_words_one_letter_from_a_name() -> None:
    assert "" in said().near["samsun"]  # a town, known anywhere
    assert "" not in said().near["shoppe"]  # Danish, met in Danish only
    assert "shoppee" not in said().near


def test_only_lists_of_the_scripts_asked_for_are_read() -> None:
    assert {"bg", "mk", "ru", "uk"} == {language for language, _ in word_lists({"ж"})}


def test_lists_are_sorted_by_frequency() -> None:
    _, rates = next(word_lists({"ж"}))
    assert sorted(rates.values(), reverse=True) == [*rates.values()]
    assert max(rates.values()) > 7 > min(rates.values()) >= 2.9


def test_only_words_that_the_sieve_lets_through_are_kept() -> None:
    every = dict(word_lists({"ж"}))["uk"]
    found = dict(word_lists({"ж"}, Sieve({"пот", "що"})))["uk"]
    assert found == {word: zipf for word, zipf in every.items() if word.startswith("пот") or word == "що"}
    assert {"що", "потому"} <= found.keys()
