"""Aplaut (once ShopPilot): the reviews that it serves to shops of Russia.

Documentation: https://docs.aplaut.com/ · address, as the shop's own page asks for it:
https://widgets.aplaut.io/{shop}/products/{id}/product-reviews/render.json?page=1 . Quirks: `published_at` is when a moderator let a
review through, `created_at` when it was written; any of text, pros and cons may stand alone; a shop's comment is its answer.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from mentions.mention import Mention
from mentions.page import Answer, Page
from spiders.base.api_reviews import next_page_of, review_of
from spiders.base.engine import Detection, Family
from spiders.base.reviews import ReviewsSpider
from spiders.base.values import mapping, require, rows, text, whole

STAFF = frozenset({"User", "Company", "Store"})  # authors of comments who speak for the shop; customers are `Customer`


class AplautSpider(ReviewsSpider):
    """The reviews of one product."""

    engine = "aplaut"
    family: ClassVar[Family] = "reviews"
    proof: ClassVar[Literal["page", "documented"]] = "page"
    docs = "https://docs.aplaut.com/"
    terms = "Reviews belong to the shop; those marked as syndicated come from another."

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer."""
        document = require(answer.json, "reviews", "meta")
        product = mapping(document.get("product"))
        found = [_mention(cls, answer, row, product) for row in rows(document["reviews"])]
        return cls.page(
            answer,
            mentions=[one for one in found if one],
            next=next_page_of(answer.url, "page", pages=whole(mapping(document["meta"]).get("total_pages"))),
            stated_total=whole(product.get("reviews_count")),
            empty=document["reviews"] == [],
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by what stands beside its reviews."""
        document = mapping(answer.json) if answer.is_json else {}
        is_one = {"reviews", "meta", "product", "store"} <= document.keys() and "reviews_count" in mapping(document["product"])
        return Detection(engine=cls.engine, score=1.0) if is_one else None


def _mention(engine: type[AplautSpider], answer: Answer, row: Mapping[str, Any], product: Mapping[str, Any]) -> Mention | None:
    """Return one review."""
    reply = next((one for one in rows(row.get("comments")) if one.get("author_type") in STAFF), {})
    url = text(product.get("url"))
    return review_of(
        engine,
        answer,
        key=row.get("id"),
        words=row.get("body"),
        posted=row.get("published_at") or row.get("created_at"),
        stars=row.get("rating"),
        title=row.get("headline"),
        pros=row.get("pros"),
        cons=row.get("cons"),
        author=text(mapping(row.get("author")).get("name")),
        verified=True if row.get("is_verified") is True or row.get("verified") is True else None,
        votes=whole(row.get("likes")),
        subject=text(product.get("name")),
        subject_key=text(product.get("product_id")) or text(product.get("id")),
        subject_url=f"https:{url}" if url and url.startswith("//") else url,
        syndicated_from=text(mapping(row.get("syndication_source")).get("name")) or text(row.get("syndication_source")),
        reply=reply.get("body") or reply.get("text"),
        replied=reply.get("created_at"),
    )
