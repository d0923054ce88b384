"""Bazaarvoice: the reviews that it serves to shops, by its Conversations API and in the block that shops print for search engines.

Documentation: https://developers.bazaarvoice.com/docs/conversations-api · address, with the shop's own passkey:
https://api.bazaarvoice.com/data/reviews.json?apiversion=5.4&passkey=…&Filter=ProductId:…&Include=Products&Limit=100&Offset=0 .
Quirks: errors come with status 200; a review syndicated from another shop says so; `LastModificationTime` is a moderator's work.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from mentions.errors import UnreadablePageError
from mentions.mention import Mention
from mentions.page import Answer, Page
from spiders.base.api_reviews import next_offset_of, review_of
from spiders.base.engine import Detection, Family
from spiders.base.markup import require_whole
from spiders.base.microdata import microdata
from spiders.base.numbers import decimal
from spiders.base.reviews import ReviewsSpider
from spiders.base.schema_items import read_items, stated_total
from spiders.base.subject import about, subject_of_page
from spiders.base.values import mapping, require, rows, text, whole

BLOCK = ".bvseo-review[data-reviewid]"


class BazaarvoiceSpider(ReviewsSpider):
    """The reviews of one product."""

    engine = "bazaarvoice"
    family: ClassVar[Family] = "reviews"
    proof: ClassVar[Literal["page", "documented"]] = "page"
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
        listed = rows(document["Results"])
        found = [_mention(cls, answer, row, mapping(products.get(str(row.get("ProductId"))))) for row in listed if "SubmissionTime" in row]
        total = whole(document.get("TotalResults"))
        return cls.page(
            answer,
            mentions=[one for one in found if one],
            next=next_offset_of(answer.url, "Offset", count=len(listed), total=total),
            stated_total=total,
            empty=document["Results"] == [],
        )

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


def _mention(engine: type[BazaarvoiceSpider], answer: Answer, row: Mapping[str, Any], product: Mapping[str, Any]) -> Mention | None:
    """Return one review; one that waits for moderation or was rejected is none."""
    if (text(row.get("ModerationStatus")) or "APPROVED") != "APPROVED":
        return None
    badges, context = mapping(row.get("Badges")), mapping(row.get("ContextDataValues"))
    response = next(iter(rows(row.get("ClientResponses"))), {})
    incentive = text(mapping(context.get("IncentivizedReview")).get("Value")) == "true" or "incentivizedReview" in badges
    source = mapping(row.get("SyndicationSource"))
    return review_of(
        engine,
        answer,
        key=row.get("Id"),
        words=row.get("ReviewText"),
        posted=row.get("SubmissionTime"),
        stars=row.get("Rating"),
        best=decimal(text(row.get("RatingRange"))) or 5.0,
        title=row.get("Title"),
        pros=row.get("Pros"),
        cons=row.get("Cons"),
        author=text(row.get("UserNickname")),
        author_key=text(row.get("AuthorId")),
        language_declared=text(row.get("ContentLocale")),
        votes=whole(row.get("TotalPositiveFeedbackCount")),
        verified=True if any("verified" in name.lower() for name in badges) else None,
        incentivised=True if incentive else None,
        syndicated_from=text(source.get("Name")) or text(row.get("SourceClient")) if row.get("IsSyndicated") is True else None,
        subject=text(product.get("Name")) or text(row.get("OriginalProductName")),
        subject_key=text(row.get("ProductId")),
        subject_url=text(product.get("ProductPageUrl")),
        url=text(product.get("ProductPageUrl")),
        reply=response.get("Response"),
        replied=response.get("Date"),
    )
