"""PrestaShop: the reviews of a product, by the module "Product Comments" or as the shop describes them, and the products of a category.

Source: https://github.com/PrestaShop/productcomments . An address: https://shop.example/12-some-product.html . The module's page names
the address of its list: JSON in which words are escaped as HTML and dates are short local ones (`date_order` tells their order). Other
modules and themes describe their reviews to search engines, and are read by that.
"""

import re
from urllib.parse import parse_qs, urlsplit

from mentions.mention import Mention
from mentions.page import Answer, Page, Thread
from mentions.urls import canonical, join
from spiders.base.api_reviews import next_page_of, pages_of, review_of
from spiders.base.described import read_described
from spiders.base.engine import Detection
from spiders.base.locate import find
from spiders.base.markup import base_url, page_dates
from spiders.base.review_markup import Blocks, Layout, read_reviews
from spiders.base.reviews import ReviewsSpider
from spiders.base.shop import shown_at
from spiders.base.shop_products import linked, page_after
from spiders.base.values import mapping, require, rows, text, whole

MARKS = re.compile(
    r"var prestashop\s*=|<meta name=\"generator\" content=\"PrestaShop|/modules/ps_|/themes/core\.js|assets\.prestashop3\.com"
)
LIST = "#product-comments-list@data-list-comments-url"
FIRST = Layout(
    reviews=Blocks(
        block="#product_comments_block_tab .comment",
        body=".comment_details [itemprop=reviewBody], .comment_details p:not(.title_block)",
        author=".comment_author_infos strong || [itemprop=author]",
        date="[itemprop=datePublished]@content || .comment_author_infos em",
        title=".comment_details .title_block || .comment_details h4",
        stars=".star_on",
        votes=".comment_details li ~ ^\\D*(\\d+)",
    ),
    empty="#product_comments_block_tab, #empty-product-comment",
)
PRODUCTS = ".product-miniature .product-title a@href || .product_list .product-name@href || #product_list h3 a@href"


class PrestashopSpider(ReviewsSpider):
    """The products of a shop; each one's reviews are a list of pages."""

    engine = "prestashop"
    family = "marketplaces"
    proof = "page"
    docs = "https://github.com/PrestaShop/productcomments"

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of a page or of the module's list; else where that is, or the products of a category."""
        if answer.is_json:
            return _read_list(answer)
        page = read_reviews(cls, answer, [FIRST])
        page = page if page.mentions else read_described(cls, answer)
        if page.mentions:
            return page
        root = answer.html.root
        named = find(root, LIST) if root else None
        url = canonical(named, base_url(answer)) if named else None
        if url:
            return cls.page(answer, threads=[Thread(key=_product(url) or url, url=url)])
        products = [] if answer.html.css_first("body#product") else linked(answer, PRODUCTS)
        following = page_after(answer, "a.next[rel=next]@href || #pagination_next a@href") if products else None
        return cls.page(answer, listings=products, next=following, empty=bool(answer.html.css_first("body#product")))

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell a shop by its scripts, where the page holds what is read; a list by its fields."""
        if answer.is_json:
            return Detection(engine=cls.engine, score=1.0) if '"id_product_comment"' in answer.text else None
        if not MARKS.search(answer.text):
            return None
        return Detection(engine=cls.engine, score=0.9) if cls.read(answer).outcome == "ok" else None


def _read_list(answer: Answer) -> Page:
    """Return a page of the module's list."""
    document = require(answer.json, "comments", "comments_nb")
    listed = rows(document["comments"])
    total = whole(document["comments_nb"])
    dates = page_dates(answer, [text(row.get("date_add")) for row in listed])
    found: list[Mention | None] = [
        review_of(
            PrestashopSpider,
            answer,
            key=row.get("id_product_comment"),
            words=row.get("content"),
            posted=when.at.isoformat() if when else None,
            stars=row.get("grade"),
            title=row.get("title"),
            author=text(row.get("customer_name")),
            votes=whole(row.get("usefulness")),
        )
        for row, when in zip(listed, dates, strict=True)
    ]
    pages = pages_of(total, whole(document.get("comments_per_page")))
    following = next_page_of(answer.url, "page", pages=pages)
    empty = not total and isinstance(mapping(document).get("comments"), list)
    page = PrestashopSpider.page(answer, mentions=[one for one in found if one], next=following, stated_total=total, empty=empty)
    product = _product(answer.url)
    return shown_at(page, join(answer.url, f"index.php?controller=product&id_product={product}"), product) if product else page


def _product(url: str) -> str | None:
    return next(iter(parse_qs(urlsplit(url).query).get("id_product", ())), None)
