"""What a forum's walk remembers of listings and threads: what has news, how far it has come, what is to be tried again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from mentions.page import Page, State, Thread
from spiders.base.reading import NOT_MODIFIED

MOST_GAPS = 8  # listing gaps kept; more, and the deepest become one that is read to the listing's end
MOST_FAILED = 50  # threads to try again that a listing remembers
VALIDATORS = ("etag", "last_modified")
KNOWN = ""  # a floor without a time: the first page of unchanged threads; None is a floor that is never met


def validate(state: dict[str, Any], page: Page) -> None:
    """Keep a listing's validators; not of a page of boards or pinned threads alone, which says nothing of the others."""
    if page.status == NOT_MODIFIED:
        return
    for name in VALIDATORS:
        state.pop(name, None)
    if any(not thread.pinned for thread in page.threads):
        state |= page.validators


def keep_boards(state: dict[str, Any], page: Page, now: datetime | None) -> None:
    """Keep the listings of a page that holds nothing else, so that it need not be read on every visit."""
    for name in ("boards", "boards_at"):
        state.pop(name, None)
    if now is not None and page.listings and not page.threads and not page.mentions and page.next is None:
        state |= {"boards": list(page.listings), "boards_at": now.isoformat()}


def last_said(thread: Thread) -> str | None:
    """Return a thread's last activity as the state keeps it: UTC, so that texts compare as times do."""
    return utc(thread.last_post_at) if thread.last_post_at else None


def utc(at: datetime) -> str:
    """Return a time as the state keeps it."""
    return at.isoformat(timespec="microseconds")


def newest(page: Page) -> str | None:
    """Return the newest activity that a listing page shows, of its threads that are in order and of the posts beside them, or None."""
    said = [last_said(thread) for thread in page.threads if not thread.pinned]
    said += [utc(mention.posted_at) for mention in page.mentions if mention.posted_at]
    return max((one for one in said if one), default=None)


def has_news(thread: Thread, state: State | None) -> bool:
    """Return whether a listing's row says other things than when the thread was last read whole."""
    if state is None or "replies" not in state:
        return True
    if thread.replies is None and thread.last_post_at is None:
        return True
    return (thread.replies, last_said(thread)) != (state.get("replies"), state.get("last_post_at"))


def to_try_again(before: Mapping[str, str], tried: Sequence[Thread], now: Mapping[str, str]) -> dict[str, str]:
    """Return the threads (key → address) that are to be tried again, after these were tried."""
    keys = {thread.key for thread in tried}
    kept = {key: url for key, url in before.items() if key not in keys} | {key: now[key] for key in keys if key in now}
    return dict(list(kept.items())[-MOST_FAILED:])


def move(state: dict[str, Any], url: str, below: str | None, floor: str | None) -> str | None:
    """Move a listing's gap from a page that was read to the page below it; return its floor, lower where another gap began there."""
    floors = [floor, *(gap["floor"] for gap in state["gaps"] if gap["url"] in (url, below))]
    dated = [one for one in floors if one]
    floor = None if None in floors else min(dated) if dated else KNOWN
    gaps = [gap for gap in state["gaps"] if gap["url"] not in (url, below)]
    if below:
        gaps.insert(0, {"url": below, "floor": floor or None})  # unchanged threads prove nothing to the next run: this one reads them
    state["gaps"] = _merged(gaps)
    return floor


def _merged(gaps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the gaps, the deepest ones joined while there are too many."""
    if len(gaps) <= MOST_GAPS:
        return gaps
    return [*gaps[: MOST_GAPS - 1], {"url": gaps[MOST_GAPS - 1]["url"], "floor": None}]
