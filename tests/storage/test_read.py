"""What is asked of the database, and what it answers."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlalchemy import text as sql

from storage import read
from storage.database import reading, writing
from storage.read import Counts, Filter
from tests.storage.made import ACME, LATER, NOW, mention, page, write

TAGGED = replace(ACME, tagged=True)
ZENITH = replace(ACME, brand="Zenith")
DAY = dt.timedelta(days=1)


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """Six mentions of Acme and one of Zenith: 1 and 2 are one voice, 4 to 6 one campaign of three voices."""
    write(
        engine,
        page(
            mention("1", posted_at=NOW - 9 * DAY, language="en"),
            mention("2", posted_at=NOW - 2 * DAY, language="en", brands=(TAGGED,), site="other-example"),
            mention("3", language="ru", brands=(ACME, ZENITH)),
            *(mention(str(key), posted_at=NOW, language="vi") for key in (4, 5, 6)),
        ),
    )
    with writing(engine) as conn:
        conn.execute(sql("UPDATE mention SET voice_id = 1 WHERE id = 2"))
        conn.execute(sql("UPDATE mention SET group_id = 4 WHERE id >= 4"))
    return engine


def counted(*group: object, mentions: int, untagged: int, voices: int, untagged_voices: int, collapsed: int) -> Counts:
    return Counts(
        group=group,
        mentions=mentions,
        untagged=untagged,
        voices=voices,
        untagged_voices=untagged_voices,
        voices_without_campaigns=collapsed,
    )


def test_counts_by_brand(filled: Engine) -> None:
    with reading(filled) as conn:
        assert read.counts(conn, Filter()) == [
            counted("Acme", mentions=6, untagged=5, voices=5, untagged_voices=5, collapsed=3),
            counted("Zenith", mentions=1, untagged=1, voices=1, untagged_voices=1, collapsed=1),
        ]


def test_counts_by_language(filled: Engine) -> None:
    with reading(filled) as conn:
        assert read.counts(conn, Filter(brand="Acme"), ("language", "family")) == [
            counted("en", "forums", mentions=2, untagged=1, voices=1, untagged_voices=1, collapsed=1),
            counted("ru", "forums", mentions=1, untagged=1, voices=1, untagged_voices=1, collapsed=1),
            counted("vi", "forums", mentions=3, untagged=3, voices=3, untagged_voices=3, collapsed=1),
        ]


def test_counts_of_nothing(engine: Engine) -> None:
    with reading(engine) as conn:
        assert read.counts(conn, Filter()) == []


@pytest.mark.parametrize(
    ("which", "keys"),
    [
        (Filter(), ["1", "2", "4", "5", "6", "3", "3"]),
        (Filter(brand="Zenith"), ["3"]),
        (Filter(brand="Zenith' OR 1=1 --"), []),
        (Filter(site="other-example"), ["2"]),
        (Filter(since=NOW - 2 * DAY, brand="Acme"), ["2", "4", "5", "6", "3"]),  # 3 has no date: it counts by when it was first seen
        (Filter(until=NOW - 2 * DAY), ["1"]),
        (Filter(since=NOW - 9 * DAY, until=NOW, brand="Acme"), ["1", "2"]),
        (Filter(since=NOW.astimezone(dt.timezone(dt.timedelta(hours=-8))), brand="Zenith"), ["3"]),
    ],
)
def test_filters(filled: Engine, which: Filter, keys: list[str]) -> None:
    with reading(filled) as conn:
        assert [row["key"] for row in read.mentions(conn, which)] == keys


def test_mentions_are_streamed(engine: Engine) -> None:
    """More than one fetch holds; leaving early is fine."""
    write(engine, page(*(mention(str(key)) for key in range(1200))))
    with reading(engine) as conn:
        assert [row["key"] for row in read.mentions(conn, Filter(), ("key",))] == [str(key) for key in range(1200)]
        assert next(read.mentions(conn, Filter()))["key"] == "0"
    with reading(engine) as conn:
        assert len(list(read.mentions(conn, Filter(), ("key", "text")))) == 1200


def test_known_answers_for_many_scopes(engine: Engine) -> None:
    write(engine, page(state={f"thread:{n}": {"n": n} for n in range(2500)}))
    wanted = [f"thread:{n}" for n in range(0, 5000, 2)]
    with reading(engine) as conn:
        assert read.known(conn, "talk-example", wanted) == {f"thread:{n}": {"n": n} for n in range(0, 2500, 2)}
        assert read.known(conn, "talk-example", []) == {}


def test_states_of_one_site_or_all(engine: Engine) -> None:
    write(engine, page(state={"b": {"x": "ñ"}, "a": {}}), page(site="other-example", state={"c": {"n": [1, None]}}))
    with reading(engine) as conn:
        assert [(row["site"], row["scope"], row["value"]) for row in read.states(conn)] == [
            ("other-example", "c", {"n": [1, None]}),
            ("talk-example", "a", {}),
            ("talk-example", "b", {"x": "ñ"}),
        ]
        assert [row["scope"] for row in read.states(conn, "other-example")] == ["c"]


def test_crawls_the_latest_first(engine: Engine) -> None:
    for now in (NOW, LATER, LATER + DAY):
        write(engine, page(), now=now)
    with reading(engine) as conn:
        assert [row["crawl_id"] for row in read.crawls(conn)] == [3, 2, 1]
        assert [row["crawl_id"] for row in read.crawls(conn, site="talk-example", limit=2)] == [3, 2]
        assert [row["crawl_id"] for row in read.crawls(conn, ids=[1, 2])] == [2, 1]
        assert read.crawls(conn, site="other-example") == []
