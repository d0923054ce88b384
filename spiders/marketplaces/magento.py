"""Magento (Adobe Commerce) 1 and 2: the reviews of a product, and the products of a category.

Templates: https://github.com/magento/magento2/tree/2.4-develop/app/code/Magento/Review/view/frontend/templates , for 1.x
review/product/view/list.phtml. Addresses: https://shop.example/some-product.html , https://shop.example/review/product/list/id/42/ .
Magento 2 asks for a product's reviews by script: its page names the address, under which they stand as plain HTML. Stars are the width of
a bar, one bar for each thing that is rated.
"""

import re
from dataclasses import replace

from selectolax.lexbor import LexborNode

from mentions.mention import Mention
from mentions.page import Answer, Page, Thread
from mentions.urls import canonical, join
from spiders.base.described import read_described
from spiders.base.engine import Detection
from spiders.base.locate import find, find_all
from spiders.base.markup import permalink
from spiders.base.numbers import decimal
from spiders.base.review_markup import Blocks, Layout, read_reviews
from spiders.base.reviews import ReviewsSpider
from spiders.base.shop import shown_at
from spiders.base.shop_products import linked, page_after, require_closed

BAR = (
    ".rating@style ~ width:\\s*([\\d.]+%) || .ip-rating@style ~ width:\\s*([\\d.]+%) || .rating-result > span@style ~ width:\\s*([\\d.]+%)"
)
ID = re.compile(r"/review/product/(?:view|list|listAjax)/id/(\d+)")
AJAX = re.compile(r'"productReviewUrl"\s*:\s*"([^"]+)"')
NEXT = "a.next@href || .pages-item-next a@href || li.next a@href"
SECOND = Layout(
    reviews=Blocks(
        block=".review-items > li, li.review-item",
        body=".review-content",
        drop=".review-details, .review-date, .review-author",
        author=".review-author .review-details-value || [itemprop=author]",
        date=".review-date .review-details-value@datetime || .review-date time || .review-date .review-details-value",
        title=".review-title",
        rating=BAR,
        reply=".review-reply, .admin-reply, .review-answer",
    ),
    next=NEXT,
    total=".block-title strong ~ ^\\D*(\\d+)",
    empty="#product-review-container, #customer-reviews, .review-add",
)
FIRST = Layout(
    reviews=Blocks(
        block="#customer-reviews dd, .box-reviews dd, #product-reviews-list dd",
        body="dd",
        drop="table, .review-meta, small, .date",
        author=".review-meta span || .review-meta ~ (?s)^\\s*\\S+ \\S+ (.+?)\\s*[/(]",
        date="small.date || .date || .review-meta ~ (?s)\\(([^()]*\\d[^()]*)\\)\\s*$ || .review-meta",
        rating=BAR,
    ),
    subject=".product-name h1 || h1",
    subject_key="input[name=product]@value || form[action*='/review/product/post/id/']@action ~ /id/(\\d+)",
    next=NEXT,
    total=".ratings .rating-links a ~ ^\\D*(\\d+) || [itemprop=votes] || .rating-links a ~ (\\d+)",
    empty="#customer-reviews, .no-rating, .box-reviews",
)
PRODUCTS = ".product-item-link@href || .products-grid .product-name a@href || .products-list .product-name a@href"
MARKS = re.compile(r"text/x-magento-init|\bMage\.Cookies\b|/skin/frontend/|/static/(?:version\d+/)?frontend/|data-mage-init")


class MagentoSpider(ReviewsSpider):
    """The products of a shop; each one's reviews are a list of pages."""

    engine = "magento"
    family = "marketplaces"
    proof = "page"
    docs = "https://experienceleague.adobe.com/en/docs/commerce-admin/marketing/merchandising/product-reviews/product-reviews"

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of a page; else where a product's reviews are, or the products of a category."""
        page = read_reviews(cls, answer, [replace(SECOND, empty=None), FIRST], then=_finished)
        own = ID.search(answer.url)
        if own:
            require_closed(answer)
        if page.mentions:
            return shown_at(page, join(answer.url, f"/catalog/product/view/id/{own[1]}/"), own[1]) if own else page
        ajax = AJAX.search(answer.text)
        if ajax:
            url = canonical(ajax[1].replace("\\/", "/"), answer.url)
            product = ID.search(url or "")
            return cls.page(answer, threads=[Thread(key=product[1], url=url)] if product and url else [])
        described = read_described(cls, answer)
        if described.mentions:
            return described
        products = [] if page.outcome == "empty" else linked(answer, PRODUCTS)
        known = bool(own) or page.outcome == "empty"
        return cls.page(answer, listings=products, next=page_after(answer, NEXT) if products else None, empty=known)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell a shop by its scripts and skins, where the page holds what is read."""
        if answer.is_json or not (MARKS.search(answer.text) or ID.search(answer.url)):
            return None
        return Detection(engine=cls.engine, score=0.95) if cls.read(answer).outcome == "ok" else None


def _finished(block: LexborNode, mention: Mention) -> Mention:
    """Return a review with the mean of what was rated; of 1.x with its title and link, which stand before it."""
    bars = [share for bar in find_all(block, BAR) if (share := decimal(bar)) is not None]
    rating = round(sum(bars) / len(bars) / 20, 1) if bars else None
    mention = replace(mention, rating=rating or None, rating_max=5.0 if rating else None)
    heading = block.prev
    while heading is not None and heading.tag != "dt":
        heading = heading.prev
    if block.tag != "dd" or heading is None:
        return mention
    url = permalink(find(heading, "a@href"), mention.thread_url or "")
    key = ID.search(url or "")
    return replace(
        mention,
        key=key[1] if key else mention.key,
        url=url or mention.url,
        title=find(heading, "a") or mention.title,
        author=find(heading, "span") or mention.author,
    )
