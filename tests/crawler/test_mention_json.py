"""Mentions as JSON and back."""

import datetime as dt
import json
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.mention_json import read_mention, write_value
from mentions.errors import UsageError
from mentions.mention import Mention, Quote
from mentions.safe import dumps

FULL = Mention(
    site="talk",
    engine="phpbb",
    key="7",
    kind="review",
    title="A title",
    text="Some words",
    quotes=(Quote(text="their words", author="ann"),),
    author="bob",
    posted_at=dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC),
    posted_at_precision="minute",
    verified=True,
    rating=4.5,
    rating_max=5.0,
    votes=3,
    owner_reply="Thanks",
)


def test_every_field_is_written_by_name_and_times_carry_their_offset() -> None:
    row = write_value(FULL)
    assert set(row) == {field.name for field in fields(Mention)} - {"links"}
    assert row["posted_at"] == "2024-05-01T12:00:00+00:00"
    assert row["edited_at"] is None
    assert row["quotes"] == [{"text": "their words", "author": "ann", "url": None}]


def test_what_was_written_is_read_back() -> None:
    assert read_mention(json.loads(dumps(write_value(FULL)))) == FULL


def test_numbers_that_json_lacks_are_absent() -> None:
    assert write_value(Mention(site="s", engine="e", key="k", rating=float("nan")))["rating"] is None


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("text", "not an object but str"),
        ({}, "'text' is missing"),
        ({"text": 5}, "'text' is 5; it must be a string"),
        ({"text": None}, "'text' is None"),
        ({"text": "a", "author": ["x"]}, r"'author' is \['x'\]; it must be a string"),
        ({"text": "a", "rating": "5"}, "'rating' is '5'; it must be a number"),
        ({"text": "a", "rating": True}, "'rating' is True"),
        ({"text": "a", "rating": float("nan")}, "'rating' is nan"),
        ({"text": "a", "votes": 1.5}, "'votes' is 1.5; it must be a whole number"),
        ({"text": "a", "posted_at": "yesterday"}, "'posted_at' is 'yesterday'; it must be a time of ISO 8601"),
        ({"text": "a", "posted_at": 5}, "'posted_at' is 5"),
        ({"text": "a", "verified": 1}, "true or false"),
        ({"text": "a", "kind": "tweet"}, "'kind' is 'tweet'; it must be one of"),
        ({"text": "a", "kind": []}, "'kind' is"),
        ({"text": "a", "quotes": ["x"]}, "a list of objects"),
    ],
)
def test_a_wrong_type_is_told_with_its_field_and_value(row: object, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_mention(row)


def test_any_subset_will_do_and_unknown_keys_are_passed_over() -> None:
    mention = read_mention({"text": "Acme", "key": 17, "mood": "glad", "title": None})
    assert (mention.text, mention.key, mention.title, mention.site) == ("Acme", "17", None, "")


def test_a_lone_surrogate_keeps_its_place() -> None:
    assert read_mention({"text": "a\ud83dAcme"}).text == "a\ufffdAcme"


@pytest.mark.parametrize(("text", "hour"), [("2024-05-01T12:00:00Z", 12), ("2024-05-01T12:00:00+03:00", 9), ("2024-05-01T12:00:00", 12)])
def test_times_become_utc(text: str, hour: int) -> None:
    assert read_mention({"text": "", "posted_at": text}).posted_at == dt.datetime(2024, 5, 1, hour, tzinfo=dt.UTC)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([field.name for field in fields(Mention)]), JSON, max_size=6) | JSON)
def test_anything_is_read_or_refused_in_words(row: object) -> None:
    try:
        mention = read_mention(row)
    except UsageError:
        return
    json.loads(dumps(write_value(mention)))
