"""Feefo: reviews of shops and their products by people who bought there.

Documentation: https://feefo.readme.io/reference/reviews-api-response · address:
https://api.feefo.com/api/20/reviews/all?merchant_identifier=…&since_period=all&full_thread=include&page_size=100 . Quirks: one record may
hold a review of the service and one of each product; the shop's answers stand in `thread`, among further words of the customer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from mentions.mention import Mention
from mentions.page import Answer, Page
from spiders.base.api_records import Record, read_record
from spiders.base.api_reviews import next_page_of
from spiders.base.engine import Detection
from spiders.base.reviews import ReviewsSpider
from spiders.base.values import mapping, require, rows, text, whole

SERVICE = Record(
    key="part.id",
    words="part.review",
    title="part.title",
    posted="part.created_at",
    stars="part.rating.rating",
    best_at="part.rating.max",
    author="customer.display_name",
    url="url",
    language_declared="locale",
    verified="part.is_bought",
    votes="part.helpful_votes",
    subject="merchant.name || merchant.identifier",
    subject_key="merchant.identifier",
    subject_url="https://www.feefo.com/reviews/{merchant.identifier}",
    reply="reply.message || reply.text",
    replied="reply.created_at || reply.date",
)
PRODUCT = replace(SERVICE, subject="part.product.title", subject_key="part.product.sku", subject_url="part.product.url")
RECORDS = {"service": SERVICE, "product": PRODUCT}
ANSWERS = ("merchant", "vendor", "supplier")  # who writes in a thread, but for the customer


class FeefoSpider(ReviewsSpider):
    """The reviews of one shop and its products."""

    engine = "feefo"
    docs = "https://feefo.readme.io/reference/reviews-api-response"
    terms = "The API is open for showing a merchant's reviews with Feefo's name; other use needs a contract."

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer."""
        document = require(answer.json, "reviews", "summary")
        meta = mapping(mapping(document["summary"]).get("meta"))
        found = [mention for row in rows(document["reviews"]) for mention in _mentions(cls, answer, row)]
        return cls.page(
            answer,
            mentions=found,
            next=next_page_of(answer.url, "page", pages=whole(meta.get("pages"))),
            stated_total=whole(meta.get("count")),
            empty=document["reviews"] == [],
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by its own names."""
        document = mapping(answer.json) if answer.is_json else {}
        is_one = {"reviews", "summary"} <= document.keys() and any("merchant" in row for row in rows(document["reviews"]))
        return Detection(engine=cls.engine, score=1.0) if is_one else None


def _mentions(engine: type[FeefoSpider], answer: Answer, row: Mapping[str, Any]) -> Iterator[Mention]:
    """Yield the reviews of one record: of the service, then of each product."""
    for kind, part in [("service", mapping(row.get("service"))), *(("product", one) for one in rows(row.get("products")))]:
        reply = next((one for one in rows(part.get("thread")) if text(one.get("author")) in ANSWERS), {})
        told = {**part, "is_bought": text(part.get("feedback_verification_state")) == "feefo_verified"}
        mention = read_record(engine, answer, {**row, "part": told, "reply": reply}, RECORDS[kind])
        if mention is not None:
            yield mention
