"""Aplaut (once ShopPilot): the reviews that it serves to shops of Russia.

Documentation: https://docs.aplaut.com/ · address, as the shop's own page asks for it:
https://widgets.aplaut.io/{shop}/products/{id}/product-reviews/render.json?page=1 . Quirks: `published_at` is when a moderator let a
review through, `created_at` when it was written; any of text, pros and cons may stand alone; a shop's comment is its answer.
"""

from mentions.page import Answer
from spiders.base.api_records import Api, Record
from spiders.base.engine import Detection
from spiders.base.portal import PortalSpider
from spiders.base.values import mapping, rows, text

STAFF = frozenset({"User", "Company", "Store"})  # authors of comments who speak for the shop; customers are `Customer`
API = Api(
    rows="reviews",
    about="product",
    total="product.reviews_count",
    page="page",
    pages="meta.total_pages",
    add=lambda row: {"answer": next((one for one in rows(row.get("comments")) if text(one.get("author_type")) in STAFF), None)},
    record=Record(
        key="id",
        words="body",
        title="headline",
        pros="pros",
        cons="cons",
        posted="published_at || created_at",
        stars="rating",
        author="author.name",
        verified="is_verified || verified",
        votes="likes",
        subject="about.name",
        subject_key="about.product_id || about.id",
        subject_url="https:{about.url}",
        syndicated_from="syndication_source.name || syndication_source",
        reply="answer.body || answer.text",
        replied="answer.created_at",
    ),
)


class AplautSpider(PortalSpider):
    """The reviews of one product."""

    engine = "aplaut"
    proof = "page"
    docs = "https://docs.aplaut.com/"
    terms = "Reviews belong to the shop; those marked as syndicated come from another."
    apis = (API,)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by what stands beside its reviews."""
        document = mapping(answer.json) if answer.is_json else {}
        is_one = {"reviews", "meta", "product", "store"} <= document.keys() and "reviews_count" in mapping(document["product"])
        return Detection(engine=cls.engine, score=1.0) if is_one else None
