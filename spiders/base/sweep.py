"""Reading known threads anew, now and then: edits, deletions and late replies stand where no listing tells of them.

Which threads, and which of their posts are stored, is written by the scheduler (`storage.sweeps`) under the scope `sweep`:
`{"at", "threads": {address: {key: when it was posted}}}`. A run reads a few of them after its news, each from its address to its end; a
thread leaves the list with its last page. Deletions move posts up: where an address is that of a later page, a post that is not there may
stand on an earlier one, and counts as gone only if it is younger than a post that is there. A thread that leaves posts neither seen nor
gone (it cannot be read, its keys are made otherwise now) is remembered as `swept:ADDRESS`, and not chosen again for as long as any other.
"""

import re
from collections.abc import AsyncGenerator, Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime

from mentions.page import Ask, Page, State, Thread
from spiders.base.walk import Walk

SCOPE = "sweep"
DONE = "swept:"
THREADS = 5  # a run: news come first, and a visit must not last for hours
GONE = frozenset({404, 410})
_NUMBER = re.compile(r"(?<=[/=.])\d+(?=$|[-/.&?])")
_LATER_PAGE = re.compile(r"(?:page|start|offset|from|\b(?:p|st|pg))[-=/_]?\d+|[-_.]\d+(?:\.\w+)?$", re.IGNORECASE)
_FIRST_PAGE = re.compile(r"threads?/[^/]*\.\d+/?$", re.IGNORECASE)

Threads = Callable[[Thread], Ask]
Next = Callable[[Page], Ask | None]
Stored = Mapping[str, str | None]
"""Key of a stored post → when it was posted, ISO 8601; None when nobody knows."""


async def sweep(walk: Walk, ask_thread: Threads, ask_next: Next) -> AsyncGenerator[Page, None]:
    """Yield the pages of the threads that are due to be read anew, each thread's last with the keys of its posts that are gone."""
    plan = (await walk.known([SCOPE])).get(SCOPE) or {}
    left = dict(plan.get("threads", {}))
    for url in list(left)[:THREADS]:
        if walk.over is not None:
            return
        stored, ask = left.pop(url), ask_thread(Thread(key=thread_key(url), url=url))
        async for page in _thread(walk, ask, ask_next, url, stored, {SCOPE: {**plan, "threads": dict(left)}}):
            yield page
            del page


async def _thread(walk: Walk, ask: Ask, ask_next: Next, url: str, stored: Stored, after: Mapping[str, State]) -> AsyncGenerator[Page, None]:
    """Yield a thread's pages from its address to its last; `after` is what the site remembers once it is done with."""
    seen: dict[str, datetime | None] = {}
    page = await walk.get(ask)
    while page is not None:
        if page.outcome not in ("ok", "empty"):
            gone: tuple[str, ...] = ()
            if page.status in GONE and not seen:  # a later page is gone as well when its posts moved up
                gone = () if is_later_page(url) else tuple(sorted(stored))
                page = walk.note(ask.url, None)
            yield walk.covers(replace(page, gone=gone), {**after, **_unsettled(url, stored, seen, gone)})
            return
        keys = {mention.key for mention in page.mentions}
        page = replace(page, swept=tuple(sorted(keys & stored.keys())))
        onward = None if keys <= seen.keys() else ask_next(page)
        nxt = walk.within(page, onward)
        seen |= {mention.key: mention.posted_at for mention in page.mentions}
        if nxt is None:
            gone = _gone(stored, seen, is_whole=not is_later_page(url)) if onward is None else ()
            yield walk.covers(replace(page, gone=gone), {**after, **_unsettled(url, stored, seen, gone)})
            return
        yield page
        page = None
        page = await walk.get(nxt)
    if seen or walk.over is None:  # longer than a run may be, or read in this very run: it comes again with a later sweep
        yield walk.note(ask.url, None, after)


def _unsettled(url: str, stored: Stored, seen: Collection[str], gone: Collection[str]) -> dict[str, State]:
    """Return what to remember of a thread in which stored posts were neither seen nor found to be gone; nothing of others."""
    left = len(stored.keys() - set(seen) - set(gone))
    return {f"{DONE}{url}": {"left": left}} if left else {}


def _gone(stored: Stored, seen: Mapping[str, datetime | None], *, is_whole: bool) -> tuple[str, ...]:
    """Return the stored posts that would have been seen if they were still there.

    None where not one of them was seen: it is another thread, or keys are made otherwise now.
    """
    missing = sorted(key for key in stored if key not in seen)
    if is_whole:
        return tuple(missing) if len(missing) < len(stored) else ()
    first = min((at for at in seen.values() if at), default=None)
    return tuple(key for key in missing if first and (at := stored[key]) and datetime.fromisoformat(at) > first)


def is_later_page(url: str) -> bool:
    """Return whether an address may be that of a thread's second page or a later one.

    >>> [is_later_page(f"https://a.example/{path}") for path in ("threads/t.4/page-2", "viewtopic.php?t=4&start=20", "topic-4-2.html")]
    [True, True, True]
    >>> [is_later_page(f"https://a.example/{path}") for path in ("threads/t.4/", "t/slug/42", "viewtopic.php?t=4", "d/42-slug")]
    [False, False, False, False]
    """
    path = url.partition("://")[2].partition("/")[2]
    return bool(_LATER_PAGE.search(path)) and not _FIRST_PAGE.search(path)


def thread_key(url: str) -> str:
    """Return the site's id of a thread by its address: its last number, or the address itself.

    >>> [thread_key(f"https://a.example/{path}") for path in ("t/slug/42", "d/42-slug", "topic/42/slug", "threads/t.42/", "show?t=42", "a")]
    ['42', '42', '42', '42', '42', 'https://a.example/a']
    """
    numbers = _NUMBER.findall(url.partition("://")[2])
    return numbers[-1] if numbers else url
