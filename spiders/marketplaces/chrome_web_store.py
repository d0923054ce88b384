"""Chrome Web Store: the newest reviews of an extension, by the call of its page, and those that the page of its reviews holds.

An address: https://chromewebstore.google.com/detail/some-name/aaaabbbbccccddddeeeeffffgggghhhh . Structure as others measured it in 2026
(data [1] is the list, [2] how many have words; a review: [0] id, [1][0] author, [2] stars, [3] text, [4] and [5] times, [6] votes, [8]
the developer's answer, [11] version, [13] language), never seen in an answer. One call gives at most 500; there is no way to more.
"""

import re
from typing import Any

from mentions.page import Answer, Ask, Page
from spiders.base.api_rows import Rows, read_rows
from spiders.base.api_spider import ApiSpider
from spiders.base.engine import Detection
from spiders.base.google_rpc import call, callbacks, is_answer, payloads
from spiders.base.markup import require_whole
from spiders.base.values import at, text, whole

SITE = "https://chromewebstore.google.com"
CALL = "x1DgCd"
MOST = 500  # reviews that one call gives
BY_TIME = 2
ITEM = re.compile(r"[?&/](?:id=)?([a-p]{32})(?![a-z])")
WRITING_S = 60  # by which the two times of a review that was never edited may differ
REVIEW = Rows(
    "key=0 words=3 stars=2 author=1.0 votes=6 variant=11 language_declared=13 reply=8.2 replied=8.3.0",
    page=SITE + "/detail/{}",
    url=SITE + "/reviews/{}",
)
SHORTEST = 7  # fields of a review


class ChromeWebStoreSpider(ApiSpider):
    """The newest reviews of extensions."""

    engine = "chrome_web_store"
    docs = "https://developer.chrome.com/docs/webstore/support-users"
    terms = "Google's terms of service forbid automated access that its robots.txt does not allow; it has no API for reviews."
    needs_terms = True

    def ask(self, url: str) -> Ask:
        """Return the call for an extension's newest reviews."""
        item = ITEM.search(url)
        where = f"{SITE}/_/ChromeWebStoreConsumerFeUi/data/batchexecute?rpcids={CALL}&hl=en&id="
        return call(f"{where}{item[1]}", CALL, [item[1], [MOST], BY_TIME, None, None, None, 0]) if item else Ask(url=url)

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
                found = read_rows(cls, answer, listed, REVIEW, lambda row: _known(answer, row))
                return cls.page(answer, mentions=found, stated_total=whole(at(document, 2)))
        return cls.page(answer, empty=is_rpc and any(at(document, 2) == 0 for document in documents))

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer to its call, or a page of the store that holds reviews."""
        found = is_answer(answer) or (not answer.is_json and "chromewebstore.google.com" in answer.text and "AF_init" in answer.text)
        return Detection(engine=cls.engine, score=1.0) if found and cls.read(answer).mentions else None


def _known(answer: Answer, row: list[Any]) -> dict[str, Any]:
    """Return what a review is about, and its times: the earlier is when it was written, a much later one when it was edited."""
    times = sorted(second for place in (4, 5) if (second := whole(at(row, place, 0))))
    named = ITEM.search(f"/{text(at(row, 14))}") or ITEM.search(answer.url)
    is_edited = bool(times) and times[-1] - times[0] > WRITING_S
    return {"subject_key": named[1] if named else None, "posted": times[0] if times else None, "edited": times[-1] if is_edited else None}


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
