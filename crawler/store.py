"""The store as a running crawl uses it: the writer thread, and the few questions asked of the database off the loop."""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, Engine

from crawler.spool import spool_of
from mentions.errors import StorageError
from mentions.page import Page, State
from mentions.site import Site
from pipelines.duplicates import judge, relate
from storage import read
from storage.apart import AFTER_PAGES, BatchesApart
from storage.batches import Batches, unchanged, utc_now
from storage.database import connect, reading, writing
from storage.ledger import close_crawl, exists, open_crawl, sync_sites
from storage.patience import Patience, is_away
from storage.rekey import Rekeying
from storage.schema import upgrade
from storage.spool import Spool
from storage.writer import Writer

logger = logging.getLogger(__name__)

T = TypeVar("T")

CACHE_KIB = 2 * 1024
"""Of each connection by which a crawl asks: half a dozen threads have one, and what they ask for are a few rows."""


@dataclass(frozen=True, kw_only=True)
class Store:
    """One database, open for a process's crawls."""

    engine: Engine
    """The database."""
    writer: Writer
    """Stores pages, in a thread of its own."""
    apart: BatchesApart
    """What the writer stores with: in a second process once a crawl is large."""
    spool: Spool
    """Where pages wait that the database cannot take."""
    patience: Patience
    """How long to wait for the database."""
    now: Callable[[], datetime] = utc_now
    """The clock of ledger rows; aware UTC."""

    @classmethod
    def open(
        cls,
        url: str,
        sites: Mapping[str, Site],
        families: Mapping[str, str],
        late: Callable[[Page], Page] = unchanged,
        patience: Patience | None = None,
        now: Callable[[], datetime] = utc_now,
        *,
        apart_after: int = AFTER_PAGES,
    ) -> Self:
        """Return the store, its schema up to date, its sites those of the configuration, and what waited in its spool stored.

        `late` are the steps that it takes a page through (`pipelines.late`); `apart_after` as for `BatchesApart`. Raises StorageError or
        SchemaError.
        """
        engine = connect(url, cache_kib=CACHE_KIB)
        patience = patience or Patience()
        upgrade(engine)
        batches = Batches(engine=engine, relate=relate, families=families, late=late, textless=_textless(sites), patience=patience, now=now)
        with writing(engine) as conn:
            sync_sites(conn, list(sites.values()), families, now())
        apart = BatchesApart(batches, after_pages=apart_after)
        spool = spool_of(url)
        spool.drain(engine, batches.store)
        writer = Writer(apart, spool=spool, idle=Rekeying(engine, judge()))
        return cls(engine=engine, writer=writer, apart=apart, spool=spool, patience=patience, now=now)

    @property
    def batches(self) -> Batches:
        """Stores pages, synchronously, in this process."""
        return self.apart.batches

    def adopt(self, sites: Mapping[str, Site], late: Callable[[Page], Page]) -> None:
        """Store by an edited configuration from the next batch on."""
        self.apart.adopt(replace(self.batches, textless=_textless(sites), late=late))

    async def put(self, page: Page, crawl_id: int) -> None:
        """Queue a page. Raises StorageError when an earlier page of its crawl was not stored."""
        await self.writer.put(page, crawl_id)

    async def known(self, site: str, scopes: Collection[str]) -> dict[str, State]:
        """Return what a site remembers under these scopes. Raises StorageError."""
        return await self._off_loop(reading, lambda conn: read.known(conn, site, scopes))

    async def open_crawl(self, site: Site) -> int:
        """Begin a ledger row, what waits in the spool being stored before. Raises StorageError."""
        if self.spool.file.is_there():
            await asyncio.to_thread(self.patience.run, self.engine, lambda: self.spool.drain(self.engine, self.batches.store))
        at = self.now()
        opened: list[int] = []

        def open_once(conn: Connection) -> int:
            if not opened or not exists(conn, opened[-1], site.name, at):  # a commit whose end nobody heard of may have been done
                opened.append(open_crawl(conn, site.name, site.engine, at))
            return opened[-1]

        return await self._off_loop(writing, open_once)

    async def close_crawl(self, crawl_id: int, site: str, fields: Mapping[str, Any]) -> Mapping[str, Any]:
        """End a ledger row once the run's last page is committed, and return it, with the site's `before`: verdict and evidence.

        Raises StorageError; where the database is away, the row's end waits in the spool.
        """
        at = self.now()
        before: list[tuple[str | None, str | None]] = []

        def close(conn: Connection) -> Mapping[str, Any]:
            before.append(close_crawl(conn, crawl_id, now=at, **fields))
            return {**read.crawls(conn, ids=[crawl_id])[0], "before": before[0]}  # later ones may see what a first, lost commit wrote

        try:
            return await self._off_loop(writing, close)
        except StorageError as error:
            if is_away(error):
                await asyncio.to_thread(self._keep_end, crawl_id, site, at, fields)
            raise

    async def close(self) -> None:
        """Write what is queued, and what waits in the spool if the database is back by now; then let the database go."""
        await self.writer.close()
        await asyncio.to_thread(self.apart.close)
        if self.spool.file.is_there():
            await asyncio.to_thread(self._drain_once)
        self.engine.dispose()

    def close_now(self) -> None:
        """As `close`, for commands without a loop."""
        asyncio.run(self.close())

    def _keep_end(self, crawl_id: int, site: str, at: datetime, fields: Mapping[str, Any]) -> None:
        """Put the end of a ledger row into the spool; the site stays due."""
        try:
            self.spool.keep_end(crawl_id, site, at, {name: value for name, value in fields.items() if name != "due_at"})
        except OSError as error:
            logger.error("%s: the end of its row could not be kept either: %s", site, error.strerror)  # noqa: TRY400 - a sentence

    def _drain_once(self) -> None:
        """Store what waits in the spool without waiting for the database."""
        at_once = replace(self.batches, patience=replace(self.patience, total_s=0))
        try:
            self.spool.drain(self.engine, at_once.store)
        except StorageError as error:
            logger.warning("%s: the next crawl stores what waits: %s", self.spool.file.path, error)

    async def _off_loop(self, transaction: Callable[[Engine], Any], work: Callable[[Connection], T]) -> T:
        """Return what the work gives, in a thread, waiting for a database that is away."""

        def run() -> T:
            with transaction(self.engine) as conn:
                return work(conn)

        return await asyncio.to_thread(self.patience.run, self.engine, run)


def _textless(sites: Mapping[str, Site]) -> list[str]:
    """Return the names of the sites whose texts may not be kept."""
    return [name for name, site in sites.items() if not site.store_text]
