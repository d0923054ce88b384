"""The fleet: all due sites run in one Scrapy crawler, each as one coroutine.

Measured (facts/SEAMS.md): over capacity 560 requests/s and every host served alike, against 401/s and 424 of 1,000 hosts never served
when runs go through start() and callbacks; SIGTERM 0.1 s against more than 100 s.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection, Coroutine, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

import scrapy
from scrapy import Request
from scrapy.crawler import Crawler

from crawler import history
from crawler.alerts import Change
from crawler.arrivals import Arrivals
from crawler.context import SETTING, Context
from crawler.fetch import fetcher
from crawler.history import History
from crawler.ledger import GOOD, Ledger
from crawler.pace import SCOPE, Pace
from mentions.errors import ListeningError, StorageError
from mentions.page import Answer, Page, State
from mentions.site import Site
from spiders.base.engine import Engine, Limits
from spiders.base.registry import engine_class

logger = logging.getLogger(__name__)

ROOM = 1000  # runs at once; each waits for its host nearly all the time
ADMIT_S = 0.01  # between two admissions: a burst at one instant is impolite on the wire and stalls the loop
MAKE_UP_S = 0.5  # of admissions that a busy loop was late for are made up for: one a turn of the loop would starve those that wait

T = TypeVar("T")
OnLedger = Callable[[Ledger], None] | None
Feed = Callable[[], AsyncIterator[Site]]


def spider_for(site: Site) -> Engine:
    """Return a site's spider: its engine, under the site's name in logs and stats."""
    return engine_class(site.engine)(name=site.name, site=site)  # no class of its own: each would take 5 KB, a thousand sites at once


class Fleet(scrapy.Spider):
    """Runs sites as they come from a feed, at most `room` at once, until the feed ends or the crawler is stopped."""

    name = "fleet"

    def __init__(self, feed: Feed, limits: Limits, on_page: OnLedger = None, on_end: OnLedger = None, room: int = ROOM) -> None:
        super().__init__()
        self.feed = feed
        self.limits = limits
        self.on_page = on_page
        self.on_end = on_end
        self.room = asyncio.Semaphore(room)
        self.ledgers: list[Ledger] = []
        self._runs: set[asyncio.Task[Ledger]] = set()
        self._is_ending = False

    async def start(self) -> AsyncIterator[Request]:
        """Admit runs; yields nothing, since runs ask by `engine.download_async`. A stop cancels it: runs end, pages in hand are stored."""
        clock = asyncio.get_running_loop().time
        admit_at = clock()
        try:
            async for site in self.feed():
                await self.room.acquire()
                if self._is_ending:
                    break
                task = asyncio.create_task(self._run(site), name=site.name)
                self._runs.add(task)
                task.add_done_callback(self._runs.discard)
                admit_at = max(admit_at + ADMIT_S, clock() - MAKE_UP_S)
                if admit_at > clock():
                    await asyncio.sleep(admit_at - clock())
            while self._runs:
                await asyncio.wait(self._runs)
        finally:
            await self.end_runs()
        return
        yield

    async def end_runs(self) -> None:
        """Admit no more, cut short the runs that are under way, and wait until the pages they have in hand are stored."""
        if not self._is_ending:
            self._is_ending = True
            for task in self._runs:
                task.cancel()
        if self._runs:
            await asyncio.wait(self._runs)

    async def _run(self, site: Site) -> Ledger:
        """Run one site to its end, whatever that is; never raises but to be cancelled."""
        try:
            ledger = await run_site(self.crawler, site, self.limits, self.on_page)
        finally:
            self.room.release()
        if self.on_end is None:
            self.ledgers.append(ledger)
        else:
            self.on_end(ledger)
        return ledger


async def run_site(crawler: Crawler, site: Site, limits: Limits, on_page: OnLedger = None) -> Ledger:
    """Crawl one site once: walk, take each page through the steps, store it, and close the ledger's row with a verdict."""
    context: Context = crawler.settings[SETTING]
    store = context.store
    assert store is not None, "a crawl stores"
    ledger = Ledger(site=site.name)
    started = context.now()
    try:
        crawl_id = await store.open_crawl(site)
    except StorageError as error:
        ledger.error = str(error)
        logger.error("%s: not crawled: %s", site.name, error)  # noqa: TRY400 - a sentence, not a traceback
        return ledger
    context.crawl_ids[site.name] = crawl_id

    def count(answer: Answer) -> None:
        del answer
        ledger.requests += 1

    async def known(scopes: Collection[str]) -> Mapping[str, State]:
        return await store.known(site.name, scopes)

    run = _Run(site=site, crawl_id=crawl_id, started=started, ledger=ledger)
    try:
        remembered = await known([SCOPE, history.SCOPE])
        run.arrivals = Arrivals(Pace.of(remembered.get(SCOPE), site.every_s), started)
        limits = replace(limits, now=started, queries=limits.queries or context.queries())
        spider = spider_for(site)
        ledger.begin(History.of(remembered.get(history.SCOPE)), (site.url, spider.first_ask().url))
        await _walk(crawler, run, spider.pages(fetcher(crawler, site, count), known, limits), on_page)
    except asyncio.CancelledError:
        ledger.gaps.append("stopped before its end")
        ledger.is_cut = True
        await _unbroken(_close(context, run))
        raise
    except ListeningError as error:
        ledger.error = str(error)
    except Exception as error:
        ledger.error = f"{type(error).__name__}: {str(error)[:200]}"
        logger.exception("%s: the run broke", site.name)
    await _close(context, run)
    return ledger


@dataclass(slots=True, kw_only=True)
class _Run:
    """One run under way."""

    site: Site
    crawl_id: int
    started: datetime
    ledger: Ledger
    arrivals: Arrivals | None = None
    """None until the site's pace is known."""


async def _walk(crawler: Crawler, run: _Run, pages: AsyncGenerator[Page, None], on_page: OnLedger) -> None:
    """Take every page of a site through the steps and into the store, in order."""
    assert crawler.engine is not None, "runs belong to a running crawler"
    items = crawler.engine.scraper.itemproc
    try:
        async for page in pages:
            if run.arrivals is not None:
                run.arrivals.see(page.mentions)
            run.ledger.see(page)
            run.ledger.add(await _unbroken(items.process_item_async(page)))
            if on_page is not None:
                on_page(run.ledger)
            del page  # before the wait for the next: most of a run is waiting
    finally:
        await pages.aclose()


async def _unbroken(work: Coroutine[Any, Any, T]) -> T:
    """Return what the work returns; a cancel waits for its end, so that a page in hand is stored."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise


async def _close(context: Context, run: _Run) -> None:
    """Store the run's verdict, the site's pace and its next due time, and say it in one line."""
    store, site, ledger = context.store, run.site, run.ledger
    assert store is not None, "a crawl stores"
    due_at = None
    try:
        if run.arrivals is not None and ledger.error is None and not ledger.is_cut:  # else the site stays due
            past = ledger.end(context.now())
            has_seen = ledger.verdict()[0] != "blind" and not ledger.pages["blocked"]  # else it tells nothing of the site's pace
            pace = run.arrivals.pace_after(ledger.requests) if has_seen else run.arrivals.pace
            due_at = context.next_due(site, pace, ledger, context.now())
            if has_seen:
                state = {SCOPE: pace.as_state(), history.SCOPE: past.as_state()}
                note = Page(site=site.name, engine=site.engine, url=site.url, outcome="ok", status=0, state=state)
                await store.put(note, run.crawl_id)
        await store.writer.flush(run.crawl_id)
    except StorageError as error:
        ledger.error = ledger.error or str(error)
    context.crawl_ids.pop(site.name, None)
    verdict, evidence = ledger.verdict()
    try:
        row = await store.close_crawl(run.crawl_id, site.name, {**ledger_fields(ledger, verdict, evidence), "due_at": due_at})
    except StorageError as error:
        ledger.error = ledger.error or str(error)
        logger.error("%s: the run's row could not be closed: %s", site.name, error)  # noqa: TRY400 - a sentence
        return
    was, because = row["before"]
    context.alerts.tell(Change(site=site.name, before=was, before_evidence=because, verdict=verdict, evidence=evidence))
    seconds = (context.now() - run.started).total_seconds()
    level = logging.INFO if verdict in GOOD else logging.WARNING
    logger.log(
        level,
        "%s: %s; %d requests, %d mentions read: %d new, %d new versions, %d seen before, %d without a brand, %d rejected; %.1f s; %s",
        site.name, verdict, ledger.requests, row["read"], row["new"], row["new_version"], row["seen_before"], row["no_brand"],
        row["rejected"], seconds, evidence,
    )  # fmt: skip


def ledger_fields(ledger: Ledger, verdict: str, evidence: str) -> dict[str, Any]:
    """Return what the ledger's row keeps beside the bins, which the store counts itself."""
    return {
        "verdict": verdict,
        "evidence": evidence,
        "requests": ledger.requests,
        "stated_total": ledger.stated_total,
        "gap": "; ".join(ledger.gaps[:20]) or None,
        "error": ledger.error,
    }
