"""Flamp: reviews of companies in Russia, by the API that its pages ask, and of a page as it is shown.

Documentation: none; the API is that of the site's own scripts · address:
https://flamp.ru/api/2.0/filials/{branch}/reviews?limit=50 , with the token of the site in FLAMP_TOKEN. Quirks: what is asked for stands in
the Accept header; the next page is a whole address in `next_link`.
"""

from dataclasses import replace
from urllib.parse import urljoin

from mentions.page import Answer, Page
from spiders.base.api_records import Api, Record
from spiders.base.portal import PortalSpider
from spiders.base.review_markup import Blocks, Layout

API = "https://flamp.ru/api/2.0/"
ACCEPT = (
    ';q=1;depth=1;scopes={"user":{"fields":"id,name,url"},"official_answer":{},"filial":{"fields":"id,name_primary,url"}};application/json'
)
RECORDS = Api(
    rows="reviews",
    marks=frozenset({"filial_id", "date_created", "text"}),
    total="meta.total",
    following="next_link",
    keep=lambda row: not row.get("is_deleted") and not row.get("is_hidden"),
    record=Record(
        key="id",
        words="text",
        posted="date_created",
        edited="date_edited",
        stars="rating",
        author="user.name || user",
        author_key="user.id",
        url="url",
        votes="likes_count",
        subject="filial.name_primary",
        subject_key="filial_id",
        subject_url="filial.url",
        reply="official_answer.text",
        replied="official_answer.date_created",
    ),
)
SHOWN = Layout(
    reviews=Blocks(
        block="article.ugc-item[data-entity-id]",
        body=".t-rich-text || .ugc-item__text",
        key="@data-entity-id",
        author=".author__name || a.link.name || .name",
        date="cat-brand-ugc-date@date || meta[itemprop=datePublished]@content || time@datetime || .ugc-date",
        rating="meta[itemprop=ratingValue]@content || [itemprop=ratingValue]@content || .rating@data-rating",
        votes="[data-likes-count]@data-likes-count",
        reply=".official-answer .t-rich-text || .official-answer__text",
        replied=".official-answer cat-brand-ugc-date@date",
        url="a[href*='/otzyv-']@href",
    ),
    subject="h1 [itemprop=name] || h1",
    total="[itemprop=reviewCount]@content",
)


class FlampSpider(PortalSpider):
    """The reviews of one branch, newest first."""

    engine = "flamp"
    docs = "https://flamp.ru/agreement"
    keys_from = "The token that flamp.ru's own pages send to its API as Authorization: a browser's network panel shows it."
    terms = "Its agreement allows quoting with a link and forbids collecting into databases."
    needs_terms = True
    grows = "top"
    apis = (RECORDS,)
    layouts = (SHOWN,)
    says = "flamp"
    api = API
    keys = {"Accept": ACCEPT, "X-Application": "Flamp4", "Authorization": "Bearer {FLAMP_TOKEN}"}  # noqa: RUF012 - the base's ClassVar

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer of the API, or of a page."""
        page = super().read(answer)
        return replace(page, next=urljoin(answer.url, page.next)) if page.next else page
