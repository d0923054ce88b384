"""Thomann: the reviews on a product's page and on the pages of its reviews.

An address: https://www.thomann.de/gb/some_guitar_reviews.htm . All five stars are printed for every review: the rating is the width of
the filler above them. A review in another language has an empty twin for its translation.
"""

from mentions.page import Answer, Page
from spiders.base.engine import Detection
from spiders.base.review_markup import Blocks, Layout, read_reviews
from spiders.base.shop import ShopSpider

LAYOUT = Layout(
    reviews=Blocks(
        block=".js-review[data-rating-id]",
        body=".js-text-original, .review-text",
        key="@data-rating-id",
        author=".review-intro__author ~ ^\\s*(.+?)\\s+\\d{1,2}\\.\\d{1,2}\\.\\d{4}\\s*$ || .review-intro__author",
        date=".review-intro__author ~ (\\d{1,2}\\.\\d{1,2}\\.\\d{4})\\s*$",
        title=".js-headline-original || .review-intro__headline",
        rating=".fx-rating-stars__filler@style ~ width:\\s*([\\d.]+%)",
        votes=".js-vote[data-vote-rating-type=up] .js-vote-value",
        language="[data-orig-lang]@data-orig-lang || .js-headline-original@lang",
    ),
    subject="h1",
    subject_key="link[rel=canonical]@href ~ /([^/]+?)(?:_reviews)?\\.htm",
    total=".js-reviews-start || .js-product-reviews-preview h3",
    next="a[rel=next]@href || a.product-reviews-detail-teaser__button@href",
    empty=".js-product-reviews-preview, .js-reviews",
)


class ThomannSpider(ShopSpider):
    """The reviews of products; a product's page leads to all of its reviews."""

    engine = "thomann"
    proof = "page"
    docs = "https://www.thomann.de/gb/compinfo_terms.html"
    hosts = r"thomann\.(?:de|fr|it|es|nl|se|pl|pt|be|dk|fi|at|ie|gr|co\.uk)|thomannmusic\.com"

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of a page."""
        page = cls.page(answer) if answer.is_json else read_reviews(cls, answer, [LAYOUT])
        return page if page.outcome != "unreadable" else super().read(answer)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell a page by the marks of its reviews."""
        found = not answer.is_json and answer.html.css_first(".js-review[data-rating-id] .fx-rating-stars__filler")
        return Detection(engine=cls.engine, score=1.0) if found else super().recognise(answer)
