"""What HTML cannot hold is told without parsing it, and never wrongly."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from mentions.html_names import possible


@pytest.mark.parametrize(
    ("css", "html", "expected"),
    [
        ("", "<p>", ""),
        ("blockquote", "<p>words</p>", ""),
        ("blockquote, .quote", "<div class=quote>", ".quote"),
        ("aside.quote:not(.x, .y) > b", "<aside class='quote'><b>", "aside.quote:not(.x, .y) > b"),  # what is not asked for may be missing
        (".a:has(> .b:not(.c)), i", "<p class=a>", ".a:has(> .b:not(.c))"),
        ("[data-x='q,r'], .e", "<p data-x='q,r'>", "[data-x='q,r']"),  # the comma of a value
        (".Quote", "<p class=quote>", ".Quote"),  # more than needed, never less
        ("table > tbody > tr", "<table><td>x", "table > tbody > tr"),  # the parser adds them
    ],
)
def test_possible(css: str, html: str, expected: str) -> None:
    assert expected == possible(css, html)


PARTS = [
    "p",
    "b.x",
    ".y",
    "[title]",
    "[title='a b']",
    "#z",
    "div > .y",
    "p ~ b",
    "b:not(.y)",
    "div:has(> p)",
    ":is(p, .x)",
    "tbody td",
    "*",
]
TAGS = [
    "<p>",
    "<b class=X>",
    "<b class='x y'>",
    "<div id=z>",
    "</div>",
    "<i TITLE='a b'>",
    "<table><td>",
    "<B title=''>",
    "words",
    "</table>",
]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).map(", ".join), st.lists(st.sampled_from(TAGS), max_size=8).map("".join))
def test_what_can_match_is_kept(css: str, html: str) -> None:
    body = LexborHTMLParser(html).body
    assert body is not None
    kept = possible(css, html.lower())
    assert {node.mem_id for node in body.css(css)} == ({node.mem_id for node in body.css(kept)} if kept else set())
