"""Foursquare: tips of a place, by the v2 API, the Places API and the Places API of 2025.

Documentation: https://docs.foursquare.com/fsq-developers-places/reference/place-tips · address, with a key in FOURSQUARE_API_KEY:
https://places-api.foursquare.com/places/{id}/tips?limit=50&sort=NEWEST . Quirks: tips have no rating; the v2 API counts seconds.
"""

import re
from dataclasses import replace

from mentions.page import Answer, Ask, Page
from spiders.base.api_records import Record, read_record
from spiders.base.api_reviews import next_offset_of
from spiders.base.credentials import secret
from spiders.base.engine import Detection
from spiders.base.reviews import ReviewsSpider
from spiders.base.values import mapping, require, rows, whole

KEYED = re.compile(r"https://(?:places-api|api)\.foursquare\.com/")
VERSION = "2025-06-17"  # of the Places API, as a header asks for it
PLACE = re.compile(r"/(?:places|venues)/([0-9a-f]{24})")
RECORD = Record(
    key="fsq_tip_id || id",
    words="text",
    posted="created_at || createdAt",
    author="{user.firstName} {user.lastName} || user.firstName || user.lastName",
    author_key="user.id",
    url="canonicalUrl || url || https://foursquare.com/item/{fsq_tip_id} || https://foursquare.com/item/{id}",
    language_declared="lang",
    votes="agree_count || likes.count",
    subject="venue.name",
    subject_key="venue.id || asked",
    subject_url="venue.canonicalUrl || venue.shortUrl",
)


class FoursquareSpider(ReviewsSpider):
    """The tips of one place."""

    engine = "foursquare"
    proof = "page"
    docs = "https://docs.foursquare.com/fsq-developers-places/reference/place-tips"
    keys_from = "A project of your own: https://foursquare.com/developers/"
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
        asked = PLACE.search(answer.url)
        shared = {"asked": asked[1] if asked else None}
        if isinstance(answer.json, list):
            found = [read_record(cls, answer, {**row, **shared}, RECORD) for row in rows(answer.json)]
            return cls.page(answer, mentions=[one for one in found if one], empty=answer.json == [] and "/tips" in answer.url)
        response = mapping(require(answer.json, "meta", "response")["response"])
        venue = mapping(response.get("venue"))
        tips = venue.get("tips") if venue else response.get("tips")
        groups = rows(mapping(tips).get("groups"))
        listed = [tip for group in groups for tip in rows(group.get("items"))] or rows(
            tips if isinstance(tips, list) else mapping(tips).get("items")
        )
        total = whole(mapping(tips).get("count"))
        found = [read_record(cls, answer, {"venue": venue, **row, **shared}, RECORD) for row in listed]
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
