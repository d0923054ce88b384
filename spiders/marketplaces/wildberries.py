"""Wildberries: the feedback on a card and all its variants, questions, and a seller's own feedback by the API.

Documentation: https://dev.wildberries.ru/openapi/user-communication (API). Addresses: https://www.wildberries.ru/catalog/{nm}/detail.aspx
, https://feedbacks1.wb.ru/feedbacks/v1/{imt} , https://feedbacks-api.wildberries.ru/api/v1/feedbacks?isAnswered=true&take=5000&skip=0
(with a key in WILDBERRIES_TOKEN). One answer is a window on the feedback, without paging: what it leaves out shows in the stated total.
An `imt` groups the variants (`nm`) of a card; a supplemented review names its first part in `parentFeedbackId`.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal
from urllib.parse import parse_qs, urlsplit

from mentions.clean import Said, clean
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page, Thread
from spiders.base.api_reviews import next_offset_of, review_of
from spiders.base.credentials import secret
from spiders.base.engine import Detection, Family, Options
from spiders.base.reviews import ReviewOptions, ReviewsSpider
from spiders.base.revisions import newest
from spiders.base.shop import is_host
from spiders.base.values import at, mapping, rows, text, whole

FEEDBACK = "https://feedbacks1.wb.ru/feedbacks/v1/{}"
QUESTIONS = "https://questions.wildberries.ru/api/v1/questions?imtId={}&take=30&skip=0"
CARD = "https://card.wb.ru/cards/v4/detail?appType=1&curr=rub&dest=-1257786&nm={}"
SELLER = "https://feedbacks-api.wildberries.ru/"
PRODUCT = re.compile(r"/catalog/(\d+)/")
GROUP = re.compile(r"/feedbacks/v\d/(\d+)")


class WildberriesOptions(ReviewOptions):
    """What an operator may say of a card."""

    questions: bool = False
    """True: what buyers ask is read too (kind `question`), with the seller's answer."""


class WildberriesSpider(ReviewsSpider):
    """The feedback on cards; a product's address leads to its card's."""

    engine = "wildberries"
    family: ClassVar[Family] = "marketplaces"
    proof: ClassVar[Literal["page", "documented"]] = "page"
    docs = "https://dev.wildberries.ru/openapi/user-communication"
    terms = "Its terms forbid copying its pages without consent; the API gives a seller the feedback on its own goods."
    needs_terms = True
    Options: ClassVar[type[Options]] = WildberriesOptions

    def listings(self) -> list[Ask]:
        """Return the cards' feedback, or the products that lead to it."""
        return [replace(ask, url=_api_of(ask.url)) for ask in super().listings()]

    def sign(self, ask: Ask) -> Ask:
        """Return the request; one to the seller's API with the key from WILDBERRIES_TOKEN."""
        return replace(ask, headers={**ask.headers, "Authorization": secret("WILDBERRIES_TOKEN")}) if ask.url.startswith(SELLER) else ask

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the feedback or questions of an answer, or the cards' addresses where it describes products."""
        document = mapping(answer.json)
        inside = mapping(document.get("data")) or document
        for name, read in (("feedbacks", _feedback), ("questions", _question)):
            if isinstance(inside.get(name), list) or (name in inside and "feedbackCount" in inside):
                listed = rows(inside[name])
                total = whole(inside.get("feedbackCount")) if name == "feedbacks" else whole(inside.get("count"))
                is_paged = "skip" in parse_qs(urlsplit(answer.url).query)
                total = whole(inside.get("countArchive")) if total is None and answer.url.startswith(SELLER) else total
                following = next_offset_of(answer.url, "skip", count=len(listed), total=total) if is_paged else None
                return cls.page(
                    answer, mentions=newest(read(answer, row) for row in listed), next=following, stated_total=total, empty=not total
                )
        groups = {text(row.get("root")): row for row in rows(inside.get("products")) if row.get("root")}
        ways = [FEEDBACK, *([QUESTIONS] if cls.options_of(answer.site).questions else [])] if groups else []
        threads = [
            Thread(key=f"{way[8:17]}:{root}", url=way.format(root), title=text(row.get("name")))
            for root, row in groups.items()
            for way in ways
        ]
        return cls.page(answer, threads=threads)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer by the names of its fields."""
        if not answer.is_json:
            return None
        document = mapping(answer.json)
        inside = mapping(document.get("data")) or document
        first = mapping(at(inside, "feedbacks", 0))
        found = "valuationDistribution" in inside or "productValuation" in first
        found = found or (is_host(answer.url, r"wb\.ru|wildberries\.ru") and cls.read(answer).outcome == "ok")
        return Detection(engine=cls.engine, score=1.0) if found else None


def _feedback(answer: Answer, row: Mapping[str, Any]) -> Mention | None:
    """Return one review; of one that is chips and stars alone, the chips are its words."""
    reply, product = mapping(row.get("answer")), mapping(row.get("productDetails"))
    chips = row.get("bables")
    said = text(row.get("text")) or (
        "" if text(row.get("pros")) or text(row.get("cons")) or not isinstance(chips, list) else ", ".join(map(str, chips))
    )
    helpful = mapping(row.get("votes"))
    nm = text(row.get("nmId")) or text(product.get("nmId"))
    variant = [text(row.get("color")), text(row.get("size")) or text(product.get("size"))]
    return review_of(
        WildberriesSpider,
        answer,
        key=row.get("id"),
        words=Said(clean(said)),
        posted=row.get("createdDate"),
        edited=row.get("updatedDate") if "wbUserDetails" not in row else None,  # there it moves with every vote and answer
        stars=row.get("productValuation"),
        pros=row.get("pros"),
        cons=row.get("cons"),
        author=text(at(row, "wbUserDetails", "name")) or text(row.get("userName")),
        author_key=text(row.get("globalUserId")) or text(row.get("wbUserId")),
        votes=whole(helpful.get("pluses")),
        variant=", ".join(part for part in variant if part and part != "0") or None,
        reply=reply.get("text"),
        replied=reply.get("createDate") or reply.get("createdDate"),
        reply_to=text(row.get("parentFeedbackId")),
        subject=text(product.get("productName")),
        **_about(answer, nm),
    )


def _question(answer: Answer, row: Mapping[str, Any]) -> Mention | None:
    """Return one question with the seller's answer."""
    reply, product = mapping(row.get("answer")), mapping(row.get("productDetails"))
    return review_of(
        WildberriesSpider,
        answer,
        key=f"question-{row.get('id')}" if row.get("id") else None,
        words=Said(clean(text(row.get("text")) or "")),
        posted=row.get("createdDate"),
        author=text(at(row, "wbUserDetails", "name")) or text(row.get("userName")),
        reply=reply.get("text"),
        replied=reply.get("createDate") or reply.get("createdDate"),
        kind="question",
        subject=text(product.get("productName")),
        **_about(answer, text(row.get("nmId")) or text(product.get("nmId"))),
    )


def _about(answer: Answer, nm: str | None) -> dict[str, Any]:
    """Return what is known of the product: its number, and the page on which the feedback stands."""
    if nm is None:
        return {}
    group = GROUP.search(answer.url)
    page = f"https://www.wildberries.ru/catalog/{nm}/detail.aspx"
    shown = f"https://www.wildberries.ru/catalog/{nm}/feedbacks" + (f"?imtId={group[1]}" if group else "")
    return {"subject_key": nm, "subject_url": page, "thread_url": page, "url": shown}


def _api_of(url: str) -> str:
    """Return where the feedback of a page's product is, or what tells it; another address as it is."""
    parts = urlsplit(url)
    group = parse_qs(parts.query).get("imtId")
    product = PRODUCT.search(f"{parts.path}/")
    if not is_host(url, r"wildberries\.(?:ru|by|kz|am)|wb\.ru") or product is None:
        return url
    return FEEDBACK.format(group[0]) if group else CARD.format(product[1])
