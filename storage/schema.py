"""The schema of a database: made, brought up to date, or refused with the cure. Views are made anew by each upgrade."""

import logging

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from mentions.errors import SchemaError
from storage import views
from storage.database import reading, writing

logger = logging.getLogger(__name__)


def upgrade(engine: Engine) -> tuple[str | None, str]:
    """Bring the tables and views up to date, in one transaction; gives the revision before (None: an empty database) and after.

    A database that is up to date is only looked at, so that a command can begin while another process writes: a view that changes
    needs a migration of its own, if an empty one. Raises SchemaError for a database of a newer program.
    """
    config = _config()
    head = _head()
    with reading(engine) as conn:
        if _revision(conn) == head:
            return head, head
    with writing(engine) as conn:
        before = _revision(conn)  # asked again under the lock: two processes may have begun at once
        _refuse_newer(engine, before)
        config.attributes["connection"] = conn
        views.drop(conn)
        command.upgrade(config, "head")
        views.create(conn)
    if before != head:
        logger.info("%s: schema %s → %s", engine.url.render_as_string(hide_password=True), before or "none", head)
    return before, head


def check(engine: Engine) -> None:
    """Raise SchemaError, which names the cure, unless the database has the schema of this program."""
    with reading(engine) as conn:
        revision = _revision(conn)
    where = engine.url.render_as_string(hide_password=True)
    if revision is None:
        msg = f"{where}: not a database of untagged yet (`untagged db upgrade` makes its tables)"
        raise SchemaError(msg)
    _refuse_newer(engine, revision)
    if revision != _head():
        msg = f"{where}: has schema {revision}, this program needs {_head()}: run `untagged db upgrade`"
        raise SchemaError(msg)


def _refuse_newer(engine: Engine, revision: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if revision is not None and revision not in known:
        where = engine.url.render_as_string(hide_password=True)
        msg = f"{where}: has schema {revision}, which is newer than this program knows ({_head()}): upgrade untagged, or name another --db"
        raise SchemaError(msg)


def _revision(conn: Connection) -> str | None:
    return MigrationContext.configure(conn).get_current_revision()


def _head() -> str:
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def _config() -> Config:
    config = Config()  # no alembic.ini: the one place that runs migrations is this file
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "os")
    return config
