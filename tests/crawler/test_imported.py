"""Rows as mentions."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.imported import FIELDS, SYNONYMS, RowReader, parse_map
from mentions.errors import UsageError
from mentions.site import Site

SITE = Site(name="survey", engine="import", url="file:///survey.csv")


def iso_date(text: str) -> tuple[dt.datetime, str] | None:
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC), "day"
    except ValueError:
        return None


def reader(*fields: str) -> RowReader:
    return RowReader(SITE, {field: field for field in fields}, iso_date)


def test_columns_are_understood_by_name_and_map_wins() -> None:
    columns = ["ID", "Review Text", "Stars", "created-at", "Note"]
    assert parse_map([], columns) == {"key": "ID", "text": "Review Text", "posted_at": "created-at", "rating": "Stars"}
    assert parse_map(["text=Note", "title=Review Text"], columns)["text"] == "Note"


def test_every_synonym_is_of_a_field_and_of_one_only() -> None:
    assert set(SYNONYMS) <= set(FIELDS)
    names = [name for names in SYNONYMS.values() for name in names]
    assert len(names) == len(set(names) - set(FIELDS))


@pytest.mark.parametrize(
    ("given", "columns", "said"),
    [
        (["text"], ["a"], "write FIELD=COLUMN"),
        (["txt=a"], ["a"], "'txt=a': write FIELD=COLUMN, where FIELD is one of key"),
        (["text=b"], ["a"], r"there is no column 'b' \(there are: a\)"),
        ([], ["a", "b"], r"no column looks like the text; say which, as --map text=COLUMN \(there are: a, b\)"),
    ],
)
def test_a_wrong_map_is_told(given: list[str], columns: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        parse_map(given, columns)


@pytest.mark.parametrize(
    ("cell", "rating", "scale"),
    [
        ("4", 4.0, None),
        ("4,5", 4.5, None),
        ("4/5", 4.0, 5.0),
        ("3 из 5", 3.0, 5.0),
        ("4 out of 10", 4.0, 10.0),
        ("★★★☆☆", 3, 5),
        ("5 stars", 5.0, None),
    ],
)
def test_ratings_are_read_as_people_write_them(cell: str, rating: float, scale: float | None) -> None:
    mention = reader("text", "rating").read({"text": "Fine", "rating": cell})
    assert (mention.rating, mention.rating_max) == (rating, scale)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"text": "Fine", "rating": "good"}, "column 'rating' is 'good'; it must be a number"),
        ({"text": "Fine", "votes": "1.5"}, "whole number"),
        ({"text": "Fine", "posted_at": "someday"}, "column 'posted_at' is 'someday'; it must be a date"),
        ({"text": "Fine", "verified": "perhaps"}, "yes or no"),
        ({"text": "Fine", "author": ["x"]}, "'author' is"),
        ({"text": " "}, "the row says nothing"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told(row: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        reader("text", "rating", "votes", "posted_at", "verified", "author").read(row)


def test_a_full_row() -> None:
    row = {"key": 17, "text": " Fine ", "posted_at": "2024-05-01", "verified": "да", "votes": "3", "author": ""}
    mention = reader(*row).read(row)
    assert (mention.site, mention.engine, mention.kind, mention.key, mention.text) == ("survey", "import", "review", "17", "Fine")
    assert (mention.posted_at, mention.posted_at_precision) == (dt.datetime(2024, 5, 1, tzinfo=dt.UTC), "day")
    assert (mention.verified, mention.votes, mention.author) == (True, 3, None)


def test_rows_without_an_id_get_keys_that_a_second_import_gives_again() -> None:
    rows = [{"text": "ok"}, {"text": "ok"}, {"text": "fine"}]
    first, again = ([one.read(row).key for row in rows] for one in (reader("text"), reader("text")))
    assert first == again
    assert len(set(first)) == 3


def test_a_bare_rating_is_enough() -> None:
    assert reader("text", "rating").read({"text": "", "rating": "2"}).rating == 2.0


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), st.text() | st.none() | st.floats() | st.integers() | st.booleans(), max_size=8))
def test_any_row_is_read_or_refused_in_words(row: dict[str, Any]) -> None:
    try:
        mention = reader(*FIELDS).read(row)
    except UsageError:
        return
    assert mention.key
