"""Mercado Libre: the reviews of an item and the questions under it, by the API; or what its page describes.

Documentation: https://developers.mercadolibre.com.ar/en_us/product-reviews , …/manage-questions-answers . Addresses:
https://api.mercadolibre.com/reviews/item/MLA123 , https://api.mercadolibre.com/questions/search?item=MLA123&api_version=4 (both with a
token in MERCADO_LIBRE_TOKEN), or the item's page. Reviews name no author.
"""

import re
from typing import Any, ClassVar

from mentions.page import Answer, Page
from spiders.base.api_fields import Row
from spiders.base.api_reviews import next_offset_of
from spiders.base.api_rows import Rows, read_rows
from spiders.base.api_spider import ApiSpider
from spiders.base.engine import Detection
from spiders.base.shop import ShopSpider
from spiders.base.values import at, mapping, rows, whole

ITEM = re.compile(r"\b(ML[A-Z]-?\d{6,})")
GONE = ("DELETED", "BANNED", "DISABLED")
REVIEW = Rows("key=id words=content title=title posted=date_created stars=rate author_key=reviewer_id votes=likes")
QUESTION = Rows("words=text posted=date_created author_key=from.id subject_key=item_id", kind="question")


class MercadoLibreSpider(ApiSpider, ShopSpider):
    """The reviews of items, and what is asked about them."""

    engine = "mercado_libre"
    docs = "https://developers.mercadolibre.com.ar/en_us/product-reviews"
    keys_from = "An application of your own: https://developers.mercadolibre.com/"
    terms = "The API's terms allow what its application needs, and no copy of the catalogue; pages may not be collected by robots."
    needs_terms = True
    grows = "anywhere"
    hosts = r"mercadoli(?:bre|vre)\.(?:com|cl|co\.cr|com\.[a-z]{2})"
    api = "https://api.mercadolibre.com/"
    keys: ClassVar[dict[str, str]] = {"Authorization": "Bearer {MERCADO_LIBRE_TOKEN}"}

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews or questions of an answer, or the reviews of a page; deleted and banned questions are left out."""
        document = mapping(answer.json) if answer.is_json else {}
        item = ITEM.search(answer.url)
        if isinstance(document.get("reviews"), list) and "paging" in document:
            listed, total = rows(document["reviews"]), whole(at(document, "paging", "total"))
            found = read_rows(cls, answer, listed, REVIEW, lambda _: {"subject_key": item[1].replace("-", "") if item else None})
        elif isinstance(document.get("questions"), list):
            listed, total = rows(document["questions"]), whole(document.get("total"))
            shown = [row for row in listed if row.get("status") not in GONE and row.get("deleted_from_listing") is not True]
            found = read_rows(cls, answer, shown, QUESTION, _asked)
        else:
            return super().read(answer)
        following = next_offset_of(answer.url, "offset", count=len(listed), total=total)
        return cls.page(answer, mentions=found, next=following, stated_total=total, empty=not listed)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by its own names, a page by its address."""
        if answer.is_json and {"rating_average", "paging", "reviews"} <= mapping(answer.json).keys():
            return Detection(engine=cls.engine, score=0.95)
        return super().recognise(answer)


def _asked(row: Row) -> dict[str, Any]:
    """Return a question's key, apart from those of reviews, and the seller's answer where it still stands."""
    reply = mapping(row.get("answer"))
    reply = reply if reply.get("status") in (None, "ACTIVE") else {}
    key = f"question-{row['id']}" if row.get("id") else None
    return {"key": key, "reply": reply.get("text"), "replied": reply.get("date_created")}
