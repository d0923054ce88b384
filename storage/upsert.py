"""INSERT … ON CONFLICT, which SQLite and PostgreSQL spell alike and SQLAlchemy keeps in each dialect."""

from collections.abc import Sequence

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.sql.dml import Insert

from storage.models import Base


def upsert(conn: Connection, model: type[Base], *, change: Sequence[str], unless_equal: str | None = None) -> Insert:
    """Give an INSERT that changes the columns `change` of a row whose primary key is there already.

    A row whose column `unless_equal` is the same already is left alone, which saves the write.
    """
    table = model.__table__
    assert isinstance(table, Table)
    insert = sqlite_insert(table) if conn.dialect.name == "sqlite" else postgresql_insert(table)
    changes = {name: insert.excluded[name] for name in change}
    where = None if unless_equal is None else table.c[unless_equal] != insert.excluded[unless_equal]
    return insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=changes, where=where)
