"""Ending a crawl on SIGINT or SIGTERM: pages in hand are stored, nothing else is begun, at whatever moment the signal comes."""

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Callable, Mapping
from typing import Any

from scrapy.crawler import Crawler

from crawler.fleet import Fleet

logger = logging.getLogger(__name__)

SIGNALS = (signal.SIGINT, signal.SIGTERM)
LOOK_S = 0.02  # between two looks at whether a crawler that is just starting runs
MOST_S = 8.0  # from the signal to the end, which is heard up to a second late by a busy loop: Docker loses patience after 10
LOOK = 1  # exit status: a person should look


class TimeLimit:
    """Ends the process when its end takes too long: a database that is away, a name server or an alert's receiver that does not answer.

    What was not stored by then was not committed either, and is read again by the next crawl, as after SIGKILL.
    """

    def __init__(self, most_s: float = MOST_S, leave: Callable[[int], Any] = os._exit) -> None:
        self._most_s = most_s
        self._leave = leave
        self._timer: threading.Timer | None = None

    def begin(self) -> None:
        """Count from now. A thread does, which no busy loop holds up."""
        self._timer = threading.Timer(self._most_s, self._give_up)
        self._timer.daemon = True
        self._timer.start()

    def cancel(self) -> None:
        """Let the process go on: it has ended by itself."""
        if self._timer is not None:
            self._timer.cancel()

    def _give_up(self) -> None:
        logger.warning("not all pages in hand were stored within %.0f s: the next crawl reads them again", self._most_s)
        self._leave(LOOK)


async def crawl_until_signal(crawler: Crawler, arguments: Mapping[str, Any], limit: TimeLimit) -> None:
    """Run a crawler, its spider made with these arguments, until it is done or a signal ends it; that begins the time limit."""
    loop = asyncio.get_running_loop()
    crawl = loop.create_task(crawler.crawl_async(**arguments), name="crawl")
    ending: set[asyncio.Task[None]] = set()

    def end(name: str) -> None:
        if not ending:
            logger.info("%s: finishing the pages in hand", name)
            limit.begin()
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
