"""Crawls a forum through simulated days: which share of its new posts is seen, and how many requests that took.

A loopback forum of 10,000 threads in two boards lives hour by hour: new posts in recent, old and new threads; edits, deletions, pinned
and moved threads. The product's own fleet crawls it, in this process, whenever the site is due by its learnt pace. The fewest possible
requests of a visit are the listing pages down to the lowest thread with a new post, one a board at least, and the thread pages that hold
a post written since the visit before; all that the crawl asked for counts against that: boards, repeated pages, redirects, sweeps.
"""

import argparse
import asyncio
import json
import logging
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from sqlalchemy import create_engine, text

from benchmarks.living_forum import BOARDS, BRANDS, ROWS, LivingForum, Topic
from benchmarks.serving import free_port
from crawler.context import Context
from crawler.fleet import Fleet
from crawler.ledger import Ledger
from crawler.revisit import Budget
from crawler.run import families, run_spider
from crawler.store import Store
from mentions.brand import Brand
from mentions.site import Site
from spiders.base.engine import Limits

DAY = timedelta(days=1)


@dataclass
class Clock:
    """The simulated time."""

    now: datetime

    def seconds(self) -> float:
        """Return it as a steady clock would."""
        return self.now.timestamp()


@dataclass
class Account:
    """What the visits after the first took, and what they had to."""

    visits: int = 0
    requests: int = 0
    fewest: int = 0
    expected: set[int] = field(default_factory=set)
    """Posts that were visible at a visit after they were written."""


class Driver:
    """Crawls the forum again and again, moving the clock to the next due time in between."""

    def __init__(self, forum: LivingForum, context: Context, clock: Clock, days: float) -> None:
        self.forum = forum
        self.context = context
        self.clock = clock
        self.end = clock.now + timedelta(days=days)
        self.account = Account()
        self.first_requests = 0
        self._ended = asyncio.Event()

    async def feed(self) -> AsyncIterator[Site]:
        """Yield the site whenever it is due."""
        app = web.Application()
        app.router.add_get("/{path:.*}", self.forum.answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        (site,) = self.context.sites.values()
        await web.TCPSite(runner, "127.0.0.1", urlsplit(site.url).port).start()
        try:
            yield site
            await self._ended.wait()
            self.first_requests = self.forum.requests
            while self.clock.now < self.end:
                before = self.clock.now
                self.clock.now = max(before + timedelta(seconds=1), self._due())
                self.forum.live(self.clock.now)
                self._expect(before)
                self.forum.requests = 0
                self._ended.clear()
                yield site
                await self._ended.wait()
                self.account.requests += self.forum.requests
                self.account.visits += 1
        finally:
            await runner.cleanup()

    def ended(self, ledger: Ledger) -> None:
        """Take note that a run ended."""
        if ledger.error:
            print(f"  a run failed: {ledger.error}")
        self._ended.set()

    def _due(self) -> datetime:
        assert self.context.store is not None
        with self.context.store.engine.connect() as conn:
            return datetime.fromisoformat(conn.execute(text("SELECT due_at FROM site WHERE name = 'living'")).scalar_one()).replace(
                tzinfo=UTC
            )

    def _expect(self, since: datetime) -> None:
        """Reckon what this visit has to ask for at the least."""
        for board in BOARDS:
            rows = self.forum.rows(board)
            places = [place for place, row in enumerate(rows) if isinstance(row, Topic) and row.last > since and not row.pinned]
            self.account.fewest += max(places, default=0) // ROWS + 1
        for topic in self.forum.topics.values():
            if topic.gone_at is not None or not topic.posts or topic.last <= since:
                continue
            new = [post for post in topic.posts if post.at > since]
            self.account.expected.update(post.id for post in new)
            self.account.fewest += len({self.forum.page_of(post, topic) for post in new})


def _site() -> Site:
    """Return the site, on a port that is free."""
    return Site(
        name="living",
        engine="xenforo",
        url=f"http://127.0.0.1:{free_port()}/",
        every_s=3600.0,
        every_min_s=300.0,
        delay_s=0.0,
        max_pages=1_000_000,
        obey_robots=False,
        robots_reason="made up",
        allow_private=True,
        about=("Velt",),
    )


def main() -> None:
    """Print what is measured and, last, one line of JSON."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--quick", action="store_true", help="300 threads, one day: for tests")
    args.add_argument("--threads", type=int, default=10_000)
    args.add_argument("--days", type=float, default=7.0)
    args.add_argument("--seed", type=int, default=1)
    a = args.parse_args()
    threads, days = (300, 1.0) if a.quick else (a.threads, a.days)
    logging.basicConfig(level=logging.ERROR)
    began = time.perf_counter()
    clock = Clock(datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - (days + 1) * DAY)
    forum = LivingForum(threads, clock.now, seed=a.seed)
    print(f"a forum of {threads} threads, {days:g} days of {forum.posts_a_day} posts in about {forum.active_a_day} threads")
    brands = (Brand(id="Velt", terms=("Velt",)), *(Brand(id=name, terms=(name,)) for name in BRANDS))
    with tempfile.TemporaryDirectory() as folder:
        db = f"sqlite:///{Path(folder) / 'forum.db'}"
        sites = {"living": _site()}
        store = Store.open(db, sites, families(), now=lambda: clock.now)
        context = Context(brands=brands, sites=sites, families=families(), store=store, now=lambda: clock.now)
        context.budget = Budget(clock=clock.seconds)
        driver = Driver(forum, context, clock, days)
        run_spider(Fleet, context, feed=driver.feed, limits=Limits(), on_end=driver.ended)
        seen = _stored(db)
    account = driver.account
    figures = {
        "benchmark": "forum_day",
        "threads": threads,
        "days": days,
        "new_posts": len(account.expected),
        "visits": account.visits,
        "first_crawl_requests": driver.first_requests,
        "requests": account.requests,
        "fewest": account.fewest,
        "seen_share": round(len(account.expected & seen) / len(account.expected), 4),
        "requests_over_fewest": round(account.requests / account.fewest, 3),
        "seconds": round(time.perf_counter() - began, 1),
    }
    print(json.dumps(figures))


def _stored(db: str) -> set[int]:
    engine = create_engine(db)
    with engine.connect() as conn:
        found = {int(key) for (key,) in conn.execute(text("SELECT key FROM mention"))}
    engine.dispose()
    return found


if __name__ == "__main__":
    main()
