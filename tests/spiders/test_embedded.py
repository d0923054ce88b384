"""Lists of reviews are found in a page's own data, and products, articles and questions are not taken for them."""

import json
from typing import Any

import pytest

from spiders.base.embedded import documents, review_lists
from tests.spiders.answers import answer_of

ROW = {"id": 1, "rating": 5, "text": "Good.", "author": "Ann", "date": "2026-01-02"}


def paths(document: Any) -> list[str]:
    return [one.path for one in review_lists([document])]


@pytest.mark.parametrize(
    "row",
    [
        ROW,
        {"reviewText": "Good.", "userNickname": "Ann", "Rating": 5, "SubmissionTime": "2026-01-02"},
        {"review_text": "Good.", "review-date": "2026-01-02"},
        {"comment": {"raw": "Good."}, "user": {"name": "Ann"}},
        {"score": 4, "customer": "Ann", "created_at": 1767261600},  # a rating without words
        {"node": ROW},
    ],
)
def test_a_list_that_is_called_reviews_is_one(row: dict[str, Any]) -> None:
    assert paths({"product": {"reviews": [row, row]}}) == ["product.reviews"]


@pytest.mark.parametrize(
    "rows",
    [
        [{"name": "Kettle", "rating": 4.5, "price": 10, "description": "A kettle.", "author": "K"}],
        [{"title": "News", "text": "Words.", "author": "Ann", "date": "2026-01-02"}],  # an article
        [{"@type": "Question", "text": "How?", "author": "Ann", "date": "2026-01-02", "rating": 1}],
        [{"stars": 5, "count": 30}, {"stars": 4, "count": 2}],  # a histogram
        [{"label": "Quality", "rating": 4.1}],
        ["Good."],
        [],
    ],
)
def test_what_is_not_called_so_must_look_like_one(rows: list[Any]) -> None:
    assert paths({"data": {"list": rows}}) == []


def test_a_list_by_another_name_is_told_by_its_shape() -> None:
    assert paths({"data": {"entries": [ROW]}}) == ["data.entries"]


def test_a_store_by_id_is_a_list_and_its_references_are_followed() -> None:
    store = {
        "ROOT": {},
        "User:9": {"__typename": "User", "name": "Ann"},
        "Review:1": {"__typename": "Review", "text": "Good.", "rating": 5, "author": {"__ref": "User:9"}},
    }
    (found,) = review_lists([{"apollo": store}])
    assert found.rows[0]["author"]["name"] == "Ann"


def test_highlights_stand_behind_the_list_and_like_places_are_one() -> None:
    document = {"highlights": {"reviews": [ROW] * 3}, "products": [{"reviews": [ROW]}, {"reviews": [{**ROW, "id": 2}]}]}
    first, second = review_lists([document])
    assert ("products.*.reviews", 2) == (first.path, len(first.rows))
    assert second.path == "highlights.reviews"


@pytest.mark.parametrize(
    ("around", "total"),
    [
        ({"totalReviews": 57}, 57),
        ({"meta": {"total_count": "41"}}, 41),
        ({"paging": {"total": 0}}, None),  # fewer than there are: it counts something else
        ({}, None),
    ],
)
def test_the_stated_total_stands_around_the_list(around: dict[str, Any], total: int | None) -> None:
    (found,) = review_lists([{"block": {"reviews": [ROW], **around}}])
    assert total == found.stated_total


@pytest.mark.parametrize(
    "page",
    [
        f'<script type="application/json">{json.dumps({"reviews": [ROW]})}</script>',
        f'<script type="text/hydrate">{json.dumps({"reviews": [ROW]})}</script>',
        f"<script>window.state = {json.dumps({'reviews': [ROW]})};</script>",
        f"<script>window.state = {json.dumps({'inner': json.dumps({'reviews': [ROW]})})};</script>",  # JSON in a string in JSON
        f"<div data-props='{json.dumps({'reviews': [ROW]})}'></div>",
        '<div data-x="{&quot;reviews&quot;:[{&quot;text&quot;:&quot;Good.&quot;,&quot;author&quot;:&quot;Ann&quot;}]}"></div>',
    ],
)
def test_documents_of_a_page(page: str) -> None:
    assert len(review_lists(documents(answer_of(page)))) == 1


def test_json_ld_is_left_to_others() -> None:
    assert documents(answer_of(f'<script type="application/ld+json">{json.dumps({"reviews": [ROW]})}</script>')) == []


def test_deep_and_wide_documents_end() -> None:
    deep: Any = ROW
    for _ in range(500):
        deep = {"a": [deep]}
    assert paths(deep) == []


@pytest.mark.parametrize(
    "page",
    [
        """<script id="app-state" type="application/json">{}</script>""".format(
            json.dumps({"reviews": [ROW, ROW]}).replace("&", "&a;").replace('"', "&q;")
        ),
        f"<shop-reviews :reviews='{json.dumps([ROW, ROW])}'></shop-reviews>",
        "<div data-props='{}'></div>".format(json.dumps({"reviews": [ROW, ROW]})),
    ],
)
def test_state_is_found_however_a_framework_hands_it_over(page: str) -> None:
    (found,) = review_lists(documents(answer_of(f"<html><body>{page}</body></html>")))
    assert [row["text"] for row in found.rows] == ["Good.", "Good."]
