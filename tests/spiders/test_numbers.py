"""Counts and ratings as pages print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.base.numbers import decimal, number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("48 posts • Page 1 of 4", 48),
        ("1,234", 1234),
        ("1.234 Antworten", 1234),
        ("12\u00a0345 ответов", 12345),
        ("1'234'567", 1234567),
        ("10,00,000 views", 1000000),  # grouped as in India
        ("1.2K", 1200),
        ("17K", 17000),
        ("3,5 тыс", 3500),
        ("2m", 2000000),
        ("2 months", 2),  # no unit: a word begins
        ("4.5", 4),
        ("-3", -3),
        ("\u22127 votes", -7),
        ("pages 1-2", 1),
        ("none", None),
        ("", None),
        (None, None),
    ],
)
def test_number(text: str | None, expected: int | None) -> None:
    assert number(text) == expected


@given(st.integers(0, 10**12))
def test_a_number_is_read_back_from_any_grouping(value: int) -> None:
    assert number(f"{value:,}") == number(f"{value}") == number(f"{value:,}".replace(",", " ")) == value


@given(st.text(max_size=40))
def test_any_text_gives_a_number_or_none(text: str) -> None:
    assert number(text) is None or isinstance(number(text), int)
    assert decimal(text) is None or decimal(text) >= 0
