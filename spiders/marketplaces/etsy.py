"""Etsy: reviews of a listing or a shop by the API, and those on a listing's page.

Documentation: https://developers.etsy.com/documentation/reference/#operation/getReviewsByListing . Addresses, with a key in ETSY_API_KEY:
https://openapi.etsy.com/v3/application/listings/{id}/reviews , …/shops/{id}/reviews ; without one https://www.etsy.com/listing/{id} . The
aggregate that a page describes is the shop's, not the listing's.
"""

from dataclasses import replace
from typing import Any, ClassVar

from mentions.page import Answer, Page
from spiders.base.api_fields import Row
from spiders.base.api_reviews import next_offset_of
from spiders.base.api_rows import Rows, read_rows
from spiders.base.api_spider import ApiSpider
from spiders.base.engine import Detection
from spiders.base.review_markup import Blocks, Layout, read_reviews
from spiders.base.shop import ShopSpider
from spiders.base.values import at, mapping, rows, text, whole

REVIEW = Rows(
    """html=review posted=created_timestamp|create_timestamp edited=updated_timestamp|update_timestamp stars=rating
    author_key=buyer_user_id language_declared=language subject_key=listing_id""",
    page="https://www.etsy.com/listing/{}",
)
CARD = ".review-card[data-review-region]"
BEGINNING = 60  # characters of a text that tell it from others
PAGE = Layout(
    reviews=Blocks(
        block=CARD,
        body="[id^=review-preview-toggle], .wt-text-truncate--multi-line, .wt-content-toggle--truncated-inline-multi, p.wt-text-body",
        key="@data-review-region",
        author="a[href*='/people/'] || [data-review-username] || .wt-text-caption a",
        author_key="a[href*='/people/']@href ~ /people/([^?/]+)",
        date=".wt-text-caption ~ ([A-Z][a-z]{2} \\d{1,2}, \\d{4}|\\d{1,2} [A-Z][a-z]{2},? \\d{4}) || .wt-text-caption",
        rating="input[name=rating]@value || .wt-screen-reader-only ~ (\\d(?:\\.\\d)?)",
        reply="[data-seller-response], .seller-response",
        subject="a[href*='/listing/'] .wt-text-truncate",
        subject_url="a[href*='/listing/']@href",
    ),
    total="#reviews h2 ~ \\(([\\d.,]+)\\) || #same-listing-reviews-tab ~ ([\\d.,]+)",
    subject="h1",
    subject_key="[data-listing-id]@data-listing-id",
)


class EtsySpider(ApiSpider, ShopSpider):
    """The reviews of listings and shops."""

    engine = "etsy"
    docs = "https://developers.etsy.com/documentation/reference/#operation/getReviewsByListing"
    keys_from = "An app of your own: https://www.etsy.com/developers/your-apps"
    terms = "Its terms forbid collecting its pages; the API's terms let reviews be shown no longer than 24 hours after they were fetched."
    needs_terms = True
    may_store_text = False
    hosts = r"etsy\.com"
    grows = "anywhere"
    api = "https://openapi.etsy.com/"
    keys: ClassVar[dict[str, str]] = {"x-api-key": "{ETSY_API_KEY}"}

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer or of a page: its cards, else what it describes."""
        if not answer.is_json:
            described, shown = super().read(answer), read_reviews(cls, answer, [PAGE])
            best = shown if shown.mentions and len(shown.mentions) >= len(described.mentions) else _keyed(answer, described)
            return replace(best, stated_total=shown.stated_total or (None if shown.mentions else best.stated_total))
        document = mapping(answer.json)
        if not isinstance(document.get("results"), list):
            return super().read(answer)
        listed, total = rows(document["results"]), whole(document.get("count"))
        following = next_offset_of(answer.url, "offset", count=len(listed), total=total)
        found = read_rows(cls, answer, [row for row in listed if "review" in row], REVIEW, _known)
        return cls.page(answer, mentions=found, next=following, stated_total=total, empty=not listed)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by its own names, a page by its cards or its address."""
        if answer.is_json:
            found = {"buyer_user_id", "transaction_id", "review"} <= mapping(at(answer.json, "results", 0)).keys()
            return Detection(engine=cls.engine, score=1.0) if found else None
        if answer.html.css_first(CARD) is not None:
            return Detection(engine=cls.engine, score=1.0)
        return super().recognise(answer)


def _keyed(answer: Answer, page: Page) -> Page:
    """Return a described page with the ids of the cards that show the same words."""
    cards = {card.attributes.get("data-review-region"): " ".join(card.text(deep=True).split()) for card in answer.html.css(CARD)}
    found = []
    for mention in page.mentions:
        words = " ".join(mention.text.split())[:BEGINNING]
        keys = [key for key, shown in cards.items() if key and words and words in shown]
        found.append(replace(mention, key=keys[0]) if len(keys) == 1 else mention)
    return replace(page, mentions=tuple(found))


def _known(row: Row) -> dict[str, Any]:
    """Return the id of a review of the API: of one listing in one purchase."""
    listing, bought = text(row.get("listing_id")), text(row.get("transaction_id"))
    key = f"{listing}-{bought or text(row.get('buyer_user_id'))}" if listing else None
    return {"key": key, "verified": True if bought else None}
