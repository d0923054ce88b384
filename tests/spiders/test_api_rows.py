"""A line says where in a row each field stands; what is not there is not told."""

from typing import Any

import pytest

from mentions.mention import Mention
from spiders.base.api_rows import Rows, read_row, read_rows
from spiders.base.engine import Engine
from tests.spiders.answers import answer_of

PAGE = "https://shop.example/p/{}"
WHERE = Rows(
    "key=id words=said posted=at stars=stars author=who.nick|who.name votes=up verified=bought variant=a+b subject_key=product", page=PAGE
)


class Reader(Engine):
    """Reads rows."""

    engine = "rows"


def read(row: Any, where: Rows = WHERE, **known: Any) -> Mention | None:
    return read_row(Reader, answer_of([]), row, where, **known)


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        ({"who": {"nick": "", "name": "Ann"}}, "author", "Ann"),  # the first alternative that says anything
        ({"who": {"nick": "ann7", "name": "Ann"}}, "author", "ann7"),
        ({"who": "Ann"}, "author", None),  # of another type
        ({"up": "12"}, "votes", 12),
        ({"up": "many"}, "votes", None),
        ({"bought": True}, "verified", True),
        ({"bought": False}, "verified", None),  # said by no site: it only does not say that something was bought
        ({"bought": "yes"}, "verified", None),
        ({"a": "red", "b": "XL"}, "variant", "red XL"),
        ({"b": "XL"}, "variant", "XL"),
        ({"product": 7}, "subject_key", "7"),
        ({"product": 7}, "subject_url", "https://shop.example/p/7"),
        ({"product": 7}, "url", "https://shop.example/p/7"),
        ({}, "subject_url", None),
        ({"stars": 0}, "rating", None),
        ({"stars": "4,5"}, "rating", 4.5),
    ],
)
def test_a_field_is_what_its_path_leads_to(row: dict[str, Any], field: str, value: object) -> None:
    mention = read({"id": 1, "said": "x", **row})
    assert mention is not None
    assert getattr(mention, field) == value


def test_words_are_plain_unless_they_are_said_to_be_html() -> None:
    row = {"id": 1, "said": "I <3 tea &amp; cake"}
    plain, html = read(row), read(row, Rows("key=id html=said"))
    assert plain is not None
    assert html is not None
    assert (plain.text, html.text) == ("I <3 tea &amp; cake", "I <3 tea & cake")


def test_places_in_lists_have_numbers() -> None:
    mention = read(["7", ["Ann"], "Hot"], Rows("key=0 author=1.0 words=2"))
    assert mention is not None
    assert (mention.key, mention.author, mention.text) == ("7", "Ann", "Hot")


def test_what_is_known_from_elsewhere_counts_more() -> None:
    mention = read({"id": 1, "said": "x", "product": 7, "who": {"nick": "a"}}, author=None, subject_url="https://shop.example/kettle")
    assert mention is not None
    assert (mention.author, mention.subject_url, mention.thread_url) == (None, "https://shop.example/kettle", "https://shop.example/p/7")


def test_rows_that_say_nothing_are_left_out_and_of_two_revisions_the_later_counts() -> None:
    listed = [
        {"id": 1, "said": "old", "at": "2025-01-01T00:00:00Z"},
        {"id": 2},
        {"said": "no key"},
        {"id": 1, "said": "new", "at": "2025-02-01T00:00:00Z"},
    ]
    assert [mention.text for mention in read_rows(Reader, answer_of([]), listed, WHERE)] == ["new"]
    assert [mention.text for mention in read_rows(Reader, answer_of([]), reversed(listed), WHERE)] == ["new"]
