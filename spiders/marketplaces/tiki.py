"""Tiki: the reviews of a product, newest first, as its page asks for them.

An address: https://tiki.vn/some-product-p12345678.html . Structure read in public code (facts: vukhanh09/DATN), never in an answer. The
seller's and the shop's answers are `comments` of a review.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal

from mentions.clean import Said, clean
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from spiders.base.api_reviews import next_page_of, review_of
from spiders.base.engine import Detection, Family
from spiders.base.reviews import ReviewsSpider
from spiders.base.revisions import newest
from spiders.base.shop import is_host
from spiders.base.values import at, mapping, require, rows, text, whole

LIST = "https://tiki.vn/api/v2/reviews?limit=20&include=comments,contribute_info,attribute_vote_summary&sort=id%7Cdesc,stars%7Call&page=1&product_id={}"
PRODUCT = re.compile(r"-p(\d+)\.html")


class TikiSpider(ReviewsSpider):
    """The reviews of products."""

    engine = "tiki"
    family: ClassVar[Family] = "marketplaces"
    proof: ClassVar[Literal["page", "documented"]] = "documented"
    docs = "https://open.tiki.vn/"
    terms = "Its open API is for sellers and has no reviews; its terms forbid copying without consent."
    needs_terms = True
    grows: Literal["end", "top", "anywhere"] = "top"

    def listings(self) -> list[Ask]:
        """Return the newest reviews of each product that the operator names."""
        return [
            replace(ask, url=LIST.format(product[1]) if (product := PRODUCT.search(ask.url)) else ask.url) for ask in super().listings()
        ]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return a page of reviews."""
        document = require(answer.json, "data", "paging")
        found = newest(_mention(answer, row) for row in rows(document["data"]))
        following = next_page_of(answer.url, "page", pages=whole(at(document, "paging", "last_page")))
        total = whole(at(document, "paging", "total"))
        return cls.page(answer, mentions=found, next=following, stated_total=total, empty=document["data"] == [])

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by its address and fields."""
        if not answer.is_json or not is_host(answer.url, r"tiki\.vn"):
            return None
        return Detection(engine=cls.engine, score=0.95) if cls.read(answer).mentions else None


def _mention(answer: Answer, row: Mapping[str, Any]) -> Mention | None:
    """Return one review."""
    person = mapping(row.get("created_by"))
    reply = next((one for one in rows(row.get("comments")) if one.get("commentator") != "customer"), {})
    product = text(row.get("product_id"))
    page = f"https://tiki.vn/p{product}.html" if product else None
    return review_of(
        TikiSpider,
        answer,
        key=row.get("id"),
        words=Said(clean(text(row.get("content")) or "")),
        posted=row.get("created_at"),
        stars=row.get("rating"),
        title=row.get("title"),
        author=text(person.get("full_name")) or text(person.get("name")),
        author_key=text(row.get("customer_id")),
        verified=True if person.get("purchased") is True else None,
        votes=whole(row.get("thank_count")),
        variant=", ".join(part for part in row.get("product_attributes") or () if isinstance(part, str)) or None,
        reply=reply.get("content"),
        replied=reply.get("create_at"),
        subject_key=product,
        subject_url=page,
        thread_url=page,
        url=page,
    )
