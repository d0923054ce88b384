"""Mercado Libre: the reviews of an item and the questions under it, by the API; or what its page describes.

Documentation: https://developers.mercadolibre.com.ar/en_us/product-reviews , …/manage-questions-answers . Addresses:
https://api.mercadolibre.com/reviews/item/MLA123 , https://api.mercadolibre.com/questions/search?item=MLA123&api_version=4 (both with a
token in MERCADO_LIBRE_TOKEN), or the item's page. Reviews name no author.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal

from mentions.clean import Said, clean
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from spiders.base.api_reviews import next_offset_of, review_of
from spiders.base.credentials import secret
from spiders.base.engine import Detection
from spiders.base.revisions import newest
from spiders.base.shop import ShopSpider
from spiders.base.values import at, mapping, rows, text, whole

API = "https://api.mercadolibre.com/"
ITEM = re.compile(r"\b(ML[A-Z]-?\d{6,})")


class MercadoLibreSpider(ShopSpider):
    """The reviews of items, and what is asked about them."""

    engine = "mercado_libre"
    proof: ClassVar[Literal["page", "documented"]] = "documented"
    docs = "https://developers.mercadolibre.com.ar/en_us/product-reviews"
    terms = "The API's terms allow what its application needs, and no copy of the catalogue; pages may not be collected by robots."
    needs_terms = True
    hosts = r"mercadoli(?:bre|vre)\.(?:com|cl|co\.cr|com\.[a-z]{2})"

    def sign(self, ask: Ask) -> Ask:
        """Return the request; one to the API with the token from MERCADO_LIBRE_TOKEN."""
        token = {"Authorization": f"Bearer {secret('MERCADO_LIBRE_TOKEN')}"} if ask.url.startswith(API) else {}
        return replace(ask, headers={**ask.headers, **token})

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews or questions of an answer, or the reviews of a page."""
        document = mapping(answer.json) if answer.is_json else {}
        if isinstance(document.get("reviews"), list) and "paging" in document:
            listed, total = rows(document["reviews"]), whole(at(document, "paging", "total"))
            found = newest(_review(answer, row) for row in listed)
        elif isinstance(document.get("questions"), list):
            listed, total = rows(document["questions"]), whole(document.get("total"))
            found = newest(_question(answer, row) for row in listed)
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


def _review(answer: Answer, row: Mapping[str, Any]) -> Mention | None:
    """Return one review."""
    return review_of(
        MercadoLibreSpider,
        answer,
        key=row.get("id"),
        words=Said(clean(text(row.get("content")) or "")),
        posted=row.get("date_created"),
        stars=row.get("rate"),
        title=row.get("title"),
        author_key=text(row.get("reviewer_id")),
        votes=whole(row.get("likes")),
        **_about(answer, text(at(row, "reviewable_object", "id"))),
    )


def _question(answer: Answer, row: Mapping[str, Any]) -> Mention | None:
    """Return one question with the seller's answer; a deleted or banned one is none."""
    if row.get("status") in ("DELETED", "BANNED", "DISABLED") or row.get("deleted_from_listing") is True:
        return None
    reply = mapping(row.get("answer"))
    reply = reply if reply.get("status") in (None, "ACTIVE") else {}
    return review_of(
        MercadoLibreSpider,
        answer,
        key=f"question-{row.get('id')}" if row.get("id") else None,
        words=Said(clean(text(row.get("text")) or "")),
        posted=row.get("date_created"),
        author_key=text(at(row, "from", "id")),
        reply=reply.get("text"),
        replied=reply.get("date_created"),
        kind="question",
        **_about(answer, text(row.get("item_id"))),
    )


def _about(answer: Answer, stated: str | None) -> dict[str, Any]:
    """Return the item's id: as stated, else as the address has it."""
    found = ITEM.search(stated or "") or ITEM.search(answer.url)
    return {"subject_key": found[1].replace("-", "") if found else None}
