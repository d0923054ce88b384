"""Mangrove Reviews: an open archive of signed reviews of places, sites, books and companies.

Documentation: https://docs.mangrove.reviews/ · address: https://api.mangrove.reviews/reviews?q=cafe&limit=100 , or
https://api.mangrove.reviews/reviews?sub=https%3A%2F%2Fshop.example . Quirks: ratings run from 0 to 100, and 0 is one; what is about another
review (`urn:maresi:`) is a reaction, an edit or a deletion, and none itself.
"""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from spiders.base.api_records import Record, read_record
from spiders.base.engine import Detection
from spiders.base.reviews import ReviewsSpider
from spiders.base.values import Record as Row
from spiders.base.values import at, mapping, require, rows, text

BEST = 100
REACTIONS = "urn:maresi:"
GEO = re.compile(r"^geo:", re.IGNORECASE)
RECORD = Record(
    key="signature",
    words="payload.opinion",
    posted="payload.iat",
    stars="stars",
    best=BEST,
    author="payload.metadata.nickname",
    author_key="kid",
    url="https://mangrove.reviews/list?signature={signature}",
    subject="named",
    subject_key="payload.sub",
    subject_url="page",
    incentivised="payload.metadata.is_affiliated",
)


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
        payloads = [mapping(row.get("payload")) for row in listed]
        gone = {str(one.get("sub")).removeprefix(REACTIONS) for one in payloads if one.get("action") in ("delete", "edit")}
        found = [_mention(cls, answer, row) for row in listed if text(row.get("signature")) not in gone]
        return cls.page(answer, mentions=found, empty=answer.json["reviews"] == [])

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by its signed payloads."""
        listed = rows(mapping(answer.json).get("reviews")) if answer.is_json else []
        is_one = bool(listed) and all("signature" in row and "sub" in mapping(row.get("payload")) for row in listed)
        return Detection(engine=cls.engine, score=1.0) if is_one else None


def _mention(engine: type[MangroveSpider], answer: Answer, row: Row) -> Mention | None:
    """Return one review."""
    subject, rating = text(at(row, "payload", "sub")) or "", at(row, "payload", "rating")
    if subject.startswith(REACTIONS):
        return None
    place = parse_qs(urlsplit(GEO.sub("//", subject)).query).get("q", [None])[0] if GEO.match(subject) else subject or None
    is_worst = rating == 0 and not isinstance(rating, bool)
    told = {"named": place, "page": subject if subject.startswith("http") else None, "stars": 1 if is_worst else rating}
    mention = read_record(engine, answer, {**row, **told}, RECORD)
    return replace(mention, rating=0.0) if mention and is_worst else mention
