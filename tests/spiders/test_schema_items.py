"""What people say in schema.org nodes becomes mentions; what shops say there does not."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.mention import Mention
from spiders.base.microdata import microdata
from spiders.base.schema_items import is_about_something, read_items, stated_total
from spiders.base.structured import json_ld
from spiders.reviews.schema_org import SchemaOrgSpider
from tests.spiders.answers import answer_of, ld

ANN = {"@type": "Review", "author": {"@type": "Person", "name": "Ann"}, "datePublished": "2026-01-02", "reviewBody": "Good."}


def read(*nodes: Any, url: str = "https://shop.example/p/7") -> list[Mention]:
    answer = answer_of(ld(*nodes), url)
    return read_items(SchemaOrgSpider, answer, json_ld(answer))


def read_html(page: str) -> list[Mention]:
    answer = answer_of(page)
    return read_items(SchemaOrgSpider, answer, microdata(answer))


def product(**fields: Any) -> dict[str, Any]:
    return {"@type": "Product", "name": "Kettle", **fields}


@pytest.mark.parametrize("name", ["review", "reviews", "Review"])
def test_reviews_of_a_product_are_about_it(name: str) -> None:
    (mention,) = read(product(**{name: [ANN]}, url="/kettle"))
    assert ("Kettle", "https://shop.example/kettle", "review") == (mention.subject, mention.subject_url, mention.kind)


def test_what_is_reviewed_may_stand_elsewhere() -> None:
    (mention,) = read({**ANN, "itemReviewed": {"@id": "#k"}}, {"@type": "Product", "@id": "#k", "name": "Kettle"})
    assert mention.subject == "Kettle"


def test_a_review_by_itself_is_about_the_one_rated_thing_of_the_page() -> None:
    (mention,) = read(ANN, product(aggregateRating={"ratingValue": 4, "reviewCount": 3}))
    assert mention.subject == "Kettle"


def test_every_review_is_read_once() -> None:
    assert len(read(product(review=[ANN, ANN]), product(review=[ANN]), ANN)) == 1


@pytest.mark.parametrize(
    "row",
    [
        {"@type": "Review", "reviewRating": {"ratingValue": "=5"}},  # nobody's
        {"@type": "Review", "reviewBody": "Good."},  # neither author nor date
        {"@type": "Review", "author": "Ann"},  # says nothing
        {"@type": "Review", "author": "{{ review.author }}", "reviewBody": "{{ review.text }}"},  # a template
        {"@type": "Review", "author": "Shop", "reviewBody": "A kettle for all."},  # the shop's own description
        {
            "@type": "Review",
            "author": {"@type": "Brand", "name": "K"},
            "reviewBody": "A kettle for all.",
            "reviewRating": {"ratingValue": 5},
        },
        {"@type": "AggregateRating", "ratingValue": 4, "reviewCount": 9},
        {"@type": "Question", "name": "How?", "acceptedAnswer": {"@type": "Answer", "text": "So."}},  # the shop's own questions
    ],
)
def test_what_nobody_said_is_no_mention(row: dict[str, Any]) -> None:
    assert read(product(description="A kettle for all.", review=[row])) == []


def test_a_person_may_give_stars_with_the_words_of_the_description() -> None:
    row = {"@type": "Review", "author": {"@type": "Person", "name": "Ann"}, "reviewBody": "A kettle.", "reviewRating": {"ratingValue": 5}}
    assert len(read(product(description="A kettle.", review=row))) == 1


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"reviewBody": "<p>Good.</p><p>Loud.</p>"}, "Good.\n\nLoud."),
        ({"reviewBody": "&lt;p&gt;Good.&lt;/p&gt;"}, "Good."),  # HTML escaped within JSON
        ({"reviewBody": "it&#039;s good"}, "it's good"),
        ({"description": "Good."}, "Good."),
        ({"reviewBody": None, "description": "Good."}, "Good."),
        ({"reviewBody": None}, ""),  # a rating without words
        ({"reviewBody": "a &lt; b and c > d"}, "a < b and c > d"),
    ],
)
def test_words(body: dict[str, Any], text: str) -> None:
    (mention,) = read({"@type": "Review", "author": "Ann", "reviewRating": {"ratingValue": 3}, **body})
    assert text == mention.text


def test_a_title_is_neither_the_author_nor_the_subject() -> None:
    (mention,) = read(product(review={**ANN, "name": ["Ann", "Kettle", "Boils fast"]}))
    assert mention.title == "Boils fast"


def test_a_comment_on_a_review_is_the_owners_answer() -> None:
    (mention,) = read({**ANN, "comment": {"@type": "Comment", "author": "Shop", "text": "Thanks!", "dateCreated": "2026-01-03"}})
    assert mention.owner_reply == "Thanks!"
    assert mention.owner_replied_at is not None


def test_comments_posts_questions_and_answers_have_their_kinds() -> None:
    said = {"author": "Ann", "dateCreated": "2026-01-02", "text": "Words."}
    question = {"@type": "Question", **said, "suggestedAnswer": {"@type": "Answer", **said, "text": "So."}}
    found = read(
        {"@type": "Article", "comment": {"@type": "Comment", **said, "text": "Nice."}},
        question,
        {"@type": "DiscussionForumPosting", **said, "text": "Hi."},
    )
    assert ["comment", "question", "answer", "post"] == [mention.kind for mention in found]


@pytest.mark.parametrize(
    ("named", "url", "key"),
    [
        ({"@id": "#review-7"}, "https://shop.example/p?page=2", "https://shop.example/p#review-7"),  # the list's page makes no difference
        ({"identifier": "r7"}, "https://shop.example/p", "r7"),
        ({"url": "https://shop.example/reviews/7"}, "https://shop.example/p", "https://shop.example/reviews/7"),
        ({"url": "/reviews/7"}, "https://shop.example/p", "/reviews/7"),
    ],
)
def test_keys_as_stated(named: dict[str, str], url: str, key: str) -> None:
    (mention,) = read({**ANN, **named}, url=url)
    assert key == mention.key


@pytest.mark.parametrize("url", ["https://shop.example/p", "https://shop.example/p?page=2", "#", "https://shop.example/kettle"])
def test_an_address_that_is_the_pages_or_the_subjects_is_no_key(url: str) -> None:
    (one,) = read(product(url="https://shop.example/kettle", review={**ANN, "url": url}), url="https://shop.example/p?page=2")
    (other,) = read(product(review=ANN), url="https://shop.example/p?page=9")
    assert one.key == other.key  # what it says


def test_a_key_that_the_element_shows_is_taken() -> None:
    page = '<div itemscope itemtype="x/Review"><b itemprop="author">Ann</b><p itemprop="text">Good.</p><a data-review-id="77">x</a></div>'
    assert [mention.key for mention in read_html(page)] == ["77"]


def test_words_of_microdata_keep_their_lines() -> None:
    page = '<div itemscope itemtype="x/Review"><b itemprop="author">Ann</b><p itemprop="reviewBody">Good.<br>Loud &lt;b&gt;.</p></div>'
    assert [mention.text for mention in read_html(page)] == ["Good.\nLoud <b>."]


@pytest.mark.parametrize(
    ("nodes", "total"),
    [
        ([product(aggregateRating={"reviewCount": "1,204"}, review=[ANN])], 1204),
        ([product(aggregateRating={"ratingCount": 9})], 9),
        ([product(aggregateRating={"ratingCount": 90, "reviewCount": 7})], 7),
        ([product(aggregateRating={"reviewCount": 7}, review=[ANN]), product(aggregateRating={"reviewCount": 99})], 7),  # another product's
        ([product(aggregateRating={"reviewCount": 7}), product(aggregateRating={"reviewCount": 99})], None),  # a list of products
        ([product()], None),
    ],
)
def test_the_stated_total_is_the_subjects(nodes: list[Any], total: int | None) -> None:
    assert total == stated_total(json_ld(answer_of(ld(*nodes))))


@pytest.mark.parametrize(("kind", "is_one"), [("Product", True), ("Recipe", True), ("WebSite", False), ("BreadcrumbList", False)])
def test_a_page_that_describes_only_itself_is_about_nothing(kind: str, is_one: bool) -> None:
    assert is_one == is_about_something(json_ld(answer_of(ld({"@type": kind, "name": "x"}))))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["@type", "@id", "author", "name", "review", "text"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["author", "reviewBody", "datePublished", "reviewRating", "url", "comment", "@id", "name"]), VALUES))
@settings(deadline=None, max_examples=80)
def test_no_field_of_any_type_breaks_the_reader(fields: dict[str, Any]) -> None:
    for mention in read({"@type": "Review", **fields}):
        assert mention.key
        assert mention.author or mention.posted_at
