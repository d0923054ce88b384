"""Yelp: answers of its Fusion API, of the API before it, and saved pages of a business.

Documentation: https://docs.developer.yelp.com/reference/v3_business_reviews · address, with a key in YELP_API_KEY:
https://api.yelp.com/v3/businesses/{id}/reviews?sort_by=newest . The API gives at most three cut excerpts a business, without a zone in
their times; its pages stand behind DataDome. A rating of 0.0 with no reviews is none.
"""

import re
from collections.abc import Mapping
from typing import Any

from mentions.page import Answer, Page
from spiders.base.api_records import Record, read_record
from spiders.base.described import read_described
from spiders.base.engine import Detection
from spiders.base.reviews import ReviewsSpider
from spiders.base.values import mapping, rows, text, whole

API = "https://api.yelp.com/"
SUBJECT = re.compile(r"/business(?:es)?/([^/?#]+)")
REVIEW_ID = re.compile(r"[?&]hrid=([\w-]+)")
RECORD = Record(
    key="id || linked",
    words="text || excerpt",
    posted="time_created",
    stars="rating",
    author="user.name",
    author_key="user.id",
    url="url || business.url",
    subject="business.name",
    subject_key="business.id || asked",
    subject_url="business.url",
)
PAGE_MARKS = "meta[name='yelp-biz-id'], [data-review-id][itemprop=review], script[src*='yelpcdn.com'], link[href*='yelpcdn.com']"


class YelpSpider(ReviewsSpider):
    """The newest excerpts of one business."""

    engine = "yelp"
    proof = "page"
    docs = "https://docs.developer.yelp.com/reference/v3_business_reviews"
    keys_from = "An app of your own: https://www.yelp.com/developers/v3/manage_app"
    terms = "Its terms forbid scraping, and keeping the API's content longer than 24 hours, but for the ids of businesses."
    needs_terms = True
    may_store_text = False
    api = API
    keys = {"Authorization": "Bearer {YELP_API_KEY}"}  # noqa: RUF012 - the base's ClassVar

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer of the API, or of a saved page."""
        if not answer.is_json:
            return read_described(cls, answer)
        document = mapping(answer.json)
        asked = SUBJECT.search(answer.url)
        shared = {"business": document, "asked": asked[1] if asked else None}
        found = []
        for row in rows(document.get("reviews")):  # older answers give a review's id only in its address
            linked = REVIEW_ID.search(text(row.get("url")) or "")
            found.append(read_record(cls, answer, {**row, **shared, "linked": linked and linked[1]}, RECORD))
        total = whole(document.get("total")) if "total" in document else whole(document.get("review_count"))
        return cls.page(answer, mentions=found, stated_total=total, empty=_is_answer(document) and total == 0)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer of the API, or a page that loads Yelp's own files and holds reviews."""
        if answer.is_json:
            return Detection(engine=cls.engine, score=1.0) if _is_answer(mapping(answer.json)) else None
        if "yelp" not in answer.text or not answer.html.css_matches(PAGE_MARKS) or not read_described(cls, answer).mentions:
            return None
        return Detection(engine=cls.engine, score=0.95)


def _is_answer(document: Mapping[str, Any]) -> bool:
    """Return whether a document is one of the API's: of a business, or of its reviews."""
    reviews = rows(document.get("reviews"))
    if "review_count" in document and "yelp." in str(document.get("url")):
        return True
    return bool(reviews) and all("time_created" in row and "user" in row for row in reviews)
