"""Times are UTC both ways."""

import datetime as dt

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import StatementError

from storage.database import begin_writing, connect, reading, writing
from storage.types import UtcDateTime

TABLE = Table("moment", MetaData(), Column("id", Integer, primary_key=True), Column("at", UtcDateTime))


@pytest.mark.parametrize(
    "moment",
    [
        dt.datetime(2024, 2, 29, 23, 59, 59, 999_999, tzinfo=dt.UTC),
        dt.datetime(2024, 5, 1, 0, 30, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=45))),  # the day before in UTC
        dt.datetime(1950, 1, 1, tzinfo=dt.UTC),
        dt.datetime(9999, 12, 31, tzinfo=dt.UTC),
        None,
    ],
)
def test_a_time_comes_back_as_the_same_moment_in_utc(database_url: str, moment: dt.datetime | None) -> None:
    engine = connect(database_url)
    with writing(engine) as conn:
        TABLE.create(conn)
        conn.execute(insert(TABLE).values(id=1, at=moment))
    with reading(engine) as conn:
        back = conn.execute(select(TABLE.c.at)).scalar_one()
    assert back == moment
    assert back is None or back.tzinfo is dt.UTC
    engine.dispose()


def test_times_sort_as_text_on_both(database_url: str) -> None:
    engine = connect(database_url)
    moments = [dt.datetime(2024, 5, 1, hour, tzinfo=dt.timezone(dt.timedelta(hours=zone))) for hour, zone in ((9, 9), (3, 0), (1, -3))]
    with writing(engine) as conn:
        TABLE.create(conn)
        conn.execute(insert(TABLE), [{"id": n, "at": moment} for n, moment in enumerate(moments)])
    with reading(engine) as conn:
        assert conn.execute(select(TABLE.c.id).order_by(TABLE.c.at)).scalars().all() == [0, 1, 2]
        assert conn.execute(select(TABLE.c.id).where(moments[1] <= TABLE.c.at)).scalars().all() == [1, 2]
    engine.dispose()


def test_a_time_without_a_zone_is_refused(database_url: str) -> None:
    engine = connect(database_url)
    naive = dt.datetime(2024, 5, 1)  # noqa: DTZ001 - the fault
    with begin_writing(engine) as conn:
        TABLE.create(conn)
    with pytest.raises(StatementError, match="without a zone"), begin_writing(engine) as conn:
        conn.execute(insert(TABLE).values(id=1, at=naive))
    engine.dispose()
