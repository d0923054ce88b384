"""Google Business Profile: all reviews of the owner's own places, with the owner's answers.

Documentation: https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews/list · address:
https://mybusiness.googleapis.com/v4/accounts/{account}/locations/{location}/reviews?pageSize=50&orderBy=updateTime%20desc . Needs a client
that the owner has let in: GOOGLE_BUSINESS_CLIENT_ID, GOOGLE_BUSINESS_CLIENT_SECRET and GOOGLE_BUSINESS_REFRESH_TOKEN. Quirks: stars are
words; a translated text holds the original behind "(Original)".
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from w3lib.url import add_or_replace_parameter

from mentions.page import Answer, Ask, Page
from spiders.base.api_records import Api, Record
from spiders.base.credentials import secret, token
from spiders.base.engine import Fetch
from spiders.base.portal import PortalSpider
from spiders.base.values import mapping, text

TOKENS = "https://oauth2.googleapis.com/token"
STARS = {"ONE": 1, "TWO": 2, "THREE": 3, "FOUR": 4, "FIVE": 5}
ORIGINAL = re.compile(r"\(Original\)\s*(?P<behind>.+)$|^(?P<before>.+?)\s*\(Translated by Google\)", re.DOTALL)
PLACE = re.compile(r"(accounts/[^/]+/locations/[^/]+)/reviews")
API = Api(
    rows="reviews",
    marks=frozenset({"reviewId", "starRating", "createTime"}),
    total="totalReviewCount",
    add=lambda row: _told(row),  # noqa: PLW0108 - it stands below
    record=Record(
        key="reviewId",
        words="said",
        posted="createTime",
        edited="updateTime",
        stars="stars",
        author="by",
        subject_key="place",
        reply="answer",
        replied="reviewReply.updateTime",
    ),
)


class GoogleBusinessSpider(PortalSpider):
    """The reviews of one of the owner's places, those changed last first."""

    engine = "google_business"
    family = "maps"
    docs = "https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews/list"
    keys_from = (
        "A client of your own, https://console.cloud.google.com/apis/credentials , and the token that it gets when the "
        "places' owner lets it in."
    )
    terms = "The owner of a place may keep its reviews; they may not be sold or shown as somebody else's."
    grows = "top"
    apis = (API,)
    _token: str = ""

    async def log_in(self, fetch: Fetch) -> None:
        """Ask for a token that lasts an hour, for the client that the owner has let in."""
        form = {
            "client_id": secret("GOOGLE_BUSINESS_CLIENT_ID"),
            "client_secret": secret("GOOGLE_BUSINESS_CLIENT_SECRET"),
            "refresh_token": secret("GOOGLE_BUSINESS_REFRESH_TOKEN"),
            "grant_type": "refresh_token",
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        self._token = await token(fetch, Ask(url=TOKENS, method="POST", headers=headers, body=urlencode(form).encode()), "access_token")

    def sign(self, ask: Ask) -> Ask:
        """Return the request with the token."""
        return replace(ask, headers={**ask.headers, "Authorization": f"Bearer {self._token}"})

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer. A place without reviews has an answer without anything."""
        if answer.json == {}:
            return cls.page(answer, empty=PLACE.search(answer.url) is not None)
        page = super().read(answer)
        following = text(mapping(answer.json).get("nextPageToken"))
        return replace(page, next=add_or_replace_parameter(answer.url, "pageToken", following) if following else None)


def _original(comment: str | None) -> str | None:
    """Return what the author wrote, without Google's translation of it."""
    match = ORIGINAL.search(comment or "")
    return match["behind"] or match["before"] if match else comment


def _told(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a record's stars as a number, its words untranslated, its place, and its author where there is one."""
    reviewer, place = mapping(row.get("reviewer")), PLACE.search(text(row.get("name")) or "")
    return {
        "said": _original(text(row.get("comment"))),
        "answer": _original(text(mapping(row.get("reviewReply")).get("comment"))),
        "stars": STARS.get(text(row.get("starRating")) or ""),
        "by": None if reviewer.get("isAnonymous") else reviewer.get("displayName"),
        "place": place[1] if place else None,
    }
