"""Rows inserted by the driver's own way are those that SQLAlchemy's way would make."""

import datetime as dt

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import StatementError

from storage import rows
from storage.bulk import insert_rows
from storage.database import begin_writing, reading
from storage.models import MentionRow
from tests.storage.made import NOW, mention

EVENING = dt.datetime(2026, 3, 1, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=3)))
OWN = {"content_hash": 1, "row_hash": -2, "version": 1, "crawl_id": 1, "first_seen_at": NOW, "last_seen_at": NOW}


def row(number: int, **changes: object) -> dict[str, object]:
    columns = rows.columns(mention(str(number), "Acme, 'quoted'"), family="forums", keep_text=True)
    return {"id": number, "site": "board", "key": str(number), "voice_id": number} | columns | OWN | changes


def test_rows_are_what_sqlalchemy_would_make(engine: Engine) -> None:
    changes = {"posted_at": EVENING, "verified": True, "rating": 4.5, "votes": 2**40, "quotes": [{"text": "é", "author": None}]}
    with begin_writing(engine) as conn:
        conn.execute(insert(MentionRow), [row(1, **changes), row(2)])
        insert_rows(conn, MentionRow, [row(3, **changes), row(4)])
        insert_rows(conn, MentionRow, [])
    with reading(engine) as conn:
        stored = [dict(found) for found in conn.execute(select(MentionRow.__table__).order_by(MentionRow.id)).mappings()]
    differing = {"id", "key", "voice_id"}
    bare = [{name: value for name, value in found.items() if name not in differing} for found in stored]
    assert len(stored) == 4
    assert bare[:2] == bare[2:]
    assert bare[2]["posted_at"] == EVENING


@pytest.mark.parametrize("wrong", [{"posted_at": NOW.replace(tzinfo=None)}, {"votes": 2**70}, {"site": None}])
def test_what_cannot_be_stored_is_refused(engine: Engine, wrong: dict[str, object]) -> None:
    with pytest.raises((StatementError, ValueError, OverflowError)), begin_writing(engine) as conn:
        insert_rows(conn, MentionRow, [row(1), row(2, **wrong)])
