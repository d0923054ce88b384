"""Visual Studio Marketplace: the reviews of an extension, newest first.

Documentation: https://github.com/microsoft/azure-devops-extension-api/blob/master/src/Gallery/GalleryClient.ts (getReviews). An address:
https://marketplace.visualstudio.com/items?itemName=publisher.extension . The next page is that of the reviews before the last one's time.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal
from urllib.parse import parse_qs, urlsplit

from w3lib.url import add_or_replace_parameter

from mentions.clean import Said, clean
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from spiders.base.api_reviews import review_of
from spiders.base.engine import Detection, Family
from spiders.base.reviews import ReviewsSpider
from spiders.base.revisions import newest
from spiders.base.values import mapping, require, rows, text, whole

SITE = "https://marketplace.visualstudio.com"
LIST = SITE + "/_apis/public/gallery/publishers/{}/extensions/{}/reviews?count=100&filterOptions=1"  # 1: those with words


class VscodeMarketplaceSpider(ReviewsSpider):
    """The reviews of extensions."""

    engine = "vscode_marketplace"
    family: ClassVar[Family] = "marketplaces"
    proof: ClassVar[Literal["page", "documented"]] = "documented"
    docs = "https://github.com/microsoft/azure-devops-extension-api/blob/master/src/Gallery/Gallery.ts"
    terms = "The Marketplace's terms of use forbid scraping; its API is public and meant for Microsoft's own products."
    needs_terms = True
    grows: Literal["end", "top", "anywhere"] = "top"

    def listings(self) -> list[Ask]:
        """Return the newest reviews of each extension that the operator names."""
        return [replace(ask, url=_api_of(ask.url)) for ask in super().listings()]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return a page of reviews."""
        document = require(answer.json, "reviews", "totalReviewCount")
        listed = rows(document["reviews"])
        oldest = text(listed[-1].get("updatedDate")) if listed else None
        more = document.get("hasMoreReviews") is True and oldest
        return cls.page(
            answer,
            mentions=newest(_mention(answer, row) for row in listed),
            next=add_or_replace_parameter(answer.url, "beforeDate", oldest) if more and oldest else None,
            stated_total=whole(document["totalReviewCount"]),
            empty=document["reviews"] == [],
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by its fields."""
        found = answer.is_json and {"reviews", "totalReviewCount", "hasMoreReviews"} <= mapping(answer.json).keys()
        return Detection(engine=cls.engine, score=1.0) if found else None


def _mention(answer: Answer, row: Mapping[str, Any]) -> Mention | None:
    """Return one review; a deleted one is none."""
    if row.get("isDeleted") is True or row.get("isIgnored") is True:
        return None
    reply = mapping(row.get("reply"))
    reply = {} if reply.get("isDeleted") is True else reply
    path = urlsplit(answer.url).path.split("/")
    item = f"{path[path.index('publishers') + 1]}.{path[path.index('extensions') + 1]}" if "publishers" in path[:-1] else None
    page = f"{SITE}/items?itemName={item}" if item else None
    return review_of(
        VscodeMarketplaceSpider,
        answer,
        key=row.get("id"),
        words=Said(clean(text(row.get("text")) or "")),
        posted=row.get("updatedDate"),
        stars=row.get("rating"),
        title=row.get("title"),
        author=text(row.get("userDisplayName")),
        author_key=text(row.get("userId")),
        variant=text(row.get("productVersion")),
        reply=reply.get("replyText"),
        replied=reply.get("updatedDate"),
        subject_key=item,
        subject_url=page,
        thread_url=page,
        url=f"{page}&ssr=false#review-details" if page else None,
    )


def _api_of(url: str) -> str:
    """Return where the reviews of a page's extension are; another address as it is."""
    item = next(iter(parse_qs(urlsplit(url).query).get("itemName", ())), "")
    publisher, _, extension = item.partition(".")
    return LIST.format(publisher, extension) if extension else url
