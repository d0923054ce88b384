"""Wildberries: the feedback on a card and all its variants, questions, and a seller's own feedback by the API.

Documentation: https://dev.wildberries.ru/openapi/user-communication (API). Addresses: https://www.wildberries.ru/catalog/{nm}/detail.aspx
, https://feedbacks1.wb.ru/feedbacks/v1/{imt} , https://feedbacks-api.wildberries.ru/api/v1/feedbacks?isAnswered=true&take=5000&skip=0
(with a key in WILDBERRIES_TOKEN). One answer is a window on the feedback, without paging: what it leaves out shows in the stated total.
An `imt` groups the variants (`nm`) of a card; a supplemented review names its first part in `parentFeedbackId`.
"""

from typing import Any, ClassVar

from mentions.page import Answer, Ask, Page, Thread
from spiders.base.api_fields import Row
from spiders.base.api_reviews import next_offset_of, parameter
from spiders.base.api_rows import Rows, read_rows
from spiders.base.api_spider import ApiSpider
from spiders.base.engine import Detection, Options
from spiders.base.reviews import ReviewOptions
from spiders.base.shop import is_host
from spiders.base.values import at, mapping, rows, text, whole

FEEDBACK = "https://feedbacks1.wb.ru/feedbacks/v1/{}"
QUESTIONS = "https://questions.wildberries.ru/api/v1/questions?imtId={}&take=30&skip=0"
SAME = """words=text posted=createdDate author=wbUserDetails.name|userName author_key=globalUserId|wbUserId reply=answer.text
    replied=answer.createDate|answer.createdDate subject=productDetails.productName subject_key=nmId|productDetails.nmId """
PAGE = "https://www.wildberries.ru/catalog/{}/detail.aspx"
REVIEW = Rows(
    SAME + "key=id stars=productValuation pros=pros cons=cons votes=votes.pluses reply_to=parentFeedbackId",
    page=PAGE,
)
QUESTION = Rows(SAME, page=PAGE, kind="question")


class WildberriesOptions(ReviewOptions):
    """What an operator may say of a card."""

    questions: bool = False
    """True: what buyers ask is read too (kind `question`), with the seller's answer."""


class WildberriesSpider(ApiSpider):
    """The feedback on cards; a product's address leads to its card's."""

    engine = "wildberries"
    proof = "page"
    docs = "https://dev.wildberries.ru/openapi/user-communication"
    keys_from = "The seller's account, under access to the API: https://seller.wildberries.ru/supplier-settings/access-to-api"
    terms = "Its terms forbid copying its pages without consent; the API gives a seller the feedback on its own goods."
    needs_terms = True
    Options: ClassVar[type[Options]] = WildberriesOptions
    grows = "anywhere"
    product = r"(?:wildberries\.\w+|wb\.ru)/catalog/(\d+)"
    call = "https://card.wb.ru/cards/v4/detail?appType=1&curr=rub&dest=-1257786&nm={0}"
    api = "https://feedbacks-api.wildberries.ru/"
    keys: ClassVar[dict[str, str]] = {"Authorization": "{WILDBERRIES_TOKEN}"}

    def ask(self, url: str) -> Ask:
        """Return how to ask for an address; one that names its card leads there at once."""
        card = parameter(url, "imtId")
        return Ask(url=FEEDBACK.format(card)) if card and "/catalog/" in url else super().ask(url)

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the feedback or questions of an answer, or the cards' addresses where it describes products."""
        document = mapping(answer.json)
        inside = mapping(document.get("data")) or document
        for name, where, count in (("feedbacks", REVIEW, "feedbackCount"), ("questions", QUESTION, "count")):
            if name in inside and (isinstance(inside[name], list) or count in inside):
                listed, total = rows(inside[name]), whole(inside.get(count))
                is_paged = parameter(answer.url, "skip") is not None
                following = next_offset_of(answer.url, "skip", count=len(listed), total=total) if is_paged else None
                found = read_rows(cls, answer, listed, where, _known)
                return cls.page(answer, mentions=found, next=following, stated_total=total, empty=not total)
        ways = [FEEDBACK, *([QUESTIONS] if cls.options_of(answer.site).questions else [])]
        cards = {card: text(row.get("name")) for row in rows(inside.get("products")) if (card := text(row.get("root")))}
        return cls.page(
            answer, threads=[Thread(key=way.format(card), url=way.format(card), title=cards[card]) for card in cards for way in ways]
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by the names of its fields."""
        document = mapping(answer.json) if answer.is_json else {}
        inside = mapping(document.get("data")) or document
        found = "valuationDistribution" in inside or "productValuation" in mapping(at(inside, "feedbacks", 0))
        found = found or (answer.is_json and is_host(answer.url, r"wb\.ru|wildberries\.ru") and cls.read(answer).outcome == "ok")
        return Detection(engine=cls.engine, score=1.0) if found else None


def _known(row: Row) -> dict[str, Any]:
    """Return a question's key, apart from those of reviews; of a review that is chips and stars alone the words."""
    if "productValuation" not in row:
        return {"key": f"question-{row['id']}" if row.get("id") else None}
    parts = [text(row.get("color")), text(row.get("size")) or text(at(row, "productDetails", "size"))]
    variant = {"variant": ", ".join(part for part in parts if part and part != "0") or None}  # "0": it has but one size
    chips = row.get("bables")
    is_bare = isinstance(chips, list) and not any(text(row.get(name)) for name in ("text", "pros", "cons"))
    return {"words": ", ".join(map(str, chips)), **variant} if is_bare and chips else variant
