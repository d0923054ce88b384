"""Reviews that a page only shows are read; comments, products and questions beside them are not."""

import pytest

from mentions.mention import Mention
from spiders.base.visible import read_visible, with_shown_words
from spiders.reviews.schema_org import SchemaOrgSpider
from tests.spiders.answers import answer_of


def column(block: str, around: str = '<section class="reviews">{}</section>') -> list[Mention]:
    blocks = "".join(
        block.format(name=name, day=day, stars=stars, words=words, width=stars * 20)
        for name, day, stars, words in (
            ("Nora", "2026-02-20", 5, "A warm light that never flickers."),
            ("Bert V.", "2026-02-11", 1, "Broke on day two."),
        )
    )
    return read_visible(SchemaOrgSpider, answer_of(f"<html><body><h1>Lamp</h1>{around.format(blocks)}</body></html>"))


BOXES = [
    """<div class="review"><b class="author">{name}</b><time datetime="{day}">x</time><i aria-label="{stars} out of 5 stars"></i>
    <p>{words}</p></div>""",
    """<li class="review-item"><div class="head">{name} am {day}</div><div class="stars"><span style="width: {width}%"></span></div>
    <p class="text">{words}</p></li>""",
    """<article data-rating="{stars}"><span class="user-name">{name}</span> <span class="date">{day}</span>
    <div class="comment-text">{words}</div></article>""",
]


@pytest.mark.parametrize("block", BOXES)
def test_blocks_of_one_build_are_reviews(block: str) -> None:
    found = column(block)
    assert [("Nora", 5.0, "A warm light that never flickers."), ("Bert V.", 1.0, "Broke on day two.")] == [
        (m.author, m.rating, m.text) for m in found
    ]
    assert [(2, 20), (2, 11)] == [(m.posted_at.month, m.posted_at.day) for m in found if m.posted_at]
    assert {"Lamp"} == {m.subject for m in found}


@pytest.mark.parametrize(
    ("block", "around"),
    [
        (
            '<div class="product"><b class="name">{name}</b><i aria-label="{stars} out of 5 stars"></i><p>{words}</p></div>',
            '<div class="reviews">{}</div>',
        ),
        (
            '<div class="comment"><b class="author">{name}</b><time datetime="{day}">x</time><p>{words}</p></div>',
            '<div id="comments">{}</div>',
        ),
        (
            '<div class="question"><b class="author">{name}</b><time datetime="{day}">x</time><p>{words}</p></div>',
            '<div class="reviews">{}</div>',
        ),
        (BOXES[2], "<main>{}</main>"),  # nothing says that these are reviews
    ],
)
def test_other_columns_are_none(block: str, around: str) -> None:
    assert column(block, around) == []


def test_one_block_proves_nothing() -> None:
    page = f'<section class="reviews">{BOXES[0].format(name="Nora", day="2026-02-20", stars=5, words="A warm light.", width=100)}</section>'
    assert read_visible(SchemaOrgSpider, answer_of(page)) == []


@pytest.mark.parametrize(
    ("icons", "rating"),
    [
        ('<i class="star filled"></i>' * 3 + '<i class="star empty"></i>' * 2, 3.0),
        ('<i class="fa-star fas"></i>' * 4 + '<i class="fa-star far"></i>', 4.0),
        ('<i class="star"></i>' * 5, None),  # alike: an overlay may tell
        ("", None),
    ],
)
def test_stars_are_counted_where_they_differ(icons: str, rating: float | None) -> None:
    block = '<div class="review"><b class="author">{name}</b><time datetime="{day}">x</time>' + icons + "<p>{words}</p></div>"
    assert [rating, rating] == [mention.rating for mention in column(block)]


def test_a_placeholder_gives_way_to_what_the_page_shows() -> None:
    shown = "".join(
        f'<blockquote><small>{name} am 8.5.2025</small><p class="comment">{words}</p></blockquote>'
        for name, words in (("Tilda", "Wir sind begeistert."), ("Ivo K.", "Das Dach ist undicht."))
    )
    answer = answer_of(f'<div id="comments"><div>{shown}</div></div>')
    given = [Mention(site="s", engine="e", key=f"said-{name}", author=name, text="comment") for name in ("Ivo K.", "Tilda", "Uwe")]
    found = with_shown_words(answer, given)
    assert [("Ivo K.", "Das Dach ist undicht."), ("Tilda", "Wir sind begeistert."), ("Uwe", "")] == [(m.author, m.text) for m in found]


def test_words_of_their_own_stay() -> None:
    given = [Mention(site="s", engine="e", key=str(at), author="Ann", text=text) for at, text in enumerate(("Good.", "Bad."))]
    assert with_shown_words(answer_of("<p>x</p>"), given) == given
