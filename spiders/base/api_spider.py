"""A site whose reviews come from an API: which address of a person's leads to which call, and which keys a call needs."""

import re
from typing import ClassVar, Literal

from mentions.page import Ask, Page
from spiders.base.engine import Family
from spiders.base.reviews import ReviewsSpider


class ApiSpider(ReviewsSpider):
    """Reviews of products by an API, newest first unless a subclass says otherwise; a subclass says where products and calls are."""

    family: ClassVar[Family] = "marketplaces"
    grows: Literal["end", "top", "anywhere"] = "top"
    product: ClassVar[str] = ""
    """Pattern of a product's address as people know it; "" where operators name calls."""
    call: ClassVar[str] = ""
    """Address of the newest reviews of such a product: `{0}` is the pattern's first group, or the whole of what matched."""

    def listings(self) -> list[Ask]:
        """Return the calls for what the operator names."""
        return [self.ask(ask.url) for ask in super().listings()]

    def ask_next(self, page: Page) -> Ask | None:
        """Return the call for the next page."""
        return self.ask(page.next) if page.next else None

    def ask(self, url: str) -> Ask:
        """Return how to ask for an address: a product's by the call for it, any other as it is. Calls by POST say more."""
        found = re.search(self.product, url) if self.product else None
        return Ask(url=self.call.format(*(found.groups() or (found[0],))) if found else url)
