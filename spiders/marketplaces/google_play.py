"""Google Play: the reviews of an app, newest first, as its page asks for them, and those that the page itself holds.

Structure: https://github.com/facundoolano/google-play-scraper (reviews). An address:
https://play.google.com/store/apps/details?id=org.example&hl=en . A review is an array: [0] id, [1][0] author, [2] stars, [4] text, [5][0]
time, [6] votes, [7] the developer's answer, [10] version. An edited review may come in two revisions under one id, and its answer may be
older than it.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from w3lib.url import add_or_replace_parameter

from mentions.page import Answer, Ask, Page
from spiders.base.api_rows import Rows, read_rows
from spiders.base.api_spider import ApiSpider
from spiders.base.engine import Detection
from spiders.base.google_rpc import call, callbacks, is_answer, payloads
from spiders.base.markup import require_whole
from spiders.base.values import at, text

RPC = "https://play.google.com/_/PlayStoreUi/data/batchexecute"
CALL = "UsvDTd"
NEWEST = 2
A_PAGE = 100  # reviews; the page itself asks for 40
SHORTEST = 8  # fields of a review
MOST_STARS = 5
PAGE = "https://play.google.com/store/apps/details?id={}"
REVIEW = Rows("key=0 words=4 posted=5.0 stars=2 author=1.0 author_key=9.0 votes=6 variant=10 reply=7.1 replied=7.2.0", page=PAGE)
DEEPEST = 8  # levels of arrays in which a list of reviews is looked for


class GooglePlaySpider(ApiSpider):
    """The reviews of apps in one language."""

    engine = "google_play"
    proof = "page"
    docs = "https://developers.google.com/android-publisher/api-ref/rest/v3/reviews"
    terms = "Google Play's terms forbid automated access; the developer of an app gets its reviews by the Android Publisher API."
    needs_terms = True

    def ask(self, url: str) -> Ask:
        """Return the call for the newest reviews of an app, or for those behind a token."""
        query = _query(url)
        where = {name: query[name] for name in ("gl", "id") if name in query}
        wanted = [None, None, [2, NEWEST, [A_PAGE, None, query.get("token")], None, []], [query.get("id", ""), 7]]
        return call(f"{RPC}?{urlencode({'rpcids': CALL, 'hl': query.get('hl', 'en'), **where})}", CALL, wanted)

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer or of an app's page; a page of the store without any is `empty`."""
        is_rpc = is_answer(answer)
        if not is_rpc:
            require_whole(answer)
        app = _app_of(answer)
        documents = list(payloads(answer, CALL)) if is_rpc else callbacks(answer)
        for document in documents:
            listed, token = _listed(document)
            if not listed:
                continue
            url = f"{RPC}?rpcids={CALL}&hl={_query(answer.url).get('hl', 'en')}&id={app}" if app and not is_rpc else answer.url
            following = add_or_replace_parameter(url, "token", token) if token and app else None
            return cls.page(answer, mentions=read_rows(cls, answer, listed, REVIEW, lambda row: _known(row, app)), next=following)
        return cls.page(answer, empty=is_rpc and bool(documents))

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer for reviews, or an app's page that holds some."""
        if is_answer(answer):
            return Detection(engine=cls.engine, score=1.0) if next(payloads(answer, CALL), None) is not None else None
        if answer.is_json or "AF_initDataCallback" not in answer.text or "/store/apps/" not in answer.text:
            return None
        found = any(_listed(document)[0] for document in callbacks(answer))
        return Detection(engine=cls.engine, score=1.0) if found else None


def _known(row: list[Any], app: str | None) -> dict[str, Any]:
    """Return what a review is about, and its own address."""
    return {"subject_key": app, "url": f"{PAGE.format(app)}&reviewId={quote(row[0], safe='')}"} if app else {}


def _listed(document: object, depth: int = 0) -> tuple[list[list[Any]], str | None]:
    """Return the list of reviews in a document and the token of the page behind it."""
    if not isinstance(document, list) or depth > DEEPEST:
        return [], None
    if document and isinstance(document[0], list) and document[0] and all(_is_review(row) for row in document[0]):
        return document[0], text(at(document, 1, 1)) or text(at(document, 1, -1))
    return next((found for child in document if (found := _listed(child, depth + 1))[0]), ([], None))


def _is_review(row: object) -> bool:
    """Return whether an array is a review."""
    stars = at(row, 2)
    return (
        isinstance(row, list)
        and len(row) >= SHORTEST
        and isinstance(row[0], str)
        and isinstance(at(row, 1, 0), str)
        and isinstance(stars, int)
        and 0 < stars <= MOST_STARS
        and isinstance(at(row, 5, 0), int)
    )


def _app_of(answer: Answer) -> str | None:
    """Return the id of the app, as the answer's address has it."""
    app = _query(answer.url).get("id")
    return app if app and re.fullmatch(r"[\w.]+", app) else None


def _query(url: str) -> Mapping[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
