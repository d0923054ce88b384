"""A layout says where things stand in a review's block; reading is the same for all."""

import pytest

from mentions.page import Page
from spiders.base.review_markup import Blocks, Layout, read_reviews
from spiders.reviews.schema_org import SchemaOrgSpider
from tests.spiders.answers import answer_of

LAYOUT = Layout(
    reviews=Blocks(
        block=".review, .rev",
        body=".full || .short",
        key="@data-id",
        anchor="@id",
        author=".who",
        date=".when",
        title="h3",
        rating=".bar@style ~ (\\d+%) || .stars",
        best=10.0,
        votes=".votes",
        verified=".bought",
        reply=".answer p || .answer",
        replied=".answer time@datetime",
        skip=".template",
    ),
    total=".total",
    next="a.more@href",
    empty=".nothing",
)


def read(*blocks: str, rest: str = "") -> Page:
    return read_reviews(SchemaOrgSpider, answer_of(f"<html><body><h1>Kettle</h1>{''.join(blocks)}{rest}</body></html>"), (LAYOUT,))


BLOCK = (
    '<div class="review rev" data-id="7" id="r7"><b class="who">Ann</b><i class="when">2 January 2026</i><p class="short">Go…</p>{}</div>'
)


@pytest.mark.parametrize(
    ("inside", "name", "value"),
    [
        ("", "key", "7"),
        ("", "url", "https://shop.example/p/7#r7"),
        ("", "text", "Go…"),
        ('<p class="full">Good.<br>Fast.</p>', "text", "Good.\nFast."),  # the first alternative, wherever it stands
        ("<h3>Fast</h3>", "title", "Fast"),
        ('<i class="bar" style="width:45%"></i>', "rating", 4.5),
        ('<i class="stars">9/10</i>', "rating", 9.0),
        ('<i class="stars">0</i>', "rating", None),
        ('<i class="stars">9/10</i>', "rating_max", 10.0),
        ("", "rating_max", None),
        ('<i class="bought"></i>', "verified", True),
        ("", "verified", None),
        ('<i class="votes">1,204 people</i>', "votes", 1204),
        ('<div class="answer"><time datetime="2026-01-03">x</time><p>Thanks!</p></div>', "owner_reply", "Thanks!"),
        ("", "owner_reply", None),
        ("", "subject", "Kettle"),
    ],
)
def test_fields(inside: str, name: str, value: object) -> None:
    (mention,) = read(BLOCK.format(inside)).mentions
    assert value == getattr(mention, name)


def test_a_block_that_says_nothing_and_a_template_are_left_out() -> None:
    page = read(BLOCK.format(""), '<div class="rev"><p class="short"></p></div>', '<div class="rev template"><p class="short">x</p></div>')
    assert len(page.mentions) == 1


def test_total_and_next_are_the_pages() -> None:
    page = read(BLOCK.format(""), rest='<i class="total">of 1,204</i><a class="more" href="?page=2">x</a>')
    assert (1204, "https://shop.example/p/7?page=2") == (page.stated_total, page.next)


@pytest.mark.parametrize(("rest", "outcome"), [('<p class="nothing">None yet</p>', "empty"), ("", "unreadable")])
def test_no_review_is_empty_only_where_the_page_says_so(rest: str, outcome: str) -> None:
    assert outcome == read(rest=rest).outcome
