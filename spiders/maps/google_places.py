"""Google Places: counts, ratings and ids of a place's reviews, by the Places API and the one before it.

Documentation: https://developers.google.com/maps/documentation/places/web-service/place-details · address, with a key in
GOOGLE_PLACES_API_KEY: https://places.googleapis.com/v1/places/{place_id} . Quirks: at most five reviews; the older API says in `status`,
within an answer of status 200, that it refuses, and gives reviews no id: author and time are one. The original words are kept apart
from the translated ones.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from w3lib.url import add_or_replace_parameter

from mentions.errors import UnreadablePageError
from mentions.page import Answer, Ask, Page
from spiders.base.api_records import Record, read_record
from spiders.base.credentials import secret
from spiders.base.engine import Detection
from spiders.base.reviews import ReviewsSpider
from spiders.base.values import mapping, rows, text, whole

MODERN = "https://places.googleapis.com/"
LEGACY = "https://maps.googleapis.com/"
FIELDS = "id,displayName,rating,userRatingCount,googleMapsUri,reviews"
CONTRIBUTOR = re.compile(r"/contrib/(\d+)")
LEGACY_RECORD = Record(
    key="{by}-{time} || {author_url}-{time} || {author_name}-{time}",
    words="text",
    posted="time",
    stars="rating",
    author="author_name",
    author_key="by",
    url="author_url",
    language_declared="original_language || language",
    subject="place.name",
    subject_key="place.place_id",
    subject_url="place.url",
)
MODERN_RECORD = Record(
    key="name",
    words="originalText.text || text.text",
    posted="publishTime",
    stars="rating",
    author="authorAttribution.displayName",
    author_key="by",
    url="googleMapsUri || authorAttribution.uri",
    language_declared="originalText.languageCode || text.languageCode",
    subject="place.displayName.text",
    subject_key="place.id",
    subject_url="place.googleMapsUri",
)


class GooglePlacesSpider(ReviewsSpider):
    """The reviews of one place that Google chooses to give."""

    engine = "google_places"
    family = "maps"
    proof = "page"
    docs = "https://developers.google.com/maps/documentation/places/web-service/place-details"
    keys_from = "A key for the Places API: https://console.cloud.google.com/apis/credentials"
    terms = "Its terms forbid keeping anything but place ids: counts, ratings and ids are kept, no words."
    may_store_text = False
    signs = True

    def sign(self, ask: Ask) -> Ask:
        """Return the request with the key from GOOGLE_PLACES_API_KEY."""
        if ask.url.startswith(MODERN):
            return replace(ask, headers={**ask.headers, "X-Goog-Api-Key": secret("GOOGLE_PLACES_API_KEY"), "X-Goog-FieldMask": FIELDS})
        if ask.url.startswith(LEGACY):
            return replace(ask, url=add_or_replace_parameter(ask.url, "key", secret("GOOGLE_PLACES_API_KEY")))
        return ask

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer of either API."""
        document = mapping(answer.json)
        if "status" in document:
            if document["status"] not in ("OK", "ZERO_RESULTS"):
                msg = f"Google answered {document['status']}: {text(document.get('error_message')) or 'no reason given'}"
                raise UnreadablePageError(msg)
            place = mapping(document.get("result"))
            where = LEGACY_RECORD
            total = whole(place.get("user_ratings_total"))
        else:
            place = document
            where = MODERN_RECORD
            total = whole(place.get("userRatingCount"))
        found = [read_record(cls, answer, {**row, "place": place, "by": _contributor(row)}, where) for row in rows(place.get("reviews"))]
        return cls.page(answer, mentions=[one for one in found if one], stated_total=total, empty=bool(place))

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer of either API by its own names."""
        document = mapping(answer.json) if answer.is_json else {}
        is_legacy = {"status", "html_attributions"} <= document.keys()
        is_modern = "displayName" in document and any("authorAttribution" in row for row in rows(document.get("reviews")))
        return Detection(engine=cls.engine, score=1.0) if is_legacy or is_modern else None


def _contributor(row: Mapping[str, Any]) -> str | None:
    """Return the id of a review's author, which stands in the address of the author's page."""
    match = CONTRIBUTOR.search(text(row.get("author_url")) or text(mapping(row.get("authorAttribution")).get("uri")) or "")
    return match[1] if match else None
