"""A review is read from a record by the names that most shops give its fields."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.base.review_records import read_review
from spiders.reviews.schema_org import SchemaOrgSpider
from tests.spiders.answers import NOW, answer_of

ANSWER = answer_of("<p>x</p>")
ROW = {"id": 7, "reviewText": "Good.", "overallRating": 4, "userNickname": "Ann", "submissionTime": "2026-01-02T10:00:00Z"}


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        ({}, "key", "7"),
        ({"id": None}, "key", ""),
        ({}, "author", "Ann"),
        ({"userNickname": None, "author": {"id": 9, "display_name": " Ann  B "}}, "author", "Ann B"),
        ({"userNickname": None, "author": {"id": 9, "display_name": "Ann"}}, "author_key", "9"),
        ({"userNickname": "Anonymous"}, "author", None),
        ({"reviewText": "<p>Good.</p>&amp; so"}, "text", "Good.\n\n& so"),
        ({"reviewText": {"text": {"plain": "Good."}}}, "text", "Good."),
        ({"headline": "Fast"}, "title", "Fast"),
        ({"headline": "Good…", "reviewText": "Good thing."}, "title", None),  # the cut beginning of the text
        ({}, "rating", 4.0),
        ({"overallRating": 0}, "rating", None),
        ({"overallRating": None, "rating": {"value": "8,5", "max": 10}}, "rating_max", 10.0),
        ({"overallRating": None, "rating": "4/5"}, "rating", 4.0),
        ({"ratingRange": 10}, "rating_max", 10.0),
        ({"isVerifiedPurchase": True}, "verified", True),
        ({"badges": ["verifiedPurchaser"]}, "verified", True),
        ({"badges": {"incentivizedReview": {"id": 1}}}, "incentivised", True),
        ({}, "verified", None),
        ({"helpfulCount": "12"}, "votes", 12),
        ({"pros": ["light", "fast"]}, "pros", "light\nfast"),
        ({"clientResponses": [{"response": "Thanks!"}]}, "owner_reply", "Thanks!"),
        ({"ownerReply": "Thanks!"}, "owner_reply", "Thanks!"),
        ({"replies": []}, "owner_reply", None),
        ({"isSyndicated": True, "syndicationSource": {"text": "brand.example"}}, "syndicated_from", "brand.example"),
        ({"isSyndicated": False, "syndicationSource": {"text": "brand.example"}}, "syndicated_from", None),
        ({"variant": "Black"}, "variant", "Black"),
    ],
)
def test_fields(fields: dict[str, Any], name: str, value: Any) -> None:
    mention = read_review(SchemaOrgSpider, ANSWER, {**ROW, **fields})
    assert mention is not None
    assert value == getattr(mention, name)


@pytest.mark.parametrize(
    "fields",
    [
        {"submissionTime": "2026-01-02T10:00:00Z"},
        {"dates": {"publishedDate": "2026-01-02T10:00:00Z"}},
        {"created_at": 1767348000},
        {"rating": {"value": 5, "submitted_at": "2026-01-02T10:00:00Z"}},
    ],
)
def test_times(fields: dict[str, Any]) -> None:
    mention = read_review(SchemaOrgSpider, ANSWER, {"text": "Good.", **fields})
    assert mention is not None
    assert mention.posted_at == NOW.replace(month=1, day=2, hour=10)


def test_what_the_engine_knows_goes_before() -> None:
    mention = read_review(SchemaOrgSpider, ANSWER, ROW, subject="Kettle", key="own", author=None)
    assert mention is not None
    assert ("Kettle", "own", "Ann") == (mention.subject, mention.key, mention.author)


def test_a_record_that_says_nothing_is_none() -> None:
    assert read_review(SchemaOrgSpider, ANSWER, {"id": 7, "author": "Ann"}) is None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda x: st.lists(x, max_size=2) | st.dictionaries(st.text(max_size=5), x, max_size=2),
)


@given(
    st.dictionaries(
        st.sampled_from(["id", "text", "rating", "author", "date", "reply", "badges", "votes", "pros", "title", "language"]), ANYTHING
    )
)
@settings(deadline=None, max_examples=120)
def test_no_value_of_any_type_breaks_it(row: dict[str, Any]) -> None:
    mention = read_review(SchemaOrgSpider, ANSWER, row)
    assert mention is None or mention.text or mention.title or mention.pros or mention.rating is not None
