"""The scheduler: one process that crawls each site when it is due, for months.

Due times are a column of the database, written with a run's last commit, so a restart loses nothing and missed times coalesce.
APScheduler keeps the ticks alone, in memory (facts/SEAMS.md: a job a site was measured, and ran everything twice with two processes).
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, time

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from crawler.config import load_config
from crawler.context import Context
from crawler.fleet import ROOM
from crawler.ledger import Ledger
from mentions.errors import ConfigError, StorageError
from mentions.site import Site
from storage.database import reading, writing
from storage.ledger import cap_due, sync_sites
from storage.locks import SchedulerLock
from storage.read import due_sites

logger = logging.getLogger(__name__)

FEED_S = 1.0
RELOAD_S = 5.0
LOCK_S = 30.0
EXPIRE_S = 6 * 3600.0
JUMP_S = 60.0  # a wall clock that moved this much against the steady one was set
MISFIRE_S = 30  # a tick that comes late is still worth running: the loop was busy


class Scheduler:
    """Feeds due sites to the fleet, takes up edited configuration, and notices a clock that was set."""

    def __init__(self, context: Context, config_path: Path, lock: SchedulerLock) -> None:
        self.context = context
        self.path = config_path
        self.lock = lock
        self.lost_lock = False
        self._queue: asyncio.Queue[Site | None] = asyncio.Queue()
        self._taken: set[str] = set()
        self._not_before: dict[str, float] = {}
        self._seen = _fingerprint(config_path)
        self._clock = time() - monotonic()
        self._ticks = AsyncIOScheduler(timezone=UTC)

    async def feed(self) -> AsyncIterator[Site]:
        """Yield sites as they become due, the longest due first, until the fleet stops."""
        ticks = ((FEED_S, self._take_due), (RELOAD_S, self._reload), (LOCK_S, self._check_lock), (EXPIRE_S, self._expire))
        for seconds, tick in ticks:
            trigger = IntervalTrigger(seconds=seconds)
            self._ticks.add_job(
                tick, trigger, max_instances=1, coalesce=True, misfire_grace_time=MISFIRE_S, next_run_time=datetime.now(UTC)
            )
        self._ticks.start()
        try:
            while (site := await self._queue.get()) is not None:
                yield site
        finally:
            self._ticks.shutdown(wait=False)

    def ended(self, ledger: Ledger) -> None:
        """Take note that a site's run ended; one that could not be stored is not due again at once."""
        self._taken.discard(ledger.site)
        if ledger.error is not None:
            site = self.context.sites.get(ledger.site)
            self._not_before[ledger.site] = monotonic() + (site.every_min_s if site else RELOAD_S)

    async def _take_due(self) -> None:
        """Queue the sites that are due and not under way."""
        if abs(time() - monotonic() - self._clock) > JUMP_S:
            await self._clock_was_set()
        try:
            names = await asyncio.to_thread(self._ask_due)
        except StorageError as error:
            logger.warning("no site can be fed: %s", error)
            return
        for name in names:
            site = self.context.sites.get(name)
            if site is None or name in self._taken or self._not_before.get(name, 0.0) > monotonic():
                continue
            self._taken.add(name)
            self._queue.put_nowait(site)

    def _ask_due(self) -> list[str]:
        """Return the names of the sites that are due, as many as could run beside those that do."""
        assert self.context.store is not None, "the scheduler stores"
        with reading(self.context.store.engine) as conn:
            return due_sites(conn, self.context.now(), ROOM + len(self._taken))

    async def _clock_was_set(self) -> None:
        """Bring due times back within each site's longest wait: after a clock was set back they would lie too far ahead."""
        jump = time() - monotonic() - self._clock
        self._clock += jump
        logger.warning("the clock was set by %+.0f s; due times are brought back within each site's longest wait", jump)
        await asyncio.to_thread(self._cap_due)

    def _cap_due(self) -> None:
        """Write the latest due time that each site may have."""
        assert self.context.store is not None, "the scheduler stores"
        now = self.context.now()
        with writing(self.context.store.engine) as conn:
            cap_due(conn, {site.name: now + timedelta(seconds=site.every_s) for site in self.context.sites.values()})

    async def _reload(self) -> None:
        """Take up an edited configuration; a broken edit is refused, and the old one kept, table by table."""
        seen = _fingerprint(self.path)
        if seen == self._seen:
            return
        self._seen = seen
        try:
            config = await asyncio.to_thread(load_config, self.path)
        except ConfigError as error:
            logger.error("the edited configuration is refused, the old one stays in force: %s", error)  # noqa: TRY400 - a sentence
            return
        sites = dict(config.sites)
        for broken in config.broken:
            logger.error(
                "the edited table is refused%s: %s", ", the old one stays" if broken.name in self.context.sites else "", broken.error
            )
            if broken.name in self.context.sites:
                sites[broken.name] = self.context.sites[broken.name]
        self.context.adopt(config.brands, sites)
        await asyncio.to_thread(self._sync)
        logger.info("the edited configuration is in force: %d sites, %d brands", len(sites), len(config.brands))

    def _sync(self) -> None:
        """Make the database's sites those of the configuration."""
        assert self.context.store is not None, "the scheduler stores"
        with writing(self.context.store.engine) as conn:
            sync_sites(conn, list(self.context.sites.values()), self.context.families, self.context.now())

    async def _expire(self) -> None:
        """Delete what the archive may no longer keep."""
        if self.context.archive is not None:
            expired = await asyncio.to_thread(self.context.archive.expire, datetime.now(UTC).date())
            if expired:
                logger.info("%d files of the archive were older than %d days and are deleted", expired, self.context.archive.days)

    async def _check_lock(self) -> None:
        """End the feed when the lock is gone: another scheduler may hold it now."""
        if not await asyncio.to_thread(self.lock.is_held):
            self.lost_lock = True
            logger.error("the scheduler's lock is lost (its connection broke); stopping, so that no site is crawled twice")
            self._queue.put_nowait(None)


def _fingerprint(path: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what changes when a configuration file does."""
    files = sorted([path / "brands.toml", *(path / "sites").glob("*.toml")])
    return tuple((str(f), f.stat().st_mtime_ns, f.stat().st_size) for f in files if f.exists())
