"""Stamped: a shop's reviews, as its widget leaves them in a page, by the widget's own answers and by its API.

Documentation: https://developers.stamped.io/docs/api/reviews · address, with the shop's public key:
https://stamped.io/api/widget/reviews?storeUrl=shop.example&apiKey=…&productId=…&page=1&take=50&sortReviews=recent . Quirks: the widget's
dates are MM/DD/YYYY without a zone; a review may have no stars of its own but five empty ones.
"""

from spiders.base.api_records import Api, Record
from spiders.base.portal import PortalSpider
from spiders.base.review_markup import Blocks, Layout

WIDGET = Layout(
    reviews=Blocks(
        block=".stamped-review[id^='stamped-review-']",
        body=".stamped-review-content-body",
        key=r"@id ~ stamped-review-(\d+)",
        anchor="@id",
        author=".author",
        date=".created",
        title=".stamped-review-header-title",
        rating=".stamped-review-header-starratings@data-rating || .stamped-starratings@data-rating || .stamped-starratings@aria-label",
        votes=".stamped-thumbs-up",
        verified=".stamped-verified-badge[data-type=buyer], .stamped-verified-badge[data-verified-label]",
        variant=".stamped-review-variant",
        subject=".stamped-review-product a",
        reply=".stamped-review-reply .stamped-review-content-body || .stamped-review-reply-body || .stamped-reply-body",
        replied=".stamped-review-reply .created",
    ),
    total=".stamped-summary@data-count || .stamped-summary-text-1@data-count || .stamped-summary-text@data-count || .stamped-summary-text",
    next=None,
    empty=".stamped-empty-state",
)
API = Api(
    rows="data",
    marks=frozenset({"reviewMessage", "reviewRating"}),
    total="total",
    page="page",
    size="take",
    size_default=5,
    add=lambda row: {"is_bought": row.get("reviewVerifiedType") in (1, 2, "1", "2")},
    record=Record(
        key="id",
        words="reviewMessage",
        title="reviewTitle",
        posted="dateCreated || reviewDate",
        stars="reviewRating",
        author="author",
        verified="is_bought",
        votes="reviewVotesUp",
        subject="productName",
        subject_key="productId",
        subject_url="productUrl",
        variant="productVariantName",
        language_declared="widgetLanguage",
        reply="reviewReply",
        replied="reviewReplyDate || dateReplied",
    ),
)


class StampedSpider(PortalSpider):
    """The reviews of one product."""

    engine = "stamped"
    proof = "page"
    docs = "https://developers.stamped.io/docs/api/reviews"
    terms = "Reviews belong to the shop whose key it is; its terms decide what others may keep."
    apis = (API,)
    layouts = (WIDGET,)
    sure = 0.9
