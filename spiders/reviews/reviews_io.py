"""Reviews.io: reviews of shops and their products, by its API and the feed of its widgets.

Documentation: https://api.reviews.io/documentation/ · addresses:
https://api.reviews.io/merchant/reviews?store=shop.example&per_page=100&page=0 (a key in REVIEWSIO_API_KEY where the shop asks for one),
or https://api.reviews.io/timeline/data?store=shop.example&sort=date_desc&per_page=100&page=1 . Quirks: the
API counts pages from 0, the feed from 1; names come in halves.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal

from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from spiders.base.api_reviews import next_page_of, pages_of, parameter, review_of
from spiders.base.credentials import optional_secret
from spiders.base.engine import Detection, Family
from spiders.base.reviews import ReviewsSpider
from spiders.base.values import mapping, rows, text, whole

API = "https://api.reviews.io/"
FEED = "/timeline/data"


class ReviewsIoSpider(ReviewsSpider):
    """The reviews of one shop, or of its products."""

    engine = "reviews_io"
    family: ClassVar[Family] = "reviews"
    proof: ClassVar[Literal["page", "documented"]] = "documented"
    docs = "https://api.reviews.io/documentation/"
    terms = "Reviews may be shown with the name of Reviews.io by the shop whose account it is."

    def sign(self, ask: Ask) -> Ask:
        """Return the request; one to the API with the key from REVIEWSIO_API_KEY, where the operator has one."""
        key = optional_secret("REVIEWSIO_API_KEY") if ask.url.startswith(API) else None
        return replace(ask, headers={**ask.headers, "apikey": key}) if key else ask

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer of the API or the feed."""
        document = mapping(answer.json)
        stats, listed = mapping(document.get("stats")), document.get("reviews")
        holder = listed if isinstance(listed, dict) else document  # a product's are paged as `reviews.data`
        timeline = [{**mapping(row.get("_source")), "_id": row.get("_id")} for row in rows(document.get("timeline"))]
        found = [_mention(cls, answer, row) for row in (timeline or rows(holder.get("data")) or rows(listed))]
        names = ("total_reviews", "review_count", "total", "count")
        total = next((count for name in names if (count := whole(stats.get(name))) is not None), whole(holder.get("total")))
        size = parameter(answer.url, "per_page") or whole(document.get("per_page")) or len(found)
        first = 1 if FEED in answer.url or holder is not document else 0
        return cls.page(
            answer,
            mentions=[one for one in found if one],
            next=next_page_of(answer.url, "page", pages=pages_of(total, size), first=first) if found else None,
            stated_total=total,
            empty=bool(stats) and not found,
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by its own names."""
        document = mapping(answer.json) if answer.is_json else {}
        listed = document.get("reviews")
        records = (
            rows(mapping(listed).get("data")) or rows(listed) or [mapping(row.get("_source")) for row in rows(document.get("timeline"))]
        )
        marks = {"store_review_id", "product_review_id", "store_branch_id", "review_type"}
        is_one = bool(records) and all(marks & row.keys() or {"comments", "author", "date_created"} <= row.keys() for row in records)
        return Detection(engine=cls.engine, score=0.95) if is_one else None


def _mention(engine: type[ReviewsIoSpider], answer: Answer, row: Mapping[str, Any]) -> Mention | None:
    """Return one review."""
    reviewer, reply = mapping(row.get("reviewer")), next(iter(rows(row.get("replies"))), {})
    name = " ".join(part for part in (text(reviewer.get("first_name")), text(reviewer.get("last_name"))) if part)
    product = mapping(row.get("product"))
    key = next((text(row[one]) for one in ("store_review_id", "product_review_id", "_id", "id") if row.get(one)), None)
    return review_of(
        engine,
        answer,
        key=key,
        words=row.get("comments") or row.get("review"),
        posted=row.get("date_created"),
        stars=row.get("rating"),
        title=row.get("title") or row.get("review_title"),
        author=name or text(row.get("author")),
        url=text(row.get("url")),
        verified=True if text(reviewer.get("verified_buyer")) in ("yes", "1") or reviewer.get("verified_buyer") is True else None,
        subject=text(row.get("product_name")) or text(product.get("name")),
        subject_key=text(row.get("sku")) or text(product.get("sku")),
        reply=reply.get("comments") or row.get("reply"),
        replied=reply.get("date_created"),
    )
