"""Storing in a process of its own: a large crawl reads on one core while its pages are compared and written on another.

What the database caches then lies outside the crawl's process too. `benchmarks/pipeline.py` measures what it gains.
"""

import gc
import logging
import math
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from logging.handlers import QueueHandler
from multiprocessing.connection import Connection, Pipe
from typing import Any

from mentions.errors import StorageError
from mentions.page import Page
from storage.batches import Batches, utc_now
from storage.database import connect
from storage.ledger import Tally

logger = logging.getLogger(__name__)

AFTER_PAGES = 20
"""Pages of a process's crawls that are stored within it: many crawls end sooner, and a process costs a second to start."""
BATCH_OBJECTS = 100_000
"""New objects between two looks for garbage: a batch makes tens of thousands, and none of them in a cycle."""
_END_S = 120.0  # twice what the last batch may wait for a database that is away
_MAIN = "from storage.apart import main; main()"
Result = Tally | StorageError


class BatchesApart:
    """As `Batches.store`, but after the first pages, or a first batch as large, in a second process.

    Killed at any moment, neither process leaves half a batch: a batch is one transaction, and the second ends when the first is gone.
    """

    def __init__(self, batches: Batches, *, after_pages: int = AFTER_PAGES) -> None:
        self.batches = batches
        # A clock of the caller's own shows another time in each process: then all is stored here.
        self._left: float = after_pages if batches.now is utc_now else math.inf
        self._child: _Child | None = None

    def store(self, batch: Sequence[tuple[int, Page]]) -> list[Result]:
        """Store pages, each with the id of its crawl, in order; gives of each what became of its mentions, or why it is not stored."""
        if len(batch) < self._left:
            self._left -= len(batch)
            return self.batches.store(batch)
        child = self._ready()
        try:
            return child.store(batch)
        except (EOFError, OSError):
            status = child.end()
            self._child = None  # the next batch gets a new one
            return [StorageError(f"the process that stores ended with status {status}")] * len(batch)

    def start(self) -> None:
        """Start the second process now, for a caller that knows how much is to come: it gets ready meanwhile."""
        if math.isfinite(self._left):
            self._ready()

    def adopt(self, batches: Batches) -> None:
        """Store with these from the next batch on, for an edited configuration. Safe to call from another thread than `store`."""
        self.batches = batches

    def _ready(self) -> "_Child":
        """Give the second process, started where it is not, to store with today's batches."""
        self._left = 0
        batches = self.batches
        if self._child is not None and self._child.batches is not batches:
            self.close()
        if self._child is None:
            batches.engine.dispose()  # the connection that wrote so far, and its cache
            self._child = _started(batches)
        return self._child

    def close(self) -> None:
        """End the second process, if there is one, after its last batch."""
        if self._child is not None:
            self._child.end()
            self._child = None


@dataclass(frozen=True)
class _Child:
    """The second process, running."""

    batches: Batches
    """What it stores with."""
    process: "subprocess.Popen[bytes]"
    pipe: "Connection[Any, Any]"

    def store(self, batch: Sequence[tuple[int, Page]]) -> list[Result]:
        """Send a batch, log what the process logs, and give its results. Raises EOFError or OSError when it has ended."""
        self.pipe.send_bytes(pickle.dumps(batch, pickle.HIGHEST_PROTOCOL))
        while isinstance(said := self.pipe.recv(), logging.LogRecord):
            logging.getLogger(said.name).handle(said)
        results: list[Result] = said
        return results

    def end(self) -> int:
        """Wait for the process to end, and give its status."""
        self.pipe.close()
        try:
            return self.process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def _started(batches: Batches) -> _Child:
    here, there = Pipe()
    url = batches.engine.url.render_as_string(hide_password=False)
    given = {field.name: getattr(batches, field.name) for field in fields(batches) if field.name not in ("engine", "now")}
    with there:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", _MAIN, str(there.fileno())],
            stdin=subprocess.DEVNULL,
            pass_fds=[there.fileno()],
            start_new_session=True,  # Ctrl-C is for the crawl, which then stores what it has in hand
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    here.send((url, logging.getLogger().getEffectiveLevel(), given))  # not as arguments: those are everybody's to read
    return _Child(batches, process, here)


def main() -> None:
    """Store the batches that come by the pipe whose number is the first argument, until it closes."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # what ends the crawl ends this, after the last batch
    pipe: Connection[Any, Any] = Connection(int(sys.argv[1]))
    url, level, given = pipe.recv()
    logging.getLogger().addHandler(_ToPipe(pipe))
    logging.getLogger().setLevel(level)
    batches = _batches(url, given)
    gc.freeze()  # what is imported stays
    gc.set_threshold(BATCH_OBJECTS)
    try:
        while True:
            pipe.send(batches.store(pickle.loads(pipe.recv_bytes())))  # noqa: S301 - from the process that started this one
    except (EOFError, OSError):
        batches.engine.dispose()  # the crawl's process is done, or was killed


def _batches(url: str, given: Mapping[str, Any]) -> Batches:
    return Batches(engine=connect(url), **given)


class _ToPipe(QueueHandler):
    """Sends log records, their messages made, to the crawl's process."""

    def __init__(self, pipe: "Connection[Any, Any]") -> None:
        super().__init__(pipe)  # type: ignore[arg-type]  # `enqueue` below is all that uses it
        self._pipe = pipe

    def enqueue(self, record: logging.LogRecord) -> None:
        """Send a record."""
        self._pipe.send(record)
