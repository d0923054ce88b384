"""Yotpo: a shop's reviews, by the API that its widget asks and as the widget leaves them in a saved page.

Documentation: https://core-api.yotpo.com/reference/retrieve-reviews-for-a-product · addresses, with the shop's public app key:
https://api-cdn.yotpo.com/v1/widget/{app_key}/products/{id}/reviews.json?per_page=100&sort=date or
https://api-cdn.yotpo.com/v3/storefront/store/{app_key}/product/{id}/reviews?perPage=100&sort=date . Quirks: the widget's first review
is an empty template with the id 0; its dates are MM/DD/YY.
"""

import re

from mentions.page import Answer
from spiders.base.api_records import Api, Record
from spiders.base.engine import Detection
from spiders.base.portal import PortalSpider
from spiders.base.review_markup import Blocks, Layout

V1 = Api(
    rows="response.reviews",
    marks=frozenset({"id", "score", "content", "verified_buyer"}),
    total="response.pagination.total",
    page="page",
    size="response.pagination.per_page",
    about="response.products.*",
    keep=lambda row: not row.get("deleted"),
    record=Record(
        key="id",
        words="content",
        title="title",
        posted="created_at",
        stars="score",
        author="user.display_name",
        author_key="user.user_id",
        language_declared="language",
        verified="verified_buyer",
        incentivised="is_incentivized",
        votes="votes_up",
        subject="about.name",
        subject_key="product_id",
        reply="comment.content",
        replied="comment.created_at",
    ),
)
V3 = Api(
    rows="reviews",
    marks=frozenset({"id", "score", "content", "verifiedBuyer"}),
    total="pagination.total",
    page="page",
    size="pagination.perPage",
    record=Record(
        key="id",
        words="content",
        title="title",
        posted="createdAt",
        stars="score",
        author="user.displayName",
        author_key="user.userId",
        language_declared="language",
        verified="verifiedBuyer",
        incentivised="incentivized",
        votes="votesUp",
        subject_key="productId",
        reply="merchantReply.content || comment.content",
        replied="merchantReply.createdAt || comment.createdAt",
    ),
)
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


class YotpoSpider(PortalSpider):
    """The reviews of one product."""

    engine = "yotpo"
    apis = (V1, V3)
    layouts = (WIDGET,)
    says = "yotpo"
    sure = 0.9
    proof = "page"
    docs = "https://core-api.yotpo.com/reference/retrieve-reviews-for-a-product"
    terms = "Reviews belong to the shop whose app key it is; its terms decide what others may keep."

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer of the API, or a page with the widget: filled, or only set up, and then where its reviews are to be had."""
        found = super().recognise(answer)
        if found or answer.is_json or not cls.is_own(answer):
            return found
        widget = answer.html.css_first(".yotpo-main-widget[data-product-id], .yotpo-widget-instance[data-yotpo-product-id]")
        key = KEY.search(answer.text)
        if widget is None or key is None:
            return None
        product = widget.attributes.get("data-product-id") or widget.attributes.get("data-yotpo-product-id")
        url = f"https://api-cdn.yotpo.com/v1/widget/{key[1] or key[2]}/products/{product}/reviews.json?per_page=100&sort=date"
        return Detection(engine=cls.engine, score=0.5, url=url)
