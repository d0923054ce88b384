"""Opening the database for commands that only read: a missing or foreign one is wrong use, told before anything is printed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, make_url
from sqlalchemy.exc import ArgumentError

from mentions.errors import StorageError, UsageError
from storage.database import connect_read_only, reading
from storage.schema import check


@contextmanager
def open_reading(url: str) -> Iterator[Connection]:
    """One read-only transaction on a database of this program's schema. Raises UsageError or SchemaError when there is none."""
    try:
        engine = connect_read_only(url)
        check(engine)
    except StorageError as error:
        raise error if type(error) is not StorageError else UsageError(str(error)) from error
    try:
        with reading(engine) as conn:
            yield conn
    finally:
        engine.dispose()


def is_there(url: str) -> bool:
    """Whether there is a database to read; False for a SQLite file that no crawl has made yet. A wrong URL is left to `open_reading`."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return True
    return not parsed.drivername.startswith("sqlite") or Path(parsed.database or "").exists()
