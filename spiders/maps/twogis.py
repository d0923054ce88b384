"""2GIS: the reviews of a branch or a whole company, by the API that its own pages ask.

Documentation: https://docs.2gis.com/en/api/search/places/overview (the reviews' API itself is not documented) · address, with a key in
TWOGIS_API_KEY: https://public-api.reviews.2gis.com/2.0/branches/{branch}/reviews?limit=50&sort_by=date_created&rated=true , or
https://public-api.reviews.2gis.com/3.0/orgs/{company}/reviews . Quirks: reviews of other portals (Flamp, Booking) are told by `provider`;
hidden ones are listed, with the reason.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal

from w3lib.url import add_or_replace_parameter, url_query_cleaner

from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from spiders.base.api_reviews import next_offset_of, review_of
from spiders.base.credentials import secret
from spiders.base.engine import Detection, Family
from spiders.base.reviews import ReviewsSpider
from spiders.base.values import mapping, require, rows, text, whole

API = "https://public-api.reviews.2gis.com/"
OWN = "2gis"
FIELDS = "meta.providers,meta.branch_rating,meta.branch_reviews_count,meta.total_count,reviews.hiding_reason,reviews.is_verified"


class TwogisSpider(ReviewsSpider):
    """The reviews of one branch or company, newest first."""

    engine = "twogis"
    family: ClassVar[Family] = "maps"
    proof: ClassVar[Literal["page", "documented"]] = "documented"
    docs = "https://docs.2gis.com/en/api/search/places/overview"
    terms = "Its terms allow showing content with a link and forbid collecting it into databases without a contract."
    needs_terms = True
    signs = True
    grows: Literal["end", "top", "anywhere"] = "top"

    def sign(self, ask: Ask) -> Ask:
        """Return the request with the key from TWOGIS_API_KEY in its address."""
        if not ask.url.startswith(API):
            return ask
        url = add_or_replace_parameter(ask.url, "fields", FIELDS)
        return replace(ask, url=add_or_replace_parameter(url, "key", secret("TWOGIS_API_KEY")))

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer, without hidden ones."""
        document = require(answer.json, "reviews", "meta")
        meta, listed = mapping(document["meta"]), rows(document["reviews"])
        total = next((count for name in ("total_count", "branch_reviews_count") if (count := whole(meta.get(name))) is not None), None)
        following = text(meta.get("next_link"))
        if following is not None:
            following = url_query_cleaner(following, ["key"], remove=True)
        elif "next_link" not in meta:
            following = next_offset_of(answer.url, "offset", count=len(listed), total=total)
        found = [_mention(cls, answer, row) for row in listed if not row.get("is_hidden") and not row.get("hiding_reason")]
        return cls.page(answer, mentions=[one for one in found if one], next=following, stated_total=total, empty=document["reviews"] == [])

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by its own names."""
        listed = rows(mapping(answer.json).get("reviews")) if answer.is_json else []
        is_one = bool(listed) and all({"date_created", "provider", "user"} <= row.keys() for row in listed)
        return Detection(engine=cls.engine, score=1.0) if is_one and "meta" in answer.json else None


def _mention(engine: type[TwogisSpider], answer: Answer, row: Mapping[str, Any]) -> Mention | None:
    """Return one review."""
    user, reply, about = mapping(row.get("user")), mapping(row.get("official_answer")), mapping(row.get("object"))
    provider, branch, key = text(row.get("provider")), text(about.get("id")), text(row.get("id"))
    name = text(user.get("name")) or " ".join(part for part in (text(user.get("first_name")), text(user.get("last_name"))) if part)
    return review_of(
        engine,
        answer,
        key=key,
        words=row.get("text"),
        posted=row.get("date_created"),
        edited=row.get("date_edited"),
        stars=row.get("rating"),
        author=name or None,
        author_key=text(user.get("public_id")) or text(user.get("id")),
        url=text(row.get("url")) or (f"https://2gis.ru/firm/{branch}/tab/reviews/review/{key}" if branch else None),
        votes=whole(row.get("likes_count")),
        verified=True if row.get("is_verified") is True else None,
        subject=text(reply.get("org_name")),
        subject_key=branch,
        subject_url=f"https://2gis.ru/firm/{branch}" if branch else None,
        syndicated_from=provider if provider != OWN else None,
        reply=reply.get("text"),
        replied=reply.get("date_created"),
    )
