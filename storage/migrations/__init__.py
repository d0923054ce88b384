"""Alembic's environment: one file a change of the tables, in `versions/`, in order."""

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def upgrade(conn: Connection, revision: str) -> None:
    """Bring the tables up to a revision, in the transaction of the connection."""
    config = _config()
    config.attributes["connection"] = conn
    command.upgrade(config, revision)


def known() -> set[str]:
    """Give all revisions that there are."""
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config() -> Config:
    config = Config()  # no alembic.ini: this file alone runs migrations
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "os")
    return config
