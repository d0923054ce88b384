"""Trustpilot: the document that its pages carry for Next.js, the older permalink pages, and its API.

Documentation: https://documentation-apidocumentation.trustpilot.com/business-units-api-(public) · address:
https://www.trustpilot.com/review/example.org?languages=all&sort=recency , or, with a key in TRUSTPILOT_API_KEY,
https://api.trustpilot.com/v1/business-units/{id}/reviews?perPage=100 . Guests are shown ten pages (facts: third parties, October 2025).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from w3lib.url import add_or_replace_parameter

from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from spiders.base.api_records import Api, Record, is_of, read_api, read_record
from spiders.base.api_reviews import next_page_of, parameter, review_of
from spiders.base.engine import Detection
from spiders.base.markup import require_whole
from spiders.base.reviews import ReviewsSpider
from spiders.base.script_json import loads
from spiders.base.values import mapping, require, rows, text, whole

API = "https://api.trustpilot.com/"
DOCUMENT = "script#__NEXT_DATA__"
ISLANDS = "script[data-initial-state='review-info']"
PERMALINK = "https://www.trustpilot.com/reviews/{id}"
OF_PAGE = Record(
    key="id",
    words="text",
    title="title",
    posted="dates.publishedDate",
    edited="dates.updatedDate",
    stars="rating || stars",
    author="consumer.displayName",
    author_key="consumer.id",
    url=PERMALINK,
    thread_url="https://www.trustpilot.com/review/{business.identifyingName}",
    language_declared="language",
    verified="labels.verification.isVerified",
    votes="likes",
    subject="business.displayName",
    subject_key="business.id",
    subject_url="https://www.trustpilot.com/review/{business.identifyingName}",
    reply="reply.message",
    replied="reply.publishedDate",
)
OF_API = Api(
    rows="reviews",
    marks=frozenset({"stars", "consumer", "createdAt"}),
    total="total",
    record=Record(
        key="id",
        words="text",
        title="title",
        posted="createdAt",
        edited="updatedAt",
        stars="stars",
        author="consumer.displayName",
        author_key="consumer.id",
        url=PERMALINK,
        language_declared="language",
        verified="isVerified",
        votes="numberOfLikes",
        subject="businessUnit.displayName",
        subject_key="businessUnit.id",
        reply="companyReply.text",
        replied="companyReply.createdAt",
    ),
)


class TrustpilotSpider(ReviewsSpider):
    """The reviews of one business, newest first."""

    engine = "trustpilot"
    proof = "page"
    docs = "https://documentation-apidocumentation.trustpilot.com/business-units-api-(public)"
    keys_from = "An application in the business account: https://developers.trustpilot.com/"
    terms = "Its terms forbid collecting its pages without permission; the API gives its owner's key what may be shown with attribution."
    needs_terms = True
    grows = "top"

    def listings(self) -> list[Ask]:
        """Return the subjects, newest reviews of all languages first."""
        asks = super().listings()
        pages = {ask.url: ask.url if ask.url.startswith(API) else _newest_first(ask.url) for ask in asks}
        return [replace(ask, url=pages[ask.url]) for ask in asks]

    api = API
    keys = {"apikey": "{TRUSTPILOT_API_KEY}"}  # noqa: RUF012 - the base's ClassVar

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of a business page, a permalink page or an answer of the API."""
        if answer.is_json:
            page = read_api(cls, answer, OF_API)
            more = any(link.get("rel") == "next-page" for link in rows(answer.json.get("links")))
            following = (parameter(answer.url, "page") or 1) + 1
            return replace(page, next=add_or_replace_parameter(answer.url, "page", str(following)) if more and page.mentions else None)
        require_whole(answer)
        if answer.html.css_first(DOCUMENT) is None:
            return cls.page(answer, mentions=[one for one in [_island(cls, answer)] if one])
        document = require(_props(answer), "businessUnit")
        listed = document.get("reviews") if "reviews" in document else [document.get("review")]
        paging = mapping(mapping(document.get("filters")).get("pagination"))
        found = [
            read_record(cls, answer, {**row, "business": document["businessUnit"]}, OF_PAGE)
            for row in rows(listed)
            if not row.get("pending") and not row.get("filtered")
        ]
        return cls.page(
            answer,
            mentions=[one for one in found if one],
            next=next_page_of(answer.url, "page", pages=whole(paging.get("totalPages"))),
            stated_total=whole(paging.get("totalCount")),
            empty=listed == [],
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell the document of a business page, or the islands of an old permalink page."""
        if answer.is_json:
            return Detection(engine=cls.engine, score=1.0) if is_of(answer, OF_API) else None
        if "trustpilot" not in answer.text:
            return None
        is_one = "trustScore" in mapping(_props(answer).get("businessUnit")) or answer.html.css_matches(ISLANDS)
        return Detection(engine=cls.engine, score=1.0) if is_one else None


def _newest_first(url: str) -> str:
    """Return a business page's address with all languages, newest first."""
    return add_or_replace_parameter(add_or_replace_parameter(url, "languages", "all"), "sort", "recency")


def _props(answer: Answer) -> Mapping[str, Any]:
    """Return what the page's document gives its page component; empty where there is none."""
    script = answer.html.css_first(DOCUMENT)
    return mapping(mapping(mapping(loads(script.text() or "") if script else None).get("props")).get("pageProps"))


def _island(engine: type[TrustpilotSpider], answer: Answer) -> Mention | None:
    """Return the review of an old permalink page, which keeps its facts in scripts of their own."""
    islands = {
        script.attributes.get("data-initial-state"): mapping(loads(script.text() or ""))
        for script in answer.html.css("script[data-initial-state]")
    }
    info, dates = islands.get("review-info", {}), islands.get("review-dates", {})
    stars = answer.html.css_first(".review-content .star-rating img[alt]")
    return review_of(
        engine,
        answer,
        key=info.get("reviewId"),
        words=info.get("reviewBody"),
        posted=dates.get("publishedDate"),
        edited=dates.get("updatedDate"),
        stars=(stars.attributes.get("alt") or "").partition(" ")[0] if stars else None,
        title=info.get("reviewHeader"),
        author=text(info.get("consumerName")),
        author_key=text(info.get("consumerId")),
        url=text(info.get("socialShareUrl")),
        verified=True if islands.get("review-verified", {}).get("isVerified") is True else None,
        subject=text(info.get("businessUnitDisplayName")),
        subject_key=text(info.get("businessUnitId")),
    )
