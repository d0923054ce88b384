"""Any page that describes its reviews to machines: schema.org in JSON-LD, microdata or RDFa, or data that it carries for its scripts.

Vocabulary: https://schema.org/Review . An address: any product, place or recipe page that search engines show stars for. Aggregates are
the subject's stated total, never a review. A page that states the same reviews several times is read where it says most of them.
"""

from mentions.page import Answer, Page
from spiders.base.described import read_described
from spiders.base.engine import Detection
from spiders.base.reviews import ReviewsSpider


class SchemaOrgSpider(ReviewsSpider):
    """Any page with structured data; its paging is what the page itself shows."""

    engine = "schema_org"
    proof = "page"
    docs = "https://schema.org/Review"

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the items that the page describes."""
        return read_described(cls, answer)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell a page with reviews in its structured data or in its state; an engine of its own goes before."""
        if answer.is_json:
            return None
        if read_described(cls, answer, shown=False).mentions:
            return Detection(engine=cls.engine, score=0.55)
        return Detection(engine=cls.engine, score=0.5) if read_described(cls, answer).mentions else None
