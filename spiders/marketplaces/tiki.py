"""Tiki: the reviews of a product, newest first, as its page asks for them.

An address: https://tiki.vn/some-product-p12345678.html . Structure read in public code (facts: vukhanh09/DATN), never in an answer. The
seller's answer is one of a review's comments.
"""

from typing import Any

from mentions.page import Answer, Page
from spiders.base.api_fields import Row
from spiders.base.api_reviews import next_page_of
from spiders.base.api_rows import Rows, read_rows
from spiders.base.api_spider import ApiSpider
from spiders.base.engine import Detection
from spiders.base.shop import is_host
from spiders.base.values import at, require, rows, whole

REVIEW = Rows(
    """key=id words=content title=title posted=created_at stars=rating votes=thank_count author=created_by.full_name|created_by.name
    author_key=customer_id verified=created_by.purchased variant=product_attributes.0+product_attributes.1 subject_key=product_id""",
    page="https://tiki.vn/p{}.html",
)


class TikiSpider(ApiSpider):
    """The reviews of products."""

    engine = "tiki"
    docs = "https://open.tiki.vn/"
    terms = "Its open API is for sellers and has no reviews; its terms forbid copying without consent."
    needs_terms = True
    product = r"-p(\d+)\.html"
    call = (
        "https://tiki.vn/api/v2/reviews?limit=20&include=comments,contribute_info,attribute_vote_summary"
        "&sort=id%7Cdesc,stars%7Call&page=1&product_id={0}"
    )

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return a page of reviews."""
        document = require(answer.json, "data", "paging")
        found = read_rows(cls, answer, rows(document["data"]), REVIEW, _answered)
        following = next_page_of(answer.url, "page", pages=whole(at(document, "paging", "last_page")))
        total = whole(at(document, "paging", "total"))
        return cls.page(answer, mentions=found, next=following, stated_total=total, empty=document["data"] == [])

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by its address and fields."""
        found = answer.is_json and is_host(answer.url, r"tiki\.vn") and cls.read(answer).mentions
        return Detection(engine=cls.engine, score=0.95) if found else None


def _answered(row: Row) -> dict[str, Any]:
    """Return the seller's answer to a review: the first comment that is no customer's."""
    reply = next((one for one in rows(row.get("comments")) if one.get("commentator") != "customer"), {})
    return {"reply": reply.get("content"), "replied": reply.get("create_at")}
