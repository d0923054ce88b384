"""Shopee: the ratings of an item, newest first, as its page asks for them.

An address: https://shopee.vn/Some-item-i.123.456 . Structure read in public code (facts: reisya-nurfaris-da/shopee-reviews-scraper),
never in an answer. Anonymous calls are refused (error 90309999): headers of a session must stand in the site's table.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal
from urllib.parse import urlsplit

from mentions.clean import Said, clean
from mentions.errors import UnreadablePageError
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from spiders.base.api_reviews import next_offset_of, review_of
from spiders.base.engine import Detection, Family
from spiders.base.reviews import ReviewsSpider
from spiders.base.revisions import newest
from spiders.base.shop import is_host
from spiders.base.values import at, mapping, require, rows, text, whole

ITEM = re.compile(r"(?:-i\.|/product/)(\d+)[./](\d+)")
LIST = "https://{host}/api/v2/item/get_ratings?itemid={item}&shopid={shop}&offset=0&limit=50&type=0&filter=0&flag=1"


class ShopeeSpider(ReviewsSpider):
    """The ratings of items."""

    engine = "shopee"
    family: ClassVar[Family] = "marketplaces"
    proof: ClassVar[Literal["page", "documented"]] = "documented"
    docs = "https://open.shopee.com/documents"
    terms = "Its terms forbid automated collecting; the open API gives a seller the comments on its own items."
    needs_terms = True
    grows: Literal["end", "top", "anywhere"] = "top"

    def listings(self) -> list[Ask]:
        """Return the newest ratings of each item that the operator names."""
        return [replace(ask, url=_api_of(ask.url)) for ask in super().listings()]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return a page of ratings. Raises UnreadablePageError for a refusal."""
        document = mapping(answer.json)
        if document.get("error") and not document.get("data"):
            msg = f"the site refused with error {document['error']}"
            raise UnreadablePageError(msg)
        data = require(document.get("data"), "ratings")  # null where there are none
        listed = rows(data["ratings"])
        total = whole(at(data, "item_rating_summary", "rating_total"))
        following = next_offset_of(answer.url, "offset", count=len(listed), total=total)
        return cls.page(
            answer, mentions=newest(_mention(answer, row) for row in listed), next=following, stated_total=total, empty=not data["ratings"]
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by the name of its ids."""
        found = answer.is_json and '"cmtid"' in answer.text and "ratings" in mapping(mapping(answer.json).get("data"))
        return Detection(engine=cls.engine, score=1.0) if found else None


def _mention(answer: Answer, row: Mapping[str, Any]) -> Mention | None:
    """Return one rating; one that is hidden is none."""
    if row.get("is_hidden") is True:
        return None
    bought = mapping(at(row, "product_items", 0))
    reply = mapping(row.get("ItemRatingReply"))
    item, shop = text(row.get("itemid")), text(row.get("shopid"))
    page = (
        f"https://{urlsplit(answer.url).netloc}/product/{shop}/{item}"
        if item and shop and is_host(answer.url, r"shopee\.[a-z.]+")
        else None
    )
    return review_of(
        ShopeeSpider,
        answer,
        key=row.get("cmtid"),
        words=Said(clean(text(row.get("comment")) or "")),
        posted=row.get("ctime"),
        edited=row.get("mtime") if row.get("editable_date") else None,
        stars=row.get("rating_star"),
        author=None if row.get("anonymous") is True else text(row.get("author_username")),
        author_key=None if row.get("anonymous") is True else text(row.get("userid")),
        votes=whole(row.get("like_count")),
        variant=text(bought.get("model_name")),
        reply=reply.get("comment"),
        replied=reply.get("ctime"),
        subject=text(bought.get("name")),
        subject_key=item,
        subject_url=page,
        thread_url=page,
        url=page,
    )


def _api_of(url: str) -> str:
    """Return where the ratings of a page's item are; another address as it is."""
    item = ITEM.search(urlsplit(url).path)
    return LIST.format(host=urlsplit(url).netloc, shop=item[1], item=item[2]) if item else url
