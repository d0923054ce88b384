"""PowerReviews: the reviews that it serves to shops, by its display API and as its widget shows them.

Documentation: https://developers.powerreviews.com/Content/Read%20API/Read%20API.htm · address, with the shop's own key:
https://readservices-b2c.powerreviews.com/m/{merchant}/l/en_US/product/{id}/reviews?apikey=…&paging.size=25&sort=Newest . Quirks: times are
milliseconds; after 1,800 requests in five minutes an address is shut out without 429.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from w3lib.url import add_or_replace_parameter

from mentions.page import Answer, Page
from spiders.base.api_records import Record, read_record
from spiders.base.api_reviews import next_offset_of
from spiders.base.engine import Detection
from spiders.base.review_markup import Blocks, Layout, read_reviews
from spiders.base.reviews import ReviewsSpider
from spiders.base.values import mapping, require, rows, text, whole

RECORD = Record(
    key="ugc_id",
    words="details.comments",
    title="details.headline",
    pros="pros",
    cons="cons",
    posted="details.created_date",
    stars="metrics.rating",
    author="details.nickname",
    language_declared="details.locale",
    verified="badges.is_verified_buyer",
    incentivised="is_given",
    votes="metrics.helpful_votes",
    subject="details.product_name",
    subject_key="product.page_id || details.product_page_id",
    syndicated="details.is_syndicated",
    syndicated_from="details.brand_name",
    reply="merchant_response || details.merchant_response",
    replied="merchant_response_date || details.merchant_response_date",
)
WIDGET = Layout(
    reviews=Blocks(
        block=".pr-review",
        body=".pr-rd-description-text",
        key="@data-review-id || @data-pr-review-id || [data-review-id]@data-review-id",
        author=".pr-rd-author-nickname span + span || .pr-rd-author-nickname",
        date=".pr-rd-author-submission-date time@datetime || .pr-rd-author-submission-date",
        title=".pr-rd-review-headline",
        rating=".pr-rd-star-rating .pr-snippet-rating-decimal || .pr-snippet-rating-decimal || .pr-snippet-stars@aria-label ~ ([\\d.,]+)",
        votes=".pr-helpful-yes .pr-helpful-count",
        verified=".pr-badge-verified-buyer, .pr-verified_buyer",
        reply=".pr-rd-merchant-response-text || .pr-rd-merchant-response .pr-rd-description-text",
        replied=".pr-rd-merchant-response time@datetime",
    ),
    total=".pr-snippet-review-count || .pr-review-snapshot-snippets [itemprop=reviewCount]",
    empty=".pr-no-reviews, .pr-snippet-write-first-review-link",
)


class PowerreviewsSpider(ReviewsSpider):
    """The reviews of one product, newest first."""

    engine = "powerreviews"
    docs = "https://developers.powerreviews.com/Content/Read%20API/Read%20API.htm"
    terms = "Content may be kept by the merchant whose key it is; syndicated reviews belong to the brand they come from."

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer of the API, or of a page that its widget has filled."""
        if not answer.is_json:
            return read_reviews(cls, answer, (WIDGET,))
        document = require(answer.json, "results", "paging")
        paging = mapping(document["paging"])
        pairs = [(row, mapping(result)) for result in rows(document["results"]) for row in rows(result.get("reviews"))]
        found = [read_record(cls, answer, {**row, "product": product, **_told(row)}, RECORD) for row, product in pairs]
        total, following = whole(paging.get("total_results")), text(paging.get("next_page_url"))
        return cls.page(
            answer,
            mentions=[one for one in found if one],
            next=_next(answer, following, len(pairs), total),
            stated_total=total,
            empty=total == 0,
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer of the API, or a page with the widget, filled."""
        if answer.is_json:
            listed = [row for result in rows(mapping(answer.json).get("results")) for row in rows(result.get("reviews"))]
            is_one = bool(listed) and all("ugc_id" in row and "details" in row for row in listed)
            return Detection(engine=cls.engine, score=1.0) if is_one else None
        return Detection(engine=cls.engine, score=0.9) if answer.html.css_matches(".pr-review .pr-rd-description-text") else None


def _next(answer: Answer, following: str | None, count: int, total: int | None) -> str | None:
    """Return the next page's address: the API gives it without the key."""
    url = next_offset_of(answer.url, "paging.from", count=count, total=total)
    if following is None or url is None or "apikey=" not in answer.url:
        return url
    key = answer.url.partition("apikey=")[2].partition("&")[0]
    return add_or_replace_parameter(urljoin(answer.url, following), "apikey", key)


def _told(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a review's properties say, a line for each value, and whether its author got something for it."""
    details = mapping(row.get("details"))
    properties = {text(one.get("key")): one.get("value") for one in rows(details.get("properties"))}
    lists = {name: "\n".join(str(value) for value in values) for name, values in properties.items() if isinstance(values, list)}
    return {"pros": lists.get("pros"), "cons": lists.get("cons"), "is_given": text(details.get("disclosure_code")) not in (None, "none")}
