"""Faults of the database, each struck in the middle of a crawl of `benchmarks/faulty_web.py`'s sites."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.faulty_web import tell

STRUCK_AFTER = 120  # requests, of about 350 that a first crawl makes
Given = dict[str, Any]
"""What the crawl is to be given beside: arguments of `benchmarks.faults.crawl`."""
Strike = Callable[[int, Path], AbstractContextManager[Given]]
"""Takes the sites' port and the database's folder."""


def when_asked(port: int, requests: int, strike: Callable[[], object]) -> threading.Thread:
    """Strike once the sites were asked so often."""
    tell(port, "")  # forgets what was asked before

    def wait() -> None:
        asked = 0
        while asked < requests:
            asked += sum(tell(port, "").values())
            time.sleep(0.01)
        strike()

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread


@contextmanager
def _full_disk(port: int, folder: Path) -> Iterator[Given]:
    """Let no file grow beyond a size that holds the tables and some of the mentions."""
    del port, folder
    yield {"most_bytes": 500_000}


@contextmanager
def _locked(port: int, folder: Path, given: Given | None = None, for_s: float = 0.0) -> Iterator[Given]:
    """Let another process take the write lock in the middle, and keep it for so long, or to the end."""
    lock = sqlite3.connect(folder / "struck.db", check_same_thread=False, isolation_level=None, timeout=30)

    def strike() -> None:
        lock.execute("BEGIN IMMEDIATE")
        if for_s:
            time.sleep(for_s)
            lock.rollback()

    thread = when_asked(port, STRUCK_AFTER, strike)
    yield given or {}
    thread.join()
    lock.close()


@contextmanager
def _locked_without_spool(port: int, folder: Path) -> Iterator[Given]:
    """Keep the lock, with the spool's disk not there."""
    disk = folder / "disk"
    disk.symlink_to("/no/such/disk")
    with _locked(port, folder, {"env": {"UNTAGGED_SPOOL": str(disk)}}) as given:
        yield given


@contextmanager
def _vanished(port: int, folder: Path) -> Iterator[Given]:
    """Delete the database's files in the middle."""
    thread = when_asked(port, STRUCK_AFTER, lambda: [path.unlink() for path in folder.glob("struck.db*")])
    yield {}
    thread.join()


@contextmanager
def _given(given: Given) -> Iterator[Given]:
    yield given


DATABASE_FAULTS: Mapping[str, Strike] = {
    "a full disk": _full_disk,
    "a lock that is kept": _locked,
    "a lock for half a second": lambda port, folder: _locked(port, folder, for_s=0.5),
    "a lock, and no spool": _locked_without_spool,
    "a file that vanishes": _vanished,
    "a clock that jumps": lambda port, folder: _given({"jumps": True}),  # noqa: ARG005 - as the others
    "SIGKILL": lambda port, folder: _given({"killed_after": STRUCK_AFTER}),  # noqa: ARG005 - as the others
}
