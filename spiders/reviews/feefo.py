"""Feefo: reviews of shops and their products by people who bought there.

Documentation: https://feefo.readme.io/reference/reviews-api-response · address:
https://api.feefo.com/api/20/reviews/all?merchant_identifier=…&since_period=all&full_thread=include&page_size=100 . Quirks: one record may
hold a review of the service and one of each product; the shop's answers stand in `thread`, among further words of the customer.
"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal

from mentions.mention import Mention
from mentions.page import Answer, Page
from spiders.base.api_reviews import next_page_of, review_of
from spiders.base.engine import Detection, Family
from spiders.base.numbers import decimal
from spiders.base.reviews import ReviewsSpider
from spiders.base.values import mapping, require, rows, text, whole

ANSWERS = ("merchant", "vendor", "supplier")  # who writes in a thread, but for the customer


class FeefoSpider(ReviewsSpider):
    """The reviews of one shop and its products."""

    engine = "feefo"
    family: ClassVar[Family] = "reviews"
    proof: ClassVar[Literal["page", "documented"]] = "documented"
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
    merchant, customer = text(mapping(row.get("merchant")).get("identifier")), mapping(row.get("customer"))
    for kind, part in [("service", mapping(row.get("service"))), *(("product", one) for one in rows(row.get("products")))]:
        product, stars = mapping(part.get("product")), mapping(part.get("rating"))
        reply = next((one for one in rows(part.get("thread")) if text(one.get("author")) in ANSWERS), {})
        best = decimal(text(stars.get("max"))) or 5.0
        mention = review_of(
            engine,
            answer,
            key=part.get("id"),
            words=part.get("review"),
            posted=part.get("created_at"),
            stars=stars.get("rating"),
            best=best,
            title=part.get("title"),
            author=text(customer.get("display_name")),
            url=text(row.get("url")),
            language_declared=text(row.get("locale")),
            verified=True if text(part.get("feedback_verification_state")) == "feefo_verified" else None,
            votes=whole(part.get("helpful_votes")),
            subject=text(product.get("title")) if kind == "product" else text(mapping(row.get("merchant")).get("name")) or merchant,
            subject_key=text(product.get("sku")) if kind == "product" else merchant,
            subject_url=text(product.get("url")) if kind == "product" else f"https://www.feefo.com/reviews/{merchant}",
            reply=reply.get("message") or reply.get("text"),
            replied=reply.get("created_at") or reply.get("date"),
        )
        if mention is not None:
            yield mention
