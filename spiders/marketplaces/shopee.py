"""Shopee: the ratings of an item, newest first, as its page asks for them.

An address: https://shopee.vn/Some-item-i.123.456 . Structure read in public code (facts: reisya-nurfaris-da/shopee-reviews-scraper),
never in an answer. Anonymous calls are refused (error 90309999): headers of a session must stand in the site's table.
"""

from typing import Any
from urllib.parse import urlsplit

from mentions.errors import UnreadablePageError
from mentions.page import Answer, Page
from spiders.base.api_fields import Row
from spiders.base.api_reviews import next_offset_of
from spiders.base.api_rows import Rows, read_rows
from spiders.base.api_spider import ApiSpider
from spiders.base.engine import Detection
from spiders.base.shop import is_host
from spiders.base.values import at, mapping, require, rows, text, whole

RATING = Rows(
    """key=cmtid words=comment posted=ctime stars=rating_star votes=like_count author=author_username author_key=userid
    variant=product_items.0.model_name reply=ItemRatingReply.comment replied=ItemRatingReply.ctime subject=product_items.0.name
    subject_key=itemid"""
)


class ShopeeSpider(ApiSpider):
    """The ratings of items."""

    engine = "shopee"
    docs = "https://open.shopee.com/documents"
    terms = "Its terms forbid automated collecting; the open API gives a seller the comments on its own items."
    needs_terms = True
    product = r"^https?://([^/]+)/.*?(?:-i\.|product/)(\d+)[./](\d+)"
    call = "https://{0}/api/v2/item/get_ratings?itemid={2}&shopid={1}&offset=0&limit=50&type=0&filter=0&flag=1"

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return a page of ratings; hidden ones are left out. Raises UnreadablePageError for a refusal."""
        document = mapping(answer.json)
        if document.get("error") and not document.get("data"):
            msg = f"the site refused with error {document['error']}"
            raise UnreadablePageError(msg)
        data = require(document.get("data"), "ratings")  # null where there are none
        listed = rows(data["ratings"])
        total = whole(at(data, "item_rating_summary", "rating_total"))
        site = urlsplit(answer.url).netloc if is_host(answer.url, r"shopee\.[a-z.]+") else None
        found = read_rows(cls, answer, [row for row in listed if row.get("is_hidden") is not True], RATING, lambda row: _known(row, site))
        following = next_offset_of(answer.url, "offset", count=len(listed), total=total)
        return cls.page(answer, mentions=found, next=following, stated_total=total, empty=not data["ratings"])

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by the name of its ids."""
        found = answer.is_json and '"cmtid"' in answer.text and "ratings" in mapping(mapping(answer.json).get("data"))
        return Detection(engine=cls.engine, score=1.0) if found else None


def _known(row: Row, site: str | None) -> dict[str, Any]:
    """Return a rating's page in its country's shop; an anonymous author is none."""
    shop, item = text(row.get("shopid")), text(row.get("itemid"))
    page = f"https://{site}/product/{shop}/{item}" if site and shop and item else None
    nobody = {"author": None, "author_key": None} if row.get("anonymous") is True else {}
    return {"subject_url": page, "thread_url": page, "url": page, **nobody}
