"""One scheduler a database: a lock that its holder's death frees at once, so that a restart never waits."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy import text as sql

from mentions.errors import StorageError, UsageError
from storage.database import explained

SCHEDULER_LOCK = 0x756E7463  # "untc": the key of PostgreSQL's advisory lock that one scheduler holds
_HOLDER = sql(
    "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
    "WHERE l.locktype = 'advisory' AND l.classid = 0 AND l.objid = :key AND l.granted"
)


class SchedulerLock:
    """The lock while it is held; `is_held` asks whether it still is."""

    def __init__(self, conn: Connection | None) -> None:
        self._conn = conn

    def is_held(self) -> bool:
        """Return whether the lock is still ours: PostgreSQL's goes with its connection. Raises nothing; asks the database."""
        if self._conn is None:
            return True  # a file's lock lives as long as this process
        try:
            with explained(self._conn.engine):
                self._conn.execute(sql("SELECT 1"))
                self._conn.commit()
        except Exception:  # noqa: BLE001 - whatever the connection says, it is gone and the lock with it
            return False
        return True


@contextmanager
def scheduler_lock(engine: Engine) -> Iterator[SchedulerLock]:
    """Hold the scheduler's lock until the block ends. Raises UsageError, naming the holder, when another process has it."""
    if engine.dialect.name == "postgresql":
        yield from _advisory(engine)
    else:
        yield from _file(Path(f"{engine.url.database}.lock"))


def me() -> str:
    """Return how this process names itself to others: host and process id."""
    return f"{socket.gethostname()} pid {os.getpid()}"


def _advisory(engine: Engine) -> Iterator[SchedulerLock]:
    """Hold PostgreSQL's advisory lock on a connection of its own, whose name tells who we are."""
    with explained(engine), engine.connect() as conn:
        conn.execute(sql("SELECT set_config('application_name', :name, false)"), {"name": f"untagged schedule {me()}"[:63]})
        if not conn.execute(sql("SELECT pg_try_advisory_lock(:key)"), {"key": SCHEDULER_LOCK}).scalar_one():
            holder = conn.execute(_HOLDER, {"key": SCHEDULER_LOCK}).scalar()
            _refuse(str(holder or "another process").removeprefix("untagged schedule "))
        conn.commit()
        try:
            yield SchedulerLock(conn)
        finally:
            conn.invalidate()  # not given back to the pool: a pooled connection would keep the lock


def _file(path: Path) -> Iterator[SchedulerLock]:
    """Hold a lock on a file beside the database; who holds it stands inside."""
    try:
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        msg = f"{path}: the scheduler's lock cannot be made ({error.strerror}); --db or $UNTAGGED_DB names a database in another place"
        raise StorageError(msg) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            _refuse(file.read().strip() or "another process")
        file.truncate(0)
        file.write(me())
        file.flush()
        yield SchedulerLock(None)


def _refuse(holder: str) -> None:
    msg = f"a scheduler already runs on this database ({holder}); stop it first: two would crawl every site twice"
    raise UsageError(msg)
