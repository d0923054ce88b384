"""Flamp: reviews of companies in Russia, by the API that its pages ask, and of a page as it is shown.

Documentation: none; the API is that of the site's own scripts · address:
https://flamp.ru/api/2.0/filials/{branch}/reviews?limit=50 , with the token of the site in FLAMP_TOKEN. Quirks: what is asked for stands in
the Accept header; the next page is a whole address in `next_link`.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal
from urllib.parse import urljoin

from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from spiders.base.api_reviews import review_of
from spiders.base.credentials import secret
from spiders.base.engine import Detection, Family
from spiders.base.review_markup import Blocks, Layout, read_reviews
from spiders.base.reviews import ReviewsSpider
from spiders.base.values import mapping, require, rows, text, whole

API = "/api/2.0/"
ACCEPT = (
    ';q=1;depth=1;scopes={"user":{"fields":"id,name,url"},"official_answer":{},"filial":{"fields":"id,name_primary,url"}};application/json'
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


class FlampSpider(ReviewsSpider):
    """The reviews of one branch, newest first."""

    engine = "flamp"
    family: ClassVar[Family] = "reviews"
    proof: ClassVar[Literal["page", "documented"]] = "documented"
    docs = "https://flamp.ru/agreement"
    terms = "Its agreement allows quoting with a link and forbids collecting into databases."
    needs_terms = True
    grows: Literal["end", "top", "anywhere"] = "top"

    def sign(self, ask: Ask) -> Ask:
        """Return the request; one to the API with the token from FLAMP_TOKEN."""
        if API not in ask.url:
            return ask
        return replace(
            ask, headers={**ask.headers, "Accept": ACCEPT, "X-Application": "Flamp4", "Authorization": f"Bearer {secret('FLAMP_TOKEN')}"}
        )

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer of the API, or of a page."""
        if not answer.is_json:
            return read_reviews(cls, answer, (SHOWN,)) if "flamp" in answer.text else cls.page(answer)
        document = require(answer.json, "reviews")
        following = text(document.get("next_link"))
        found = [_mention(cls, answer, row) for row in rows(document["reviews"]) if not row.get("is_deleted") and not row.get("is_hidden")]
        return cls.page(
            answer,
            mentions=[one for one in found if one],
            next=urljoin(answer.url, following) if following and document["reviews"] else None,
            stated_total=whole(mapping(document.get("meta")).get("total")),
            empty=document["reviews"] == [],
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer of the API, or a page by its own elements."""
        if answer.is_json:
            listed = rows(mapping(answer.json).get("reviews"))
            is_one = bool(listed) and all({"filial_id", "date_created", "text"} <= row.keys() for row in listed)
            return Detection(engine=cls.engine, score=1.0) if is_one else None
        is_one = "flamp" in answer.text and answer.html.css_matches(SHOWN.reviews.block)
        return Detection(engine=cls.engine, score=0.95) if is_one else None


def _mention(engine: type[FlampSpider], answer: Answer, row: Mapping[str, Any]) -> Mention | None:
    """Return one review."""
    user, reply, branch = mapping(row.get("user")), mapping(row.get("official_answer")), mapping(row.get("filial"))
    return review_of(
        engine,
        answer,
        key=row.get("id"),
        words=row.get("text"),
        posted=row.get("date_created"),
        edited=row.get("date_edited"),
        stars=row.get("rating"),
        author=text(user.get("name")) or text(row.get("user")),
        author_key=text(user.get("id")),
        url=text(row.get("url")),
        votes=whole(row.get("likes_count")),
        subject=text(branch.get("name_primary")),
        subject_key=text(row.get("filial_id")),
        subject_url=text(branch.get("url")),
        reply=reply.get("text"),
        replied=reply.get("date_created"),
    )
