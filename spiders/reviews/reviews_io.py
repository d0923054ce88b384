"""Reviews.io: reviews of shops and their products, by its API and the feed of its widgets.

Documentation: https://api.reviews.io/documentation/ · addresses:
https://api.reviews.io/merchant/reviews?store=shop.example&per_page=100&page=0 (a key in REVIEWSIO_API_KEY where the shop asks for one),
or https://api.reviews.io/timeline/data?store=shop.example&sort=date_desc&per_page=100&page=1 . Quirks: the
API counts pages from 0, the feed from 1; names come in halves.
"""

from mentions.page import Answer, Page
from spiders.base.api_records import Record, read_record
from spiders.base.api_reviews import next_page_of, pages_of, parameter
from spiders.base.engine import Detection
from spiders.base.reviews import ReviewsSpider
from spiders.base.values import mapping, rows, whole

API = "https://api.reviews.io/"
FEED = "/timeline/data"
RECORD = Record(
    key="store_review_id || product_review_id || _id || id",
    words="comments || review",
    title="title || review_title",
    posted="date_created",
    stars="rating",
    author="{reviewer.first_name} {reviewer.last_name} || reviewer.first_name || author",
    url="url",
    verified="reviewer.verified_buyer",
    subject="product_name || product.name",
    subject_key="sku || product.sku",
    reply="replies.*.comments || reply",
    replied="replies.*.date_created",
)


class ReviewsIoSpider(ReviewsSpider):
    """The reviews of one shop, or of its products."""

    engine = "reviews_io"
    docs = "https://api.reviews.io/documentation/"
    keys_from = "The shop's account at Reviews.io, under integrations: https://dash.reviews.io/"
    terms = "Reviews may be shown with the name of Reviews.io by the shop whose account it is."
    api = API
    keys = {"apikey": "{REVIEWSIO_API_KEY?}"}  # noqa: RUF012 - the base's ClassVar

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer of the API or the feed."""
        document = mapping(answer.json)
        stats, listed = mapping(document.get("stats")), document.get("reviews")
        holder = listed if isinstance(listed, dict) else document  # a product's are paged as `reviews.data`
        timeline = [{**mapping(row.get("_source")), "_id": row.get("_id")} for row in rows(document.get("timeline"))]
        found = [read_record(cls, answer, row, RECORD) for row in (timeline or rows(holder.get("data")) or rows(listed))]
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
