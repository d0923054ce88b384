"""Walking a stream: items newest first, page after page, until the known is met.

The state of a stream is `{"mark", "gaps", "whole_at"}`. The mark is the newest page seen: its keys and its newest time. Everything older
than the mark has been read, but for the gaps: each `{"cursor", "floor"}` is a stretch that begins at the page `cursor` and ends where the
earlier mark `floor` is met. While a run goes down from the top, the stretch below it is such a gap, committed with every page; so a
run that is cut or killed anywhere loses nothing (facts: marking the newest seen on the first page lost rows in 9 of 13 killed crawls).
`whole_at` is when its last reading to the end began.
"""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from mentions.page import Ask, Page, State
from spiders.base.engine import Engine, Fetch, Known, Limits
from spiders.base.reading import NOT_MODIFIED
from spiders.base.walk import Walk

MARK_KEYS = 60  # keys of the newest page that a mark holds: enough that a few deletions hide nothing
TAIL = 3  # items at a page's end that tell where the walk has come to; pinned items stand at the top and do not count
OVERLAP = timedelta(days=1)  # items may appear late and be dated earlier
LEADING_NOWHERE = 2  # pages after which the way on is known to be broken; broken later, it is tried again from there
MOST_GAPS = 8  # gaps kept; more than these, and the deepest two become one

Next = Callable[[Page], Ask | None]


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream of a site."""

    scope: str
    """Where its state is kept."""
    first: Ask
    """The newest page."""
    is_reread: bool = False
    """True where a stream is small enough to be read whole again now and then, to find edits and late replies."""
    by_page: bool = True
    """True when the items are newest first; False: any page may hold new items, and all are read each time."""


class StreamSpider(Engine):
    """A site that is one or more streams: newest first, a cursor or page number to the next."""

    def places(self) -> list[Stream]:
        """Return the streams that the site's address and options name, to be read whole; by default one, at the address."""
        return [Stream("stream", Ask(url=self.site.url))]

    def streams(self, limits: Limits) -> list[Stream]:
        """Return the site's streams: its places, and what a shape adds to them."""
        del limits
        return self.places()

    def first_ask(self) -> Ask:
        """Return the newest page of the first stream."""
        return self.streams(Limits())[0].first

    def ask_next(self, page: Page) -> Ask | None:
        """Return how to ask for the page that `page.next` names, or None on the last."""
        return Ask(url=page.next) if page.next else None

    async def pages(self, fetch: Fetch, known: Known, limits: Limits) -> AsyncGenerator[Page, None]:
        """Walk all streams of the site, one after the other."""
        walk = Walk(self, fetch, known, limits)
        for stream in self.streams(limits):
            async for page in walk_stream(walk, stream, self.ask_next):
                yield page
                del page


async def walk_stream(walk: Walk, stream: Stream, ask_next: Next, extra: State | None = None) -> AsyncGenerator[Page, None]:
    """Yield what is new in a stream, then what earlier runs left unread.

    `extra` is kept in the stream's state once the newest stretch is read whole (what a listing said of it).
    """
    state = dict((await walk.known([stream.scope])).get(stream.scope) or {})
    async for page in _newest(walk, stream, ask_next, state, extra):
        yield page
        del page
    for gap in list(state.get("gaps", ())):
        async for page in _descend(walk, stream, ask_next, state, gap):
            yield page
            del page


async def _newest(walk: Walk, stream: Stream, ask_next: Next, state: dict[str, Any], extra: State | None) -> AsyncGenerator[Page, None]:
    """Yield from the newest page down to the mark; moves the mark with a gap below it."""
    is_whole = stream.is_reread and walk.is_long_unread(state)
    walk.whole_left -= is_whole
    page = await walk.get(stream.first, None if is_whole else state)
    if page is None:
        yield walk.note(stream.first.url, walk.over or "asked for twice in one run")
        return
    if page.status == NOT_MODIFIED or page.outcome != "ok" or not page.mentions:
        if page.outcome in ("ok", "empty"):
            state |= extra or {}
            page = walk.covers(page, {stream.scope: dict(state)})
        yield page if page.outcome in ("ok", "empty") else replace(page, gap=page.error)
        return
    floor = state.get("mark") if stream.by_page and not is_whole else None
    if floor is None and walk.now is not None:
        state["whole_at"] = walk.now.isoformat()  # from now on: what a run leaves of it is a gap
    state["mark"] = _mark(page)
    below = state.get("gaps", ()) if floor is not None else ()  # without a floor, this very descent goes through all of them
    state["gaps"] = _merged([{"cursor": None, "floor": floor}, *below])
    for validator in ("etag", "last_modified"):
        state.pop(validator, None)
    stretch = _descend(walk, stream, ask_next, state, state["gaps"][0], page, {**page.validators, **(extra or {})})
    del page
    async for one in stretch:
        yield one
        del one


async def _descend(
    walk: Walk,
    stream: Stream,
    ask_next: Next,
    state: dict[str, Any],
    gap: dict[str, Any],
    page: Page | None = None,
    at_end: State | None = None,
) -> AsyncGenerator[Page, None]:
    """Yield from a gap's cursor down to its floor, moving the cursor with each page; the gap goes when the floor is met."""
    floor, entered, read = gap["floor"], gap["cursor"], 0
    seen: set[str] = set() if page is not None else set((state.get("mark") or {}).get("keys", ()))
    while True:
        if page is None:
            ask = _cursor_ask(gap["cursor"])
            page = await walk.get(ask)
            if page is None:
                yield walk.note(ask.url, f"{stream.scope}: unread from {ask.url} ({walk.over or 'paging loops'})")
                return
            if page.outcome not in ("ok", "empty"):
                yield replace(page, gap=f"{stream.scope}: unread from {ask.url} ({page.error})")
                return
        keys = {mention.key for mention in page.mentions}
        repeats = bool(keys) and keys <= seen
        seen |= keys
        read += 1
        if repeats and ask_next(page) is not None and not _meets(page, floor):
            _take_back(state, gap, entered, read)
            again = f"{stream.scope}: unread from {page.url} (it shows the same again)"
            yield replace(walk.covers(page, {stream.scope: _copy(state)}), gap=again)
            return
        too_old = walk.since is not None and _older_than(page, walk.since)
        nxt = None if repeats or _meets(page, floor) else walk.within(page, ask_next(page))
        if nxt is not None:
            gap["cursor"] = _cursor(nxt)
            note = f"{stream.scope}: nothing before --since was asked for" if too_old else None
            yield replace(walk.covers(page, {stream.scope: _copy(state)}), gap=note)
            if too_old:
                return
            page = None
            continue
        state["gaps"] = [other for other in state["gaps"] if other is not gap]
        state |= at_end or {}
        rolled_over = bool(floor) and bool(page.mentions) and not repeats and not _meets(page, floor) and not page.next
        page = walk.covers(page, {stream.scope: _copy(state)})
        lost = f"{stream.scope}: the last known item is no longer listed; what stood between is lost"
        yield replace(page, gap=lost) if rolled_over else page
        return


def _take_back(state: dict[str, Any], gap: dict[str, Any], entered: dict[str, Any] | None, read: int) -> None:
    """Let the state stand before a page that shows the same again: the way to further pages is broken, and what they hold is unread."""
    if entered is not None and read <= LEADING_NOWHERE:
        gap["cursor"] = entered
    elif entered is None and read == LEADING_NOWHERE:  # the very second page: the next run begins at the top again
        state["gaps"] = [other for other in state["gaps"] if other is not gap]
        state["mark"] = gap["floor"]


def _mark(page: Page) -> dict[str, Any]:
    """Return the mark that this page, as the newest, sets."""
    times = [mention.posted_at for mention in page.mentions if mention.posted_at]
    return {"keys": [m.key for m in page.mentions[:MARK_KEYS]], "at": max(times).isoformat() if times else None}


def _meets(page: Page, floor: dict[str, Any] | None) -> bool:
    """Return whether the page's end lies in what an earlier run has read."""
    if not floor:
        return False
    tail = page.mentions[-TAIL:]
    if any(mention.key in floor["keys"] for mention in tail):
        return True
    if not tail or floor["at"] is None:
        return False
    at = datetime.fromisoformat(floor["at"])
    return all(mention.posted_at is not None and mention.posted_at < at - OVERLAP for mention in tail)


def _older_than(page: Page, since: datetime) -> bool:
    """Return whether all that the page's end shows is older."""
    tail = page.mentions[-TAIL:]
    return bool(tail) and all(mention.posted_at is not None and mention.posted_at < since for mention in tail)


def _merged(gaps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the gaps, the deepest two joined into one while there are too many."""
    while len(gaps) > MOST_GAPS:
        *gaps, upper, lower = gaps
        gaps.append({"cursor": upper["cursor"], "floor": lower["floor"]})
    return gaps


def _copy(state: dict[str, Any]) -> dict[str, Any]:
    """Return the state as it is now: later pages go on changing the original."""
    return {**state, "gaps": [dict(gap) for gap in state.get("gaps", ())]}


def _cursor(ask: Ask) -> dict[str, str]:
    """Return an ask as JSON: secrets stand in headers and are not kept."""
    return {"url": ask.url, "method": ask.method, "body": ask.body.decode("latin-1")}


def _cursor_ask(cursor: dict[str, Any]) -> Ask:
    """Return the ask that a cursor keeps."""
    return Ask(url=cursor["url"], method=cursor["method"], body=cursor["body"].encode("latin-1"))
