"""Stamped: a shop's reviews, as its widget leaves them in a page, by the widget's own answers and by its API.

Documentation: https://developers.stamped.io/docs/api/reviews · address, with the shop's public key:
https://stamped.io/api/widget/reviews?storeUrl=shop.example&apiKey=…&productId=…&page=1&take=50&sortReviews=recent . Quirks: the widget's
dates are MM/DD/YYYY without a zone; a review may have no stars of its own but five empty ones.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from mentions.mention import Mention
from mentions.page import Answer, Page
from spiders.base.api_reviews import next_page_of, pages_of, parameter, review_of
from spiders.base.engine import Detection, Family
from spiders.base.review_markup import Blocks, Layout, read_reviews
from spiders.base.reviews import ReviewsSpider
from spiders.base.values import mapping, require, rows, text, whole

WIDGET = Layout(
    reviews=Blocks(
        block=".stamped-review[id^='stamped-review-']",
        body=".stamped-review-content-body",
        key=r"@id ~ stamped-review-(\d+)",
        anchor="@id",
        author=".author",
        date=".created",
        title=".stamped-review-header-title",
        rating=".stamped-review-header-starratings@data-rating || .stamped-starratings@data-rating || .stamped-starratings@aria-label",
        votes=".stamped-thumbs-up",
        verified=".stamped-verified-badge[data-type=buyer], .stamped-verified-badge[data-verified-label]",
        variant=".stamped-review-variant",
        subject=".stamped-review-product a",
        reply=".stamped-review-reply .stamped-review-content-body || .stamped-review-reply-body || .stamped-reply-body",
        replied=".stamped-review-reply .created",
    ),
    total=".stamped-summary@data-count || .stamped-summary-text-1@data-count || .stamped-summary-text@data-count || .stamped-summary-text",
    next=None,
    empty=".stamped-empty-state",
)
TAKEN = 5  # reviews a page where `take` says nothing


class StampedSpider(ReviewsSpider):
    """The reviews of one product."""

    engine = "stamped"
    family: ClassVar[Family] = "reviews"
    proof: ClassVar[Literal["page", "documented"]] = "page"
    docs = "https://developers.stamped.io/docs/api/reviews"
    terms = "Reviews belong to the shop whose key it is; its terms decide what others may keep."

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of a page that the widget has filled, or of an answer of the API."""
        if not answer.is_json:
            return read_reviews(cls, answer, (WIDGET,))
        document = require(answer.json, "data")
        total = whole(document.get("total"))
        found = [_mention(cls, answer, mapping(row.get("review")) or row) for row in rows(document["data"])]
        return cls.page(
            answer,
            mentions=[one for one in found if one],
            next=next_page_of(answer.url, "page", pages=pages_of(total, parameter(answer.url, "take") or TAKEN)),
            stated_total=total,
            empty=document["data"] == [],
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell a page with the widget, filled, or an answer of the API."""
        if answer.is_json:
            listed = [mapping(row.get("review")) or row for row in rows(mapping(answer.json).get("data"))]
            is_one = bool(listed) and all("reviewMessage" in row and "reviewRating" in row for row in listed)
            return Detection(engine=cls.engine, score=1.0) if is_one else None
        return Detection(engine=cls.engine, score=0.9) if answer.html.css_matches(WIDGET.reviews.block) else None


def _mention(engine: type[StampedSpider], answer: Answer, row: Mapping[str, Any]) -> Mention | None:
    """Return one review of the API."""
    return review_of(
        engine,
        answer,
        key=row.get("id"),
        words=row.get("reviewMessage"),
        posted=row.get("dateCreated") or row.get("reviewDate"),
        stars=row.get("reviewRating"),
        title=row.get("reviewTitle"),
        author=text(row.get("author")),
        verified=True if row.get("reviewVerifiedType") in (1, 2, "1", "2") else None,
        votes=whole(row.get("reviewVotesUp")),
        subject=text(row.get("productName")),
        subject_key=text(row.get("productId")),
        subject_url=text(row.get("productUrl")),
        variant=text(row.get("productVariantName")),
        language_declared=text(row.get("widgetLanguage")),
        reply=row.get("reviewReply"),
        replied=row.get("reviewReplyDate") or row.get("dateReplied"),
    )
