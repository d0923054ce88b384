"""Newegg: the reviews that a product's page describes.

An address: https://www.newegg.com/some-card/p/N82E16814487048 . One string holds a review's parts: "Pros: … Cons: … Overall Review: …";
it stays the text, as the page shows it, and its first parts are the fields for them too.
"""

import re
from dataclasses import replace

from mentions.mention import Mention
from mentions.page import Answer, Page
from spiders.base.shop import ShopSpider

PARTS = re.compile(r"^\s*(Pros|Cons|Overall Review|Other Thoughts)\s*:\s*|\s(Cons|Overall Review|Other Thoughts)\s*:\s*")


class NeweggSpider(ShopSpider):
    """The reviews of products."""

    engine = "newegg"
    proof = "page"
    docs = "https://kb.newegg.com/knowledge-base/website-terms-of-use/"
    terms = "Its terms of use forbid automated collecting without written permission."
    needs_terms = True
    hosts = r"newegg\.(?:com|ca)"

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews, their parts told apart."""
        page = super().read(answer)
        return replace(page, mentions=tuple(_parted(mention) for mention in page.mentions))


def _parted(mention: Mention) -> Mention:
    """Return a review with what its text names as pros and cons."""
    pieces = PARTS.split(mention.text)  # text, name, name, text, …
    names = [one or other for one, other in zip(pieces[1::3], pieces[2::3], strict=True)]
    said = {name: text.strip() for name, text in zip(names, pieces[3::3], strict=True) if text.strip()}
    return replace(mention, pros=mention.pros or said.get("Pros"), cons=mention.cons or said.get("Cons"))
