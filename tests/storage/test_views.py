"""The promise of docs/database.md is what both databases hold."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, select

from storage import ledger, views
from storage.database import reading, writing
from tests.storage.made import ACME, LATER, NOW, mention, page, write

DOC = Path(__file__).parents[2] / "docs" / "database.md"


def documented() -> dict[str, list[tuple[str, str]]]:
    """Give view → its columns and types, as the page says."""
    sections = re.split(r"^## ", DOC.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    row = re.compile(r"^\| `(\w+)` \| (\w+) \| .+ \|$", re.MULTILINE)
    return {s.splitlines()[0]: row.findall(s) for s in sections if s.startswith("v1_")}


def kind(column: object) -> str:
    """Give the word of the page for a column's type."""
    name = type(column).__name__
    words = {"String": "text", "BigInteger": "integer", "Integer": "integer", "Float": "real", "Boolean": "boolean", "JSON": "JSON"}
    return words.get(name, "time")


def test_the_page_describes_every_column_of_every_view() -> None:
    promised = {view.name: [(name, kind(column)) for name, column in view.columns.items()] for view in views.ALL}
    assert documented() == promised


def test_the_database_has_the_views_as_described(engine: Engine) -> None:
    with reading(engine) as conn:
        inspector = inspect(conn)
        held = {name: [column["name"] for column in inspector.get_columns(name)] for name in inspector.get_view_names()}
    assert held == {name: [column for column, _ in columns] for name, columns in documented().items()}


def fill(engine: Engine) -> None:
    """Store three mentions on two sites, two of them one voice."""
    zenith = replace(ACME, brand="Zenith", tagged=True)
    with writing(engine) as conn:
        crawl_id = ledger.open_crawl(conn, "talk-example", "phpbb", NOW)
    write(
        engine,
        page(
            mention("1", posted_at=NOW, posted_at_precision="second", language="en", brands=(ACME, zenith)),
            mention("2", posted_at=NOW, posted_at_precision="month", language="en"),
            mention("3", site="other-example", kind="review", language="und", url="https://other.example/3"),
            mention("4", brands=(replace(ACME, confidence=0.4),)),
            state={"a": {}},
        ),
        crawl_id=crawl_id,
        relate=lambda conn, _: conn.exec_driver_sql(
            "UPDATE mention SET voice_id = 1, duplicate_of_id = 1, duplicate_kind = 'same' WHERE id = 3"
        ),
    )
    with writing(engine) as conn:
        ledger.close_crawl(conn, crawl_id, verdict="fine", now=LATER, requests=3, evidence="all read")


def all_rows(engine: Engine, view: views.View, *names: str) -> list[tuple[object, ...]]:
    with reading(engine) as conn:
        return sorted(tuple(row) for row in conn.execute(select(*(view.table.c[name] for name in names))))


def test_mentions(engine: Engine) -> None:
    fill(engine)
    assert all_rows(engine, views.MENTIONS, "site", "key", "brand", "tagged", "voice", "duplicate_of", "published_day") == [
        ("other-example", "3", "Acme", False, 1, "talk-example/1", None),
        ("talk-example", "1", "Acme", False, 1, None, "2024-05-01"),
        ("talk-example", "1", "Zenith", True, 1, None, "2024-05-01"),
        ("talk-example", "2", "Acme", False, 2, None, None),  # only the month is known
    ]


def test_voices(engine: Engine) -> None:
    fill(engine)
    assert all_rows(engine, views.VOICES, "voice", "brand", "mentions", "sites", "tagged", "site", "key", "first_posted_at") == [
        (1, "Acme", 2, 2, False, "talk-example", "1", NOW),
        (1, "Zenith", 1, 1, True, "talk-example", "1", NOW),
        (2, "Acme", 1, 1, False, "talk-example", "2", NOW),
    ]


def test_daily_counts(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as conn:
        table = views.DAILY_COUNTS.table
        rows = conn.execute(select(table).order_by(table.c.day.is_(None), table.c.brand, table.c.site)).all()
    assert [tuple(row) for row in rows] == [
        ("2024-05-01", "Acme", "talk-example", "en", "post", 1, 1, 1),
        ("2024-05-01", "Zenith", "talk-example", "en", "post", 1, 0, 1),
        (None, "Acme", "other-example", "und", "review", 1, 1, 1),
        (None, "Acme", "talk-example", "en", "post", 1, 1, 1),
    ]


def test_crawls(engine: Engine) -> None:
    fill(engine)
    assert all_rows(engine, views.CRAWLS, "crawl_id", "site", "verdict", "seconds", "read", "new", "requests") == [
        (1, "talk-example", "fine", 86400.0, 4, 4, 3)
    ]


@pytest.mark.parametrize("view", views.ALL, ids=lambda view: view.name)
def test_values_have_the_types_that_are_promised(engine: Engine, view: views.View) -> None:
    fill(engine)
    with reading(engine) as conn:
        for row in conn.execute(select(view.table)).mappings():
            for name, column in view.columns.items():
                if row[name] is not None and kind(column) != "JSON":
                    assert type(row[name]) is column.python_type, name
