"""Yotpo: a shop's reviews, by the API that its widget asks and as the widget leaves them in a saved page.

Documentation: https://core-api.yotpo.com/reference/retrieve-reviews-for-a-product · addresses, with the shop's public app key:
https://api-cdn.yotpo.com/v1/widget/{app_key}/products/{id}/reviews.json?per_page=100&sort=date or
https://api-cdn.yotpo.com/v3/storefront/store/{app_key}/product/{id}/reviews?perPage=100&sort=date . Quirks: the widget's first review
is an empty template with the id 0; its dates are MM/DD/YY.
"""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from mentions.mention import Mention
from mentions.page import Answer, Page
from spiders.base.api_reviews import next_page_of, pages_of, review_of
from spiders.base.engine import Detection, Family
from spiders.base.review_markup import Blocks, Layout, read_reviews
from spiders.base.reviews import ReviewsSpider
from spiders.base.values import mapping, require, rows, text, whole

WIDGET = Layout(
    reviews=Blocks(
        block=".yotpo-review[data-review-id]:not([data-review-id='0'])",
        body=".content-review || .yotpo-read-more-text || .yotpo-review-content",
        key="@data-review-id",
        author=".yotpo-user-name || .yotpo-reviewer-name",
        date=".yotpo-review-date",
        title=".content-title || .yotpo-review-title",
        rating=".yotpo-review-stars .sr-only || .yotpo-star-rating@aria-label",
        votes=".vote-sum[data-type=up]",
        verified=".yotpo-icon-circle-checkmark, .yotpo-reviewer-verified-buyer-text",
        reply=".yotpo-comment .content-review || .yotpo-comment .yotpo-comment-content || .yotpo-reply-content",
        replied=".yotpo-comment .yotpo-review-date || .yotpo-comment .yotpo-comment-date",
        subject=r".product-link ~ ^\s*On\s+(.+?)\s*$ || .product-link",
        drop=".yotpo-read-more, .sr-only",
    ),
    total=".total-reviews-search@total-reviews-search || .yotpo-bottomline .reviews-amount || .yotpo-nav-tab .nav-tab-sum",
    next=None,
    empty=".yotpo-first-review, .yotpo .write-first-review-button",
)
KEY = re.compile(
    r"staticw2\.yotpo\.com/(?:[\w-]+/)?([A-Za-z0-9]{20,})/widget|cdn-widgetsrepository\.yotpo\.com/v1/loader/([A-Za-z0-9_-]{20,})"
)


class YotpoSpider(ReviewsSpider):
    """The reviews of one product."""

    engine = "yotpo"
    family: ClassVar[Family] = "reviews"
    proof: ClassVar[Literal["page", "documented"]] = "page"
    docs = "https://core-api.yotpo.com/reference/retrieve-reviews-for-a-product"
    terms = "Reviews belong to the shop whose app key it is; its terms decide what others may keep."

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer of the API, or of a page that its widget has filled."""
        if not answer.is_json:
            return read_reviews(cls, answer, (WIDGET,))
        document = mapping(require(answer.json).get("response")) or require(answer.json)
        require(document, "reviews", "pagination")
        paging = mapping(document["pagination"])
        products = {text(row.get("id")): row for row in rows(document.get("products"))}
        found = [_mention(cls, answer, row, products) for row in rows(document["reviews"]) if not row.get("deleted")]
        total, size = whole(paging.get("total")), whole(paging.get("per_page")) or whole(paging.get("perPage"))
        return cls.page(
            answer,
            mentions=[one for one in found if one],
            next=next_page_of(answer.url, "page", pages=pages_of(total, size)),
            stated_total=total,
            empty=document["reviews"] == [],
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer of the API, or a page with the widget: filled, or only set up, and then where its reviews are to be had."""
        if answer.is_json:
            document = mapping(mapping(answer.json).get("response")) or mapping(answer.json)
            is_one = {"pagination", "bottomline", "reviews"} <= document.keys()
            return Detection(engine=cls.engine, score=1.0) if is_one else None
        if "yotpo" not in answer.text:
            return None
        if answer.html.css_matches(".yotpo-review[data-review-id]:not([data-review-id='0'])"):
            return Detection(engine=cls.engine, score=0.9)
        widget = answer.html.css_first(".yotpo-main-widget[data-product-id], .yotpo-widget-instance[data-yotpo-product-id]")
        key = KEY.search(answer.text)
        if widget is None or key is None:
            return None
        product = widget.attributes.get("data-product-id") or widget.attributes.get("data-yotpo-product-id")
        url = f"https://api-cdn.yotpo.com/v1/widget/{key[1] or key[2]}/products/{product}/reviews.json?per_page=100&sort=date"
        return Detection(engine=cls.engine, score=0.5, url=url)


def _mention(engine: type[YotpoSpider], answer: Answer, row: Mapping[str, Any], products: Mapping[str | None, Any]) -> Mention | None:
    """Return one review, of either version of the API."""
    user, reply = mapping(row.get("user")), mapping(row.get("comment")) or mapping(row.get("merchantReply"))
    product = mapping(products.get(text(row.get("product_id"))))
    is_verified = row.get("verified_buyer") is True or row.get("verifiedBuyer") is True
    return review_of(
        engine,
        answer,
        key=row.get("id"),
        words=row.get("content"),
        posted=row.get("created_at") or row.get("createdAt"),
        stars=row.get("score"),
        title=row.get("title"),
        author=text(user.get("display_name")) or text(user.get("displayName")),
        author_key=text(user.get("user_id")) or text(user.get("userId")),
        language_declared=text(row.get("language")),
        verified=True if is_verified else None,
        incentivised=True if row.get("is_incentivized") is True or row.get("incentivized") is True else None,
        votes=whole(row.get("votes_up")) if "votes_up" in row else whole(row.get("votesUp")),
        subject=text(product.get("name")),
        subject_key=text(row.get("product_id")) or text(row.get("productId")),
        reply=reply.get("content"),
        replied=reply.get("created_at") or reply.get("createdAt"),
    )
