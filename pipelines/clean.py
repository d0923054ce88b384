"""The first step: what engines read, made fit for the other steps and for the store, and counted."""

import datetime as dt
import logging
import math
import re
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from mentions.changed import changed
from mentions.clean import clean
from mentions.mention import Mention, Quote
from mentions.page import Page, Reject
from pipelines.turns import in_turns, is_large

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
    return _kept(page, [_clean_or_reject(mention, page.fetched_at) for mention in page.mentions]) if page.mentions else page


async def clean_in_turns(page: Page) -> Page:
    """Give what `clean_page` gives, with turns for the event loop in between."""
    return _kept(page, await in_turns(lambda mention: _clean_or_reject(mention, page.fetched_at), page.mentions))


def _kept(page: Page, cleaned: Iterable[Mention | Reject]) -> Page:
    kept: dict[str, Mention] = {}
    rejects: list[Reject] = []
    for done in cleaned:
        if isinstance(done, Reject):
            rejects.append(done)
        elif done.key not in kept or len(done.text) > len(kept[done.key].text):
            kept[done.key] = done
    return changed(page, mentions=tuple(kept.values()), rejected=(*page.rejected, *rejects), read=len(kept) + len(rejects))


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
    changes = _changes(mention, fetched_at)
    if key != mention.key:
        changes["key"] = key
    if len(mention.text) > TEXT_CHARS:
        logger.info("%s: the text of %s was cut at %d of %d characters", mention.site, key, TEXT_CHARS, len(mention.text))
    done = changed(mention, **changes) if changes else mention
    if done.rating is None and not (done.text or done.title or done.pros or done.cons or done.quotes):
        return Reject(key=key, reason="empty", detail=done.url or "")
    return done


def _changes(mention: Mention, fetched_at: dt.datetime | None) -> dict[str, Any]:
    """Give the fields of a mention that are not clean, clean; most are None, and most of the others clean already."""
    changes = {
        name: better
        for name, cleaned, value in zip(_NAMES, _CLEANED_BY, _VALUES(mention), strict=True)
        if value is not None and (better := cleaned(value)) != value
    }
    latest = None if fetched_at is None else fetched_at + AHEAD
    changes |= {name: None for name in _TIMES if _is_impossible(getattr(mention, name), latest)}
    if changes.get("posted_at", mention.posted_at) is None and mention.posted_at_precision is not None:
        changes["posted_at_precision"] = None
    if not changes.get("text", mention.text):
        changes["text"] = ""
    if mention.quotes:
        changes["quotes"] = _quotes(mention.quotes)
    return {name: value for name, value in changes.items() if value != getattr(mention, name)}


def _text(text: str) -> str | None:
    return clean(text[:TEXT_CHARS]) or None


def _line(text: str | None, most: int) -> str:
    if not text:
        return ""
    if len(text) <= most and text.isprintable() and text.isascii() and text == text.strip():
        return text
    return " ".join(clean(text[:most]).split())


def _name(line: str) -> str | None:
    return _line(line, LINE_CHARS) or None


def _id(key: str) -> str | None:
    return _line(key, KEY_CHARS) or None


def _url(url: str | None) -> str | None:
    """Give an address as it is, None for one that no browser could open."""
    if not url or len(url) > URL_CHARS or not (url.isprintable() or not _UNPRINTABLE.search(url)):
        return None
    return url


def _number(number: float) -> float | None:
    """Give a number that both databases can keep; None for others."""
    return None if (isinstance(number, float) and not math.isfinite(number)) or abs(number) >= 2**63 else number


def _is_impossible(time: dt.datetime | None, latest: dt.datetime | None) -> bool:
    return time is not None and (time.tzinfo is None or time < FIRST_DAY or (latest is not None and time > latest))


def _quotes(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    cleaned = (Quote(text=_text(q.text) or "", author=_line(q.author, LINE_CHARS) or None, url=_url(q.url)) for q in quotes)
    return tuple(quote for quote in cleaned if quote.text)


_CLEANERS: tuple[tuple[tuple[str, ...], Callable[[Any], Any]], ...] = (
    (_TEXTS, _text),
    (_LINES, _name),
    (_KEYS, _id),
    (_URLS, _url),
    (_NUMBERS, _number),
)
_NAMES = tuple(name for names, _ in _CLEANERS for name in names)
_CLEANED_BY = tuple(cleaned for names, cleaned in _CLEANERS for _ in names)
_VALUES = attrgetter(*_NAMES)


class CleanPipeline:
    """Scrapy's adapter of `clean_page`."""

    async def process_item(self, item: Page) -> Page:
        """Give the page cleaned."""
        return await clean_in_turns(item) if is_large(item.mentions) else clean_page(item)
