"""Bazaarvoice: the reviews that it serves to shops, by its Conversations API and in the block that shops print for search engines.

Documentation: https://developers.bazaarvoice.com/docs/conversations-api · address, with the shop's own passkey:
https://api.bazaarvoice.com/data/reviews.json?apiversion=5.4&passkey=…&Filter=ProductId:…&Include=Products&Limit=100&Offset=0 .
Quirks: errors come with status 200; a review syndicated from another shop says so; `LastModificationTime` is a moderator's work.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mentions.errors import UnreadablePageError
from mentions.page import Answer, Page
from spiders.base.api_records import Api, Record, read_api
from spiders.base.engine import Detection
from spiders.base.markup import require_whole
from spiders.base.microdata import microdata
from spiders.base.reviews import ReviewsSpider
from spiders.base.schema_items import read_items, stated_total
from spiders.base.subject import about, subject_of_page
from spiders.base.values import mapping, require, rows, text

BLOCK = ".bvseo-review[data-reviewid]"
API = Api(
    rows="Results",
    total="TotalResults",
    offset="Offset",
    keep=lambda row: "SubmissionTime" in row and row.get("ModerationStatus") in (None, "APPROVED"),
    record=Record(
        key="Id",
        words="ReviewText",
        title="Title",
        pros="Pros",
        cons="Cons",
        posted="SubmissionTime",
        stars="Rating",
        best_at="RatingRange",
        author="UserNickname",
        author_key="AuthorId",
        language_declared="ContentLocale",
        votes="TotalPositiveFeedbackCount",
        verified="is_bought",
        incentivised="is_given || ContextDataValues.IncentivizedReview.Value",
        syndicated="IsSyndicated",
        syndicated_from="SyndicationSource.Name || SourceClient",
        subject="product.Name || OriginalProductName",
        subject_key="ProductId",
        subject_url="product.ProductPageUrl",
        url="product.ProductPageUrl",
        reply="ClientResponses.*.Response",
        replied="ClientResponses.*.Date",
    ),
)


class BazaarvoiceSpider(ReviewsSpider):
    """The reviews of one product."""

    engine = "bazaarvoice"
    proof = "page"
    docs = "https://developers.bazaarvoice.com/docs/conversations-api"
    terms = "Content may be kept by the client whose passkey it is; syndicated reviews belong to the shop they come from."

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer of the API, or of a shop's page."""
        if not answer.is_json:
            return cls._read_page(answer)
        document = require(answer.json, "Results", "HasErrors")
        if document["HasErrors"]:
            errors = ", ".join(text(row.get("Message")) or "?" for row in rows(document.get("Errors")))
            msg = f"Bazaarvoice refused the request: {errors}"
            raise UnreadablePageError(msg)
        products = mapping(mapping(document.get("Includes")).get("Products"))
        return read_api(cls, answer, replace(API, add=lambda row: {**_told(row), "product": products.get(str(row.get("ProductId")))}))

    @classmethod
    def _read_page(cls, answer: Answer) -> Page:
        if not answer.html.css_matches(BLOCK):
            return cls.page(answer)
        require_whole(answer)
        roots = microdata(answer)
        blocks = {node.attributes.get("data-reviewid") for node in answer.html.css(BLOCK)}
        found = [about(one, subject_of_page(answer)) for one in read_items(cls, answer, roots) if one.key in blocks]
        return cls.page(answer, mentions=found, stated_total=stated_total(roots))

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer of the API, or a page with the block for search engines."""
        if answer.is_json:
            document = mapping(answer.json)
            return (
                Detection(engine=cls.engine, score=1.0) if {"Results", "HasErrors", "TotalResults", "Includes"} <= document.keys() else None
            )
        return Detection(engine=cls.engine, score=0.9) if answer.html.css_matches(BLOCK) else None


def _told(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a review's badges say of its author."""
    badges = mapping(row.get("Badges"))
    return {"is_bought": any("verified" in name.lower() for name in badges), "is_given": "incentivizedReview" in badges or None}
