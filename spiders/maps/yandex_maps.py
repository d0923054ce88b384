"""Yandex Maps: the state that a place's page carries, and the answers that the page asks for.

Documentation: https://yandex.ru/dev/sprav/ (the owner's interface; there is none for reviews) · address:
https://yandex.ru/maps/org/{name}/{id}/reviews/ . Quirks: an edited review has only its last time; the owner's answer is
`businessComment`; pages after the first are signed, and a captcha stands before those who ask too often.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from mentions.page import Answer, Page
from spiders.base.api_records import Record, read_record
from spiders.base.api_reviews import next_page_of
from spiders.base.embedded import documents
from spiders.base.engine import Detection
from spiders.base.review_markup import Blocks, Layout, read_reviews
from spiders.base.reviews import ReviewsSpider
from spiders.base.values import mapping, rows, whole

ORGANISATION = re.compile(r"/org/(?:[^/]+/)?(\d+)")
DEEPEST = 12  # levels at which a page keeps its reviews
RECORD = Record(
    key="reviewId",
    words="text",
    posted="updatedTime",
    stars="rating",
    author="author.name",
    author_key="author.publicId",
    url="https://yandex.ru/maps/org/{businessId}/reviews/?reviews%5BpublicId%5D={reviewId}",
    language_declared="textLanguage",
    votes="reactions.likes",
    subject_key="businessId",
    subject_url="https://yandex.ru/maps/org/{businessId}/",
    reply="businessComment.text",
    replied="businessComment.updatedTime",
)
MARKUP = Layout(
    reviews=Blocks(
        block=".business-review-view",
        body=".business-review-view__body-text || .business-review-view__body || .spoiler-view__text-container",
        author="[itemprop=author] [itemprop=name] || .business-review-view__author-name",
        date="meta[itemprop=datePublished]@content || .business-review-view__date",
        rating="meta[itemprop=ratingValue]@content",
        votes=".business-reactions-view__counter",
        reply=".business-review-comment-content__bubble",
    ),
    subject=".orgpage-header-view__header || h1",
    total="meta[itemprop=reviewCount]@content",
)


class YandexMapsSpider(ReviewsSpider):
    """The reviews of one organisation."""

    engine = "yandex_maps"
    family = "maps"
    docs = "https://yandex.ru/legal/maps_termsofuse/"
    terms = "Its terms forbid collecting; the Places API's content may be kept 30 days and shown on its map only."
    needs_terms = True

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of a page's state, of an answer to the page, or of the page as it is shown."""
        found = next((one for document in documents(answer) for one in _results(document, 0)), None)
        if found is None:
            return cls.page(answer) if answer.is_json else read_reviews(cls, answer, (MARKUP,))
        params = mapping(found.get("params"))
        organisation = ORGANISATION.search(answer.url)
        shared = {"businessId": organisation[1] if organisation else None}
        read = [read_record(cls, answer, {**shared, **row}, RECORD) for row in rows(found["reviews"])]
        return cls.page(
            answer,
            mentions=[one for one in read if one],
            next=next_page_of(answer.url, "page", pages=whole(params.get("totalPages"))),
            stated_total=whole(params.get("count")),
            empty=found["reviews"] == [],
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell reviews of Yandex by the names in their state, or by the classes of the page shown."""
        if not answer.is_json and ("yandex" not in answer.text or "business-review-view" not in answer.text + "reviewResults"):
            return None
        is_shown = not answer.is_json and answer.html.css_matches(".business-review-view")
        is_one = is_shown or any(True for document in documents(answer) for _ in _results(document, 0))
        return Detection(engine=cls.engine, score=0.95) if is_one else None


def _results(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401 - JSON is anything
    """Yield the objects that hold reviews and what paging says of them."""
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        listed = value.get("reviews")
        if isinstance(listed, list) and "params" in value and all("reviewId" in row for row in rows(listed)):
            yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _results(one, depth + 1)
