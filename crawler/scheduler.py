"""The scheduler: one process that crawls each site when it is due, for months.

Due times are a column of the database, written with a run's last commit, so a restart loses nothing and missed times coalesce.
APScheduler keeps the ticks alone, in memory (facts/SEAMS.md: a job a site was measured, and ran everything twice with two processes).
"""

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, time

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from crawler.context import Context
from crawler.fleet import ROOM
from crawler.ledger import Ledger
from crawler.reload import Reloader
from mentions.errors import StorageError
from mentions.site import Site
from spiders.base.forum import ForumSpider
from spiders.base.registry import engine_class
from storage.database import reading, writing
from storage.locks import SchedulerLock
from storage.read import due_sites
from storage.sweeps import plan_sweep

logger = logging.getLogger(__name__)

FEED_S = 1.0
RELOAD_S = 5.0
LOCK_S = 30.0
SWEEP_S = 6 * 3600.0
PURGE_S = 6 * 3600.0
SWEEP_AFTER = timedelta(days=30)  # how long a stored post goes unread before its thread is read anew
SWEEP_THREADS = 50  # a site and tick: a run reads five of them
CLOCK_S = 1.0
JUMP_S = 60.0  # a wall clock that moved this much against the steady one was set


class Scheduler:
    """Feeds due sites to the fleet, takes up edited configuration, and notices a clock that was set."""

    def __init__(
        self,
        context: Context,
        config_path: Path,
        lock: SchedulerLock,
        clock: Callable[[], float] = time,
        steady: Callable[[], float] = monotonic,
    ) -> None:
        """`clock` is the wall's and `steady` one that nobody sets; seconds."""
        assert context.store is not None, "the scheduler stores"
        self.context = context
        self.lock = lock
        self.lost_lock = False
        self._engine = context.store.engine
        self._reloader = Reloader(context, config_path, self._engine)
        self._queue: asyncio.Queue[str] = asyncio.Queue()
        self._taken: set[str] = set()
        self._not_before: dict[str, float] = {}
        self._wall = clock
        self._steady = steady
        self._offset = clock() - steady()
        self._ticks = AsyncIOScheduler(timezone=UTC)

    async def feed(self) -> AsyncIterator[Site]:
        """Yield sites as they become due, the longest due first, until the fleet stops."""
        await self._reloader.store()  # due times of a clock that was ahead when they were written
        ticks = (
            (FEED_S, self.take_due),
            (RELOAD_S, self._reloader.look),
            (LOCK_S, self._check_lock),
            (SWEEP_S, self.sweep),
            (PURGE_S, self._purge),
        )
        for seconds, tick in ticks:
            trigger = IntervalTrigger(seconds=seconds)
            late = {"coalesce": True, "misfire_grace_time": None}  # a tick that comes late, for a busy loop or a set clock, comes once
            self._ticks.add_job(_until_cancelled, trigger, [tick], id=tick.__name__, next_run_time=datetime.now(UTC), **late)
        logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)  # it warns of a tick that waits for the one before
        self._ticks.start()
        watch = asyncio.create_task(self._watch_clock(), name="clock")
        try:
            while True:
                site = self._due(await self._queue.get())
                if site is not None:
                    yield site
        finally:
            watch.cancel()
            self._ticks.shutdown(wait=False)

    def ended(self, ledger: Ledger) -> None:
        """Take note that a site's run ended; one that could not be stored is not due again at once."""
        self._taken.discard(ledger.site)
        self._not_before.pop(ledger.site, None)
        if ledger.error is not None:
            site = self.context.sites.get(ledger.site)
            self._not_before[ledger.site] = self._steady() + (site.every_min_s if site else RELOAD_S)

    async def take_due(self) -> None:
        """Queue the sites that are due and not under way."""
        try:
            names = await asyncio.to_thread(self._ask_due)
        except StorageError as error:
            logger.warning("no site can be fed: %s", error)
            return
        for name in names:
            site = self.context.sites.get(name)
            if site is None or name in self._taken or self._not_before.get(name, 0.0) > self._steady():
                continue
            self._taken.add(name)
            self._queue.put_nowait(name)

    def _due(self, name: str) -> Site | None:
        """Return a queued site as it is configured now, hours later where more is due than can be crawled; None: it is no longer."""
        site = self.context.sites.get(name)
        if site is None:
            self._taken.discard(name)
        return site

    def _ask_due(self) -> list[str]:
        """Return the names of the sites that are due, as many as could run beside those that do or that wait after an error."""
        with reading(self._engine) as conn:
            return due_sites(conn, self.context.now(), ROOM + len(self._taken) + len(self._not_before))

    async def _watch_clock(self) -> None:
        """Look at the wall's clock by the steady one: APScheduler, which goes by the wall's, would sleep through an hour set back."""
        while True:
            await asyncio.sleep(CLOCK_S)
            await self.look_at_clock()

    async def look_at_clock(self) -> None:
        """Bring the ticks to now, and due times within each site's longest wait, when the clock was set."""
        jump = self._wall() - self._steady() - self._offset
        if abs(jump) <= JUMP_S:
            return
        self._offset += jump
        logger.warning("the clock was set by %+.0f s; due times are brought back within each site's longest wait", jump)
        for job in self._ticks.get_jobs():
            job.modify(next_run_time=datetime.now(UTC))
        await self._reloader.store()

    async def sweep(self) -> None:
        """Have threads read anew whose posts were not read for long: edits, deletions and late replies stand there."""
        for site in list(self.context.sites.values()):
            engine = engine_class(site.engine)
            if site.name in self._taken or not (issubclass(engine, ForumSpider) and engine.grows == "end"):
                continue  # a run under way writes its own state; other shapes read all pages again with every change
            try:
                threads = await asyncio.to_thread(self._plan_sweep, site.name)
            except StorageError as error:
                logger.warning("no thread can be chosen to be read anew: %s", error)
                return
            if threads:
                logger.info("%s: %d threads are to be read anew, unread for %d days", site.name, threads, SWEEP_AFTER.days)

    def _plan_sweep(self, site: str) -> int:
        """Note which threads of a site are to be read anew; gives how many."""
        now = self.context.now()
        with writing(self._engine) as conn:
            return plan_sweep(conn, site, before=now - SWEEP_AFTER, threads=SWEEP_THREADS, now=now)

    async def _purge(self) -> None:
        """Delete what may no longer be kept: the archive's oldest files."""
        archive = self.context.archive
        if archive is not None:
            expired = await asyncio.to_thread(archive.expire, self.context.now().date())
            if expired:
                logger.info("%d files of the archive were older than %d days and are deleted", expired, archive.days)

    async def _check_lock(self) -> None:
        """End this process as SIGTERM does when the lock is gone: another scheduler may hold it now."""
        if not self.lost_lock and not await asyncio.to_thread(self.lock.is_held):
            self.lost_lock = True
            logger.error("the scheduler's lock is lost (its connection broke); stopping, so that no site is crawled twice")
            signal.raise_signal(signal.SIGTERM)


async def _until_cancelled(tick: Callable[[], Awaitable[None]]) -> None:
    """Run a tick; one that the scheduler's end cuts short has not failed, as APScheduler would say with a traceback."""
    with contextlib.suppress(asyncio.CancelledError):
        await tick()
