"""django-oscar: a shop's catalogue, its products, and their reviews.

Templates: https://github.com/django-oscar/django-oscar/tree/master/src/oscar/templates/oscar/catalogue/reviews . An address:
https://shop.example/ or https://shop.example/catalogue/ . All five star icons are printed for every review: the rating is a class in
words. The catalogue's pages come from a search index, which may be empty; the shop's own search is then asked for the brands.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote_plus

from selectolax.lexbor import LexborNode

from mentions.mention import Mention
from mentions.page import Answer, Ask, Page, Thread
from mentions.urls import canonical, join
from spiders.base.engine import Detection
from spiders.base.locate import find, find_all
from spiders.base.review_markup import Blocks, Layout, read_reviews
from spiders.base.reviews import ReviewsSpider
from spiders.base.shop import about_product

STARS = {"One": 1.0, "Two": 2.0, "Three": 3.0, "Four": 4.0, "Five": 5.0}
PRODUCT = re.compile(r"^(.*_(\d+)/)(?:reviews/)?(?:\?.*)?$")
MARKS = re.compile(r"/oscar/js/oscar/ui(?:\.\w+)?\.js|\boscar\.init\(\)")
BY_DATE = "small ~ (?s).*\\s(?:on|am|le|el|il|op|em|dne|den|dnia|w dniu|в)\\s+([^|]+)"  # behind the last such word: names hold them too
LAYOUT = Layout(
    reviews=Blocks(
        block="article.review",
        body="header + p",
        key="a[href*='/reviews/']@href ~ /reviews/(\\d+)/?$",
        author="small strong",
        date=f"{BY_DATE} || small ~ ^[^|]*",
        title="header a || header h3",
        url="a[href*='/reviews/']@href",
        votes="p:last-of-type small strong",
    ),
    subject=".product_main h1 || #content_inner h2 a || h1",
    total="a[href$='/reviews/'] ~ ^\\s*(\\d+)",
    next=".pagination li.disabled + li a@href || .pager .next a@href || #reviews a[href$='/reviews/']@href",
)


class OscarSpider(ReviewsSpider):
    """The products of a shop; each one's reviews are a list of pages."""

    engine = "oscar"
    family = "marketplaces"
    proof = "page"
    docs = "https://django-oscar.readthedocs.io/en/latest/ref/apps/catalogue_reviews.html"

    def searches(self, queries: Sequence[str]) -> list[Ask]:
        """Return the shop's search for each brand term, where the operator names no product."""
        named = [url for ask in self.listings() if (url := canonical(ask.url)) and PRODUCT.match(url)]
        return [] if named else [Ask(url=join(self.site.url, f"/search/?q={quote_plus(query)}") or self.site.url) for query in queries]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of a product, or the products of a page of the catalogue or the search."""
        page = read_reviews(cls, answer, [LAYOUT], then=_rated)
        product = PRODUCT.match(canonical(answer.url) or "")
        if page.mentions or not MARKS.search(answer.text):
            return about_product(page, key=product[2], url=product[1]) if product else page
        if product or answer.html.css_first(".product_page"):
            return cls.page(answer, empty=True)
        threads = _products(answer)
        root = answer.html.root
        assert root is not None, "a parsed page always has a root"
        catalogue = [url for href in find_all(root, "a[href$='/catalogue/']@href") if (url := canonical(href, answer.url))]
        elsewhere = [] if threads else [url for url in catalogue if url != canonical(answer.url)][:1]
        link = find(root, LAYOUT.next) if threads else None
        following = canonical(link, answer.url) if link else None
        return cls.page(answer, threads=threads, listings=elsewhere, next=following, empty=True)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell a shop by its scripts, also where its templates are its own."""
        return Detection(engine=cls.engine, score=1.0) if not answer.is_json and MARKS.search(answer.text) else None


def _rated(block: LexborNode, mention: Mention) -> Mention:
    """Return a review with the stars that its class names."""
    stars = next((STARS[word] for word in (find(block, ".star-rating@class") or "").split() if word in STARS), None)
    return replace(mention, rating=stars, rating_max=5.0 if stars else None)


def _products(answer: Answer) -> list[Thread]:
    """Return the products of a page, each as the list of its reviews."""
    found: dict[str, Thread] = {}
    for pod in answer.html.css("article.product_pod"):
        href = find(pod, "h3 a@href")
        product = PRODUCT.match(canonical(href, answer.url) or "") if href else None
        if product:
            thread = Thread(key=product[2], url=f"{product[1]}reviews/", title=find(pod, "h3 a@title || h3 a"))
            found.setdefault(thread.key, thread)
    return list(found.values())
