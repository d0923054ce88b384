"""Trustpilot: the document that its pages carry for Next.js, the older permalink pages, and its API.

Documentation: https://documentation-apidocumentation.trustpilot.com/business-units-api-(public) · address:
https://www.trustpilot.com/review/example.org?languages=all&sort=recency , or, with a key in TRUSTPILOT_API_KEY,
https://api.trustpilot.com/v1/business-units/{id}/reviews?perPage=100 . Guests are shown ten pages (facts: third parties, October 2025).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal

from w3lib.url import add_or_replace_parameter

from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from spiders.base.api_reviews import next_page_of, pages_of, parameter, review_of
from spiders.base.credentials import secret
from spiders.base.engine import Detection, Family
from spiders.base.markup import require_whole
from spiders.base.reviews import ReviewsSpider
from spiders.base.script_json import loads
from spiders.base.values import mapping, require, rows, text, whole

API = "https://api.trustpilot.com/"
DOCUMENT = "script#__NEXT_DATA__"
ISLANDS = "script[data-initial-state='review-info']"
API_PAGE = 20  # reviews a page where `perPage` says nothing


class TrustpilotSpider(ReviewsSpider):
    """The reviews of one business, newest first."""

    engine = "trustpilot"
    family: ClassVar[Family] = "reviews"
    proof: ClassVar[Literal["page", "documented"]] = "page"
    docs = "https://documentation-apidocumentation.trustpilot.com/business-units-api-(public)"
    terms = "Its terms forbid collecting its pages without permission; the API gives its owner's key what may be shown with attribution."
    needs_terms = True
    grows: Literal["end", "top", "anywhere"] = "top"

    def listings(self) -> list[Ask]:
        """Return the subjects, newest reviews of all languages first."""
        asks = super().listings()
        pages = {ask.url: ask.url if ask.url.startswith(API) else _newest_first(ask.url) for ask in asks}
        return [replace(ask, url=pages[ask.url]) for ask in asks]

    def sign(self, ask: Ask) -> Ask:
        """Return the request; one to the API with the key from TRUSTPILOT_API_KEY."""
        return replace(ask, headers={**ask.headers, "apikey": secret("TRUSTPILOT_API_KEY")}) if ask.url.startswith(API) else ask

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of a business page, a permalink page or an answer of the API."""
        if answer.is_json:
            return cls._read_api(answer)
        require_whole(answer)
        if answer.html.css_first(DOCUMENT) is None:
            return cls.page(answer, mentions=[one for one in [_island(cls, answer)] if one])
        document = require(_props(answer), "businessUnit")
        listed = document.get("reviews") if "reviews" in document else [document.get("review")]
        paging = mapping(mapping(document.get("filters")).get("pagination"))
        found = [_mention(cls, answer, row, mapping(document["businessUnit"])) for row in rows(listed)]
        return cls.page(
            answer,
            mentions=[one for one in found if one],
            next=next_page_of(answer.url, "page", pages=whole(paging.get("totalPages"))),
            stated_total=whole(paging.get("totalCount")),
            empty=listed == [],
        )

    @classmethod
    def _read_api(cls, answer: Answer) -> Page:
        document = require(answer.json, "reviews")
        total = next((whole(one.get("total")) for one in (document, *rows(document.get("links"))) if "total" in one), None)
        found = [
            review_of(
                cls,
                answer,
                key=row.get("id"),
                words=row.get("text"),
                posted=row.get("createdAt"),
                edited=row.get("updatedAt"),
                stars=row.get("stars"),
                title=row.get("title"),
                author=text(mapping(row.get("consumer")).get("displayName")),
                author_key=text(mapping(row.get("consumer")).get("id")),
                url=f"https://www.trustpilot.com/reviews/{text(row.get('id'))}",
                language_declared=text(row.get("language")),
                verified=True if row.get("isVerified") is True else None,
                votes=whole(row.get("numberOfLikes")),
                subject=text(mapping(row.get("businessUnit")).get("displayName")),
                subject_key=text(mapping(row.get("businessUnit")).get("id")),
                reply=mapping(row.get("companyReply")).get("text"),
                replied=mapping(row.get("companyReply")).get("createdAt"),
            )
            for row in rows(document["reviews"])
            if "stars" in row
        ]
        more = any(link.get("rel") == "next-page" for link in rows(document.get("links")))
        size = parameter(answer.url, "perPage") or API_PAGE
        pages = pages_of(total, size) if total is not None else (parameter(answer.url, "page") or 1) + int(more)
        return cls.page(
            answer,
            mentions=[one for one in found if one],
            next=next_page_of(answer.url, "page", pages=pages),
            stated_total=total,
            empty=document["reviews"] == [],
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell the document of a business page, or the islands of an old permalink page."""
        if answer.is_json:
            return Detection(engine=cls.engine, score=1.0) if answer.url.startswith(API) and "reviews" in mapping(answer.json) else None
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


def _mention(engine: type[TrustpilotSpider], answer: Answer, row: Mapping[str, Any], business: Mapping[str, Any]) -> Mention | None:
    """Return one review of a document; one that Trustpilot has hidden or not yet shown is none."""
    if row.get("pending") or row.get("filtered"):
        return None
    dates, reply, consumer = mapping(row.get("dates")), mapping(row.get("reply")), mapping(row.get("consumer"))
    domain = text(business.get("identifyingName"))
    return review_of(
        engine,
        answer,
        key=row.get("id"),
        words=row.get("text"),
        posted=dates.get("publishedDate"),
        edited=dates.get("updatedDate"),
        stars=row.get("rating") or row.get("stars"),
        title=row.get("title"),
        author=text(consumer.get("displayName")),
        author_key=text(consumer.get("id")),
        url=f"https://www.trustpilot.com/reviews/{text(row.get('id'))}",
        thread_url=f"https://www.trustpilot.com/review/{domain}" if domain else None,
        language_declared=text(row.get("language")),
        verified=True if mapping(mapping(row.get("labels")).get("verification")).get("isVerified") is True else None,
        votes=whole(row.get("likes")),
        subject=text(business.get("displayName")),
        subject_key=text(business.get("id")),
        subject_url=f"https://www.trustpilot.com/review/{domain}" if domain else None,
        reply=reply.get("message"),
        replied=reply.get("publishedDate"),
    )


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
