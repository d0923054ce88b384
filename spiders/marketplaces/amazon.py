"""Amazon: the reviews on a product's page, and the list of all of them, which most countries' stores show only to who is signed in.

Terms: https://www.amazon.com/gp/help/customer/display.html?nodeId=508088 . Addresses: https://www.amazon.com/dp/1449319793 ,
https://www.amazon.com/product-reviews/1449319793/?sortBy=recent . A review's id begins with R; its date says the country, in the order
and words of the store's language. Pages of 2016 have no `data-hook`.
"""

import re
from dataclasses import replace

from selectolax.lexbor import LexborNode

from mentions.mention import Mention
from mentions.page import Answer, Page
from mentions.urls import host
from spiders.base.engine import Detection
from spiders.base.locate import find
from spiders.base.review_markup import Blocks, Layout, read_reviews
from spiders.base.reviews import ReviewsSpider
from spiders.base.shop import about_product

SYNDICATED = re.compile(r"\b(?:from|von|de|da|van|från|z)\s+(.+)$")
FREE = re.compile(r"vine", re.IGNORECASE)
REVIEWS = Blocks(
    block="[data-hook=review], [data-hook=cmps-review], .a-section.review[id^=R]",
    body="[data-hook=review-body], [data-hook=reviewText], [data-hook=reviewRichContentContainer], .review-text",
    drop=".a-expander-header, .a-expander-prompt, .cr-lightbox-popover-container, .video-block, .cr-translated-review-content",
    key="@id ~ ^(R[0-9A-Z]{8,}) || [id^=customer_review]@id ~ -(R[0-9A-Z]{8,})$",
    author=".a-profile-name || .review-byline .author",
    author_key=".a-profile@href ~ /profile/([\\w.]+) || .review-byline .author@href ~ /profile/([\\w.]+)",
    date="[data-hook=review-date] || .review-date",
    title="[data-hook=review-title] > span:not(.a-letter-space):not(.a-icon-alt) || [data-hook=reviewTitle] || a.review-title",
    url="a[href*='/customer-reviews/R']@href ~ ^([^?]*?/R[0-9A-Z]+)",
    rating=".review-rating@class ~ a-star-(\\d)\\b || .review-rating .a-icon-alt || [data-hook$=review-star-rating] || .review-rating",
    votes="[data-hook=helpful-vote-statement] || .review-votes || .cr-vote-text",
    verified="[data-hook^=avp-badge], .review-data a[href*='avp_only'] .a-color-state, .review-data a[data-reviews-param*='avp_only']",
    variant="[data-hook=format-strip] || .review-format-strip > [data-hook^=format] || .review-data > a[href*=formatType]",
)
LAYOUT = Layout(
    reviews=REVIEWS,
    subject="[data-hook=product-link] || #productTitle || .product-title a",
    subject_key="input[name=ASIN]@value || link[rel=canonical]@href ~ /(?:dp|product-reviews)/(\\w{10})",
    total="[data-hook=cr-filter-info-review-rating-count] ~ ,\\s+(.*) || [data-hook=total-review-count] || .totalReviewCount",
    next="li.a-last > a@href || a[data-hook=see-all-reviews-link-foot]@href",
    empty="[data-hook=top-customer-reviews-widget], #no-reviews-section, [data-hook=cr-filter-info-section]",
)


class AmazonSpider(ReviewsSpider):
    """The reviews of products; a product's page leads to its list."""

    engine = "amazon"
    family = "marketplaces"
    proof = "page"
    docs = "https://www.amazon.com/gp/help/customer/display.html?nodeId=508088"
    terms = (
        "Its conditions of use forbid data mining and collecting its pages; sellers get topics, not reviews, by the Selling Partner API."
    )
    needs_terms = True

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of a product's page or of a page of its list."""
        page = read_reviews(cls, answer, [LAYOUT], then=_finished)
        key = next((mention.subject_key for mention in page.mentions), None)
        return about_product(page, url=f"https://{host(answer.url)}/dp/{key}") if key else page

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell a page by the ids of its reviews."""
        if answer.is_json or answer.html.css_first("[data-hook=review], .a-section.review[id^=R]") is None:
            return None
        return Detection(engine=cls.engine, score=1.0) if cls.read(answer).mentions else None


def _finished(block: LexborNode, mention: Mention) -> Mention:
    """Return a review with what its badges say: a copy of another store's, or one for which the product was given."""
    shown = find(block, "[data-hook=cr-merged-review-source] || .cr-reviews-syndication-badge || [data-hook=syndicated-review]")
    source = SYNDICATED.search(shown or "")
    badge = find(block, "[data-hook=linkless-vine-review-badge] || [data-hook$=vine-review-badge] || .c7y-badge-text") or ""
    votes = find(block, REVIEWS.votes)
    return replace(
        mention,
        votes=mention.votes if mention.votes is not None or votes is None else 1,  # "One person found this helpful"
        syndicated_from=source[1] if source else None,
        incentivised=True if FREE.search(badge) else None,
    )
