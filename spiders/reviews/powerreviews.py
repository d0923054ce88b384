"""PowerReviews: the reviews that it serves to shops, by its display API and as its widget shows them.

Documentation: https://developers.powerreviews.com/Content/Read%20API/Read%20API.htm · address, with the shop's own key:
https://readservices-b2c.powerreviews.com/m/{merchant}/l/en_US/product/{id}/reviews?apikey=…&paging.size=25&sort=Newest . Quirks: times are
milliseconds; after 1,800 requests in five minutes an address is shut out without 429.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal
from urllib.parse import urljoin

from w3lib.url import add_or_replace_parameter

from mentions.mention import Mention
from mentions.page import Answer, Page
from spiders.base.api_reviews import next_offset_of, review_of
from spiders.base.engine import Detection, Family
from spiders.base.review_markup import Blocks, Layout, read_reviews
from spiders.base.reviews import ReviewsSpider
from spiders.base.values import mapping, require, rows, text, whole

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
    family: ClassVar[Family] = "reviews"
    proof: ClassVar[Literal["page", "documented"]] = "documented"
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
        found = [_mention(cls, answer, row, product) for row, product in pairs]
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


def _mention(engine: type[PowerreviewsSpider], answer: Answer, row: Mapping[str, Any], product: Mapping[str, Any]) -> Mention | None:
    """Return one review."""
    details, badges, metrics = mapping(row.get("details")), mapping(row.get("badges")), mapping(row.get("metrics"))
    properties = {text(one.get("key")): one.get("value") for one in rows(details.get("properties"))}
    return review_of(
        engine,
        answer,
        key=row.get("ugc_id"),
        words=details.get("comments"),
        posted=details.get("created_date"),
        stars=metrics.get("rating"),
        title=details.get("headline"),
        pros=_listed(properties.get("pros")),
        cons=_listed(properties.get("cons")),
        author=text(details.get("nickname")),
        language_declared=text(details.get("locale")),
        verified=True if badges.get("is_verified_buyer") is True else None,
        incentivised=True if text(details.get("disclosure_code")) not in (None, "none") else None,
        votes=whole(metrics.get("helpful_votes")),
        subject=text(details.get("product_name")),
        subject_key=text(product.get("page_id")) or text(details.get("product_page_id")),
        syndicated_from=text(details.get("brand_name")) if details.get("is_syndicated") is True else None,
        reply=row.get("merchant_response") or details.get("merchant_response"),
        replied=row.get("merchant_response_date") or details.get("merchant_response_date"),
    )


def _listed(values: object) -> str | None:
    """Return the values of a property, a line each."""
    return "\n".join(str(value) for value in values) or None if isinstance(values, list) else text(values)
