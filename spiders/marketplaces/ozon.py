"""Ozon: the reviews of a product by the calls of its pages, and a seller's own by the API.

Documentation: https://docs.ozon.ru/api/seller/ (ReviewAPI). Addresses: https://www.ozon.ru/product/some-thing-123456789/ , or, with keys
in OZON_CLIENT_ID and OZON_API_KEY, https://api-seller.ozon.ru/v1/review/list and /v1/question/list . Answers keep the state of each
widget as JSON in a string; structure read in public code, never in an answer.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal
from urllib.parse import parse_qs, quote, unquote, urlsplit

from w3lib.url import add_or_replace_parameter, url_query_cleaner

from mentions.clean import Said, clean
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from spiders.base.api_reviews import review_of
from spiders.base.credentials import secret
from spiders.base.engine import Detection, Family
from spiders.base.reviews import ReviewsSpider
from spiders.base.revisions import newest
from spiders.base.script_json import loads
from spiders.base.values import at, mapping, rows, text, whole

SELLER = "https://api-seller.ozon.ru/"
CALL = "https://www.ozon.ru/api/entrypoint-api.bx/page/json/v2?url={}"
PRODUCT = re.compile(r"/product/(?:[^/?]*-)?(\d+)")


class OzonSpider(ReviewsSpider):
    """The reviews of products, newest first."""

    engine = "ozon"
    family: ClassVar[Family] = "marketplaces"
    proof: ClassVar[Literal["page", "documented"]] = "documented"
    docs = "https://docs.ozon.ru/api/seller/#tag/ReviewAPI"
    terms = "Its terms forbid automated collecting; the API gives a seller with a Premium Plus subscription the reviews of its own goods."
    needs_terms = True
    grows: Literal["end", "top", "anywhere"] = "top"

    def listings(self) -> list[Ask]:
        """Return the newest reviews of each product, or of the seller."""
        return [self._ask(ask.url) for ask in super().listings()]

    def ask_next(self, page: Page) -> Ask | None:
        """Return how to ask for the next page."""
        return self._ask(page.next) if page.next else None

    def sign(self, ask: Ask) -> Ask:
        """Return the request; one to the seller's API with the keys from OZON_CLIENT_ID and OZON_API_KEY."""
        if not ask.url.startswith(SELLER):
            return ask
        return replace(ask, headers={**ask.headers, "Client-Id": secret("OZON_CLIENT_ID"), "Api-Key": secret("OZON_API_KEY")})

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return a page of reviews or questions."""
        document = mapping(answer.json)
        name = next((name for name in ("reviews", "questions") if isinstance(document.get(name), list)), None)
        if name:
            more, last = document.get("has_next") is True, text(document.get("last_id"))
            following = (
                add_or_replace_parameter(answer.url, "last_id", last) if last and (more or name == "questions") and document[name] else None
            )
            return cls.page(
                answer, mentions=newest(_own(answer, row) for row in rows(document[name])), next=following, empty=not document[name]
            )
        for state in _states(document):
            found = newest(_mention(answer, row) for row in rows(state["reviews"]))
            page, total = whole(at(state, "paging", "page")), whole(at(state, "paging", "total"))
            size = whole(at(state, "paging", "perPage")) or len(found)
            has_more = bool(found) and page is not None and total is not None and page * size < total
            return cls.page(
                answer, mentions=found, next=_page(answer.url, page + 1) if has_more and page else None, stated_total=total, empty=not found
            )
        return cls.page(answer)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by its widgets, or by the names of the seller's fields."""
        if not answer.is_json:
            return None
        document = mapping(answer.json)
        own = "is_rating_participant" in mapping(at(document, "reviews", 0))
        return Detection(engine=cls.engine, score=1.0) if own or next(_states(document), None) else None

    @staticmethod
    def _ask(url: str) -> Ask:
        """Return the call for a page's reviews, or for a page of the seller's API; another address as it is."""
        if url.startswith(SELLER):
            last = next(iter(parse_qs(urlsplit(url).query).get("last_id", ())), "")
            body: dict[str, Any] = {"last_id": last}
            body |= {} if "/question/" in url else {"limit": 100, "sort_dir": "DESC", "status": "ALL"}
            headers = {"Content-Type": "application/json"}
            return Ask(url=url_query_cleaner(url, ["last_id"], remove=True), method="POST", headers=headers, body=json.dumps(body).encode())
        product = PRODUCT.search(url)
        if product is None or "entrypoint-api" in url:
            return Ask(url=url)
        return Ask(url=CALL.format(quote(f"/product/{product[1]}/reviews/?page=1&sort=published_at_desc", safe="")))


def _states(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the state of each widget that lists reviews."""
    for name, value in mapping(document.get("widgetStates")).items():
        state = mapping(loads(value) if isinstance(value, str) else value)
        if name.startswith("webListReviews") and isinstance(state.get("reviews"), list):
            yield state


def _mention(answer: Answer, row: Mapping[str, Any]) -> Mention | None:
    """Return one review of a page."""
    person, said = mapping(row.get("author")), mapping(row.get("content"))
    names = [text(person.get("firstName")), text(person.get("lastName"))]
    reply = mapping(at(row, "comments", "list", 0))
    product = text(row.get("itemId")) or text(row.get("sku")) or _product(answer.url)
    page = f"https://www.ozon.ru/product/{product}/" if product else None
    return review_of(
        OzonSpider,
        answer,
        key=row.get("uuid") or row.get("id"),
        words=Said(clean(text(said.get("comment")) or "")),
        posted=row.get("publishedAt") or row.get("createdAt"),
        stars=said.get("score"),
        pros=said.get("positive"),
        cons=said.get("negative"),
        author=None if row.get("isAnonymous") is True else " ".join(name for name in names if name) or None,
        verified=True if row.get("isItemPurchased") is True else None,
        votes=whole(at(row, "usefulness", "useful")),
        reply=reply.get("text") if reply.get("isOfficial") is True or mapping(reply.get("author")).get("isSeller") is True else None,
        subject_key=product,
        subject_url=page,
        thread_url=page,
        url=f"{page}reviews/" if page else None,
    )


def _own(answer: Answer, row: Mapping[str, Any]) -> Mention | None:
    """Return one review or question of the seller's API; that of a review has no author."""
    product = text(row.get("sku"))
    is_question = "question" in answer.url
    return review_of(
        OzonSpider,
        answer,
        key=row.get("id"),
        words=Said(clean(text(row.get("text")) or "")),
        posted=row.get("published_at"),
        stars=row.get("rating"),
        author=text(row.get("author_name")),
        kind="question" if is_question else "review",
        subject_key=product,
        subject_url=f"https://www.ozon.ru/product/{product}/" if product else None,
        url=text(row.get("question_link")),
    )


def _product(url: str) -> str | None:
    found = PRODUCT.search(unquote(url))
    return found[1] if found else None


def _page(url: str, page: int) -> str | None:
    """Return the call for another page of the same reviews."""
    inner = next(iter(parse_qs(urlsplit(url).query).get("url", ())), None)
    return add_or_replace_parameter(url, "url", add_or_replace_parameter(inner, "page", str(page))) if inner else None
