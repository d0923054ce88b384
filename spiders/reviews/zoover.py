"""Zoover: reviews of holidays and hotels, as its pages describe them.

Documentation: none; a place stands at https://www.zoover.nl/{country}/{region}/{town}/{name}/{kind} , its reviews at `…/beoordelingen`.
Quirks: scores run to ten; pages carry their reviews for their scripts, and fewer of them for search engines.
"""

from mentions.page import Answer, Page
from mentions.urls import host
from spiders.base.described import read_described
from spiders.base.engine import Detection
from spiders.base.reviews import ReviewsSpider

HOSTS = tuple(f"zoover.{country}" for country in ("nl", "be", "com", "de", "co.uk", "fr", "pl", "it", "es", "dk"))


class ZooverSpider(ReviewsSpider):
    """The reviews of one place."""

    engine = "zoover"
    docs = "https://www.zoover.nl/info/algemene-voorwaarden"
    terms = "Its conditions forbid taking over reviews without permission."
    needs_terms = True

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews that a page describes."""
        return read_described(cls, answer) if _is_own(answer) else cls.page(answer)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell a page of the site with reviews."""
        return Detection(engine=cls.engine, score=0.9) if _is_own(answer) and read_described(cls, answer).mentions else None


def _is_own(answer: Answer) -> bool:
    """Return whether a page is Zoover's."""
    return host(answer.url).removeprefix("www.").removeprefix("m.") in HOSTS
