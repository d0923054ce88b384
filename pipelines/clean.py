"""The first step: what engines read, made fit for the other steps and for the store, and counted."""

import datetime as dt
import logging
import math
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from mentions.clean import clean
from mentions.mention import Mention, Quote
from mentions.page import Page, Reject

logger = logging.getLogger(__name__)

TEXT_CHARS = 100_000
"""Longest text kept: a novel's chapter. Longer ones are cut: no text may hold the event loop."""
LINE_CHARS = 2_000
"""Longest title, name or other single line."""
KEY_CHARS = 500
URL_CHARS = 4_000
FIRST_DAY = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)  # before the first web page: an epoch, a default, a misread field
AHEAD = dt.timedelta(days=1)  # a board's local time that was taken for UTC lies up to 14 hours ahead
_TEXTS = ("text", "pros", "cons", "owner_reply")
_LINES = ("title", "author", "subject", "variant", "syndicated_from", "language_declared")
_URLS = ("url", "thread_url", "subject_url")
_KEYS = ("author_key", "subject_key", "reply_to")
_TIMES = ("posted_at", "edited_at", "owner_replied_at")
_NUMBERS = ("rating", "rating_max", "votes")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def clean_page(page: Page) -> Page:
    """Give the page with its mentions cleaned, each key once, those that cannot be kept as rejects, and `read` counted.

    A mention that a page prints twice is one that was read; of two with one key the longer text stays.
    """
    if not page.mentions:
        return page
    kept: dict[str, Mention] = {}
    rejects: list[Reject] = []
    for mention in page.mentions:
        done = _clean_or_reject(mention, page.fetched_at)
        if isinstance(done, Reject):
            rejects.append(done)
        elif done.key not in kept or len(done.text) > len(kept[done.key].text):
            kept[done.key] = done
    return replace(page, mentions=tuple(kept.values()), rejected=(*page.rejected, *rejects), read=len(kept) + len(rejects))


def _clean_or_reject(mention: Mention, fetched_at: dt.datetime | None) -> Mention | Reject:
    """Clean a mention; one whose fields an engine took from a page with their types wrong costs itself, not the crawl."""
    try:
        return clean_mention(mention, fetched_at)
    except (TypeError, AttributeError) as error:
        logger.warning("%s: a mention of %s has a field of a wrong type (%s)", mention.site, mention.engine, error)
        return Reject(key=None, reason="wrong type", detail=_line(str(error), 200))


def clean_mention(mention: Mention, fetched_at: dt.datetime | None) -> Mention | Reject:
    """Give a mention whose texts are NFC, printable and bounded, and whose numbers and times can be; or why it cannot be kept.

    A time in the future (of `fetched_at`, aware) or before the web is None: nothing is known then.
    """
    key = _line(mention.key, KEY_CHARS + 1)
    if not key:
        return Reject(key=None, reason="no key", detail=_line(mention.url or mention.text, 200))
    if len(key) > KEY_CHARS:
        return Reject(key=key[:KEY_CHARS], reason="key too long", detail=f"more than {KEY_CHARS} characters")
    cleaned = {"key": key} | _cleaned(mention, fetched_at)
    changes = {name: value for name, value in cleaned.items() if value != getattr(mention, name)}
    if len(mention.text) > TEXT_CHARS:
        logger.info("%s: the text of %s was cut at %d of %d characters", mention.site, key, TEXT_CHARS, len(mention.text))
    done = replace(mention, **changes) if changes else mention
    if done.rating is None and not (done.text or done.title or done.pros or done.cons or done.quotes):
        return Reject(key=key, reason="empty", detail=done.url or "")
    return done


def _cleaned(mention: Mention, fetched_at: dt.datetime | None) -> dict[str, Any]:
    """Give the fields of a mention that may need cleaning, clean."""
    fields: dict[str, Any] = {name: _text(getattr(mention, name)) for name in _TEXTS}
    fields |= {name: _line(getattr(mention, name), LINE_CHARS) or None for name in _LINES}
    fields |= {name: _line(getattr(mention, name), KEY_CHARS) or None for name in _KEYS}
    fields |= {name: _url(getattr(mention, name)) for name in _URLS}
    fields |= {name: _number(getattr(mention, name)) for name in _NUMBERS}
    fields |= {name: _time(getattr(mention, name), fetched_at) for name in _TIMES}
    if fields["posted_at"] is None:
        fields["posted_at_precision"] = None
    fields["text"] = fields["text"] or ""
    fields["quotes"] = _quotes(mention.quotes)
    return fields


def _text(text: str | None) -> str | None:
    return clean(text[:TEXT_CHARS]) or None if text else None


def _line(text: str | None, most: int) -> str:
    if not text:
        return ""
    if len(text) <= most and text.isprintable() and text.isascii() and text == text.strip():
        return text
    return " ".join(clean(text[:most]).split())


def _url(url: str | None) -> str | None:
    """Give an address as it is, None for one that no browser could open."""
    return None if url is None or not url or len(url) > URL_CHARS or _UNPRINTABLE.search(url) else url


def _number(number: float | None) -> float | None:
    """Give a number that both databases can keep; None for others."""
    if number is None or (isinstance(number, float) and not math.isfinite(number)) or abs(number) >= 2**63:
        return None
    return number


def _time(time: dt.datetime | None, fetched_at: dt.datetime | None) -> dt.datetime | None:
    if time is None or time.tzinfo is None or time < FIRST_DAY or (fetched_at is not None and time > fetched_at + AHEAD):
        return None
    return time


def _quotes(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    cleaned = (Quote(text=_text(q.text) or "", author=_line(q.author, LINE_CHARS) or None, url=_url(q.url)) for q in quotes)
    return tuple(quote for quote in cleaned if quote.text)


class CleanPipeline:
    """Scrapy's adapter of `clean_page`."""

    def process_item(self, item: Page) -> Page:
        """Give the page cleaned."""
        return clean_page(item)
