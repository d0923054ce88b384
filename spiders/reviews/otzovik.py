"""Otzovik (otzovik.com): a product's list of teasers, and the review's own page.

Documentation: none; the pages are https://otzovik.com/reviews/{product}/{page}/?order=date_desc and https://otzovik.com/review_{id}.html .
Quirks: the list shows the beginning of each text; with `full_text` each review is opened, a request more a review.
"""

import re
from dataclasses import replace
from typing import ClassVar

from mentions.page import Answer, Page, Thread
from spiders.base.engine import Options
from spiders.base.portal import PortalSpider
from spiders.base.review_markup import Blocks, Layout
from spiders.base.reviews import ReviewOptions

LISTED = Blocks(
    block=".item[itemprop=review]",
    body=".review-teaser || [itemprop=description]",
    key=r"link[itemprop=url]@href ~ review_(\d+) || a.review-title@href ~ review_(\d+)",
    url="link[itemprop=url]@href || a.review-title@href",
    title=".review-title",
    author="[itemprop=author] [itemprop=name] || .user-login",
    date="[itemprop=datePublished]@content || .review-postdate",
    rating="[itemprop=reviewRating] [itemprop=ratingValue]@content || .rating-score",
    pros=r".review-plus ~ (?s)^\s*(?:Достоинства:?)?\s*(.+)$",
    cons=r".review-minus ~ (?s)^\s*(?:Недостатки:?)?\s*(.+)$",
    votes=".review-yes",
)
OPENED = replace(
    LISTED,
    block=".review-contents, .hreview[itemtype*='/Review']",
    body=".review-body[itemprop=description] || .review-body",
    key=r"@data-rid || [data-rid]@data-rid || a[href*='/review_']@href ~ review_(\d+)",
    title="h1 || .review-title",
)
LAYOUTS = tuple(
    Layout(
        reviews=blocks,
        subject="[itemprop=itemReviewed] [itemprop=name] || .product-header [itemprop=name] || .product-name a || .product-name .fn",
        total="[itemprop=aggregateRating] [itemprop=reviewCount]@content || .reviews-counter .votes",
        next="link[rel=next]@href || .pager-item.next@href || a.next@href",
        empty=".product-header + .no-reviews, .no-reviews",
    )
    for blocks in (LISTED, OPENED)
)
REVIEW = re.compile(r"/review_(\d+)\.html")


class OtzovikOptions(ReviewOptions):
    """What an operator may say of Otzovik."""

    full_text: bool = False
    """True: each review of a list is opened for its whole text."""


class OtzovikSpider(PortalSpider):
    """The reviews of products on Otzovik."""

    engine = "otzovik"
    proof = "page"
    docs = "https://otzovik.com/about/"
    terms = "Its rules allow quoting with a link; mass copying of texts is forbidden."
    needs_terms = True
    layouts = LAYOUTS
    says = "otzovik.com"
    marks = ".review-teaser, .review-plus, .review-contents .review-body"
    Options: ClassVar[type[Options]] = OtzovikOptions

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return a list's teasers, or with `full_text` the reviews to open; of a review's page the review."""
        page = super().read(answer)
        if REVIEW.search(answer.url) or not cls.options_of(answer.site).full_text:
            return page
        threads = [Thread(key=m.key, url=m.url or "", title=m.title, last_post_at=m.posted_at) for m in page.mentions if m.url]
        return cls.page(answer, threads=threads, next=page.next, stated_total=page.stated_total, empty=page.outcome == "empty")
