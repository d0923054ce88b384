"""Yandex Market: a seller's or brand's own reviews and questions by the API, and what a product's page describes.

Documentation: https://yandex.ru/dev/market/partner-api/doc/ru/reference/goods-feedback/getGoodsFeedbacks . Addresses, with a key in
YANDEX_MARKET_KEY: https://api.partner.market.yandex.ru/v2/businesses/{id}/goods-feedback , …/goods-questions ; without one a product's
page. The API keeps answers apart from reviews: they are not read.
"""

from typing import Any, ClassVar

from w3lib.url import add_or_replace_parameter

from mentions.page import Answer, Ask, Page
from spiders.base.api_fields import Row
from spiders.base.api_rows import Rows, read_rows
from spiders.base.api_spider import ApiSpider
from spiders.base.engine import Detection
from spiders.base.shop import ShopSpider
from spiders.base.values import at, mapping, rows, text

REVIEW = Rows(
    """key=feedbackId words=description.comment posted=createdAt stars=statistics.rating pros=description.advantages
    cons=description.disadvantages author=author subject_key=identifiers.offerId|identifiers.modelId"""
)
QUESTION = Rows(
    "words=text posted=createdAt author=author.name subject_key=questionIdentifiers.offerId|questionIdentifiers.modelId", kind="question"
)


class YandexMarketSpider(ApiSpider, ShopSpider):
    """The reviews of one's own goods, newest first, or those on a product's page."""

    engine = "yandex_market"
    docs = "https://yandex.ru/dev/market/partner-api/doc/ru/reference/goods-feedback/getGoodsFeedbacks"
    keys_from = "The seller's account, under API: https://partner.market.yandex.ru/"
    terms = "Its pages may not be collected by robots; the API gives partners the reviews of their own goods."
    needs_terms = True
    grows = "anywhere"
    hosts = r"market\.yandex\.(?:ru|com|by|kz|uz)"
    api = "https://api.partner.market.yandex.ru/"
    keys: ClassVar[dict[str, str]] = {"Api-Key": "{YANDEX_MARKET_KEY}"}

    def ask(self, url: str) -> Ask:
        """Return how to ask for an address; the API reads by POST."""
        if not url.startswith(self.api):
            return Ask(url=url)
        where = url if "limit=" in url else add_or_replace_parameter(url, "limit", "50")
        return Ask(url=where, method="POST", headers={"Content-Type": "application/json"}, body=b"{}")

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews or questions of an answer, or the reviews of a page."""
        result = mapping(mapping(answer.json).get("result")) if answer.is_json else {}
        for name, where, known in (("feedbacks", REVIEW, _paid), ("questions", QUESTION, _asked)):
            if isinstance(result.get(name), list):
                token = text(at(result, "paging", "nextPageToken"))
                following = add_or_replace_parameter(answer.url, "page_token", token) if token else None
                return cls.page(
                    answer, mentions=read_rows(cls, answer, rows(result[name]), where, known), next=following, empty=not result[name]
                )
        return super().read(answer)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by the name of its ids, a page by its address."""
        if answer.is_json and '"feedbackId"' in answer.text and "feedbacks" in mapping(mapping(answer.json).get("result")):
            return Detection(engine=cls.engine, score=1.0)
        return super().recognise(answer)


def _paid(row: Row) -> dict[str, Any]:
    """Return whether points were paid for a review."""
    return {"incentivised": True if at(row, "statistics", "paidAmount") else None}


def _asked(row: Row) -> dict[str, Any]:
    """Return a question's key, apart from those of reviews."""
    number = text(at(row, "questionIdentifiers", "id"))
    return {"key": f"question-{number}" if number else None}
