"""Walking a forum: listings, their changed threads, those threads' new pages.

State by scope: `thread:KEY` is `{"replies", "last_post_at", "resume", …validators}`: what the listing said when the thread was last
read whole, and the page to go on from. `list:URL` is `{"gaps": [url…], …validators}`: listing pages below which threads may be unread.
A listing page is yielded after its threads, so that its state never covers a thread that was not read; a thread's page moves only the
thread's own position, and what the listing said of it is kept with its last page alone.
"""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from typing import Any, Literal

from mentions.page import Ask, Page, State, Thread
from spiders.base.concurrent import merged
from spiders.base.engine import Engine, Fetch, Known, Limits
from spiders.base.reading import NOT_MODIFIED
from spiders.base.streams import Stream, walk_stream
from spiders.base.walk import Walk

MOST_GAPS = 8  # listing gaps kept; more, and the two deepest become one that is read to the listing's end
BOARDS = 500  # listings one site may have


class ForumSpider(Engine):
    """A site of listings and threads."""

    grows: Literal["end", "top", "anywhere"] = "end"
    """Where new posts of a thread appear: on its last page, on its first, or on any (all pages are then read again)."""
    by_activity: bool = True
    """True when listings stand in order of last activity: one page of unchanged threads then ends the walk."""

    def where_it_grows(self) -> Literal["end", "top", "anywhere"]:
        """Return `grows`; an engine whose options decide it says otherwise."""
        return self.grows

    def listings(self) -> list[Ask]:
        """Return the listing pages to begin with; by default the site's address."""
        return [Ask(url=self.site.url)]

    def first_ask(self) -> Ask:
        """Return the first listing page."""
        return self.listings()[0]

    def ask_thread(self, thread: Thread) -> Ask:
        """Return how to ask for a thread's first page."""
        return Ask(url=thread.url)

    def ask_otherwise(self, thread: Thread) -> Ask | None:
        """Return a second way to a thread that the first did not lead to: the human page where an API has none."""
        del thread
        return None

    def ask_listing(self, url: str) -> Ask:
        """Return how to ask for a further listing page."""
        return Ask(url=url)

    def ask_next(self, page: Page) -> Ask | None:
        """Return how to ask for the page that a thread's `page.next` names."""
        return Ask(url=page.next) if page.next else None

    async def pages(self, fetch: Fetch, known: Known, limits: Limits) -> AsyncGenerator[Page, None]:
        """Walk all listings of the site, breadth first."""
        walk = Walk(self, fetch, known, limits)
        asks = self.listings()
        for number, ask in enumerate(asks):
            async for page in self._start(walk, ask):
                asks += [self.ask_listing(url) for url in page.listings][: max(0, BOARDS - len(asks))]
                yield page
            if walk.over:
                if number + 1 < len(asks):
                    yield walk.note(ask.url, f"{len(asks) - number - 1} listings unread ({walk.over})")
                return

    async def _start(self, walk: Walk, ask: Ask) -> AsyncGenerator[Page, None]:
        """Walk one address of the operator's: a listing, or a single thread or subject."""
        listing, thread = f"list:{ask.url}", f"thread:{ask.url}"
        known = await walk.known([listing, thread])
        if not known:
            page = await walk.peek(ask)
            known = {thread: {}} if page is not None and page.mentions and not page.threads else {listing: {}}
        if thread in known:
            async for one in self._thread(walk, Thread(key=ask.url, url=ask.url), ask):
                yield one
        else:
            async for one in self._listing(walk, ask):
                yield one

    async def _listing(self, walk: Walk, first: Ask) -> AsyncGenerator[Page, None]:
        """Walk one listing: its newest pages, then what earlier runs left unread."""
        scope = f"list:{first.url}"
        state: dict[str, Any] = dict((await walk.known([scope])).get(scope) or {"gaps": []})
        for start in [{"url": None, "to_end": False}, *state["gaps"]]:
            ask: Ask | None = self.ask_listing(start["url"]) if start["url"] else first
            while ask is not None and walk.over is None:
                page = await walk.get(ask, state if ask is first else None)
                if page is None:
                    break
                if page.outcome not in ("ok", "empty"):
                    yield replace(page, gap=f"threads unread from {ask.url} ({page.error})")
                    break
                changed, too_old = await self._changed(walk, page.threads)
                async for one in merged([self._thread(walk, thread) for thread in changed], self.site.concurrency):
                    yield one
                if walk.over:
                    break
                below = None if too_old or not (start["to_end"] or not self._is_known_ground(page, changed)) else page.next
                _move(state, ask.url, below, to_end=start["to_end"], too_old=too_old)
                if ask is first:
                    state |= {"etag": None, "last_modified": None, **page.validators}
                note = f"no thread before --since was opened, from {ask.url} on" if too_old else page.gap
                yield replace(walk.covers(page, {scope: {**state, "gaps": list(state["gaps"])}}), gap=note)
                ask = self.ask_listing(below) if below else None
            if walk.over and ask is not None:
                # what was committed last names this very page as a gap, or it is the first page, which every run reads
                yield walk.note(ask.url, f"threads unread from {ask.url} ({walk.over})")
                return

    def _is_known_ground(self, page: Page, changed: list[Thread]) -> bool:
        """Return whether the walk may stop below this listing page."""
        if page.status == NOT_MODIFIED:
            return True
        return self.by_activity and bool(page.threads) and all(thread.pinned for thread in changed)

    async def _changed(self, walk: Walk, threads: Sequence[Thread]) -> tuple[list[Thread], bool]:
        """Return the threads of a listing page that have news, in order, and whether some were left out as older than `--since`."""
        known = await walk.known([f"thread:{thread.key}" for thread in threads])
        news = [thread for thread in threads if _has_news(thread, known.get(f"thread:{thread.key}"))]
        since = walk.since
        fresh = [t for t in news if since is None or t.last_post_at is None or t.last_post_at >= since]
        return fresh, len(fresh) < len(news)

    async def _thread(self, walk: Walk, thread: Thread, first: Ask | None = None) -> AsyncGenerator[Page, None]:
        """Walk one thread's new pages."""
        said = {"replies": thread.replies, "last_post_at": thread.last_post_at.isoformat() if thread.last_post_at else None}
        scope = f"thread:{thread.key}"
        grows = self.where_it_grows()
        if grows != "end":
            stream = Stream(scope, first or self.ask_thread(thread), by_page=grows == "top")
            async for one in walk_stream(walk, stream, self.ask_next, said):
                yield one
            return
        state: dict[str, Any] = dict((await walk.known([scope])).get(scope) or {})
        resume = state.get("resume")
        page = await walk.get(Ask(url=resume), state) if resume else None
        if page is None or (page.outcome == "unreadable" and walk.over is None):
            page = await walk.get(first or self.ask_thread(thread))  # the remembered page is gone, or the thread is new
        otherwise = self.ask_otherwise(thread)
        if page is not None and page.outcome == "unreadable" and walk.over is None and otherwise is not None:
            page = await walk.get(otherwise)
        seen: set[str] = set()
        while page is not None:
            if page.outcome not in ("ok", "empty"):
                yield replace(page, gap=f"thread {thread.key} unread from {page.url} ({page.error})")
                return
            keys = {mention.key for mention in page.mentions}
            nxt = None if keys and keys <= seen else self.ask_next(page)
            seen |= keys
            if page.status != NOT_MODIFIED:
                state = {"resume": page.url if page.mentions else resume, **page.validators}
            if nxt is None:
                yield walk.covers(page, {scope: {**state, **said}})
                return
            yield walk.covers(page, {scope: dict(state)})
            page = await walk.get(nxt)
            if page is None and walk.over is None:  # paging leads back to a page of this very run: the thread ends here
                yield walk.note(nxt.url, f"thread {thread.key}: its pages lead back to themselves", {scope: {**state, **said}})


def _has_news(thread: Thread, state: State | None) -> bool:
    """Return whether a listing's row says other things than when the thread was last read whole."""
    if state is None or "replies" not in state:
        return True
    last = thread.last_post_at.isoformat() if thread.last_post_at else None
    if thread.replies is None and last is None:
        return True
    return (thread.replies, last) != (state.get("replies"), state.get("last_post_at"))


def _move(state: dict[str, Any], url: str, below: str | None, *, to_end: bool, too_old: bool) -> None:
    """Move a listing's gap from a page that was read to the page below it; a page with threads left out stays a gap."""
    gaps = [gap for gap in state["gaps"] if gap["url"] not in (url, below)]
    if too_old:
        gaps.insert(0, {"url": url, "to_end": True})
    elif below:
        gaps.insert(0, {"url": below, "to_end": to_end})
    state["gaps"] = _merged(gaps)


def _merged(gaps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the gaps, the deepest ones joined while there are too many."""
    if len(gaps) <= MOST_GAPS:
        return gaps
    return [*gaps[: MOST_GAPS - 1], {"url": gaps[MOST_GAPS - 1]["url"], "to_end": True}]
