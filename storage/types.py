"""Column types that mean the same on SQLite and PostgreSQL: aware UTC times, 64-bit ids, JSON."""

import datetime as dt

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[dt.datetime]):
    """Aware UTC datetimes both ways; a naive one is a ValueError.

    PostgreSQL keeps TIMESTAMP WITH TIME ZONE, SQLite text `YYYY-MM-DD HH:MM:SS.ffffff`, which sorts as time.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[dt.datetime]:
        """What it gives."""
        return dt.datetime

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Make it UTC, and naive on SQLite, which knows no zones."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"a time without a zone: {value!r}"
            raise ValueError(msg)
        if value.tzinfo is not dt.UTC:
            value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Make it aware again."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if dialect.name == "sqlite" else value.astimezone(dt.UTC)


Id = BigInteger().with_variant(Integer(), "sqlite")
"""A 64-bit row number: SQLite only counts up by itself in a column declared INTEGER (which holds 64 bits there)."""

Json = JSON(none_as_null=True)
"""A JSON value; None is NULL. PostgreSQL's `json`, not `jsonb`: kept as written, never searched."""
