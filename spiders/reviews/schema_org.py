"""schema.org on any page: reviews, comments, posts, questions and answers in JSON-LD, microdata or RDFa.

Vocabulary: https://schema.org/Review . An address: any product, place or recipe page that search engines show stars for. Aggregates are
the subject's stated total, never a review. A page that states the same reviews twice, in two syntaxes, is read in the richer one.
"""

from mentions.mention import Mention
from mentions.page import Answer, Page
from spiders.base.engine import Detection
from spiders.base.markup import Markup, next_url
from spiders.base.reviews import ReviewsSpider
from spiders.base.schema_items import read_items, stated_total
from spiders.base.structured import json_ld, microdata, rdfa

PAGING = Markup(next="link[rel~=next]@href || a[rel~=next]@href || .pagination .next a@href || li.next a@href || a.next@href")


class SchemaOrgSpider(ReviewsSpider):
    """Any page with structured data; its paging is the page's own `rel=next`."""

    engine = "schema_org"
    family = "reviews"
    proof = "page"
    docs = "https://schema.org/Review"

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the items of the syntax that holds most of them."""
        best: list[Mention] = []
        total: int | None = None
        described = False
        for syntax in (json_ld, microdata, rdfa):
            roots = syntax(answer)
            items = read_items(cls, answer, roots)
            total = total if total is not None else stated_total(roots)
            described = described or bool(roots)
            if len(items) > len(best):
                best = items
        return cls.page(answer, mentions=best, next=next_url(answer, PAGING, answer.url), stated_total=total, empty=described and not total)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell a page with reviews in its structured data; an engine of its own goes before."""
        if answer.is_json or "schema.org" not in answer.text:
            return None
        return Detection(engine=cls.engine, score=0.55) if cls.read(answer).mentions else None
