"""One run's view of a site: what it may still fetch, what it has seen, what the site remembers."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from mentions.errors import FetchError
from mentions.page import Ask, Page, State
from mentions.urls import host
from spiders.base.credentials import secretly
from spiders.base.engine import Engine, Fetch, Known, Limits
from spiders.base.reading import NOT_MODIFIED, is_members_only, read_answer

logger = logging.getLogger(__name__)

WHOLE = 5  # streams that a run reads whole again although nothing says that they changed
WHOLE_AFTER = timedelta(days=30)
UNREAD_IN_A_ROW = 5  # pages; more than this and the site, not the page, is what cannot be read


class Walk:
    """Fetches and reads for one run, within its limits; remembers what the run itself has learnt.

    `over` is why the run must stop, or None while it may go on.
    """

    def __init__(self, spider: Engine, fetch: Fetch, known: Known, limits: Limits) -> None:
        self.spider = spider
        self.since: datetime | None = limits.since
        self.queries = limits.queries
        self.now = limits.now
        self.over: str | None = None
        self.whole_left = WHOLE
        """Streams that this run may still read whole again."""
        self.failed: dict[str, str] = {}
        """Threads that this run could not read: key → address."""
        self._fetch = fetch
        self._known = known
        self._pages_left = limits.max_pages or spider.site.max_pages
        self._max_pages = self._pages_left
        self._bytes_left = spider.site.max_bytes
        self._learnt: dict[str, State | None] = {}
        self._asked: set[str | tuple[str, bytes]] = set()
        self._unread = 0
        self._peeked: dict[str, Page | None] = {}
        self._astray: dict[str, str] = {}
        self._is_in = False

    async def peek(self, ask: Ask) -> Page | None:
        """Return what `get` will return next for this address: for walks that must see a page to know what it is."""
        self._peeked[ask.url] = page = await self.get(ask)
        return page

    async def get(self, ask: Ask, state: State | None = None) -> Page | None:
        """Return what one address holds, or None when the run must not ask: it is over, or was there already.

        `state` is what the site remembers of this very address; its validators make the request conditional. A page that could not be
        fetched is `unreadable` with status 0; a site that blocks, or answers nothing readable any more, ends the run.
        """
        if ask.url in self._peeked:
            return self._peeked.pop(ask.url)
        if self.over is None and self._pages_left <= 0:
            self.over = f"stopped at max_pages = {self._max_pages}"
        if self.over is None and self._bytes_left <= 0:
            self.over = f"stopped at max_mb = {self.spider.site.max_bytes // 1_000_000}"
        this = (ask.url, ask.body) if ask.body else ask.url
        if self.over is not None or this in self._asked:
            return None
        self._asked.add(this)
        self._pages_left -= 1
        page = await self._read(ask, state or {})
        refused = page.outcome == "blocked" and is_members_only(page)
        self._unread = self._unread + 1 if page.outcome == "unreadable" or refused else 0
        if page.outcome == "blocked" and not refused:
            self.over = f"blocked: {page.error}"
        elif self._unread >= UNREAD_IN_A_ROW:
            self.over = f"{self._unread} pages in a row could not be read"
        return page

    async def _read(self, ask: Ask, state: State) -> Page:
        """Return what one address holds, its validators kept for the state that will cover it."""
        asked = replace(ask, etag=state.get("etag"), last_modified=state.get("last_modified"))
        try:
            if not self._is_in:
                await self.spider.log_in(secretly(self._fetch))
                self._is_in = True
            answer = await self._fetch(self.spider.sign(asked))
        except FetchError as error:
            return self.unread(ask.url, str(error))
        self._bytes_left -= len(answer.body)
        if self.spider.signs:
            answer = replace(answer, url=ask.url)  # a signed address holds a secret: no page, log or cursor may keep it
        page = read_answer(type(self.spider), answer)
        if page.outcome not in ("ok", "empty") or page.status == NOT_MODIFIED:
            return page
        sent = {"etag": answer.headers.get("etag"), "last_modified": answer.headers.get("last-modified")}
        return replace(page, validators={name: value for name, value in sent.items() if value})

    def is_long_unread(self, state: State) -> bool:
        """Return whether a stream that was read before is to be read whole again: edits and late replies stand where no listing tells."""
        if self.now is None or self.whole_left <= 0 or not state.get("mark"):
            return False
        return "whole_at" not in state or self.now - datetime.fromisoformat(state["whole_at"]) >= WHOLE_AFTER

    async def known(self, scopes: Collection[str]) -> Mapping[str, State]:
        """Return what the site remembers under these scopes, this run's own news included."""
        missing = [scope for scope in scopes if scope not in self._learnt]
        found = dict(await self._known(missing)) if missing else {}
        found |= {scope: state for scope in scopes if (state := self._learnt.get(scope)) is not None}
        return found

    def recall(self, scopes: Collection[str], known: Mapping[str, State]) -> None:
        """Keep what the site said of these scopes, which the run is about to need: nobody else writes its state."""
        self._learnt |= {scope: known.get(scope) for scope in scopes}

    def within(self, page: Page, ask: Ask | None) -> Ask | None:
        """Return how to ask for the page after this one; None where it lies on another host, which is a gap that `covers` tells.

        A page may name any address as its next: a spammer's, a shop's next article elsewhere. The hosts of the page itself, of the site,
        and of what its options name are the site's own, with or without `www.` and parts before it.
        """
        if ask is None:
            return None
        named = [one for value in self.spider.site.options.values() for one in (value if isinstance(value, list | tuple) else [value])]
        own = (page.url, self.spider.site.url, *self.spider.leads_to, *(one for one in named if isinstance(one, str) and "://" in one))
        if any(_is_near(ask.url, one) for one in own):
            return ask
        self._astray[page.url] = f"unread from {ask.url}, the next page of {page.url} (on a host that the site's table does not name)"
        return None

    def covers(self, page: Page, state: Mapping[str, State | None]) -> Page:
        """Return the page with the state that it advances."""
        self._learnt |= state
        return replace(page, state={**page.state, **state}, gap=page.gap or self._astray.pop(page.url, None))

    def unread(self, url: str, error: str) -> Page:
        """Return the page that stands for an address from which no answer came."""
        site = self.spider.site
        return Page(site=site.name, engine=self.spider.engine, url=url, outcome="unreadable", status=0, error=error)

    def note(self, url: str, gap: str | None, state: Mapping[str, State | None] | None = None) -> Page:
        """Return a page without content that records what the run leaves unread, or only the state that goes with it."""
        site = self.spider.site
        page = Page(site=site.name, engine=self.spider.engine, url=url, outcome="ok", status=0, gap=gap)
        return self.covers(page, state or {})


def _is_near(one: str, other: str) -> bool:
    """Return whether two addresses lie on one host, or one of the hosts under the other."""
    names = [host(url).removeprefix("www.") for url in (one, other)]
    shorter, longer = sorted(names, key=len)
    return bool(shorter) and f".{longer}".endswith(f".{shorter}")
