"""Opening the database: SQLite by default, PostgreSQL by URL, one writer at a time on both, errors told in one sentence."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy import text as sql
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from mentions.errors import StorageError

logger = logging.getLogger(__name__)

BUSY_TIMEOUT_S = 5.0
"""How long one statement waits for another process's lock before `storage.batches` backs off."""
READ_CACHE_KIB = 16 * 1024
WRITE_CACHE_KIB = 8 * 1024  # what lies beyond it the system caches; 256 MiB would be most of what a crawl process may take
CHECKPOINT_PAGES = 20_000  # SQLite's 1,000 rewrites the same index pages again and again: half the rows a second at a million rows
WRITE_LOCK = 0x756E7461  # "unta": the key of PostgreSQL's advisory lock that all writers of one database share


def connect(url: str, *, cache_kib: int = READ_CACHE_KIB) -> Engine:
    """Give an engine that reads and writes; nothing is opened yet. Raises StorageError for a URL that is neither SQLite nor PostgreSQL.

    Each connection to SQLite keeps up to `cache_kib` of the database.
    """
    return _engine(_parse(url), read_only=False, cache_kib=cache_kib)


def connect_read_only(url: str) -> Engine:
    """Give an engine whose connections cannot write. Raises StorageError when a SQLite file is not there."""
    parsed = _parse(url)
    if parsed.drivername.startswith("sqlite") and not Path(parsed.database or "").exists():
        msg = f"{parsed.database}: no such database (`untagged crawl` makes it; --db or $UNTAGGED_DB names another)"
        raise StorageError(msg)
    return _engine(parsed, read_only=True)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that sees the database at one moment. Raises StorageError for what the database refuses."""
    level: dict[str, Any] = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with explained(engine), engine.connect().execution_options(**level) as conn, conn.begin():
        yield conn


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that alone may write, committed at the end. Raises StorageError for what the database refuses."""
    with explained(engine), begin_writing(engine, widely=False) as conn:
        yield conn


@contextmanager
def begin_writing(engine: Engine, *, widely: bool = True) -> Iterator[Connection]:
    """As `writing`, with SQLAlchemy's own errors, for those who tell a database that is away from a row that it refuses.

    `widely`: what is written touches many pages of the database, and the connection keeps more of them.
    """
    with engine.connect().execution_options(untagged_writing=True, untagged_widely=widely) as conn, conn.begin():
        if engine.dialect.name == "postgresql":
            # Voices are merged by reading what is stored, so two writers must not overlap; SQLite has but one anyway.
            conn.execute(sql("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})
        yield conn


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Turn the database's errors into a StorageError of one sentence, without the statement and its parameters."""
    try:
        yield
    except (DBAPIError, PoolTimeoutError) as error:
        raise StorageError(explain(engine, error)) from error


def explain(engine: Engine, error: Exception) -> str:
    """Say in one sentence what the database answered; never a password, a statement or a text that was to be stored."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    lines = str(cause).strip().splitlines() or [type(cause).__name__]
    return f"{engine.url.render_as_string(hide_password=True)}: {lines[0][:200]}"


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        msg = f"{url.rpartition('@')[2][:100]!r} is not a database URL (like sqlite:///untagged.db or postgresql://user@host/name)"
        raise StorageError(msg) from error
    if parsed.drivername in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in {"sqlite", "sqlite+pysqlite", "postgresql+psycopg"}:
        msg = f"{parsed.drivername}: not a database that untagged can use (sqlite and postgresql are)"
        raise StorageError(msg)
    if parsed.drivername.startswith("sqlite") and parsed.database in {None, "", ":memory:"}:
        msg = "a SQLite database in memory cannot be shared by the crawl and its store: name a file, like sqlite:///untagged.db"
        raise StorageError(msg)
    return parsed


def _engine(url: URL, *, read_only: bool, cache_kib: int = READ_CACHE_KIB) -> Engine:
    if url.drivername.startswith("sqlite"):
        return _sqlite_engine(url, read_only=read_only, cache_kib=cache_kib)
    given = url.query.get("options", "")
    options = f"-c timezone=UTC -c lock_timeout={int(BUSY_TIMEOUT_S * 1000)} {given if isinstance(given, str) else ' '.join(given)}"
    if read_only:
        options += " -c default_transaction_read_only=on"
    arguments = {"options": options, "connect_timeout": 10, "tcp_user_timeout": 30_000}  # a vanished host is noticed in half a minute
    if "application_name" not in url.query:
        arguments["application_name"] = "untagged"
    return create_engine(url, connect_args=arguments, pool_pre_ping=True)


def _open(path: str, *, uri: bool) -> sqlite3.Connection:
    # A connection is used by one thread at a time, but the pool lends it to several.
    return sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, uri=uri, check_same_thread=False)


def _sqlite_engine(url: URL, *, read_only: bool, cache_kib: int) -> Engine:
    path = Path(url.database or "").absolute()
    if read_only:  # by a creator, so that the engine's own URL stays the one that messages should show
        engine = create_engine(url, creator=lambda: _open(f"{path.as_uri()}?mode=ro", uri=True))
    else:
        engine = create_engine(url, creator=lambda: _open(str(path), uri=False))

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, record: object) -> None:  # noqa: ARG001 - SQLAlchemy's signature
        connection.isolation_level = None  # the driver must not begin by itself: `begin` below does, and DDL is transactional then
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{cache_kib}")
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")  # readers never wait for the writer
            connection.execute("PRAGMA synchronous = NORMAL")  # in WAL a power cut may lose the last commits, never the database
            connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")

    @event.listens_for(engine, "begin")
    def begin(conn: Connection) -> None:
        if not conn.get_execution_options().get("untagged_writing"):
            conn.exec_driver_sql("BEGIN")
            return
        if conn.get_execution_options().get("untagged_widely") and not conn.info.get("untagged_wide"):
            conn.exec_driver_sql(f"PRAGMA cache_size = -{WRITE_CACHE_KIB}")
            conn.info["untagged_wide"] = True
        conn.exec_driver_sql("BEGIN IMMEDIATE")  # taking the lock later, after a read, could only fail

    return engine
