"""Best Buy: the reviews that a product's page describes, and the list of all, to which the page's aggregate rating leads.

Addresses: https://www.bestbuy.com/site/some-laptop/6582841.p , https://www.bestbuy.com/site/reviews/some-laptop/10124570 . The product's
page gives them no date and no id; the dated entries in its data are questions and answers.
"""

from dataclasses import replace

from mentions.page import Answer, Page
from mentions.urls import canonical, same_host
from spiders.base.shop import ShopSpider
from spiders.base.structured import json_ld


class BestbuySpider(ShopSpider):
    """The reviews of products; a product's page leads to their list."""

    engine = "bestbuy"
    proof = "page"
    docs = "https://bestbuyapis.github.io/api-documentation/"
    terms = "Its terms forbid automated collecting; its developer API has no reviews any more."
    needs_terms = True
    hosts = r"bestbuy\.(?:com|ca)"

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews; of a product's page with the way to all of them."""
        page = super().read(answer)
        if answer.is_json or page.next or not page.mentions:
            return page
        rated = (one for root in json_ld(answer) for node in root.walk() for one in node.nodes("aggregaterating"))
        urls = (canonical(named, answer.url) for one in rated if (named := one.text("url")))
        following = next((url for url in urls if url and url != canonical(answer.url) and same_host(url, answer.url)), None)
        return replace(page, next=following)
