"""Waiting for a database that is away, locked or full: back-off with jitter up to a limit, then one StorageError."""

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from mentions.errors import StorageError
from storage.database import explain

logger = logging.getLogger(__name__)


class DatabaseAwayError(StorageError):
    """Raised when patience with a database that is away, locked or full has ended; told between processes without its cause."""


T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long to wait for a database, and how."""

    total_s: float = 60.0
    """Waited in all before giving up; 0 tries once."""
    first_s: float = 0.1
    """The first wait; each is about twice the one before."""
    most_s: float = 5.0
    """The longest single wait."""
    sleep: Callable[[float], object] = time.sleep
    """What waits; seconds."""
    clock: Callable[[], float] = time.monotonic
    """What measures; seconds. Time that the database itself took to refuse counts too."""

    def run(self, engine: Engine, work: Callable[[], T]) -> T:
        """Give what `work` gives, trying again while the database is away. Raises StorageError when patience ends.

        `work` must be one whole transaction. All other errors pass through at once.
        """
        began = self.clock()
        pause = self.first_s
        while True:
            try:
                return work()
            except (DBAPIError, PoolTimeoutError, StorageError) as error:
                if not is_away(error):
                    raise
                left = self.total_s - (self.clock() - began)
                reason = str(error) if isinstance(error, StorageError) else explain(engine, error)
                if left <= 0:
                    msg = f"{reason} (waited {self.total_s - left:.0f} s)"
                    raise DatabaseAwayError(msg) from error
                if pause == self.first_s:
                    logger.warning("%s: waiting up to %.0f s for the database", reason, left)
                self.sleep(min(left, pause * random.uniform(0.5, 1.5)))  # noqa: S311 - spreads retries, keeps no secret
                pause = min(self.most_s, pause * 2)


def is_away(error: BaseException) -> bool:
    """Whether the database is away, locked or full, rather than refusing what it was given; also of a StorageError that tells of it."""
    if isinstance(error, DatabaseAwayError):
        return True
    if isinstance(error, StorageError) and error.__cause__ is not None:
        return is_away(error.__cause__)
    return isinstance(error, OperationalError | PoolTimeoutError) or (isinstance(error, DBAPIError) and error.connection_invalidated)
