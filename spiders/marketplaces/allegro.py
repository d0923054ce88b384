"""Allegro: a seller's own ratings by the API, and the reviews that a product's page describes.

Documentation: https://developer.allegro.pl/documentation#operation/getUserRatings . Addresses:
https://api.allegro.pl/sale/user-ratings?user.id=123 (with a token in ALLEGRO_TOKEN), or the product's page. Ratings of a seller judge
delivery, description and service apart: the rating is their mean.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal

from w3lib.url import add_or_replace_parameter

from mentions.clean import Said, clean
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from spiders.base.api_reviews import parameter, review_of
from spiders.base.credentials import secret
from spiders.base.engine import Detection
from spiders.base.revisions import newest
from spiders.base.shop import ShopSpider
from spiders.base.values import at, mapping, rows, text

API = "https://api.allegro.pl/"
A_PAGE = 20  # ratings where `limit` says nothing


class AllegroSpider(ShopSpider):
    """The ratings that a seller received, or the reviews of products."""

    engine = "allegro"
    proof: ClassVar[Literal["page", "documented"]] = "documented"
    docs = "https://developer.allegro.pl/documentation#operation/getUserRatings"
    terms = "Its terms forbid collecting its pages by robots; the API gives a seller its own ratings."
    needs_terms = True
    hosts = r"allegro\.(?:pl|cz|sk|hu)"

    def sign(self, ask: Ask) -> Ask:
        """Return the request; one to the API with the token from ALLEGRO_TOKEN."""
        if not ask.url.startswith(API):
            return ask
        own = {"Authorization": f"Bearer {secret('ALLEGRO_TOKEN')}", "Accept": "application/vnd.allegro.public.v1+json"}
        return replace(ask, headers={**ask.headers, **own})

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the ratings of an answer, or the reviews of a page."""
        document = mapping(answer.json) if answer.is_json else {}
        if not isinstance(document.get("ratings"), list):
            return super().read(answer)
        listed = rows(document["ratings"])
        offset = (parameter(answer.url, "offset") or 0) + len(listed)
        is_full = len(listed) >= (parameter(answer.url, "limit") or A_PAGE)
        following = add_or_replace_parameter(answer.url, "offset", str(offset)) if is_full else None
        return cls.page(answer, mentions=newest(_mention(answer, row) for row in listed), next=following, empty=not listed)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by its own names, a page by its address."""
        if answer.is_json and {"recommended", "rates"} <= mapping(at(answer.json, "ratings", 0)).keys():
            return Detection(engine=cls.engine, score=1.0)
        return super().recognise(answer)


def _mention(answer: Answer, row: Mapping[str, Any]) -> Mention | None:
    """Return one rating; one that was taken back is none."""
    if mapping(row.get("removal")).get("removed") is True:
        return None
    rates = [rate for rate in mapping(row.get("rates")).values() if isinstance(rate, int | float)]
    offer, reply = mapping(at(row, "order", "offers", 0)), mapping(row.get("answer"))
    number = text(offer.get("id"))
    return review_of(
        AllegroSpider,
        answer,
        key=row.get("id"),
        words=Said(clean(text(row.get("comment")) or "")),
        posted=row.get("createdAt"),
        edited=row.get("lastChangedAt"),
        stars=round(sum(rates) / len(rates), 1) if rates else None,
        author=text(at(row, "buyer", "login")),
        author_key=text(at(row, "buyer", "id")),
        verified=True if row.get("order") else None,
        reply=reply.get("message"),
        replied=reply.get("createdAt"),
        subject=text(offer.get("title")),
        subject_key=number,
        subject_url=f"https://allegro.pl/oferta/{number}" if number else None,
    )
