"""A page is read where it says most: in its structured data, in its own data, or as it looks."""

import json

import pytest

from mentions.errors import UnreadablePageError
from spiders.base.described import read_described
from spiders.reviews.schema_org import SchemaOrgSpider
from tests.spiders.answers import answer_of, ld

LD = [{"@type": "Review", "author": name, "datePublished": "2026-01-02", "reviewBody": f"Good, {name}."} for name in ("Ann", "Bob")]
ROWS = [
    {"id": at, "rating": 5, "text": row["reviewBody"], "author": row["author"], "date": "2026-01-02T10:00:00Z"}
    for at, row in enumerate(LD, 70)
]
PRODUCT = {"@type": "Product", "name": "Kettle", "aggregateRating": {"reviewCount": 9}}


def state(rows: list[dict[str, object]]) -> str:
    return f'<script type="application/json">{json.dumps({"product": {"reviews": rows}})}</script>'


@pytest.mark.parametrize(
    ("page", "keys"),
    [
        (ld(LD) + state(ROWS), ["70", "71"]),  # the same reviews: where they have ids, times and stars
        (ld(LD) + state(ROWS[:1]), None),  # more of them
        (state(ROWS), ["70", "71"]),
    ],
)
def test_the_syntax_that_says_most_is_read(page: str, keys: list[str] | None) -> None:
    found = read_described(SchemaOrgSpider, answer_of(page)).mentions
    assert len(found) == 2
    assert keys is None or keys == [mention.key for mention in found]


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        (ld({"@type": "Product", "name": "Kettle"}), "empty"),
        (ld(PRODUCT), "unreadable"),  # it says that there are nine
        (ld({"@type": "WebSite", "name": "Shop"}), "unreadable"),
        ("<p>Words.</p>", "unreadable"),
    ],
)
def test_a_page_without_reviews(page: str, outcome: str) -> None:
    assert outcome == read_described(SchemaOrgSpider, answer_of(page)).outcome


def test_the_total_is_the_subjects_though_the_reviews_stand_elsewhere() -> None:
    assert read_described(SchemaOrgSpider, answer_of(ld(PRODUCT) + state(ROWS))).stated_total == 9


def test_what_is_only_shown_is_read_when_asked_for() -> None:
    block = '<div class="review"><b class="author">{}</b><time datetime="2026-01-02">x</time><p>Broke on day two.</p></div>'
    answer = answer_of(f'<div class="reviews">{block.format("Ann")}{block.format("Bob")}</div>')
    assert len(read_described(SchemaOrgSpider, answer).mentions) == 2
    assert read_described(SchemaOrgSpider, answer, shown=False).mentions == ()


def test_an_answer_for_scripts_is_read_too() -> None:
    assert len(read_described(SchemaOrgSpider, answer_of({"reviews": ROWS, "total": 12})).mentions) == 2


def test_a_page_that_breaks_off_is_unreadable() -> None:
    with pytest.raises(UnreadablePageError):
        read_described(SchemaOrgSpider, answer_of(f"<html><body><div><div>{ld(LD)}<p>And th"))
