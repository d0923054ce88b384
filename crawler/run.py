"""Running crawls: one process, one Scrapy crawler, one store."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader
from scrapy.spiders import Spider

import crawler.settings
from crawler.alerts import Alerts, alert_urls
from crawler.archive import Archive
from crawler.config import Config
from crawler.context import SETTING, Context
from crawler.ending import TimeLimit, crawl_until_signal
from crawler.fetch import fetcher
from crawler.fleet import Fleet, spider_for
from crawler.ledger import Ledger
from crawler.scheduler import Scheduler
from crawler.store import Store
from crawler.text_steps import late_steps
from mentions.errors import FetchError
from mentions.page import Answer, Ask, Page
from mentions.site import Site
from spiders.base.engine import Engine, Limits
from spiders.base.reading import read_answer
from spiders.base.registry import engine_class, engine_modules
from storage.apart import AFTER_PAGES
from storage.database import connect
from storage.locks import scheduler_lock

logger = logging.getLogger(__name__)

T = TypeVar("T")

DEFAULT_CONFIG = "config"
DEFAULT_DB = "sqlite:///untagged.db"
NEW_OBJECTS = 3_000  # between two looks for garbage; nearly all goes without one


def families() -> dict[str, Any]:
    """Return engine name → family of source: the folder the engine lies in."""
    return {name: module.split(".")[1] for name, module in engine_modules().items()}


def open_context(config: Config, db: str, *, apart_after: int = AFTER_PAGES) -> Context:
    """Return what the runs of this process share, with the store open and its schema up to date.

    Pages are stored in a second process once there are `apart_after` of them. Raises StorageError, SchemaError or ConfigError.
    """
    store = Store.open(db, config.sites, families(), late_steps(config.brands, config.sites), apart_after=apart_after)
    archive, alerts = Archive.from_environment(), Alerts(alert_urls())
    return Context(brands=config.brands, sites=dict(config.sites), families=families(), store=store, archive=archive, alerts=alerts)


def dry_context(config: Config) -> Context:
    """Return a context that stores nothing: for `check` and `record`."""
    return Context(brands=config.brands, sites=dict(config.sites), families=families())


def crawl(
    config: Config,
    db: str,
    sites: Sequence[Site],
    limits: Limits,
    on_page: Callable[[Ledger], None] | None = None,
) -> list[Ledger]:
    """Crawl these sites once, all in one crawler, and return their ledgers. Raises StorageError when the store cannot be opened."""
    context = open_context(config, db)

    async def feed() -> AsyncIterator[Site]:
        for site in sites:
            yield site

    fleet: Fleet = run_spider(Fleet, context, feed=feed, limits=limits, on_page=on_page)
    return fleet.ledgers


def schedule(config: Config, db: str) -> bool:
    """Crawl every site when it is due, until a signal; returns False when the scheduler's lock was lost on the way.

    Raises UsageError when another scheduler holds the database.
    """
    locked = connect(db)
    try:
        with scheduler_lock(locked) as lock:  # before anything is written: another scheduler's sites would be brought in line with ours
            context = open_context(config, db, apart_after=0)  # it will come to many pages
            scheduler = Scheduler(context, config.path, lock)
            run_spider(Fleet, context, feed=scheduler.feed, limits=Limits(), on_end=scheduler.ended)
    finally:
        locked.dispose()
    return not scheduler.lost_lock


def run_spider(spider: type[Any], context: Context, **kwargs: Any) -> Any:  # noqa: ANN401 - the spider's own arguments
    """Run one Scrapy crawler in this process until its spider is done or a signal stops it; returns the spider."""
    settings = Settings()
    settings.setmodule(crawler.settings, priority="project")
    settings.set(SETTING, context, priority="cmdline")
    settings.set("SPIDER_LOADER_CLASS", SpiderLoader, priority="cmdline")  # the spider is here: ours would look for ./config
    if context.store is None:
        settings.set("ITEM_PIPELINES", {}, priority="cmdline")
    limit = TimeLimit()
    try:
        with _little_collecting():
            return _in_loop(_run(spider, settings, kwargs, limit))
    finally:
        limit.cancel()


async def _run(spider: type[Spider], settings: Settings, kwargs: dict[str, Any], limit: TimeLimit) -> Spider:
    """Run a crawler to its end; SIGINT and SIGTERM stop it once, politely."""
    for chatty in ("scrapy", "apscheduler"):  # they tell of each tick and of one spider; the fleet's own lines tell of runs
        logging.getLogger(chatty).setLevel(logging.DEBUG if logger.isEnabledFor(logging.DEBUG) else logging.WARNING)
    made: Crawler = AsyncCrawlerRunner(settings).create_crawler(spider)
    try:
        await crawl_until_signal(made, kwargs, limit)
    finally:
        await settings[SETTING].close()
    assert made.spider is not None, "the crawl has run"
    return made.spider


@contextmanager
def _little_collecting() -> Iterator[None]:
    """Look for garbage seldom, and not among what is there by now: with 1,000 sites that took a third of the time, 0.2 s in one go."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _in_loop(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end in a fresh loop; uvloop's where it is installed, since it serves 6 % more pages a second."""
    try:
        import uvloop  # noqa: PLC0415 - an extra: absent on platforms it does not know
    except ImportError:
        return asyncio.run(work)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as loop:
        return loop.run(work)


class OneFetch(Spider):
    """Fetches one thing politely, for commands that look at a single page."""

    name = "one-fetch"

    def __init__(self, site: Site, ask: Ask, engine: Engine | None = None) -> None:
        super().__init__()
        self.site = site
        self.ask = ask
        self.engine = engine
        self.answer: Answer | None = None
        self.failure: FetchError | None = None

    async def start(self) -> AsyncIterator[Any]:
        """Fetch; yields nothing."""
        fetch = fetcher(self.crawler, self.site)
        try:
            if self.engine is None:
                self.answer = await fetch(self.ask)
            else:
                await self.engine.log_in(fetch)
                answer = await fetch(self.engine.sign(self.ask))
                self.answer = replace(answer, url=self.ask.url) if self.engine.signs else answer
        except FetchError as error:
            self.failure = error
        return
        yield


def fetch_once(config: Config, site: Site, ask: Ask | None = None) -> Answer:
    """Return one polite answer: the first thing that the site's engine would ask for, or `ask`. Raises FetchError."""
    engine = spider_for(site)
    done: OneFetch = run_spider(OneFetch, dry_context(config), site=site, ask=ask or engine.first_ask(), engine=engine)
    if done.failure is not None:
        raise done.failure
    assert done.answer is not None, "a fetch either answers or fails"
    return done.answer


def check_page(config: Config, site: Site, ask: Ask | None = None) -> Page:
    """Return one polite page of a site, read by its engine and taken through no step. Raises FetchError."""
    return read_answer(engine_class(site.engine), fetch_once(config, site, ask))
