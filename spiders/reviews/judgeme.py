"""Judge.me: a shop's reviews, as its widget is printed into pages, by the widget's own answers and by its API.

Documentation: https://judge.me/api/docs#tag/Reviews · addresses: a product's page of the shop, or, with the shop's private token in
JUDGEME_API_TOKEN, https://judge.me/api/v1/reviews?shop_domain=shop.example&per_page=100 . Quirks: the widget's further pages come as
HTML within JSON; on a collection's page each review names its product; the API's hidden and unpublished reviews are none.
"""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from w3lib.url import add_or_replace_parameter

from mentions.page import Answer, Page
from mentions.urls import host
from spiders.base.api_records import Api, Record, is_of, read_api
from spiders.base.api_reviews import parameter
from spiders.base.engine import Detection
from spiders.base.review_markup import Blocks, Layout, read_reviews
from spiders.base.reviews import ReviewsSpider
from spiders.base.values import mapping, text

API = "https://judge.me/api/"
API_REVIEWS = Api(
    rows="reviews",
    marks=frozenset({"product_external_id", "reviewer"}),
    keep=lambda row: not row.get("hidden") and row.get("published") is not False,
    add=lambda row: {"is_bought": row.get("verified") in ("buyer", "verified-purchase", "email")},
    record=Record(
        key="id",
        words="body",
        title="title",
        posted="created_at",
        stars="rating",
        author="reviewer.name",
        author_key="reviewer.id",
        verified="is_bought",
        subject="product_title",
        subject_key="product_external_id",
    ),
)
WIDGET = Layout(
    reviews=Blocks(
        block=".jdgm-rev[data-review-id]",
        body=".jdgm-rev__body",
        key="@data-review-id",
        author=".jdgm-rev__author",
        date=".jdgm-rev__timestamp@data-content || .jdgm-rev__timestamp",
        title=".jdgm-rev__title",
        rating=".jdgm-rev__rating@data-score",
        votes="@data-thumb-up-count",
        verified="[data-verified-buyer=true]",
        variant=".jdgm-rev__variant-label",
        subject="@data-product-title",
        subject_url="@data-product-url",
        reply=".jdgm-rev__reply-content",
        replied=".jdgm-rev__reply .jdgm-rev__timestamp@data-content",
    ),
    total=".jdgm-rev-widg@data-number-of-reviews || .jdgm-all-reviews-widget@data-number-of-reviews",
    next=None,
    empty=".jdgm-rev-widg[data-number-of-reviews='0'], .jdgm-widget .jdgm-rev-widg__summary-text",
)


class JudgemeSpider(ReviewsSpider):
    """The reviews of one product, or of a whole shop."""

    engine = "judgeme"
    proof = "page"
    docs = "https://judge.me/api/docs"
    keys_from = "The shop's Judge.me settings, under integrations: its private token."
    terms = "Reviews belong to the shop; the API is for the shop that holds the token."
    signs = True
    api = API
    parameters = {"api_token": "{JUDGEME_API_TOKEN}"}  # noqa: RUF012 - the base's ClassVar

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of a page, of an answer of the widget, or of one of the API."""
        if not answer.is_json:
            return read_reviews(cls, answer, (WIDGET,))
        document = mapping(answer.json)
        widget = text(document.get("html")) or text(document.get("widget"))
        if widget is not None:
            shop = f"https://{_shop(answer) or host(answer.url)}/"
            within = replace(answer, url=shop, body=widget.encode(), charset="utf-8", content_type="text/html")
            page = replace(read_reviews(cls, within, (WIDGET,)), url=answer.url)
            return replace(page, next=add_or_replace_parameter(answer.url, "page", str(_page(answer) + 1)) if page.mentions else None)
        product = f"https://{_shop(answer)}/products/{{product_handle}}" if _shop(answer) else None
        page = read_api(cls, answer, replace(API_REVIEWS, record=replace(API_REVIEWS.record, subject_url=product)))
        return replace(page, next=add_or_replace_parameter(answer.url, "page", str(_page(answer) + 1)) if page.mentions else None)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell a page with the widget, filled, or an answer of the widget or the API."""
        if answer.is_json:
            document = mapping(answer.json)
            is_widget = "jdgm-rev" in f"{document.get('html')}{document.get('widget')}"
            is_one = is_widget or is_of(answer, API_REVIEWS)
            return Detection(engine=cls.engine, score=1.0) if is_one else None
        return Detection(engine=cls.engine, score=0.9) if answer.html.css_matches(".jdgm-rev[data-review-id]") else None


def _shop(answer: Answer) -> str | None:
    """Return the host of the shop that was asked for."""
    return next(iter(parse_qs(urlsplit(answer.url).query).get("shop_domain", ())), None)


def _page(answer: Answer) -> int:
    """Return which page of the list an answer is."""
    return parameter(answer.url, "page") or 1
