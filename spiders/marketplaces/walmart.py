"""Walmart: the reviews on a product's page and on the pages of its reviews, which both keep them for their scripts.

Addresses: https://www.walmart.com/ip/some-blender/562225800 , https://www.walmart.com/reviews/product/562225800?page=2 . Structured data
holds the same without ids and answers. Ratings and texts are counted apart: the stated total is that of the texts, which alone are
listed.
"""

from dataclasses import replace

from mentions.page import Answer, Page
from spiders.base.embedded import documents, review_lists
from spiders.base.shop import ShopSpider
from spiders.base.values import whole


class WalmartSpider(ShopSpider):
    """The reviews of products; a product's page leads to the pages of its reviews."""

    engine = "walmart"
    proof = "page"
    docs = "https://walmart.io/docs/affiliates/v1/reviews"
    terms = "Its terms of use forbid automated collecting without written permission; the affiliates' API gives partners some reviews."
    needs_terms = True
    hosts = r"walmart\.(?:com|ca)"
    product = r"/(?:ip/(?:[^/?#]+/)?|reviews/product/)(\d+)"
    lists = "https://www.walmart.com/reviews/product/{}?sort=submission-desc"

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews, and how many have words."""
        page = super().read(answer)
        lists = review_lists(documents(answer)) if page.mentions else []
        texts = next((count for one in lists for holder in one.around if (count := whole(holder.get("reviewsWithTextCount")))), None)
        return replace(page, stated_total=texts) if texts else page
