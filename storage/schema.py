"""The schema of a database: made, brought up to date, or refused with the cure. Views are made anew by each upgrade."""

import logging

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy import text as sql

from mentions.errors import SchemaError
from storage import views
from storage.database import reading, writing

logger = logging.getLogger(__name__)

HEAD = "0003"
"""The revision that this program needs. Said here, so that a crawl need not load Alembic (8 MB) to see that nothing is to be done."""


def upgrade(engine: Engine) -> tuple[str | None, str]:
    """Bring the tables and views up to date, in one transaction; gives the revision before (None: an empty database) and after.

    A database that is up to date is only looked at, so that a command can begin while another process writes: a view that changes
    needs a migration of its own, if an empty one. Raises SchemaError for a database of a newer program.
    """
    with reading(engine) as conn:
        if _revision(conn) == HEAD:
            return HEAD, HEAD
    from storage import migrations  # noqa: PLC0415 - see HEAD

    with writing(engine) as conn:
        before = _revision(conn)  # asked again under the lock: two processes may have begun at once
        _refuse_newer(engine, before)
        views.drop(conn)
        migrations.upgrade(conn, HEAD)
        views.create(conn)
    if before != HEAD:
        logger.info("%s: schema %s → %s", engine.url.render_as_string(hide_password=True), before or "none", HEAD)
    return before, HEAD


def check(engine: Engine) -> None:
    """Raise SchemaError, which names the cure, unless the database has the schema of this program."""
    with reading(engine) as conn:
        revision = _revision(conn)
    where = engine.url.render_as_string(hide_password=True)
    if revision is None:
        msg = f"{where}: not a database of untagged yet (`untagged db upgrade` makes its tables)"
        raise SchemaError(msg)
    if revision != HEAD:
        _refuse_newer(engine, revision)
        msg = f"{where}: has schema {revision}, this program needs {HEAD}: run `untagged db upgrade`"
        raise SchemaError(msg)


def _refuse_newer(engine: Engine, revision: str | None) -> None:
    from storage import migrations  # noqa: PLC0415 - see HEAD

    if revision is not None and revision not in migrations.known():
        where = engine.url.render_as_string(hide_password=True)
        msg = f"{where}: has schema {revision}, which is newer than this program knows ({HEAD}): upgrade untagged, or name another --db"
        raise SchemaError(msg)


def _revision(conn: Connection) -> str | None:
    if not inspect(conn).has_table("alembic_version"):
        return None
    revision: str | None = conn.execute(sql("SELECT version_num FROM alembic_version")).scalar()
    return revision
