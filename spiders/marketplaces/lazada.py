"""Lazada: the reviews of a product, newest first, as its page asks for them.

An address: https://www.lazada.vn/products/some-product-i123456-s789.html . Structure read in public code, never in an answer. Its dates
are of the day, or relative, in the country's language.
"""

from typing import Any

from mentions.page import Answer, Page
from mentions.urls import canonical
from spiders.base.api_reviews import next_page_of
from spiders.base.api_rows import Rows, read_rows
from spiders.base.api_spider import ApiSpider
from spiders.base.engine import Detection
from spiders.base.values import at, mapping, require, rows, text, whole

REVIEW = Rows(
    """key=reviewRateId words=reviewContent title=reviewTitle posted=zonedReviewTime|reviewTime stars=rating votes=likeCount
    author=buyerName author_key=buyerId verified=isPurchased variant=skuInfo reply=replies.0.replyContent
    replied=replies.0.replyDate|replies.0.replyTime subject=itemTitle subject_key=itemId"""
)


class LazadaSpider(ApiSpider):
    """The reviews of products."""

    engine = "lazada"
    docs = "https://open.lazada.com/apps/doc/api?path=%2Freview%2Fseller%2Flist%2Fv2"
    terms = "Its terms forbid automated collecting; the open platform gives a seller the reviews of its own products."
    needs_terms = True
    product = r"^https?://(?:www\.)?([^/]+)/.*-i(\d+)(?:-s\d+)?(?:-?\w*)?\.html"
    call = "https://my.{0}/pdp/review/getReviewList?itemId={1}&pageSize=50&filter=0&sort=1&pageNo=1"  # 1: newest first

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return a page of reviews."""
        model = require(mapping(answer.json).get("model"), "items")
        item = mapping(model.get("item"))
        page = canonical(text(item.get("itemUrl")) or "", answer.url) if item.get("itemUrl") else None
        known: dict[str, Any] = {"subject_url": page, "thread_url": page, "url": page}
        known |= {"subject_key": text(item.get("itemId"))} if item.get("itemId") else {}
        known |= {"subject": text(item.get("itemTitle"))} if item.get("itemTitle") else {}
        return cls.page(
            answer,
            mentions=read_rows(cls, answer, rows(model["items"]), REVIEW, lambda _: known),
            next=next_page_of(answer.url, "pageNo", pages=whole(at(model, "paging", "totalPages"))),
            stated_total=whole(at(model, "ratings", "reviewCount")),
            empty=not model["items"],
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by the name of its ids."""
        found = answer.is_json and '"reviewRateId"' in answer.text and "items" in mapping(mapping(answer.json).get("model"))
        return Detection(engine=cls.engine, score=1.0) if found else None
