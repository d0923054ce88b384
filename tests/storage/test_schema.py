"""Schemas are made, brought up to date, and refused with the cure."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect
from sqlalchemy import text as sql

from mentions.errors import SchemaError
from storage import migrations, schema
from storage.database import connect, reading, writing
from storage.models import Base


def test_migrations_lead_to_the_models(database_url: str) -> None:
    engine = connect(database_url)
    assert schema.upgrade(engine)[0] is None
    with reading(engine) as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_the_head_is_the_last_migration() -> None:
    assert max(migrations.known()) == schema.HEAD


def test_upgrading_twice_does_nothing(database_url: str) -> None:
    engine = connect(database_url)
    assert schema.upgrade(engine) == (None, schema.HEAD)
    assert schema.upgrade(engine) == (schema.HEAD, schema.HEAD)
    schema.check(engine)
    engine.dispose()


@pytest.mark.parametrize("act", [schema.upgrade, schema.check])
def test_a_newer_schema_is_left_alone(database_url: str, act) -> None:
    engine = connect(database_url)
    schema.upgrade(engine)
    with writing(engine) as conn:
        conn.execute(sql("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaError, match=r"9999, which is newer than this program knows .* upgrade untagged"):
        act(engine)
    with reading(engine) as conn:
        assert inspect(conn).has_table("mention")
        assert "v1_mentions" in inspect(conn).get_view_names()
    engine.dispose()


def test_an_empty_database_names_its_cure(database_url: str) -> None:
    engine = connect(database_url)
    with pytest.raises(SchemaError, match="untagged db upgrade"):
        schema.check(engine)
    engine.dispose()


def test_an_upgrade_that_fails_leaves_nothing(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = connect(database_url)
    monkeypatch.setattr("storage.views.create", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        schema.upgrade(engine)
    with reading(engine) as conn:
        assert inspect(conn).get_table_names() == []
    engine.dispose()
