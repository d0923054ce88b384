"""Banki.ru: what people in Russia say of banks, by the answers that its lists ask for, and by the pages themselves.

Documentation: none · addresses: https://www.banki.ru/services/responses/list/ajax/?bank={code}&page=1&is_countable=on , or the pages
https://www.banki.ru/services/responses/bank/{code}/?type=all&page=1 . Quirks: times are Moscow's, without a zone; texts are HTML; a page
describes its reviews in JSON-LD with their HTML escaped.
"""

from dataclasses import replace

from w3lib.url import add_or_replace_parameter

from mentions.page import Answer, Page
from mentions.urls import host
from spiders.base.api_records import Api, Record
from spiders.base.api_reviews import parameter
from spiders.base.described import read_described
from spiders.base.engine import Detection
from spiders.base.portal import PortalSpider
from spiders.base.values import mapping

HOST = "banki.ru"
API = Api(
    rows="data",
    marks=frozenset({"grade", "dateCreate", "company"}),
    total="total",
    record=Record(
        key="id",
        words="text",
        title="title",
        posted="dateCreate",
        stars="grade",
        author="userName",
        url="https://www.banki.ru/services/responses/bank/response/{id}/",
        verified="isCountable",
        subject="company.name",
        subject_key="company.code || company.id",
        reply="agentAnswerText",
        replied="agentAnswerDate",
    ),
)


class BankiRuSpider(PortalSpider):
    """The reviews of one bank, newest first."""

    engine = "banki_ru"
    apis = (API,)
    docs = "https://www.banki.ru/info/rules/"
    terms = "Its rules allow quoting with a link; taking over reviews in bulk needs permission."
    needs_terms = True
    grows = "top"

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer, or of a page."""
        if not answer.is_json:
            return read_described(cls, answer) if _is_own(answer) else cls.page(answer)
        page = super().read(answer)
        following = (parameter(answer.url, "page") or 1) + 1
        is_last = not page.mentions or mapping(answer.json).get("hasMorePages") is not True
        return replace(page, next=None if is_last else add_or_replace_parameter(answer.url, "page", str(following)))

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by its own names, or a page of the site with reviews."""
        if answer.is_json:
            return super().recognise(answer)
        return Detection(engine=cls.engine, score=0.9) if _is_own(answer) and read_described(cls, answer).mentions else None


def _is_own(answer: Answer) -> bool:
    """Return whether a page is one of Banki.ru's lists of reviews."""
    return host(answer.url).endswith(HOST) and "/responses/" in answer.text
