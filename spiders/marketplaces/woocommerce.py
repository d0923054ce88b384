"""WooCommerce: a shop's reviews by its Store API or REST API, and those on a product's page.

Documentation: https://github.com/woocommerce/woocommerce/tree/trunk/plugins/woocommerce/src/StoreApi/docs (product-reviews). Addresses:
https://shop.example/ (the Store API, of the whole shop, newest first), https://shop.example/product/name/ (the page),
https://shop.example/wp-json/wc/v3/products/reviews (with keys in WOOCOMMERCE_KEY and WOOCOMMERCE_SECRET). The shop's answer is a comment
below the review, without stars; structured data on the page holds the newest few only.
"""

import re
from base64 import b64encode
from dataclasses import replace
from typing import Any, Literal
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from mentions.urls import canonical, join
from spiders.base.api_fields import Row
from spiders.base.api_rows import Rows, read_rows
from spiders.base.credentials import secret
from spiders.base.engine import Detection
from spiders.base.review_markup import Blocks, Layout, read_reviews
from spiders.base.reviews import ReviewsSpider
from spiders.base.shop_products import linked, page_after
from spiders.base.values import at, mapping, rows, text

STORE = "/wp-json/wc/store/v1/products/reviews?per_page=100&orderby=date&order=desc"
KEYED = re.compile(r"/wp-json/wc/v\d/")
NEXT_LINK = re.compile(r"<([^>]+)>;\s*rel=\"?next\"?")
NESTED = ".children .bypostauthor"
REVIEW = Rows("key=id html=review stars=rating author=reviewer verified=verified subject=product_name subject_key=product_id")
LAYOUT = Layout(
    reviews=Blocks(
        block="#reviews li.review, #reviews .commentlist > li.comment:not(.bypostauthor), .woocommerce-Reviews li.review",
        body=".description, [itemprop=description], .comment-text",
        drop=".meta, .star-rating, .woocommerce-review__published-date, .children",
        key="@id ~ comment-(\\d+)$ || [id^=comment-]@id ~ comment-(\\d+)$",
        author=".woocommerce-review__author || [itemprop=author] || .meta strong",
        date=".woocommerce-review__published-date@datetime || [itemprop=datePublished]@datetime || .meta time@datetime || .meta time",
        rating="strong.rating || .star-rating > span@style ~ width:\\s*([\\d.]+%) || .star-rating@title || .star-rating@aria-label",
        anchor="@id ~ (comment-\\d+)$",
        language="[lang]@lang",
        reply=f"{NESTED} .description, {NESTED} [itemprop=description], {NESTED} .comment-text",
        reply_drop=".meta, .star-rating",
        replied=f"{NESTED} time@datetime || {NESTED} time",
        skip=".woocommerce-review__awaiting-approval",
    ),
    subject=".product_title || h1",
    subject_key="[id^=product-].product@id ~ product-(\\d+)$ || body@class ~ \\bpostid-(\\d+)",
    total=".woocommerce-review-link .count || .woocommerce-Reviews-title ~ ^\\D*(\\d+)",
    next=".woocommerce-pagination a.next@href",
    empty=".woocommerce-noreviews, #reviews #comments, body.single-product",
)
BLOCKS = Layout(
    reviews=Blocks(
        block=".wp-block-woocommerce-product-review-template > li, .wc-block-review-list-item__item",
        body=".wp-block-woocommerce-product-review-content, .wc-block-components-review-list-item__text",
        key="[id^=comment-]@id ~ comment-(\\d+)$ || @id ~ comment-(\\d+)$",
        author=".wp-block-woocommerce-product-review-author-name || .wc-block-components-review-list-item__author",
        date="time@datetime",
        rating="strong.rating || [class*=rating__stars]@aria-label || [role=img]@aria-label ~ (\\d(?:[.,]\\d)?)",
        subject=".wc-block-components-review-list-item__product a",
        subject_url=".wc-block-components-review-list-item__product a@href",
    ),
    next=".wp-block-woocommerce-product-reviews-pagination-next@href",
)
PRODUCTS = "li.product a.woocommerce-LoopProduct-link@href || li.product a[href]@href || .wc-block-product a@href"


class WoocommerceSpider(ReviewsSpider):
    """The newest reviews of a shop by its API, or the reviews on the pages of its products."""

    engine = "woocommerce"
    family = "marketplaces"
    proof = "page"
    docs = "https://developer.woocommerce.com/docs/apis/store-api/resources-endpoints/product-reviews/"
    keys_from = "The shop's WooCommerce settings, under Advanced, REST API (right: read)."

    def where_it_grows(self) -> Literal["end", "top", "anywhere"]:
        """Return `top` for the APIs, which are newest first; themes order reviews as they like."""
        return "top" if all("/wp-json/" in ask.url for ask in self.listings()) else "anywhere"

    def listings(self) -> list[Ask]:
        """Return the addresses that the operator names: of the shop itself its Store API."""
        return [replace(ask, url=_api_of(ask.url)) for ask in super().listings()]

    def sign(self, ask: Ask) -> Ask:
        """Return the request; one to the REST API with the keys from WOOCOMMERCE_KEY and WOOCOMMERCE_SECRET."""
        if not KEYED.search(ask.url):
            return ask
        basic = b64encode(f"{secret('WOOCOMMERCE_KEY')}:{secret('WOOCOMMERCE_SECRET')}".encode()).decode()
        return replace(ask, headers={**ask.headers, "Authorization": f"Basic {basic}"})

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer or a page, or the products of a page of the shop."""
        if answer.is_json:
            return _read_api(answer)
        page = read_reviews(cls, answer, [LAYOUT, BLOCKS], then=_finished)
        if page.outcome != "unreadable":
            return page
        products = linked(answer, PRODUCTS)
        return cls.page(answer, listings=products, next=page_after(answer, "a.next.page-numbers@href") if products else None)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by its fields, a page by the classes of its reviews."""
        if answer.is_json:
            first = mapping(at(answer.json, 0))
            found = {"reviewer", "review", "rating", "product_id", "date_created_gmt"} <= first.keys()
            return Detection(engine=cls.engine, score=1.0) if found else None
        if (
            "woocommerce" not in answer.text
            or answer.html.css_first("#reviews, .woocommerce-Reviews, body.single-product, [class*=product-review-template]") is None
        ):
            return None
        link = answer.html.css_first("link[rel='https://api.w.org/']")
        root = join(answer.url, (link.attributes.get("href") or "").partition("wp-json")[0]) if link else None
        return Detection(engine=cls.engine, score=0.95, url=root or None)


def _finished(block: LexborNode, mention: Mention) -> Mention:
    """Return a review with its own badge: the shop's answer below it has one too. What has no stars is a comment on a review."""
    own = block.css_first(".comment_container, .comment-text")
    is_verified = own is not None and own.css_first(".verified") is not None
    return replace(mention, verified=True if is_verified else None)


def _read_api(answer: Answer) -> Page:
    """Return a page of either API."""
    if not isinstance(answer.json, list):
        return WoocommerceSpider.page(answer)
    following = NEXT_LINK.search(answer.headers.get("link", ""))
    total = answer.headers.get("x-wp-total", "")
    shown = [row for row in rows(answer.json) if "review" in row and row.get("status") in (None, "approved")]
    return WoocommerceSpider.page(
        answer,
        mentions=read_rows(WoocommerceSpider, answer, shown, REVIEW, _known),
        next=following[1] if following else None,
        stated_total=int(total) if total.isdigit() else None,
        empty=not answer.json,
    )


def _known(row: Row) -> dict[str, Any]:
    """Return the time of a review, which is UTC without saying so, and its product's page where the API names it."""
    page = canonical(text(row.get("product_permalink")) or "")
    utc = text(row.get("date_created_gmt"))
    address = {"subject_url": page, "thread_url": page, "url": f"{page}#comment-{text(row.get('id'))}"} if page else {}
    return {"posted": f"{utc.removesuffix('Z')}Z" if utc else row.get("date_created"), **address}


def _api_of(url: str) -> str:
    """Return the Store API of a shop's own address; any other address as it is."""
    parts = urlsplit(url)
    return join(url, STORE) or url if parts.path in ("", "/") and not parts.query else url
