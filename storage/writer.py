"""The store's thread: pages are queued at once and written in batches, off the event loop, in the order in which they came."""

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from mentions.errors import StorageError
from mentions.page import Page
from storage.apart import BatchesApart
from storage.batches import Batches
from storage.ledger import is_counted
from storage.patience import is_away
from storage.spool import Spool

logger = logging.getLogger(__name__)

IDLE_S = 5.0
"""Without pages from which on the store has time for what else there is to do in the database."""


@dataclass(slots=True)
class _Run:
    """What the writer knows of one crawl."""

    site: str
    pending: int = 0
    """Pages queued or being written."""
    error: StorageError | None = None
    """Why a page of it could not be stored; no later page is."""
    lost_pages: int = 0
    lost_mentions: int = 0
    kept_pages: int = 0
    """Pages that wait in the spool."""
    counted: int = 0
    """Pages that are stored, as the ledger counts them."""

    def is_kept_out(self) -> bool:
        """Whether it failed because the database is away: its pages may wait."""
        return self.error is not None and is_away(self.error)

    def failure(self) -> StorageError | None:
        """Say what was not stored, or None."""
        if self.error is None:
            return None
        lost = f"{self.lost_pages} pages with {self.lost_mentions} mentions were not stored: {self.error}; the next crawl reads them again"
        kept = f"{self.kept_pages} pages wait until the database is back: {self.error}"
        return StorageError(f"{self.site}: {lost if self.lost_pages or not self.kept_pages else kept}")


class Writer:
    """Stores pages of many crawls in one thread. `put` waits for room, never for the commit; `flush` waits for a crawl's last commit."""

    def __init__(
        self,
        batches: Batches | BatchesApart,
        *,
        spool: Spool | None = None,
        room: int = 200,
        batch_pages: int = 100,
        max_wait_s: float = 0.25,
        idle: Callable[[], bool] | None = None,
        idle_s: float = IDLE_S,
    ) -> None:
        """Hold at most `room` pages, write at most `batch_pages` at once, and let none wait longer than `max_wait_s` for others.

        What a database that is away cannot take goes into the spool. `idle` is called again and again once nothing was to be stored for
        `idle_s`, until it says False: it has nothing left to do.
        """
        self._batches = batches
        self._spool = spool
        self._room = room
        self._batch_pages = batch_pages
        self._max_wait_s = max_wait_s
        self._idle = idle
        self._idle_s = idle_s
        self._queue: deque[tuple[int, Page, float]] = deque()
        self._in_hand = 0
        self._runs: dict[int, _Run] = {}
        self._waiting: list[tuple[Callable[[], bool], Future[None]]] = []
        self._is_urgent = False
        self._is_closing = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="store", daemon=True)
        self._thread.start()

    async def put(self, page: Page, crawl_id: int) -> None:
        """Queue a page; waits while there is no room. Raises StorageError when an earlier page of its crawl was not stored."""
        while True:
            with self._changed:
                if self._is_closing:
                    msg = f"{page.site}: the store is closed; {page.url} was not stored"
                    raise StorageError(msg)
                run = self._runs.setdefault(crawl_id, _Run(page.site))
                failure = run.failure()
                if failure is not None:
                    raise failure
                if self._in_hand < self._room:
                    self._queue.append((crawl_id, page, time.monotonic()))
                    self._in_hand += 1
                    run.pending += 1
                    self._changed.notify()
                    return
                room = self._when(lambda: self._in_hand < self._room or self._is_closing)
            await asyncio.wrap_future(room)

    async def flush(self, crawl_id: int) -> None:
        """Wait until the last page of a crawl is committed. Raises StorageError that says what was not stored, and why."""
        with self._changed:
            run = self._runs.get(crawl_id)
            if run is None:
                return
            self._is_urgent = True
            self._changed.notify()
            stored = self._when(lambda: run.pending == 0)
        await asyncio.wrap_future(stored)
        with self._changed:
            failure = run.failure()
            if failure is None:
                self._runs.pop(crawl_id, None)
        if failure is not None:
            raise failure

    async def close(self) -> None:
        """Write what is queued, then end the thread."""
        with self._changed:
            self._is_closing = True
            self._changed.notify()
        await asyncio.to_thread(self._thread.join)

    def _when(self, holds: Callable[[], bool]) -> Future[None]:
        """Give a future that is done once `holds`; call with the lock held."""
        future: Future[None] = Future()
        if holds():
            future.set_result(None)
        else:
            self._waiting.append((holds, future))
        return future

    def _work(self) -> None:
        while (batch := self._next_batch()) != []:
            if batch is None:
                self._use_idle_time()
                continue
            try:
                results = self._batches.store(batch)
            except Exception as error:  # a fault of ours must reach the runs: a dead thread would leave them waiting for ever
                logger.exception("the store failed on a batch of %d pages", len(batch))
                results = [StorageError(f"{type(error).__name__}: {error}")] * len(batch)
            self._take_results(batch, results)

    def _take_results(self, batch: Sequence[tuple[int, Page]], results: Sequence[object]) -> None:
        """Settle a batch. Pages that a database away could not take go into the spool, and those queued behind them."""
        errors = [result if isinstance(result, StorageError) else None for result in results]
        away = next((error for error in errors if error is not None and is_away(error)), None)
        with self._changed:
            for (crawl_id, _), error in zip(batch, errors, strict=True):
                self._runs[crawl_id].error = self._runs[crawl_id].error or error
            failed = [one for one, error in zip(batch, errors, strict=True) if error is not None] + self._unqueued(away)
            for (crawl_id, page), error in zip(batch, errors, strict=True):
                if error is None:
                    self._settle(self._runs[crawl_id], page)
                    self._runs[crawl_id].counted += is_counted(page)
        # Since its error is set, a crawl gets no further page into the queue while these are written.
        waiting = [(crawl_id, page) for crawl_id, page in failed if self._runs[crawl_id].is_kept_out()]
        are_kept = bool(waiting) and self._keep(waiting)
        with self._changed:
            for crawl_id, page in failed:
                run = self._runs[crawl_id]
                is_kept = are_kept and run.is_kept_out()
                self._settle(run, page, kept=is_kept, lost=not is_kept)
            self._wake()

    def _keep(self, pages: Sequence[tuple[int, Page]]) -> bool:
        """Put pages into the spool; returns whether they are there."""
        if self._spool is None:
            return False
        try:
            self._spool.keep(pages, {crawl_id: self._runs[crawl_id].counted for crawl_id, _ in pages})
        except (OSError, ValueError, TypeError) as error:  # the disk, or a value that has no form in JSON: this thread must live
            logger.error("%s: %d pages could not be kept either: %s", self._spool.file.path, len(pages), error)  # noqa: TRY400 - a sentence
            return False
        return True

    def _use_idle_time(self) -> None:
        try:
            is_more = self._idle is not None and self._idle()
        except Exception:  # this thread must live
            logger.exception("what the store does in its idle time failed")
            is_more = False
        if not is_more:
            self._idle = None

    def _next_batch(self) -> list[tuple[int, Page]] | None:
        """Wait for pages, a little longer for more of them; empty when closed and nothing is left, None when there is time for others."""
        with self._changed:
            while not self._queue:
                if self._is_closing:
                    return []
                self._is_urgent = False
                if not self._changed.wait(self._idle_s if self._idle is not None else None):
                    return None
            until = self._queue[0][2] + self._max_wait_s
            while len(self._queue) < self._batch_pages and not (self._is_closing or self._is_urgent):
                if not self._changed.wait(max(0.0, until - time.monotonic())):
                    break
            count = min(len(self._queue), self._batch_pages)
            return [self._queue.popleft()[:2] for _ in range(count)]

    def _settle(self, run: _Run, page: Page, *, kept: bool = False, lost: bool = False) -> None:
        self._in_hand -= 1
        run.pending -= 1
        run.kept_pages += kept
        run.lost_pages += lost
        run.lost_mentions += len(page.mentions) if lost else 0

    def _unqueued(self, away: StorageError | None) -> list[tuple[int, Page]]:
        """Take queued pages of failed crawls out: storing them would let the site's state pass over what was lost.

        With the database `away` that is all of them: each batch would wait for it anew.
        """
        taken: list[tuple[int, Page]] = []
        kept: deque[tuple[int, Page, float]] = deque()
        for crawl_id, page, since in self._queue:
            run = self._runs[crawl_id]
            run.error = run.error or away
            if run.error is None:
                kept.append((crawl_id, page, since))
            else:
                taken.append((crawl_id, page))
        self._queue = kept
        return taken

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, []
        for holds, future in waiting:
            if not holds():
                self._waiting.append((holds, future))
            elif future.set_running_or_notify_cancel():  # False: whoever waited was cancelled
                future.set_result(None)
