"""Loox: a shop's photo reviews, by the pages of its widget.

Documentation: https://help.loox.io/ · address, with the shop's public id: https://loox.io/widget/{shop}/reviews/{product}?page=1&limit=20 .
Quirks: the widget is HTML within a frame; times are milliseconds in an attribute; its last page links no next one.
"""

import re
from dataclasses import replace

from w3lib.url import add_or_replace_parameter

from mentions.mention import Mention
from mentions.page import Answer, Page
from spiders.base.api_reviews import parameter
from spiders.base.engine import Detection
from spiders.base.review_markup import Blocks, Layout, read_reviews
from spiders.base.reviews import ReviewsSpider

WIDGET = Layout(
    reviews=Blocks(
        block=".grid-item[data-id], .grid-item-wrap [data-id]",
        body=".main-text || .pre-wrap",
        key="@data-id",
        author=".title",
        date=".time@data-time || .time",
        rating=r".stars@data-rating || .stars [aria-label]@aria-label ~ ([\d.,]+)\s*/ || .stars@aria-label ~ ([\d.,]+)",
        verified=".loox-verified-icon, .verified-badge, [data-verified-purchase]",
        variant=".item-variant, .review-variant",
        subject=".product-name || .item-product-title",
        reply=".reply-text || .store-reply .pre-wrap || .reply .pre-wrap",
        replied=".store-reply .time@data-time",
        drop=".reply, .store-reply",
    ),
    total="[data-total-reviews]@data-total-reviews || [data-reviews-count]@data-reviews-count || .loox-total",
    next=None,
    empty=".no-reviews, .empty-state",
)
PRODUCT = re.compile(r"/widget/[^/]+/reviews/([^/?#]+)")


class LooxSpider(ReviewsSpider):
    """The reviews of one product."""

    engine = "loox"
    docs = "https://help.loox.io/"
    terms = "Reviews belong to the shop whose widget it is; its terms decide what others may keep."

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of a page of the widget; another follows each that holds some."""
        if answer.is_json or "loox" not in f"{answer.url}{answer.text}":
            return cls.page(answer)
        page = read_reviews(cls, answer, (WIDGET,))
        product = PRODUCT.search(answer.url)
        found = [_of_frame(one, product[1]) for one in page.mentions] if product else page.mentions
        following = add_or_replace_parameter(answer.url, "page", str((parameter(answer.url, "page") or 1) + 1))
        return cls.page(
            answer,
            mentions=found,
            next=following if product and found else None,
            stated_total=page.stated_total,
            empty=page.outcome == "empty",
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell a page of the widget."""
        if answer.is_json or "loox" not in f"{answer.url}{answer.text}":
            return None
        return Detection(engine=cls.engine, score=0.9) if answer.html.css_matches(".grid-item[data-id] .main-text") else None


def _of_frame(mention: Mention, product: str) -> Mention:
    """Return a review of the widget's frame: what it is about is told by the frame's address alone, which nobody opens by itself."""
    return replace(mention, subject=None, subject_url=None, subject_key=product, url=None, thread_url=None)
