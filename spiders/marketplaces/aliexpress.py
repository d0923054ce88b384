"""AliExpress: the reviews of an item, as its page asks for them; the page itself is a shell without any.

An address: https://www.aliexpress.com/item/1005001234567890.html . Structure read in public code (scrapfly-scrapers and others), never in
an answer. Ratings are percents of five stars; the older call names the same list `evaViewList` at the top. Buyers' names are masked.
"""

import re
from typing import Any

from mentions.clean import Said, clean
from mentions.page import Answer, Page
from spiders.base.api_fields import Row
from spiders.base.api_reviews import next_page_of
from spiders.base.api_rows import Rows, read_rows
from spiders.base.api_spider import ApiSpider
from spiders.base.engine import Detection
from spiders.base.numbers import decimal
from spiders.base.values import mapping, rows, text, whole

ITEM = re.compile(r"[?&]productId=(\d+)")
A_STAR = 20.0  # percent
REVIEW = Rows(
    """posted=evalDate author=buyerName votes=upVoteCount variant=skuInfo reply=sellerReply|sellerFeedback""",
    page="https://www.aliexpress.com/item/{}.html",
)


class AliexpressSpider(ApiSpider):
    """The reviews of items, the shop's own order: any page may hold new ones."""

    engine = "aliexpress"
    docs = "https://openservice.aliexpress.com/doc/api.htm"
    terms = "Its terms forbid automated collecting and copying without consent."
    needs_terms = True
    grows = "anywhere"
    product = r"/item/(?:[^/]+/)?(\d+)\.html"
    call = (
        "https://feedback.aliexpress.com/pc/searchEvaluation.do?productId={0}&lang=en_US&country=US&page=1&pageSize=20"
        "&filter=all&sort=complex_default"
    )

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return a page of reviews; of an item's page nothing can be told."""
        document = mapping(answer.json) if answer.is_json else {}
        box = next((one for one in (mapping(document.get(n)) for n in ("data", "displayMessage")) if "evaViewList" in one), document)
        if "evaViewList" not in box:
            return cls.page(answer)
        item = ITEM.search(answer.url)
        found = read_rows(cls, answer, rows(box["evaViewList"]), REVIEW, lambda row: _known(row, item[1] if item else None))
        following = next_page_of(answer.url, "page", pages=whole(box.get("totalPage")))
        return cls.page(answer, mentions=found, next=following, stated_total=whole(box.get("totalNum")), empty=not box["evaViewList"])

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by the name of its list."""
        found = answer.is_json and '"evaViewList"' in answer.text and cls.read(answer).outcome != "unreadable"
        return Detection(engine=cls.engine, score=1.0) if found else None


def _known(row: Row, item: str | None) -> dict[str, Any]:
    """Return a review's words, what its buyer added later below the first; its stars; and its id, or what stands for one."""
    said = [text(row.get(name)) for name in ("buyerFeedback", "buyerProductFeedBack", "buyerTranslationFeedback")]
    words = [next((one for one in said if one), None), text(row.get("buyerAddFbContent"))]
    percent = decimal(text(row.get("buyerEval")))
    own = next((key for name in ("evaluationIdStr", "evaluationId", "id") if (key := text(row.get(name)))), None)
    return {
        "key": own or f"{item}-{text(row.get('buyerName'))}-{text(row.get('evalDate'))}",
        "words": Said(clean("\n".join(one for one in words if one))),
        "stars": percent / A_STAR if percent else None,
        "subject_key": item,
        **({"author": None} if row.get("anonymous") is True else {}),
    }
