"""The id of a review is found where its element shows it, and never guessed."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from spiders.base.shown_ids import shown_id


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ('<div data-review-id="77">x</div>', "77"),
        ('<div data-reviewid="ab-9">x</div>', "ab-9"),
        ('<div data-id="501">x</div>', "501"),
        ('<div id="review-1278">x</div>', "1278"),
        ('<div id="c7e90000-0000-4000-8000-000000000001">x</div>', "c7e90000-0000-4000-8000-000000000001"),
        ('<div id="reviews">x</div>', None),
        ('<div data-review-id="0">x</div>', None),  # an empty template
        ('<div><a data-review-id="5">like</a><a data-review-id="5">share</a></div>', "5"),
        ('<div><a data-review-id="5">like</a><a data-review-id="6">next</a></div>', None),  # whose?
        ('<div><a href="/report?reviewId=501&x=1">report</a></div>', "501"),
        ('<div><a href="/reviews/501">one</a><a href="/reviews/502">two</a></div>', None),
        ('<div><a data-id="5">cart</a></div>', None),  # anything may have an id
    ],
)
def test_shown_id(element: str, expected: str | None) -> None:
    node = LexborHTMLParser(element).css_first("body > div")
    assert node is not None
    assert expected == shown_id(node)
