"""Reading known threads anew, now and then: edits, deletions and late replies stand where no listing tells of them.

Which threads, and which of their posts are stored, is written by the scheduler (`storage.sweeps`) under the scope `sweep`:
`{"threads": {address: [keys]}}`. A run reads a few of them after its news; a thread leaves the list with its last page.
"""

import re
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace

from mentions.page import Ask, Page, State, Thread
from spiders.base.walk import Walk

SCOPE = "sweep"
THREADS = 5  # a run: news come first, and a visit must not last for hours
GONE = frozenset({404, 410})
_NUMBER = re.compile(r"(?<=[/=.])\d+(?=$|[-/.&?])")

Threads = Callable[[Thread], Ask]
Next = Callable[[Page], Ask | None]


async def sweep(walk: Walk, ask_thread: Threads, ask_next: Next) -> AsyncGenerator[Page, None]:
    """Yield the pages of the threads that are due to be read anew, each thread's last with the keys of the posts it no longer holds."""
    left = dict(((await walk.known([SCOPE])).get(SCOPE) or {}).get("threads", {}))
    for url in list(left)[:THREADS]:
        if walk.over is not None:
            return
        stored = frozenset(left.pop(url))
        async for page in _thread(
            walk, ask_thread(Thread(key=thread_key(url), url=url)), ask_next, stored, {SCOPE: {"threads": dict(left)}}
        ):
            yield page


async def _thread(walk: Walk, ask: Ask, ask_next: Next, stored: frozenset[str], after: State) -> AsyncGenerator[Page, None]:
    """Yield a thread's pages from its first to its last; `after` is what the site remembers once it is done with."""
    seen: set[str] = set()
    page = await walk.get(ask)
    while page is not None:
        if page.outcome not in ("ok", "empty"):
            if page.status in GONE and not seen:
                page = replace(walk.note(ask.url, None), gone=tuple(sorted(stored)))
            yield walk.covers(page, after)
            return
        keys = {mention.key for mention in page.mentions}
        nxt = None if keys <= seen else ask_next(page)
        seen |= keys
        if nxt is None:
            yield walk.covers(replace(page, gone=_gone(stored, seen)), after)
            return
        yield page
        page = await walk.get(nxt)
    if seen or walk.over is None:  # longer than a run may be, or read in this very run: it comes again with a later sweep
        yield walk.note(ask.url, None, after)


def _gone(stored: frozenset[str], seen: set[str]) -> tuple[str, ...]:
    """Return the stored posts that a thread no longer holds; none when it holds not one: it is another thread, or another reading."""
    return tuple(sorted(stored - seen)) if stored & seen else ()


def thread_key(url: str) -> str:
    """Return the site's id of a thread by its address: its last number, or the address itself.

    >>> [thread_key(f"https://a.example/{path}") for path in ("t/slug/42", "d/42-slug", "topic/42/slug", "threads/t.42/", "show?t=42", "a")]
    ['42', '42', '42', '42', '42', 'https://a.example/a']
    """
    numbers = _NUMBER.findall(url.partition("://")[2])
    return numbers[-1] if numbers else url
