"""OpenCart 1.5 to 4: the reviews of a product, and the products of a category.

Templates: https://github.com/opencart/opencart/tree/master/upload/catalog/view/template/product . An address:
https://shop.example/index.php?route=product/product&product_id=42 . A product's page asks for its reviews by script: as HTML, without
ids.
"""

import re

from mentions.page import Answer, Page, Thread
from mentions.urls import canonical, join
from spiders.base.engine import Detection
from spiders.base.markup import base_url
from spiders.base.review_markup import Blocks, Layout, read_reviews
from spiders.base.reviews import ReviewsSpider
from spiders.base.shop import shown_at
from spiders.base.shop_products import linked, page_after, require_closed

ASKED = re.compile(r"index\.php\?route=product/(?:product/review|review(?:[.|](?:list|review))?)&(?:amp;)?[^'\"\s]*?product_id=(\d+)")
LIST = re.compile(r"route=product(?:/|%2F)(?:product(?:/|%2F)review|review)[^#]*?product_id=(\d+)")
SHORT = 3000  # characters; a list without reviews is one sentence
NEXT = ".pagination li.active + li a@href || .pagination a[rel=next]@href || .links b + a@href"
LATER = Layout(
    reviews=Blocks(
        block="table.table-bordered, #review table",
        body="td[colspan] p",
        author="td strong || td b",
        date="tr:first-child td:last-child",
        stars=".fa-star:not(.fa-regular):not(.far)",
    ),
    next=NEXT,
)
FIRST = Layout(
    reviews=Blocks(
        block=".review-list, #review .content",
        body=".text",
        author=".author b || .author",
        date=".author ~ (?s)\\s\\S+\\s+(\\d\\S*)\\s*$ || .author",
        rating=".rating img@src ~ stars-(\\d)",
    ),
    next=NEXT,
)
PRODUCTS = ".product-thumb h4 a@href || .product-thumb .caption a@href || .product-thumb .description a@href || .product-list .name a@href"


class OpencartSpider(ReviewsSpider):
    """The products of a shop; each one's reviews are a list of pages."""

    engine = "opencart"
    family = "marketplaces"
    docs = "https://docs.opencart.com/catalog/reviews"

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of a list; of a product's page, where they are; of a category's, its products."""
        own = LIST.search(answer.url)
        if own:
            require_closed(answer)
            page = read_reviews(cls, answer, [LATER, FIRST])
            product = join(answer.url, f"index.php?route=product/product&product_id={own[1]}")
            return shown_at(page, product, own[1]) if page.mentions else cls.page(answer, empty=len(answer.text) < SHORT)
        asked = ASKED.search(answer.text)
        url = canonical(asked[0].replace("&amp;", "&"), base_url(answer)) if asked else None
        if asked and url:
            return cls.page(answer, threads=[Thread(key=asked[1], url=url)])
        products = linked(answer, PRODUCTS)
        return cls.page(answer, listings=products, next=page_after(answer, NEXT) if products else None)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell a product's page by where it asks for its reviews, a list by its address."""
        if answer.is_json or not (ASKED.search(answer.text) or LIST.search(answer.url)):
            return None
        return Detection(engine=cls.engine, score=0.95) if cls.read(answer).outcome == "ok" else None
