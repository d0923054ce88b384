"""Storing pages so that one bad mention costs only itself, and a database that is away costs nothing but time."""

import datetime as dt
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Engine
from sqlalchemy.exc import StatementError

from mentions.errors import StorageError
from mentions.mention import Mention
from mentions.page import Page, Reject
from storage.database import begin_writing, explain
from storage.ledger import Tally, counted
from storage.patience import Patience
from storage.sweeps import erase_gone, without_renounced
from storage.write import Relate, write_pages

logger = logging.getLogger(__name__)

# What a value can do to a database: anything else is a fault of the program, which must stop the run and not pass for a bad mention.
_ROW_ERRORS = (StatementError, ValueError, TypeError, OverflowError)


def utc_now() -> dt.datetime:
    """Give the present time, aware."""
    return dt.datetime.now(dt.UTC)


def unchanged(page: Page) -> Page:
    """Give the page as it is."""
    return page


@dataclass(frozen=True, kw_only=True)
class Batches:
    """Stores batches of pages, synchronously: `Writer` runs it in a thread, `import` calls it."""

    engine: Engine
    """The database."""
    relate: Relate
    """Finds duplicates in the same transaction (`storage.voices`)."""
    families: Mapping[str, str]
    """Engine → family of source."""
    late: Callable[[Page], Page] = unchanged
    """The steps that a page takes before it is stored (`pipelines.late`)."""
    textless: Collection[str] = ()
    """Names of the sites with `store_text = false`."""
    patience: Patience = field(default_factory=Patience)
    """How long to wait for the database."""
    now: Callable[[], dt.datetime] = utc_now
    """The clock of `first_seen_at` and `last_seen_at`."""

    def store(self, batch: Sequence[tuple[int, Page]]) -> list[Tally | StorageError]:
        """Store pages, each with the id of its crawl, in order; gives of each what became of its mentions, or why it is not stored.

        All in one transaction; if that fails, page by page, and of the page that fails the bad mentions become rejects. Once a page of a
        crawl is not stored, no later one of it is: its state would pass over what was lost.
        """
        taken = [(crawl_id, self._take(page)) for crawl_id, page in batch]
        ready = [(crawl_id, page) for crawl_id, page in taken if isinstance(page, Page)]
        if len(ready) == len(batch):
            try:
                return list(self._write(ready))
            except StorageError as error:
                return [error] * len(batch)
            except _ROW_ERRORS as error:
                if len(batch) > 1:
                    logger.info("a batch of %d pages was refused (%s): storing them one by one", len(batch), explain(self.engine, error))
        results: list[Tally | StorageError] = []
        failed: dict[int, StorageError] = {}
        for crawl_id, page in taken:
            result = failed.get(crawl_id) or (self._store_one(crawl_id, page) if isinstance(page, Page) else page)
            if isinstance(result, StorageError):
                failed[crawl_id] = result
            results.append(result)
        return results

    def _take(self, page: Page) -> Page | StorageError:
        """Take a page through the late steps; whatever one of them does costs that page's crawl and no other."""
        try:
            return self.late(page)
        except Exception as error:
            logger.exception("%s: a step failed", _printable(page.url))
            return StorageError(f"{page.url}: a step failed ({type(error).__name__}: {error})")

    def _store_one(self, crawl_id: int, page: Page) -> Tally | StorageError:
        try:
            return self._write([(crawl_id, page)])[0]
        except StorageError as error:
            return error
        except _ROW_ERRORS as error:
            refusal = error
        try:
            good = self._without_bad(crawl_id, page)
            if good == page or (len(page.mentions) > 1 and not good.mentions):
                # Nothing to take out, or everything: it is the page, the schema or the program, not one author's odd letters.
                return StorageError(f"{page.url}: {explain(self.engine, refusal)}")
            return self._write([(crawl_id, good)])[0]
        except StorageError as error:
            return error
        except _ROW_ERRORS as error:
            return StorageError(f"{page.url}: {explain(self.engine, error)}")

    def _without_bad(self, crawl_id: int, page: Page) -> Page:
        """Give the page with each mention that cannot be stored even alone made a reject."""
        kept: list[Mention] = []
        rejects = list(page.rejected)
        for mention in page.mentions:
            reason = self._refusal(crawl_id, replace(page, mentions=(mention,), look_alikes=()))
            if reason is None:
                kept.append(mention)
            else:
                detail = _printable(reason)
                logger.warning("%s: mention %s cannot be stored: %s", page.url, _printable(mention.key), detail)
                rejects.append(Reject(key=_printable(mention.key), reason="cannot be stored", detail=detail))
        seen = [m for m in page.look_alikes if self._refusal(crawl_id, replace(page, mentions=(), look_alikes=(m,))) is None]
        return replace(page, mentions=tuple(kept), rejected=tuple(rejects), look_alikes=tuple(seen))

    def _refusal(self, crawl_id: int, page: Page) -> str | None:
        """Why the database refuses a page, tried and taken back; None when it takes it."""
        try:
            self._write([(crawl_id, page)], keep=False)
        except _ROW_ERRORS as error:
            return explain(self.engine, error)
        return None

    def _write(self, batch: Sequence[tuple[int, Page]], *, keep: bool = True) -> list[Tally]:
        """Store pages in one transaction. A connection lost in its commit does not tell whether it was done: the ledger's counts do."""
        crawl_ids = {crawl_id for crawl_id, _ in batch}
        tried: tuple[dict[int, int], list[Tally]] | None = None

        def work() -> list[Tally]:
            nonlocal tried
            with begin_writing(self.engine) as conn:
                before = counted(conn, crawl_ids)
                if tried is not None and before != tried[0]:
                    return tried[1]
                kept = without_renounced(conn, batch, self.now())
                tallies = write_pages(conn, kept, relate=self.relate, families=self.families, now=self.now(), textless=self.textless)
                erase_gone(conn, [page for _, page in kept], self.now())
                if keep:
                    tried = before, tallies
                else:
                    conn.rollback()
                return tallies

        return self.patience.run(self.engine, work)


def _printable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")[:200]
