"""Yandex Market: a seller's or brand's own reviews and questions by the API, and what a product's page describes.

Documentation: https://yandex.ru/dev/market/partner-api/doc/ru/reference/goods-feedback/getGoodsFeedbacks . Addresses, with a key in
YANDEX_MARKET_KEY: https://api.partner.market.yandex.ru/v2/businesses/{id}/goods-feedback , …/goods-questions ; without one a product's
page.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal

from w3lib.url import add_or_replace_parameter

from mentions.clean import Said, clean
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from spiders.base.api_reviews import review_of
from spiders.base.credentials import secret
from spiders.base.engine import Detection
from spiders.base.revisions import newest
from spiders.base.shop import ShopSpider
from spiders.base.values import at, mapping, rows, text

API = "https://api.partner.market.yandex.ru/"


class YandexMarketSpider(ShopSpider):
    """The reviews of one's own goods, newest first, or those on a product's page."""

    engine = "yandex_market"
    proof: ClassVar[Literal["page", "documented"]] = "documented"
    docs = "https://yandex.ru/dev/market/partner-api/doc/ru/reference/goods-feedback/getGoodsFeedbacks"
    terms = "Its pages may not be collected by robots; the API gives partners the reviews of their own goods."
    needs_terms = True
    hosts = r"market\.yandex\.(?:ru|com|by|kz|uz)"

    def listings(self) -> list[Ask]:
        """Return the pages, or the calls of the API."""
        return [_call(ask.url) for ask in super().listings()]

    def ask_next(self, page: Page) -> Ask | None:
        """Return how to ask for the next page."""
        return _call(page.next) if page.next else None

    def sign(self, ask: Ask) -> Ask:
        """Return the request; one to the API with the key from YANDEX_MARKET_KEY."""
        return replace(ask, headers={**ask.headers, "Api-Key": secret("YANDEX_MARKET_KEY")}) if ask.url.startswith(API) else ask

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews or questions of an answer, or the reviews of a page."""
        result = mapping(mapping(answer.json).get("result")) if answer.is_json else {}
        for name, read in (("feedbacks", _feedback), ("questions", _question)):
            if isinstance(result.get(name), list):
                token = text(at(result, "paging", "nextPageToken"))
                following = add_or_replace_parameter(answer.url, "page_token", token) if token else None
                return cls.page(
                    answer, mentions=newest(read(answer, row) for row in rows(result[name])), next=following, empty=not result[name]
                )
        return super().read(answer)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by the name of its ids, a page by its address."""
        if answer.is_json and '"feedbackId"' in answer.text and "feedbacks" in mapping(mapping(answer.json).get("result")):
            return Detection(engine=cls.engine, score=1.0)
        return super().recognise(answer)


def _feedback(answer: Answer, row: Mapping[str, Any]) -> Mention | None:
    """Return one review of the API. It has no answers: the API keeps them apart."""
    said = mapping(row.get("description"))
    known = mapping(row.get("identifiers"))
    return review_of(
        YandexMarketSpider,
        answer,
        key=row.get("feedbackId"),
        words=Said(clean(text(said.get("comment")) or "")),
        posted=row.get("createdAt"),
        stars=at(row, "statistics", "rating"),
        pros=said.get("advantages"),
        cons=said.get("disadvantages"),
        author=text(row.get("author")),
        subject_key=text(known.get("offerId")) or text(known.get("modelId")),
        incentivised=True if at(row, "statistics", "paidAmount") else None,
    )


def _question(answer: Answer, row: Mapping[str, Any]) -> Mention | None:
    """Return one question of the API."""
    known = mapping(row.get("questionIdentifiers"))
    number = text(known.get("id"))
    return review_of(
        YandexMarketSpider,
        answer,
        key=f"question-{number}" if number else None,
        words=Said(clean(text(row.get("text")) or "")),
        posted=row.get("createdAt"),
        author=text(at(row, "author", "name")),
        kind="question",
        subject_key=text(known.get("offerId")) or text(known.get("modelId")),
    )


def _call(url: str) -> Ask:
    """Return a call of the API, which reads by POST; another address as it is."""
    if not url.startswith(API):
        return Ask(url=url)
    asked = url if "limit=" in url else add_or_replace_parameter(url, "limit", "50")
    return Ask(url=asked, method="POST", headers={"Content-Type": "application/json"}, body=json.dumps({}).encode())
