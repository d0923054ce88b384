"""Foursquare: tips of a place, by the v2 API, the Places API and the Places API of 2025.

Documentation: https://docs.foursquare.com/fsq-developers-places/reference/place-tips · address, with a key in FOURSQUARE_API_KEY:
https://places-api.foursquare.com/places/{id}/tips?limit=50&sort=NEWEST . Quirks: tips have no rating; the v2 API counts seconds.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal

from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from spiders.base.api_reviews import next_offset_of, review_of
from spiders.base.credentials import secret
from spiders.base.engine import Detection, Family
from spiders.base.reviews import ReviewsSpider
from spiders.base.values import mapping, require, rows, text, whole

KEYED = re.compile(r"https://(?:places-api|api)\.foursquare\.com/")
VERSION = "2025-06-17"  # of the Places API, as a header asks for it
PLACE = re.compile(r"/(?:places|venues)/([0-9a-f]{24})")


class FoursquareSpider(ReviewsSpider):
    """The tips of one place."""

    engine = "foursquare"
    family: ClassVar[Family] = "reviews"
    proof: ClassVar[Literal["page", "documented"]] = "page"
    docs = "https://docs.foursquare.com/fsq-developers-places/reference/place-tips"
    terms = "Tips may be shown with attribution and kept for 24 hours at most, unless the contract says more."
    needs_terms = True
    may_store_text = False

    def sign(self, ask: Ask) -> Ask:
        """Return the request with the key from FOURSQUARE_API_KEY."""
        if not KEYED.match(ask.url):
            return ask
        key = secret("FOURSQUARE_API_KEY")
        authorization = f"Bearer {key}" if ask.url.startswith("https://places-api.") else key
        return replace(ask, headers={**ask.headers, "Authorization": authorization, "X-Places-Api-Version": VERSION})

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the tips of an answer."""
        if isinstance(answer.json, list):
            found = [_mention(cls, answer, row, {}) for row in rows(answer.json)]
            return cls.page(answer, mentions=[one for one in found if one], empty=answer.json == [] and "/tips" in answer.url)
        response = mapping(require(answer.json, "meta", "response")["response"])
        venue = mapping(response.get("venue"))
        tips = venue.get("tips") if venue else response.get("tips")
        groups = rows(mapping(tips).get("groups"))
        listed = [tip for group in groups for tip in rows(group.get("items"))] or rows(
            tips if isinstance(tips, list) else mapping(tips).get("items")
        )
        total = whole(mapping(tips).get("count"))
        found = [_mention(cls, answer, row, mapping(row.get("venue")) or venue) for row in listed]
        place = answer.url if "/tips" in answer.url else answer.url.partition("?")[0].rstrip("/") + "/tips"
        return cls.page(
            answer,
            mentions=[one for one in found if one],
            next=next_offset_of(place, "offset", count=len(listed), total=total),
            stated_total=total,
            empty=tips is not None and not listed,
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer of the API that holds tips."""
        if not answer.is_json:
            return None
        if isinstance(answer.json, list):
            is_one = bool(answer.json) and all(
                {"created_at", "text"} <= row.keys() and ("id" in row or "fsq_tip_id" in row) for row in rows(answer.json)
            )
            is_one = is_one and bool(PLACE.search(answer.url))
        else:
            response = mapping(mapping(answer.json).get("response"))
            is_one = "code" in mapping(mapping(answer.json).get("meta")) and (
                "tips" in response or "tips" in mapping(response.get("venue"))
            )
        return Detection(engine=cls.engine, score=0.95) if is_one else None


def _mention(engine: type[FoursquareSpider], answer: Answer, row: Mapping[str, Any], venue: Mapping[str, Any]) -> Mention | None:
    """Return one tip."""
    user = mapping(row.get("user"))
    name = " ".join(part for part in (text(user.get("firstName")), text(user.get("lastName"))) if part) or None
    place = PLACE.search(answer.url)
    key = text(row.get("fsq_tip_id")) or text(row.get("id"))
    return review_of(
        engine,
        answer,
        key=key,
        words=row.get("text"),
        posted=row.get("created_at") or row.get("createdAt"),
        author=name,
        author_key=text(user.get("id")),
        url=text(row.get("canonicalUrl")) or text(row.get("url")) or f"https://foursquare.com/item/{key}",
        language_declared=text(row.get("lang")),
        votes=whole(row.get("agree_count")) if "agree_count" in row else whole(mapping(row.get("likes")).get("count")),
        subject=text(venue.get("name")),
        subject_key=text(venue.get("id")) or (place[1] if place else None),
        subject_url=text(venue.get("canonicalUrl")) or text(venue.get("shortUrl")),
    )
