"""Ozon: the reviews of a product by the calls of its pages, and a seller's own by the API.

Documentation: https://docs.ozon.ru/api/seller/ (ReviewAPI). Addresses: https://www.ozon.ru/product/some-thing-123456789/ , or, with keys
in OZON_CLIENT_ID and OZON_API_KEY, https://api-seller.ozon.ru/v1/review/list and /v1/question/list . Answers keep the state of each
widget as JSON in a string; structure read in public code, never in an answer.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import parse_qs, quote, urlsplit

from w3lib.url import add_or_replace_parameter, url_query_cleaner

from mentions.page import Answer, Ask, Page
from spiders.base.api_fields import Row
from spiders.base.api_rows import Rows, read_rows
from spiders.base.api_spider import ApiSpider
from spiders.base.engine import Detection
from spiders.base.script_json import loads
from spiders.base.values import at, mapping, rows, text, whole

PRODUCT = "https://www.ozon.ru/product/{}/"
SHOWN = Rows(
    """key=uuid|id words=content.comment posted=publishedAt|createdAt stars=content.score pros=content.positive cons=content.negative
    author=author.firstName+author.lastName verified=isItemPurchased votes=usefulness.useful subject_key=itemId|sku""",
    page=PRODUCT,
)
OWN = Rows("key=id words=text posted=published_at stars=rating author=author_name subject_key=sku url=question_link", page=PRODUCT)
ASKED = replace(OWN, kind="question")


class OzonSpider(ApiSpider):
    """The reviews of products, newest first."""

    engine = "ozon"
    docs = "https://docs.ozon.ru/api/seller/#tag/ReviewAPI"
    keys_from = "The seller's account, under API keys: https://seller.ozon.ru/app/settings/api-keys"
    terms = "Its terms forbid automated collecting; the API gives a seller with a Premium Plus subscription the reviews of its own goods."
    needs_terms = True
    product = r"ozon\.\w+/product/(?:[^/?]*-)?(\d+)"
    call = (
        "https://www.ozon.ru/api/entrypoint-api.bx/page/json/v2?url="
        + quote("/product/", safe="")
        + "{0}"
        + quote("/reviews/?page=1&sort=published_at_desc", safe="")
    )
    api = "https://api-seller.ozon.ru/"
    keys: ClassVar[dict[str, str]] = {"Client-Id": "{OZON_CLIENT_ID}", "Api-Key": "{OZON_API_KEY}"}

    def ask(self, url: str) -> Ask:
        """Return how to ask for an address; the seller's API reads by POST."""
        if not url.startswith(self.api):
            return super().ask(url)
        body: dict[str, Any] = {"last_id": next(iter(parse_qs(urlsplit(url).query).get("last_id", ())), "")}
        body |= {} if "/question/" in url else {"limit": 100, "sort_dir": "DESC", "status": "ALL"}
        where = url_query_cleaner(url, ["last_id"], remove=True)
        return Ask(url=where, method="POST", headers={"Content-Type": "application/json"}, body=json.dumps(body).encode())

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return a page of reviews or questions."""
        document = mapping(answer.json)
        for name in ("reviews", "questions"):
            if isinstance(document.get(name), list):
                last = text(document.get("last_id")) if document[name] and document.get("has_next") is not False else None
                found = read_rows(cls, answer, rows(document[name]), OWN if name == "reviews" else ASKED)
                following = add_or_replace_parameter(answer.url, "last_id", last) if last else None
                return cls.page(answer, mentions=found, next=following, empty=not document[name])
        for state in _states(document):
            found = read_rows(cls, answer, rows(state["reviews"]), SHOWN, _known)
            page, total = whole(at(state, "paging", "page")) or 1, whole(at(state, "paging", "total"))
            is_last = not found or total is None or page * (whole(at(state, "paging", "perPage")) or len(found)) >= total
            return cls.page(
                answer, mentions=found, next=None if is_last else _page(answer.url, page + 1), stated_total=total, empty=not found
            )
        return cls.page(answer)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by its widgets, or by the names of the seller's fields."""
        document = mapping(answer.json) if answer.is_json else {}
        found = "is_rating_participant" in mapping(at(document, "reviews", 0)) or next(_states(document), None)
        return Detection(engine=cls.engine, score=1.0) if found else None


def _states(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the state of each widget that lists reviews."""
    for name, value in mapping(document.get("widgetStates")).items():
        state = mapping(loads(value) if isinstance(value, str) else value)
        if name.startswith("webListReviews") and isinstance(state.get("reviews"), list):
            yield state


def _known(row: Row) -> dict[str, Any]:
    """Return what a page's review says otherwise: an anonymous author is none; the first comment is the answer where it is the seller's."""
    reply = mapping(at(row, "comments", "list", 0))
    is_official = reply.get("isOfficial") is True or at(reply, "author", "isSeller") is True
    nobody = {"author": None} if row.get("isAnonymous") is True else {}
    return {"reply": reply.get("text"), "replied": reply.get("publishedAt"), **nobody} if is_official else nobody


def _page(url: str, page: int) -> str | None:
    """Return the call for another page of the same reviews."""
    inner = next(iter(parse_qs(urlsplit(url).query).get("url", ())), None)
    return add_or_replace_parameter(url, "url", add_or_replace_parameter(inner, "page", str(page))) if inner else None
