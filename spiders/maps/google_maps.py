"""Google Maps: saved answers of the web application, for a place and for its list of reviews.

Documentation: none; the places of values in the arrays are those of https://github.com/gosom/google-maps-scraper . Answers:
https://www.google.com/maps/preview/place?pb=… and https://www.google.com/maps/rpc/listugcposts?pb=… . Quirks: times are microseconds;
the original words stand before their translation; reviews stand twice in answers of 2023, once without a time.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from mentions.mention import Mention
from mentions.page import Answer, Page
from spiders.base.api_records import Record, at, read_record
from spiders.base.engine import Detection
from spiders.base.reviews import ReviewsSpider
from spiders.base.script_json import loads
from spiders.base.values import whole

GUARD = ")]}'"
STATE = "APP_INITIALIZATION_STATE="
TWICE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|n)")  # some collectors escape strings twice
REVIEW = re.compile(r"Ch[\w-]{18,}")
RECORD = Record(
    key="row.0",
    words="row.2.15.0.0 || row.2.1.0",
    posted="row.1.2",
    edited="row.1.3",
    stars="row.2.0.0",
    author="row.1.4.5.0 || row.1.4.0.4",
    author_key="row.1.4.5.3 || row.1.4.0.13 || row.1.10",
    url="https://www.google.com/maps/reviews/data=!4m6!14m5!1m4!2m3!1s{row.0}!2m1!1s0x0:0x0",
    language_declared="row.2.14.0 || row.2.1.1",
    subject="place.11",
    subject_key="place.78 || place.10",
    reply="row.3.14.0.0 || row.3.0",
    replied="row.3.1",
)
LIKELY = 5_000_000  # characters


class GoogleMapsSpider(ReviewsSpider):
    """The reviews in saved answers of one place."""

    engine = "google_maps"
    family = "maps"
    proof = "page"
    docs = "https://github.com/gosom/google-maps-scraper/blob/main/gmaps/entry.go"
    terms = "Google's terms forbid scraping Maps and keeping its content; meant for saved answers only."
    needs_terms = True
    may_store_text = False

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of a saved answer or page."""
        for document in _documents(answer):
            place = at(document, "6")
            listed = at(place, "175.9.0.0")
            if isinstance(place, list) and isinstance(at(place, "11"), str):
                found = [_mention(cls, answer, at(row, "0"), place) for row in listed or ()]
                total = whole(at(place, "4.8"))
                return cls.page(answer, mentions=[one for one in found if one], stated_total=total, empty=not total)
            posts = at(document, "2")
            if isinstance(posts, list) and REVIEW.fullmatch(str(at(posts, "0.0.0"))):
                found = [_mention(cls, answer, at(row, "0"), None) for row in posts]
                return cls.page(answer, mentions=[one for one in found if one])
        return cls.page(answer)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by where its reviews stand."""
        if not (answer.text.lstrip("\ufeff \r\n").startswith((GUARD, "[")) or STATE in answer.text):
            return None
        return Detection(engine=cls.engine, score=1.0) if cls.read(answer).mentions else None


def _documents(answer: Answer) -> Iterator[Any]:
    """Yield the arrays that an answer is, or that a page carries as texts within its state."""
    body = answer.text[:LIKELY].lstrip("\ufeff \r\n")
    if body.startswith((GUARD, "[")):
        yield loads(body.removeprefix(GUARD))
        return
    start = body.find(STATE)
    try:
        state, _ = json.JSONDecoder().raw_decode(body, start + len(STATE)) if start >= 0 else (None, 0)
    except (ValueError, RecursionError):
        return
    held = at(state, "3")
    for one in held.values() if isinstance(held, dict) else held if isinstance(held, list) else ():
        for said in one if isinstance(one, list) else [one]:
            if isinstance(said, str) and said.startswith(GUARD):
                yield loads(said.removeprefix(GUARD))


def _mention(engine: type[GoogleMapsSpider], answer: Answer, row: Any, place: Any) -> Mention | None:  # noqa: ANN401 - arrays of anything
    """Return one review, of the layouts of 2023 and 2024."""
    mention = read_record(engine, answer, {"row": row, "place": place}, RECORD)
    if mention is None or not TWICE.search(mention.text + (mention.owner_reply or "") + (mention.author or "")):
        return mention
    return replace(
        mention, text=_once(mention.text), author=_once(mention.author or "") or None, owner_reply=_once(mention.owner_reply or "") or None
    )


def _once(said: str) -> str:
    """Return a text, unescaped once more where a collector escaped it twice."""
    again = loads('"' + said.replace('"', '\\"').replace("\n", "\\n") + '"')
    return again if isinstance(again, str) else said
