"""A small forum and a small stream in memory, their spiders, and a store that remembers what was yielded: for the tests of walking."""

import asyncio
import datetime as dt
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from mentions.errors import FetchError
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page, State, Thread
from mentions.site import Site
from spiders.base.engine import Engine, Limits
from spiders.base.forum import ForumSpider
from spiders.base.streams import StreamSpider

HOME = "https://board.example"
START = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


def at(tick: int) -> dt.datetime:
    """Give the time of a tick: half an hour each, so that a few dozen posts span days."""
    return START + dt.timedelta(minutes=30 * tick)


def read_document(engine: type[Engine], answer: Answer) -> Page:
    """Read a document of the fakes below."""
    document = answer.json
    return engine.page(
        answer,
        mentions=[
            Mention(site="fake", engine=engine.engine, key=key, text=text, posted_at=at(tick))
            for key, tick, text in document.get("posts", ())
        ],
        threads=[
            Thread(key=key, url=f"{HOME}/{key}", last_post_at=None if tick is None else at(tick), replies=replies, pinned=pinned)
            for key, tick, replies, pinned in document.get("threads", ())
        ],
        listings=[HOME + path for path in document.get("listings", ())],
        next=urljoin(HOME, document["next"]) if document.get("next") else None,
        empty=True,
    )


class FakeForum(ForumSpider):
    """Reads the fake board."""

    engine = "fake_forum"
    leads_to = ("https://feeds.example/",)
    read = classmethod(read_document)


class FakeMixed(FakeForum):
    """Reads a listing of posts, some of which are threads, and searches."""

    engine = "fake_mixed"
    grows = "top"
    mixed = True

    def searches(self, queries: Sequence[str]) -> list[Ask]:
        """Give a listing for each term."""
        return [Ask(url=f"{HOME}/?q={query}") for query in queries]


class FakeStream(StreamSpider):
    """Reads the fake stream."""

    engine = "fake_stream"
    leads_to = ("https://feeds.example/",)
    read = classmethod(read_document)


@dataclass
class Board:
    """Threads of posts; a listing in order of last activity, pinned ones first; everything paged."""

    posts_a_page: int = 3
    threads_a_page: int = 3
    threads: dict[str, list[int]] = field(default_factory=dict)
    """Key → ticks of its posts."""
    pinned: set[str] = field(default_factory=set)
    dated: bool = True
    """False: the listing shows no times, only how many answers."""
    tick: int = 0

    def say(self, thread: str, posts: int = 1) -> None:
        """Write posts in a thread."""
        for _ in range(posts):
            self.tick += 1
            self.threads.setdefault(thread, []).append(self.tick)

    def keys(self) -> set[str]:
        """Give the keys of all posts."""
        return {f"{thread}/{number}" for thread, ticks in self.threads.items() for number in range(len(ticks))}

    def answer(self, path: str) -> dict[str, Any] | None:
        """Give the document at a path, None where there is none."""
        name, _, page = path.strip("/").partition("?page=")
        number = int(page or 1)
        if name == "":
            order = sorted(self.threads, key=lambda key: (key not in self.pinned, -self.threads[key][-1]))
            shown, more = self._cut(order, number, self.threads_a_page)
            rows = [[key, self.threads[key][-1] if self.dated else None, len(self.threads[key]) - 1, key in self.pinned] for key in shown]
            return {"threads": rows, "next": f"/?page={number + 1}" if more else None}
        if name not in self.threads:
            return None
        shown, more = self._cut(list(enumerate(self.threads[name])), number, self.posts_a_page)
        posts = [[f"{name}/{i}", tick, f"post {i} of {name}"] for i, tick in shown]
        return {"posts": posts, "next": f"/{name}?page={number + 1}" if more else None}

    @staticmethod
    def _cut(rows: list[Any], number: int, size: int) -> tuple[list[Any], bool]:
        return rows[(number - 1) * size : number * size], len(rows) > number * size


@dataclass
class Timeline:
    """Posts newest first, paged by the id of the oldest one shown."""

    posts_a_page: int = 3
    newest: int = 0
    gone: set[int] = field(default_factory=set)

    def say(self, posts: int = 1) -> None:
        """Write posts."""
        self.newest += posts

    def keys(self) -> set[str]:
        """Give the keys of all posts."""
        return {str(i) for i in range(1, self.newest + 1) if i not in self.gone}

    def answer(self, path: str) -> dict[str, Any]:
        """Give the document at a path."""
        before = int(path.partition("?before=")[2] or self.newest + 1)
        shown = [i for i in range(before - 1, 0, -1) if i not in self.gone][: self.posts_a_page]
        more = bool(shown) and any(i not in self.gone for i in range(1, shown[-1]))
        return {"posts": [[str(i), i, f"post {i}"] for i in shown], "next": f"/?before={shown[-1]}" if more else None}


Change = Callable[[str, Answer], Answer]


@dataclass
class World:
    """A place to crawl, what was stored of it, and every address that was asked for."""

    place: Board | Timeline
    spider: type[Engine]
    etags: bool = False
    concurrency: int = 1
    options: dict[str, Any] = field(default_factory=dict)
    max_bytes: int = Site.max_bytes
    stored: dict[str, str] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    changed: dict[str, Change] = field(default_factory=dict)
    """Path → what becomes of its answer."""
    lost: set[str] = field(default_factory=set)
    """Paths that give no answer."""

    def crawl(self, *, kill_after: int | None = None, **limits: Any) -> list[Page]:
        """Crawl once, storing each page with its state in one step; killed after so many pages, the rest is never stored."""
        self.asked, self.pages = [], []
        asyncio.run(self._crawl(kill_after, Limits(**limits)))
        return self.pages

    async def _crawl(self, kill_after: int | None, limits: Limits) -> None:
        spider = self.spider(name="fake")
        spider.site = Site(
            name="fake",
            engine=self.spider.engine,
            url=HOME + "/",
            concurrency=self.concurrency,
            max_bytes=self.max_bytes,
            options=self.options,
        )
        async with aclosing(spider.pages(self._fetch, self._known, limits)) as pages:  # type: ignore[type-var] - an async generator
            async for page in pages:
                if kill_after is not None and len(self.pages) >= kill_after:
                    return
                self.pages.append(page)
                self.stored |= {mention.key: mention.text for mention in page.mentions}
                for scope, state in page.state.items():
                    if state is None:
                        self.states.pop(scope, None)
                    else:
                        self.states[scope] = json.loads(json.dumps(state))

    async def _known(self, scopes: Collection[str]) -> Mapping[str, State]:
        await asyncio.sleep(0)
        return {scope: self.states[scope] for scope in scopes if scope in self.states}

    async def _fetch(self, ask: Ask) -> Answer:
        await asyncio.sleep(0)
        path = ask.url.removeprefix(HOME)
        self.asked.append(path)
        if path in self.lost:
            msg = f"{ask.url}: connection reset"
            raise FetchError(msg)
        document = self.place.answer(path)
        body = json.dumps(document or {}).encode()
        etag = str(hash(body))
        answer = Answer(
            url=ask.url,
            status=200 if document is not None else 404,
            content_type="application/json",
            body=body,
            headers={"etag": etag} if self.etags else {},
            fetched_at=at(10_000),
            site=Site(name="fake", engine=self.spider.engine, url=HOME + "/"),
        )
        if self.etags and ask.etag == etag:
            return Answer(url=ask.url, status=304, fetched_at=answer.fetched_at, site=answer.site)
        return self.changed.get(path, lambda _, same: same)(path, answer)

    def gaps(self) -> list[str]:
        """Give what the last crawl says that it left unread."""
        return [page.gap for page in self.pages if page.gap]
