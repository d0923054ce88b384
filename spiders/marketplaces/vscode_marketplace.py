"""Visual Studio Marketplace: the reviews of an extension, newest first.

Documentation: https://github.com/microsoft/azure-devops-extension-api/blob/master/src/Gallery/GalleryClient.ts (getReviews). An address:
https://marketplace.visualstudio.com/items?itemName=publisher.extension . The next page is that of the reviews before the last one's time.
"""

import re

from w3lib.url import add_or_replace_parameter

from mentions.page import Answer, Page
from spiders.base.api_rows import Rows, read_rows
from spiders.base.api_spider import ApiSpider
from spiders.base.engine import Detection
from spiders.base.values import at, mapping, require, rows, text, whole

SITE = "https://marketplace.visualstudio.com"
CALLED = re.compile(r"/publishers/([^/]+)/extensions/([^/]+)/reviews")
REVIEW = Rows(
    """key=id words=text title=title posted=updatedDate stars=rating author=userDisplayName author_key=userId variant=productVersion
    reply=reply.replyText replied=reply.updatedDate""",
    page=SITE + "/items?itemName={}",
)


class VscodeMarketplaceSpider(ApiSpider):
    """The reviews of extensions."""

    engine = "vscode_marketplace"
    docs = "https://github.com/microsoft/azure-devops-extension-api/blob/master/src/Gallery/Gallery.ts"
    terms = "The Marketplace's terms of use forbid scraping; its API is public and meant for Microsoft's own products."
    needs_terms = True
    product = r"[?&]itemName=([^.&]+)\.([^&#]+)"
    call = SITE + "/_apis/public/gallery/publishers/{0}/extensions/{1}/reviews?count=100&filterOptions=1"  # 1: those with words

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return a page of reviews; deleted ones and deleted answers are left out."""
        document = require(answer.json, "reviews", "totalReviewCount")
        listed = rows(document["reviews"])
        oldest = text(listed[-1].get("updatedDate")) if listed else None
        called = CALLED.search(answer.url)
        shown = [row for row in listed if row.get("isDeleted") is not True and row.get("isIgnored") is not True]
        shown = [{**row, "reply": None} if at(row, "reply", "isDeleted") is True else row for row in shown]
        found = read_rows(cls, answer, shown, REVIEW, lambda _: {"subject_key": f"{called[1]}.{called[2]}" if called else None})
        following = (
            add_or_replace_parameter(answer.url, "beforeDate", oldest) if document.get("hasMoreReviews") is True and oldest else None
        )
        total = whole(document["totalReviewCount"])
        return cls.page(answer, mentions=found, next=following, stated_total=total, empty=document["reviews"] == [])

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by its fields."""
        found = answer.is_json and {"reviews", "totalReviewCount", "hasMoreReviews"} <= mapping(answer.json).keys()
        return Detection(engine=cls.engine, score=1.0) if found else None
