"""Ending a crawl on SIGINT or SIGTERM: pages in hand are stored, nothing else is begun, at whatever moment the signal comes."""

import asyncio
import logging
import signal
from collections.abc import Mapping
from typing import Any

from scrapy.crawler import Crawler

from crawler.fleet import Fleet

logger = logging.getLogger(__name__)

SIGNALS = (signal.SIGINT, signal.SIGTERM)
LOOK_S = 0.02  # between two looks at whether a crawler that is just starting runs


async def crawl_until_signal(crawler: Crawler, arguments: Mapping[str, Any]) -> None:
    """Run a crawler, its spider made with these arguments, until it is done or a signal ends it."""
    loop = asyncio.get_running_loop()
    crawl = loop.create_task(crawler.crawl_async(**arguments), name="crawl")
    ending: set[asyncio.Task[None]] = set()

    def end(name: str) -> None:
        if not ending:
            logger.info("%s: finishing the pages in hand", name)
            ending.add(loop.create_task(_end(crawler, crawl), name="ending"))

    for number in SIGNALS:
        loop.add_signal_handler(number, end, number.name)
    try:
        await crawl
        for task in ending:
            await task
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)


async def _end(crawler: Crawler, crawl: asyncio.Task[None]) -> None:
    """End a crawler: its runs first, each with what it has in hand, then Scrapy's parts, which those runs use until then."""
    while not crawl.done() and not _is_running(crawler):  # noqa: ASYNC110 - Scrapy has no event for it
        await asyncio.sleep(LOOK_S)
    if isinstance(crawler.spider, Fleet):
        await crawler.spider.end_runs()
    if not crawl.done():
        await crawler.stop_async()


def _is_running(crawler: Crawler) -> bool:
    """Return whether Scrapy would hear a stop: one that comes earlier it forgets, and every later one with it."""
    engine = crawler._engine  # noqa: SLF001 - the public name asserts that there is one
    return engine is not None and engine.running
