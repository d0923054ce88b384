"""2GIS: the reviews of a branch or a whole company, by the API that its own pages ask.

Documentation: https://docs.2gis.com/en/api/search/places/overview (the reviews' API itself is not documented) · address, with a key in
TWOGIS_API_KEY: https://public-api.reviews.2gis.com/2.0/branches/{branch}/reviews?limit=50&sort_by=date_created&rated=true , or
https://public-api.reviews.2gis.com/3.0/orgs/{company}/reviews . Quirks: reviews of other portals (Flamp, Booking) are told by `provider`;
hidden ones are listed, with the reason.
"""

from dataclasses import replace

from w3lib.url import url_query_cleaner

from mentions.page import Answer, Page
from spiders.base.api_records import Api, Record, read_api
from spiders.base.portal import PortalSpider
from spiders.base.values import mapping

API = "https://public-api.reviews.2gis.com/"
OWN = "2gis"
RECORDS = Api(
    rows="reviews",
    marks=frozenset({"date_created", "provider", "user"}),
    total="meta.total_count || meta.branch_reviews_count",
    offset="offset",
    keep=lambda row: not row.get("is_hidden") and not row.get("hiding_reason"),
    add=lambda row: {"elsewhere": row.get("provider") if row.get("provider") != OWN else None},
    record=Record(
        key="id",
        words="text",
        posted="date_created",
        edited="date_edited",
        stars="rating",
        author="user.name || {user.first_name} {user.last_name} || user.first_name",
        author_key="user.public_id || user.id",
        url="url || https://2gis.ru/firm/{object.id}/tab/reviews/review/{id}",
        votes="likes_count",
        verified="is_verified",
        subject="official_answer.org_name",
        subject_key="object.id",
        subject_url="https://2gis.ru/firm/{object.id}",
        syndicated_from="elsewhere",
        reply="official_answer.text",
        replied="official_answer.date_created",
    ),
)
FIELDS = "meta.providers,meta.branch_rating,meta.branch_reviews_count,meta.total_count,reviews.hiding_reason,reviews.is_verified"


class TwogisSpider(PortalSpider):
    """The reviews of one branch or company, newest first."""

    engine = "twogis"
    family = "maps"
    docs = "https://docs.2gis.com/en/api/search/places/overview"
    keys_from = "A key of your own: https://platform.2gis.ru/"
    terms = "Its terms allow showing content with a link and forbid collecting it into databases without a contract."
    needs_terms = True
    signs = True
    grows = "top"
    api = API
    parameters = {"fields": FIELDS, "key": "{TWOGIS_API_KEY}"}  # noqa: RUF012 - the base's ClassVar

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer, without hidden ones."""
        is_linked = "next_link" in mapping(mapping(answer.json).get("meta"))
        page = read_api(cls, answer, replace(RECORDS, following="meta.next_link") if is_linked else RECORDS)
        return replace(page, next=url_query_cleaner(page.next, ["key"], remove=True)) if page.next else page

    apis = (RECORDS,)
