"""Mangrove Reviews: an open archive of signed reviews of places, sites, books and companies.

Documentation: https://docs.mangrove.reviews/ · address: https://api.mangrove.reviews/reviews?q=cafe&limit=100 , or
https://api.mangrove.reviews/reviews?sub=https%3A%2F%2Fshop.example . Quirks: ratings run from 0 to 100, and 0 is one; what is about another
review (`urn:maresi:`) is a reaction, an edit or a deletion, and none itself.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from spiders.base.api_reviews import review_of
from spiders.base.engine import Detection
from spiders.base.reviews import ReviewsSpider
from spiders.base.values import mapping, require, rows, text, whole

BEST = 100.0
REACTIONS = "urn:maresi:"
GEO = re.compile(r"^geo:", re.IGNORECASE)


class MangroveSpider(ReviewsSpider):
    """The reviews that a query of the archive finds."""

    engine = "mangrove"
    family = "maps"
    docs = "https://docs.mangrove.reviews/"
    terms = "Open data (CC BY 4.0): may be kept; name Mangrove and the author."

    def listings(self) -> list[Ask]:
        """Return the queries, asked for as JSON."""
        return [replace(ask, headers={"Accept": "application/json"}) for ask in super().listings()]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer; those that their authors have taken back are none."""
        listed = rows(require(answer.json, "reviews")["reviews"])
        gone = {
            str(payload.get("sub")).removeprefix(REACTIONS)
            for payload in (mapping(row.get("payload")) for row in listed)
            if payload.get("action") in ("delete", "edit")
        }
        found = [_mention(cls, answer, row) for row in listed if row.get("signature") not in gone]
        return cls.page(answer, mentions=found, empty=answer.json["reviews"] == [])

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by its signed payloads."""
        listed = rows(mapping(answer.json).get("reviews")) if answer.is_json else []
        is_one = bool(listed) and all("signature" in row and "sub" in mapping(row.get("payload")) for row in listed)
        return Detection(engine=cls.engine, score=1.0) if is_one else None


def _mention(engine: type[MangroveSpider], answer: Answer, row: Mapping[str, Any]) -> Mention | None:
    """Return one review."""
    payload, about = mapping(row.get("payload")), mapping(mapping(row.get("payload")).get("metadata"))
    subject = text(payload.get("sub")) or ""
    rating, key = whole(payload.get("rating")), text(row.get("signature"))
    if subject.startswith(REACTIONS):
        return None
    mention = review_of(
        engine,
        answer,
        key=key,
        words=payload.get("opinion"),
        posted=payload.get("iat"),
        stars=rating or 1,
        best=BEST,
        author=text(about.get("nickname")),
        author_key=text(row.get("kid")),
        url=f"https://mangrove.reviews/list?signature={quote(key or '')}",
        subject=next(iter(parse_qs(urlsplit(GEO.sub("//", subject)).query).get("q", ())), None) if GEO.match(subject) else subject or None,
        subject_key=subject or None,
        subject_url=subject if subject.startswith("http") else None,
        incentivised=True if about.get("is_affiliated") in (True, "true") else None,
    )
    if mention is None or (rating is None and not mention.text):
        return None
    return replace(mention, rating=None if rating is None else float(rating), rating_max=None if rating is None else BEST)
