"""Yelp: answers of its Fusion API, of the API before it, and saved pages of a business.

Documentation: https://docs.developer.yelp.com/reference/v3_business_reviews · address, with a key in YELP_API_KEY:
https://api.yelp.com/v3/businesses/{id}/reviews?sort_by=newest . The API gives at most three cut excerpts a business, without a zone in
their times; its pages stand behind DataDome. A rating of 0.0 with no reviews is none.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal

from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from spiders.base.api_reviews import review_of
from spiders.base.credentials import secret
from spiders.base.described import read_described
from spiders.base.engine import Detection, Family
from spiders.base.reviews import ReviewsSpider
from spiders.base.values import mapping, rows, text, whole

API = "https://api.yelp.com/"
SUBJECT = re.compile(r"/business(?:es)?/([^/?#]+)")
REVIEW_ID = re.compile(r"[?&]hrid=([\w-]+)")
PAGE_MARKS = "meta[name='yelp-biz-id'], [data-review-id][itemprop=review], script[src*='yelpcdn.com'], link[href*='yelpcdn.com']"


class YelpSpider(ReviewsSpider):
    """The newest excerpts of one business."""

    engine = "yelp"
    family: ClassVar[Family] = "reviews"
    proof: ClassVar[Literal["page", "documented"]] = "page"
    docs = "https://docs.developer.yelp.com/reference/v3_business_reviews"
    terms = "Its terms forbid scraping, and keeping the API's content longer than 24 hours, but for the ids of businesses."
    needs_terms = True
    may_store_text = False

    def sign(self, ask: Ask) -> Ask:
        """Return the request; one to the API with the key from YELP_API_KEY."""
        if not ask.url.startswith(API):
            return ask
        return replace(ask, headers={**ask.headers, "Authorization": f"Bearer {secret('YELP_API_KEY')}"})

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer of the API, or of a saved page."""
        if not answer.is_json:
            return read_described(cls, answer)
        document = mapping(answer.json)
        found = [_mention(cls, answer, document, row) for row in rows(document.get("reviews"))]
        total = whole(document.get("total")) if "total" in document else whole(document.get("review_count"))
        return cls.page(answer, mentions=[one for one in found if one], stated_total=total, empty=_is_answer(document) and total == 0)

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


def _mention(engine: type[YelpSpider], answer: Answer, document: Mapping[str, Any], row: Mapping[str, Any]) -> Mention | None:
    """Return one review."""
    url, user = text(row.get("url")), mapping(row.get("user"))
    linked = REVIEW_ID.search(url or "")
    subject = SUBJECT.search(answer.url)
    return review_of(
        engine,
        answer,
        key=row.get("id") or (linked[1] if linked else None),
        words=row.get("text") or row.get("excerpt"),
        posted=row.get("time_created"),
        stars=row.get("rating"),
        author=text(user.get("name")),
        author_key=text(user.get("id")),
        url=url or text(document.get("url")),
        subject=text(document.get("name")),
        subject_key=text(document.get("id")) or (subject[1] if subject else None),
        subject_url=text(document.get("url")),
    )
