"""Google Maps: saved answers of the web application, for a place and for its list of reviews.

Documentation: none; the places of values in the arrays are those of https://github.com/gosom/google-maps-scraper . Answers:
https://www.google.com/maps/preview/place?pb=… and https://www.google.com/maps/rpc/listugcposts?pb=… . Quirks: times are microseconds;
the original words stand before their translation; reviews stand twice in answers of 2023, once without a time.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from mentions.mention import Mention
from mentions.page import Answer, Page
from spiders.base.api_reviews import review_of
from spiders.base.engine import Detection, Family
from spiders.base.reviews import ReviewsSpider
from spiders.base.script_json import loads
from spiders.base.values import text, whole

GUARD = ")]}'"
STATE = "APP_INITIALIZATION_STATE="
TWICE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|n)")  # some collectors escape strings twice
REVIEW = re.compile(r"Ch[\w-]{18,}")
PLACE_ID = 78
LIKELY = 5_000_000  # characters


class GoogleMapsSpider(ReviewsSpider):
    """The reviews in saved answers of one place."""

    engine = "google_maps"
    family: ClassVar[Family] = "maps"
    proof: ClassVar[Literal["page", "documented"]] = "page"
    docs = "https://github.com/gosom/google-maps-scraper/blob/main/gmaps/entry.go"
    terms = "Google's terms forbid scraping Maps and keeping its content; meant for saved answers only."
    needs_terms = True
    may_store_text = False

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of a saved answer or page."""
        for document in _documents(answer):
            place = at(document, 6)
            listed = at(place, 175, 9, 0, 0)
            if isinstance(place, list) and isinstance(at(place, 11), str):
                found = [_mention(cls, answer, at(row, 0), place) for row in listed or ()]
                total = whole(at(place, 4, 8))
                return cls.page(answer, mentions=[one for one in found if one], stated_total=total, empty=not total)
            posts = at(document, 2)
            if isinstance(posts, list) and REVIEW.fullmatch(str(at(posts, 0, 0, 0))):
                found = [_mention(cls, answer, at(row, 0), None) for row in posts]
                return cls.page(answer, mentions=[one for one in found if one])
        return cls.page(answer)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by where its reviews stand."""
        if not (answer.text.lstrip("\ufeff \r\n").startswith((GUARD, "[")) or STATE in answer.text):
            return None
        return Detection(engine=cls.engine, score=1.0) if cls.read(answer).mentions else None


def at(value: Any, *path: int) -> Any:  # noqa: ANN401 - arrays of anything
    """Return what stands at a path of indices in arrays, or None."""
    for index in path:
        if not isinstance(value, list) or index >= len(value):
            return None
        value = value[index]
    return value


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
    held = at(state, 3)
    for one in held.values() if isinstance(held, dict) else held if isinstance(held, list) else ():
        for said in one if isinstance(one, list) else [one]:
            if isinstance(said, str) and said.startswith(GUARD):
                yield loads(said.removeprefix(GUARD))


def _mention(engine: type[GoogleMapsSpider], answer: Answer, row: Any, place: Any) -> Mention | None:  # noqa: ANN401 - arrays of anything
    """Return one review, of the layouts of 2023 and 2024."""
    about, author = at(row, 1), at(row, 1, 4)
    said = at(row, 2, 15, 0, 0) or at(row, 2, 1, 0)
    name = at(author, 5, 0) or at(author, 0, 4)
    who = at(author, 5, 3) or at(author, 0, 13) or at(about, 10)
    key = text(at(row, 0))
    return review_of(
        engine,
        answer,
        key=key,
        words=_once(said),
        posted=at(about, 2),
        edited=at(about, 3),
        stars=at(row, 2, 0, 0),
        author=_once(name),
        author_key=text(who),
        url=f"https://www.google.com/maps/reviews/data=!4m6!14m5!1m4!2m3!1s{key}!2m1!1s0x0:0x0",
        language_declared=text(at(row, 2, 14, 0)) or text(at(row, 2, 1, 1)),
        subject=_once(at(place, 11)),
        subject_key=text(at(place, PLACE_ID)) or text(at(place, 10)),
        reply=_once(at(row, 3, 14, 0, 0) or at(row, 3, 0)),
        replied=at(row, 3, 1),
    )


def _once(said: object) -> str | None:
    """Return a text, unescaped once more where a collector escaped it twice."""
    if not isinstance(said, str):
        return None
    again = loads('"' + said.replace('"', '\\"') + '"') if TWICE.search(said) else None
    return again if isinstance(again, str) else said
