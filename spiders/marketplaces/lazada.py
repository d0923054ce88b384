"""Lazada: the reviews of a product, as its page asks for them.

An address: https://www.lazada.vn/products/some-product-i123456-s789.html . Structure read in public code, never in an answer. Its dates
are of the day, or relative, in the country's language.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal
from urllib.parse import urlsplit

from mentions.clean import Said, clean
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from mentions.urls import canonical
from spiders.base.api_reviews import next_page_of, review_of
from spiders.base.engine import Detection, Family
from spiders.base.reviews import ReviewsSpider
from spiders.base.revisions import newest
from spiders.base.values import at, mapping, require, rows, text, whole

PRODUCT = re.compile(r"-i(\d+)(?:-s\d+)?(?:-?\w*)?\.html")
LIST = "https://my.{host}/pdp/review/getReviewList?itemId={item}&pageSize=50&filter=0&sort=1&pageNo=1"  # 1: newest first


class LazadaSpider(ReviewsSpider):
    """The reviews of products."""

    engine = "lazada"
    family: ClassVar[Family] = "marketplaces"
    proof: ClassVar[Literal["page", "documented"]] = "documented"
    docs = "https://open.lazada.com/apps/doc/api?path=%2Freview%2Fseller%2Flist%2Fv2"
    terms = "Its terms forbid automated collecting; the open platform gives a seller the reviews of its own products."
    needs_terms = True
    grows: Literal["end", "top", "anywhere"] = "top"

    def listings(self) -> list[Ask]:
        """Return the newest reviews of each product that the operator names."""
        return [replace(ask, url=_api_of(ask.url)) for ask in super().listings()]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return a page of reviews."""
        model = require(mapping(answer.json).get("model"), "items")
        pages = whole(at(model, "paging", "totalPages"))
        return cls.page(
            answer,
            mentions=newest(_mention(answer, row, mapping(model.get("item"))) for row in rows(model["items"])),
            next=next_page_of(answer.url, "pageNo", pages=pages),
            stated_total=whole(at(model, "ratings", "reviewCount")),
            empty=not model["items"],
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by the name of its ids."""
        found = answer.is_json and '"reviewRateId"' in answer.text and "items" in mapping(mapping(answer.json).get("model"))
        return Detection(engine=cls.engine, score=1.0) if found else None


def _mention(answer: Answer, row: Mapping[str, Any], item: Mapping[str, Any]) -> Mention | None:
    """Return one review."""
    reply = next((one for one in rows(row.get("replies")) if text(one.get("replyContent"))), {})
    page = canonical(text(item.get("itemUrl")) or "", answer.url) if item.get("itemUrl") else None
    return review_of(
        LazadaSpider,
        answer,
        key=row.get("reviewRateId"),
        words=Said(clean(text(row.get("reviewContent")) or "")),
        posted=row.get("zonedReviewTime") or row.get("reviewTime"),
        stars=row.get("rating"),
        title=row.get("reviewTitle"),
        author=text(row.get("buyerName")),
        author_key=text(row.get("buyerId")),
        verified=True if row.get("isPurchased") is True else None,
        votes=whole(row.get("likeCount")),
        variant=text(row.get("skuInfo")),
        reply=reply.get("replyContent"),
        replied=reply.get("replyDate") or reply.get("replyTime"),
        subject=text(item.get("itemTitle")) or text(row.get("itemTitle")),
        subject_key=text(item.get("itemId")) or text(row.get("itemId")),
        subject_url=page,
        thread_url=page,
        url=page,
    )


def _api_of(url: str) -> str:
    """Return where the reviews of a page's product are; another address as it is."""
    parts = urlsplit(url)
    product = PRODUCT.search(parts.path)
    return LIST.format(host=parts.netloc.removeprefix("www."), item=product[1]) if product else url
