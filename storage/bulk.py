"""Inserts many rows by the driver's own `executemany`: SQLAlchemy's types convert the values; its statements cost more than the insert."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table

from storage.models import Base

_Convert = Callable[[Any], Any]


def insert_rows(conn: Connection, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, which all name the same columns, two at least. Raises what SQLAlchemy's own insert would."""
    if not rows:
        return
    names = tuple(rows[0])
    statement, converters = _prepared(model, names, conn.dialect)
    values_of = itemgetter(*names)
    given = []
    last: dict[int, tuple[Any, Any]] = {place: (None, None) for place, _ in converters}
    for row in rows:
        values = list(values_of(row))
        for place, convert in converters:
            value = values[place]
            if value is None:
                continue
            if value is not last[place][0]:  # one time of storing for all rows, most often
                last[place] = value, convert(value)
            values[place] = last[place][1]
        given.append(tuple(values))
    conn.exec_driver_sql(statement, given)


@lru_cache(maxsize=64)
def _prepared(model: type[Base], names: tuple[str, ...], dialect: Dialect) -> tuple[str, Sequence[tuple[int, _Convert]]]:
    """Give the statement, and where which values are converted."""
    table = model.__table__
    assert isinstance(table, Table)
    quote = dialect.identifier_preparer.quote
    marks = ", ".join(["?" if dialect.paramstyle == "qmark" else "%s"] * len(names))
    statement = f"INSERT INTO {quote(table.name)} ({', '.join(map(quote, names))}) VALUES ({marks})"  # noqa: S608 - names of our own tables
    found = ((place, table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for place, name in enumerate(names))
    return statement, tuple((place, convert) for place, convert in found if convert is not None)
