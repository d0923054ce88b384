"""AliExpress: the reviews of an item, as its page asks for them; the page itself is a shell without any.

An address: https://www.aliexpress.com/item/1005001234567890.html . Structure read in public code (scrapfly-scrapers and others), never in
an answer. Ratings are percents of five stars; the older call names the same list `evaViewList` at the top. Buyers' names are masked.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal

from mentions.clean import Said, clean
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from spiders.base.api_reviews import next_page_of, review_of
from spiders.base.engine import Detection, Family
from spiders.base.numbers import decimal
from spiders.base.reviews import ReviewsSpider
from spiders.base.revisions import newest
from spiders.base.said_keys import with_own_keys
from spiders.base.values import mapping, rows, text, whole

ITEM = re.compile(r"/item/(?:[^/]+/)?(\d+)\.html|[?&]productId=(\d+)")
LIST = "https://feedback.aliexpress.com/pc/searchEvaluation.do?productId={}&lang=en_US&country=US&page=1&pageSize=20&filter=all&sort=complex_default"
A_STAR = 20.0  # percent


class AliexpressSpider(ReviewsSpider):
    """The reviews of items."""

    engine = "aliexpress"
    family: ClassVar[Family] = "marketplaces"
    proof: ClassVar[Literal["page", "documented"]] = "documented"
    docs = "https://openservice.aliexpress.com/doc/api.htm"
    terms = "Its terms forbid automated collecting and copying without consent."
    needs_terms = True

    def listings(self) -> list[Ask]:
        """Return the reviews of each item that the operator names."""
        return [replace(ask, url=LIST.format(item[1])) if (item := ITEM.search(ask.url)) and item[1] else ask for ask in super().listings()]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return a page of reviews; of an item's page nothing can be told."""
        if not answer.is_json:
            return cls.page(answer)
        document = mapping(answer.json)
        box = next((one for one in (mapping(document.get(n)) for n in ("data", "displayMessage")) if "evaViewList" in one), document)
        if "evaViewList" not in box:
            return cls.page(answer)
        found = newest(_mention(answer, row) for row in rows(box["evaViewList"]))
        following = next_page_of(answer.url, "page", pages=whole(box.get("totalPage")))
        total = whole(box.get("totalNum"))
        return cls.page(answer, mentions=with_own_keys(found), next=following, stated_total=total, empty=not box["evaViewList"])

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by the name of its list."""
        found = answer.is_json and '"evaViewList"' in answer.text
        return Detection(engine=cls.engine, score=1.0) if found and cls.read(answer).outcome != "unreadable" else None


def _mention(answer: Answer, row: Mapping[str, Any]) -> Mention | None:
    """Return one review; what a buyer adds later stands below the first words."""
    said = [text(row.get(name)) for name in ("buyerFeedback", "buyerProductFeedBack", "buyerTranslationFeedback")]
    words = [next((one for one in said if one), ""), text(row.get("buyerAddFbContent")) or ""]
    percent = decimal(text(row.get("buyerEval")))
    item = ITEM.search(answer.url)
    product = (item[1] or item[2]) if item else None
    page = f"https://www.aliexpress.com/item/{product}.html" if product else None
    return review_of(
        AliexpressSpider,
        answer,
        key=row.get("evaluationIdStr")
        or row.get("evaluationId")
        or row.get("id")
        or f"{product}-{row.get('buyerName')}-{row.get('evalDate')}",
        words=Said(clean("\n".join(one for one in words if one))),
        posted=row.get("evalDate"),
        stars=percent / A_STAR if percent else None,
        author=None if row.get("anonymous") is True else text(row.get("buyerName")),
        votes=whole(row.get("upVoteCount")),
        variant=text(row.get("skuInfo")),
        reply=row.get("sellerReply") or row.get("sellerFeedback"),
        subject_key=product,
        subject_url=page,
        thread_url=page,
        url=page,
    )
