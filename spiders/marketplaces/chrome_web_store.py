"""Chrome Web Store: the newest reviews of an extension, by the call of its page, and those that the page of its reviews holds.

An address: https://chromewebstore.google.com/detail/some-name/aaaabbbbccccddddeeeeffffgggghhhh . Structure as others measured it in 2026
(data [1] is the list, [2] how many have words; a review: [0] id, [1][0] author, [2] stars, [3] text, [4] and [5] times, [6] votes, [8]
the developer's answer, [11] version, [13] language), never seen in an answer. One call gives at most 500; there is no way to more.
"""

import re
from typing import Any, ClassVar, Literal

from mentions.clean import Said, clean
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from spiders.base.api_reviews import review_of
from spiders.base.engine import Detection, Family
from spiders.base.google_rpc import call, callbacks, is_answer, payloads
from spiders.base.markup import require_whole
from spiders.base.reviews import ReviewsSpider
from spiders.base.revisions import newest
from spiders.base.values import at, text, whole

SITE = "https://chromewebstore.google.com"
CALL = "x1DgCd"
MOST = 500  # reviews that one call gives
BY_TIME = 2
ITEM = re.compile(r"[?&/](?:id=)?([a-p]{32})(?![a-z])")
SHORTEST = 7  # fields of a review


class ChromeWebStoreSpider(ReviewsSpider):
    """The newest reviews of extensions."""

    engine = "chrome_web_store"
    family: ClassVar[Family] = "marketplaces"
    proof: ClassVar[Literal["page", "documented"]] = "documented"
    docs = "https://developer.chrome.com/docs/webstore/support-users"
    terms = "Google's terms of service forbid automated access that its robots.txt does not allow; it has no API for reviews."
    needs_terms = True
    grows: Literal["end", "top", "anywhere"] = "top"

    def listings(self) -> list[Ask]:
        """Return the newest reviews of each extension that the operator names."""
        return [_ask(item[1]) if (item := ITEM.search(ask.url)) else ask for ask in super().listings()]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer or of a page."""
        is_rpc = is_answer(answer)
        if not is_rpc:
            require_whole(answer)
        documents = list(payloads(answer, CALL)) if is_rpc else callbacks(answer)
        for document in documents:
            listed = at(document, 1)
            if isinstance(listed, list) and listed and all(_is_review(row) for row in listed):
                found = newest(_mention(answer, row) for row in listed)
                return cls.page(answer, mentions=found, stated_total=whole(at(document, 2)))
        return cls.page(answer, empty=is_rpc and any(at(document, 2) == 0 for document in documents))

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer to its call, or a page of the store that holds reviews."""
        found = is_answer(answer) or (not answer.is_json and "chromewebstore.google.com" in answer.text and "AF_init" in answer.text)
        return Detection(engine=cls.engine, score=1.0) if found and cls.read(answer).mentions else None


def _mention(answer: Answer, row: list[Any]) -> Mention | None:
    """Return one review: of its two times the earlier is when it was written."""
    times = sorted(second for place in (4, 5) if (second := whole(at(row, place, 0))))
    named = ITEM.search(f"/{text(at(row, 14))}") or ITEM.search(answer.url)
    page = f"{SITE}/detail/{named[1]}" if named else None
    return review_of(
        ChromeWebStoreSpider,
        answer,
        key=row[0],
        words=Said(clean(text(at(row, 3)) or "")),
        posted=times[0] if times else None,
        edited=times[-1] if times and times[-1] - times[0] > 60 else None,  # noqa: PLR2004 - seconds: a write moves them apart by one
        stars=row[2],
        author=text(at(row, 1, 0)),
        votes=whole(at(row, 6)),
        variant=text(at(row, 11)),
        language_declared=text(at(row, 13)),
        reply=at(row, 8, 2),
        replied=at(row, 8, 3, 0),
        subject_key=named[1] if named else None,
        subject_url=page,
        thread_url=page,
        url=f"{SITE}/reviews/{row[0]}",
    )


def _is_review(row: object) -> bool:
    """Return whether an array is a review."""
    return (
        isinstance(row, list)
        and len(row) >= SHORTEST
        and isinstance(row[0], str)
        and isinstance(row[2], int)
        and isinstance(at(row, 1, 0), str)
        and whole(at(row, 4, 0)) is not None
    )


def _ask(item: str) -> Ask:
    """Return the call for an extension's newest reviews."""
    url = f"{SITE}/_/ChromeWebStoreConsumerFeUi/data/batchexecute?rpcids={CALL}&hl=en&id={item}"
    return call(url, CALL, [item, [MOST], BY_TIME, None, None, None, 0])
