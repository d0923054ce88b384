"""INSERT … ON CONFLICT means the same on both databases."""

import pytest
from sqlalchemy import Engine, select

from storage.database import reading, writing
from storage.models import SiteRow
from storage.upsert import upsert


@pytest.mark.parametrize(
    ("unless_equal", "second", "kept"),
    [
        (None, {"engine": "nodebb", "url": "v"}, ("nodebb", "v", "forums")),
        ("engine", {"engine": "phpbb", "url": "v"}, ("phpbb", "u", "forums")),
        ("engine", {"engine": "nodebb", "url": "v"}, ("nodebb", "v", "forums")),
    ],
)
def test_a_row_that_is_there_is_changed(
    engine: Engine, unless_equal: str | None, second: dict[str, str], kept: tuple[str, str, str]
) -> None:
    first = {"name": "a", "engine": "phpbb", "url": "u", "family": "forums"}
    with writing(engine) as conn:
        statement = upsert(conn, SiteRow, change=("engine", "url"), unless_equal=unless_equal)
        conn.execute(statement, [first, {"name": "b"} | {k: v for k, v in first.items() if k != "name"}])
        conn.execute(statement, [{"name": "a", "family": "blogs"} | second])
    with reading(engine) as conn:
        rows = conn.execute(select(SiteRow.engine, SiteRow.url, SiteRow.family).order_by(SiteRow.name)).all()
    assert [tuple(row) for row in rows] == [kept, ("phpbb", "u", "forums")]
