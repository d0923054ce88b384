"""Walking a forum: listings, their changed threads, those threads' new pages.

State by scope. `thread:KEY` is `{"replies", "last_post_at", "resume", …validators}`: what the listing said when the thread was last
read whole, and the page to go on from; `tries` where it could not be read. `list:URL` is `{"mark", "gaps", "failed", …validators}`:
the newest activity seen, the pages from which threads may be unread (`{"url", "floor"}`, down to the activity `floor` that an earlier
run had met), and the threads to try again. A thread's page moves only the thread's own position, and what the listing said of it is
kept with its last page alone. A listing page is yielded after its threads. A run that is cut leaves the threads it read looking
unchanged, and an unchanged page then proves nothing of what is below it: so a walk goes down to the activity that the last one began
with (`mark`), and where a listing shows no times, to its end.
"""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal

from mentions.page import Ask, Page, State, Thread
from spiders.base.concurrent import merged
from spiders.base.engine import Engine, Family, Fetch, Known, Limits
from spiders.base.forum_state import KNOWN, has_news, keep_boards, last_said, move, newest, to_try_again, utc, validate
from spiders.base.reading import NOT_MODIFIED
from spiders.base.search import ANY_WORD
from spiders.base.streams import TAIL, Stream, walk_stream
from spiders.base.sweep import sweep
from spiders.base.walk import Walk

TRIES = 3  # runs that try a thread which cannot be read; then only its next change opens it again
GONE = frozenset({404, 410})
BOARDS = 500  # listings one site may have
BOARDS_FRESH = timedelta(days=1)  # how long a page of boards alone is believed: forums are rarely rebuilt


class ForumSpider(Engine):
    """A site of listings and threads."""

    family: ClassVar[Family] = "forums"
    grows: Literal["end", "top", "anywhere"] = "end"
    """Where new posts of a thread appear: on its last page, on its first, or on any (all pages are then read again)."""
    by_activity: bool = True
    """True when listings stand in order of last activity: one page of unchanged threads then ends the walk."""

    mixed: bool = False
    """True when listings hold posts beside threads (comments, and the answers to each): an address is a listing even with no thread yet."""

    def where_it_grows(self) -> Literal["end", "top", "anywhere"]:
        """Return `grows`; an engine whose options decide it says otherwise."""
        return self.grows

    def listings(self) -> list[Ask]:
        """Return the listing pages to begin with; by default the site's address."""
        return [Ask(url=self.site.url)]

    def searches(self, queries: Sequence[str]) -> list[Ask]:
        """Return further listings, one for each brand term, where an engine searches for its threads; by default none."""
        del queries
        return []

    def first_ask(self) -> Ask:
        """Return the first listing page."""
        return (self.listings() or self.searches((ANY_WORD,)))[0]

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
        asks = [*self.listings(), *self.searches(walk.queries)]
        for number, ask in enumerate(asks):
            boards = await self._boards(walk, ask)
            asks += [self.ask_listing(url) for url in boards][: max(0, BOARDS - len(asks))]
            if boards:
                continue
            async for page in self._start(walk, ask):
                asks += [self.ask_listing(url) for url in page.listings][: max(0, BOARDS - len(asks))]
                yield page
                del page
            if walk.over:
                if number + 1 < len(asks):
                    yield walk.note(ask.url, f"{len(asks) - number - 1} listings unread ({walk.over})")
                return
        if self.where_it_grows() == "end":  # elsewhere a thread's earlier pages are read with every change
            async for page in sweep(walk, self.ask_thread, self.ask_next):
                yield page
                del page

    async def _boards(self, walk: Walk, ask: Ask) -> list[str]:
        """Return the listings that a page of boards named when it was last read; none when that was too long ago, or for other pages."""
        scope = f"list:{ask.url}"
        state = (await walk.known([scope])).get(scope) or {}
        if (
            walk.now is None
            or "boards" not in state
            or not timedelta() <= walk.now - datetime.fromisoformat(state["boards_at"]) < BOARDS_FRESH
        ):
            return []
        return list(state["boards"])

    async def _start(self, walk: Walk, ask: Ask) -> AsyncGenerator[Page, None]:
        """Walk one address of the operator's: a listing, or a single thread or subject."""
        listing, thread = f"list:{ask.url}", f"thread:{ask.url}"
        known = await walk.known([listing, thread])
        if not known and not self.mixed:
            page = await walk.peek(ask)
            known = {thread: {}} if page is not None and page.mentions and not page.threads else {listing: {}}
            del page
        if thread in known:
            async for one in self._thread(walk, Thread(key=ask.url, url=ask.url), ask):
                yield one
                del one
        else:
            async for one in self._listing(walk, ask):
                yield one
                del one

    async def _listing(self, walk: Walk, first: Ask) -> AsyncGenerator[Page, None]:
        """Walk one listing: its newest pages, then what earlier runs left unread, then the threads that could not be read."""
        scope = f"list:{first.url}"
        known = (await walk.known([scope])).get(scope)
        state: dict[str, Any] = {"gaps": [], "failed": {}, **(known or {})}
        top = {"url": first.url, "floor": None if known is None else state.get("mark") or KNOWN}
        for start in [top, *state["gaps"]]:
            async for one in self._descend(walk, first, start, state):
                yield one
                del one
            if walk.over:
                return
        async for one in self._again(walk, scope, state):
            yield one
            del one

    async def _descend(self, walk: Walk, first: Ask, start: Mapping[str, Any], state: dict[str, Any]) -> AsyncGenerator[Page, None]:
        """Walk a listing from a page down to its floor, the gap below each page committed with it."""
        scope, floor, mark = f"list:{first.url}", start["floor"], None
        ask: Ask | None = first if start["url"] == first.url else self.ask_listing(start["url"])
        while ask is not None:
            page = await walk.get(ask, state if ask is first else None)
            if page is None or page.outcome not in ("ok", "empty"):
                if page or walk.over:  # else this run was here already
                    unread = page or walk.note(ask.url, None)
                    yield replace(unread, gap=f"threads unread from {ask.url} ({unread.error or walk.over})")
                return
            page = replace(page, threads=tuple(replace(thread, title=None) for thread in page.threads))  # a run keeps them all the while
            changed, too_old = await self._changed(walk, page.threads)
            if ask.url == start["url"]:
                floor = move(state, ask.url, None, floor)  # an earlier descent may have been left here
            if floor == KNOWN and changed and page.next:
                yield walk.note(ask.url, None, {scope: {**state, "gaps": [{"url": ask.url, "floor": None}, *state["gaps"]]}})
            async for one in merged((self._thread(walk, thread) for thread in changed), self.site.concurrency):
                yield one
                del one
            if walk.over:  # what was committed last is true: of this page nothing
                yield walk.note(ask.url, f"threads unread from {ask.url} ({walk.over})")
                return
            below = None if too_old or self._is_known_ground(page, changed, floor) else page.next
            onward = walk.within(page, self.ask_listing(below)) if below else None
            deeper = below if onward else None
            floor = move(state, ask.url, ask.url if too_old else deeper, floor)
            state["failed"] = to_try_again(state["failed"], changed, walk.failed)
            if ask is first:
                validate(state, page)
                keep_boards(state, page, walk.now)
            if start["url"] == first.url and mark is None:
                mark = newest(page)
                state["mark"] = mark or state.get("mark")
            page = walk.covers(page, {scope: dict(state)})
            yield replace(page, gap=f"no thread before --since was opened, from {ask.url} on") if too_old else page
            ask = onward

    async def _again(self, walk: Walk, scope: str, state: dict[str, Any]) -> AsyncGenerator[Page, None]:
        """Walk the threads that earlier runs could not read and this one has not tried."""
        threads = [Thread(key=key, url=url) for key, url in state["failed"].items() if key not in walk.failed]
        for thread in threads:
            async for one in self._thread(walk, thread):
                yield one
                del one
        if threads and walk.over is None:
            state["failed"] = to_try_again(state["failed"], threads, walk.failed)
            yield walk.note(self.site.url, None, {scope: state})

    def _is_known_ground(self, page: Page, changed: list[Thread], floor: str | None) -> bool:
        """Return whether all threads below this listing page were read when the floor was."""
        if page.status == NOT_MODIFIED:
            return True
        rows = [thread for thread in page.threads if not thread.pinned]
        if not self.by_activity or floor is None:
            return False
        if not rows:  # a stream of posts, of which none is a thread: they say how far down the page reaches
            times = [utc(mention.posted_at) for mention in page.mentions[-TAIL:] if mention.posted_at]
            return bool(times) and max(times) <= floor
        if floor == KNOWN:
            return not any(thread in changed for thread in rows)
        dated = [thread for thread in rows if thread.last_post_at]
        lowest = dated[-1] if dated else None
        return lowest is not None and lowest not in changed and str(last_said(lowest)) <= floor

    async def _changed(self, walk: Walk, threads: Sequence[Thread]) -> tuple[list[Thread], bool]:
        """Return the threads of a listing page that have news, in order, and whether some were left out as older than `--since`."""
        known = await walk.known([f"thread:{thread.key}" for thread in threads])
        news = [thread for thread in threads if has_news(thread, known.get(f"thread:{thread.key}"))]
        if self.where_it_grows() != "end":
            old = [t for t in threads if t not in news and walk.is_long_unread(known[f"thread:{t.key}"])][: walk.whole_left]
            news = [thread for thread in threads if thread in news or thread in old]
        walk.recall([f"thread:{thread.key}" for thread in news], known)
        since = walk.since
        fresh = [t for t in news if since is None or t.last_post_at is None or t.last_post_at >= since]
        return fresh, len(fresh) < len(news)

    async def _thread(self, walk: Walk, thread: Thread, first: Ask | None = None) -> AsyncGenerator[Page, None]:
        """Walk one thread's new pages."""
        said = {"replies": thread.replies, "last_post_at": last_said(thread)}
        scope = f"thread:{thread.key}"
        grows = self.where_it_grows()
        if grows != "end":
            stream = Stream(scope, first or self.ask_thread(thread), by_page=grows == "top", is_reread=True)
            async for one in walk_stream(walk, stream, self.ask_next, said):
                yield one
                del one
            return
        state: dict[str, Any] = dict((await walk.known([scope])).get(scope) or {})
        resume = state.get("resume")
        page = await walk.get(Ask(url=resume), state) if resume else None
        failed = {str(resume): page} if page is not None and page.outcome == "unreadable" else {}
        if page is None or (page.outcome in ("unreadable", "empty") and walk.over is None):
            page = await walk.get(first or self.ask_thread(thread))  # the remembered page is gone, or the thread is new
        otherwise = self.ask_otherwise(thread)
        if page is not None and page.outcome == "unreadable" and walk.over is None and otherwise is not None:
            page = await walk.get(otherwise)
        seen: set[str] = set()
        while page is not None:
            if page.outcome not in ("ok", "empty"):
                yield self._unread_thread(walk, thread, page, {**state, **said})
                return
            keys = {mention.key for mention in page.mentions}
            nxt = None if keys and keys <= seen else walk.within(page, self.ask_next(page))
            seen |= keys
            if nxt is None:
                if page.status != NOT_MODIFIED:
                    state = {"resume": page.url if page.mentions else resume, **page.validators}
                yield walk.covers(page, {scope: {**state, **said}})
                return
            state = {"resume": nxt.url}
            yield walk.covers(page, {scope: state})
            page = None  # let go, as in all loops that pass pages on: a run mostly waits, and a page of posts is most of its memory
            page = await walk.get(nxt)
            if page is None and walk.over is None:
                yield self._came_round(walk, thread, nxt.url, {**state, **said}, unread=failed.get(nxt.url))

    def _came_round(self, walk: Walk, thread: Thread, url: str, state: State, *, unread: Page | None) -> Page:
        """Return the page that ends a thread which leads to a page of this very run: its end, unless that page could not be read."""
        if unread is not None:
            return self._unread_thread(walk, thread, unread, state)
        return walk.note(url, f"thread {thread.key}: its pages lead back to themselves", {f"thread:{thread.key}": state})

    def _unread_thread(self, walk: Walk, thread: Thread, page: Page, state: State) -> Page:
        """Return the page at which a thread could not be read: to be tried again for a few runs; a thread that is gone is no gap."""
        if walk.over is None:
            tries = state.get("tries", 0) + 1
            known = {key: value for key, value in state.items() if key not in ("replies", "last_post_at")}
            if tries < TRIES:
                walk.failed[thread.key] = thread.url
            page = walk.covers(page, {f"thread:{thread.key}": {**(known if tries < TRIES else state), "tries": tries}})
        return replace(page, gap=None if page.status in GONE else f"thread {thread.key} unread from {page.url} ({page.error})")
