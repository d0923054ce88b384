"""Running a bare crawler for tests of fetching: no store, no steps."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

from scrapy import Spider

from crawler.config import Config
from crawler.fetch import fetcher
from crawler.run import dry_context, run_spider
from mentions.site import Site
from spiders.base.engine import Fetch

NO_CONFIG = Config(path=Path(), brands=(), sites={})


def site_at(url: str, **fields: Any) -> Site:
    """Return a site on loopback without a delay."""
    return Site(**{"name": "test-site", "engine": "feed", "url": url, "delay_s": 0.0, "allow_private": True, **fields})


def with_fetch(work: Callable[[Callable[[Site], Fetch]], Awaitable[Any]]) -> Any:
    """Run a coroutine in a live crawler; it is given a function that makes a site's `fetch`. Raises what the coroutine raises."""

    class Work(Spider):
        name = "work"
        result: Any = None
        error: BaseException | None = None

        async def start(self) -> AsyncIterator[Any]:
            try:
                self.result = await work(lambda site: fetcher(self.crawler, site))
            except Exception as error:  # noqa: BLE001 - handed on
                self.error = error
            return
            yield

    done = run_spider(Work, dry_context(NO_CONFIG))
    if done.error is not None:
        raise done.error
    return done.result
