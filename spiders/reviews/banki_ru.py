"""Banki.ru: what people in Russia say of banks, by the answers that its lists ask for, and by the pages themselves.

Documentation: none · addresses: https://www.banki.ru/services/responses/list/ajax/?bank={code}&page=1&is_countable=on , or the pages
https://www.banki.ru/services/responses/bank/{code}/?type=all&page=1 . Quirks: times are Moscow's, without a zone; texts are HTML; a page
describes its reviews in JSON-LD with their HTML escaped.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from w3lib.url import add_or_replace_parameter

from mentions.mention import Mention
from mentions.page import Answer, Page
from mentions.urls import host
from spiders.base.api_reviews import parameter, review_of
from spiders.base.described import read_described
from spiders.base.engine import Detection, Family
from spiders.base.reviews import ReviewsSpider
from spiders.base.values import mapping, require, rows, text, whole

HOST = "banki.ru"
RESPONSE = "https://www.banki.ru/services/responses/bank/response/"


class BankiRuSpider(ReviewsSpider):
    """The reviews of one bank, newest first."""

    engine = "banki_ru"
    family: ClassVar[Family] = "reviews"
    proof: ClassVar[Literal["page", "documented"]] = "documented"
    docs = "https://www.banki.ru/info/rules/"
    terms = "Its rules allow quoting with a link; taking over reviews in bulk needs permission."
    needs_terms = True
    grows: Literal["end", "top", "anywhere"] = "top"

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer, or of a page."""
        if not answer.is_json:
            return read_described(cls, answer) if _is_own(answer) else cls.page(answer)
        document = require(answer.json, "data")
        listed = rows(document["data"])
        following = (parameter(answer.url, "page") or 1) + 1
        found = [_mention(cls, answer, row) for row in listed if "grade" in row]
        return cls.page(
            answer,
            mentions=[one for one in found if one],
            next=add_or_replace_parameter(answer.url, "page", str(following)) if document.get("hasMorePages") is True and listed else None,
            stated_total=whole(document.get("total")),
            empty=document["data"] == [] and "hasMorePages" in document,
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by its own names, or a page of the site with reviews."""
        if answer.is_json:
            listed = rows(mapping(answer.json).get("data"))
            is_one = bool(listed) and all({"grade", "dateCreate", "company"} <= row.keys() for row in listed)
            return Detection(engine=cls.engine, score=1.0) if is_one else None
        return Detection(engine=cls.engine, score=0.9) if _is_own(answer) and read_described(cls, answer).mentions else None


def _is_own(answer: Answer) -> bool:
    """Return whether a page is one of Banki.ru's lists of reviews."""
    return host(answer.url).endswith(HOST) and "/responses/" in answer.text


def _mention(engine: type[BankiRuSpider], answer: Answer, row: Mapping[str, Any]) -> Mention | None:
    """Return one review."""
    company, key = mapping(row.get("company")), text(row.get("id"))
    return review_of(
        engine,
        answer,
        key=key,
        words=row.get("text"),
        posted=row.get("dateCreate"),
        stars=row.get("grade"),
        title=row.get("title"),
        author=text(row.get("userName")),
        url=f"{RESPONSE}{key}/",
        verified=True if row.get("isCountable") is True else None,
        subject=text(company.get("name")),
        subject_key=text(company.get("code")) or text(company.get("id")),
        reply=row.get("agentAnswerText"),
        replied=row.get("agentAnswerDate"),
    )
