"""Any page that describes its reviews to machines: schema.org in JSON-LD, microdata or RDFa, or data that it carries for its scripts.

Vocabulary: https://schema.org/Review . An address: any product, place or recipe page that search engines show stars for. Aggregates are
the subject's stated total, never a review. A page that states the same reviews several times is read where it says most of them.
"""

from collections.abc import Sequence
from dataclasses import fields
from typing import ClassVar, Literal

from mentions.mention import Mention
from mentions.page import Answer, Page
from spiders.base.engine import Detection, Family
from spiders.base.markup import require_whole
from spiders.base.microdata import microdata
from spiders.base.paging import next_page
from spiders.base.review_lists import read_lists
from spiders.base.reviews import ReviewsSpider
from spiders.base.schema_items import is_about_something, read_items, stated_total
from spiders.base.structured import json_ld, rdfa

NAMED = [field.name for field in fields(Mention)]


class SchemaOrgSpider(ReviewsSpider):
    """Any page with structured data; its paging is what the page itself shows."""

    engine = "schema_org"
    family: ClassVar[Family] = "reviews"
    proof: ClassVar[Literal["page", "documented"]] = "page"
    docs = "https://schema.org/Review"

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the items as the syntax has them that holds most; of equals, the one that tells most of each."""
        if answer.is_json:
            listed, stated = read_lists(cls, answer)
            return cls.page(answer, mentions=listed, stated_total=stated)
        require_whole(answer)
        readings: list[Sequence[Mention]] = []
        total: int | None = None
        described = False
        for syntax in (json_ld, microdata, rdfa):
            roots = syntax(answer)
            readings.append(read_items(cls, answer, roots))
            total = total if total is not None else stated_total(roots)
            described = described or is_about_something(roots)
        embedded, stated = read_lists(cls, answer)
        best = max([*readings, embedded], key=lambda mentions: (len(mentions), _told(mentions)))
        total = total if total is not None else stated
        return cls.page(answer, mentions=best, next=next_page(answer) if best else None, stated_total=total, empty=described and not total)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell a page with reviews in its structured data or in its state; an engine of its own goes before."""
        if answer.is_json:
            return None
        return Detection(engine=cls.engine, score=0.55) if cls.read(answer).mentions else None


def _told(mentions: Sequence[Mention]) -> int:
    """Return how many fields these mentions fill."""
    return sum(getattr(mention, name) not in (None, "", ()) for mention in mentions for name in NAMED)
