"""One bad mention costs only itself; a page that cannot be stored stops its crawl, and no other."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, select, update
from sqlalchemy import text as sql

from mentions.errors import StorageError
from mentions.mention import HeldBack
from mentions.page import Page
from storage import ledger, read
from storage.batches import Batches
from storage.database import connect, reading, writing
from storage.integrity import faults
from storage.ledger import Tally
from storage.models import CrawlRow, MentionRow, MentionVersionRow, RejectRow
from storage.patience import Patience
from storage.schema import upgrade
from storage.write import Written
from tests.storage.made import FAMILIES, NOW, lost_in_commit, mention, page, unrelated

AT_ONCE = Patience(total_s=0)


def batches(engine: Engine, **given: object) -> Batches:
    return Batches(**{"engine": engine, "relate": unrelated, "families": FAMILIES, "patience": AT_ONCE, "now": lambda: NOW} | given)


def crawl(engine: Engine, site: str = "talk-example") -> int:
    with writing(engine) as conn:
        return ledger.open_crawl(conn, site, "phpbb", NOW)


def stored(engine: Engine) -> set[str]:
    with reading(engine) as conn:
        assert faults(conn) == []
        return set(conn.execute(select(MentionRow.key)).scalars())


@pytest.mark.parametrize(
    "bad",
    [
        {"text": "Acme \ud83d broke"},  # a lone surrogate: no database encodes it
        {"author": "\udcff"},
        {"votes": 2**70},
        {"kind": None},
        {"posted_at": NOW.replace(tzinfo=None)},
        {"rating": object()},
    ],
    ids=lambda bad: next(iter(bad)),
)
def test_a_bad_mention_among_good_pages(engine: Engine, bad: dict[str, object]) -> None:
    one, other = crawl(engine), crawl(engine, "other-example")
    pages = [
        (one, page(mention("1"), state={"t": {"page": 1}})),
        (one, page(mention("2"), mention("bad", **bad), mention("3"), state={"t": {"page": 2}})),
        (other, page(mention("4", site="other-example"), site="other-example")),
        (one, page(mention("5"), state={"t": {"page": 3}})),
    ]
    assert batches(engine).store(pages) == [
        Tally(read=1, new=1),
        Tally(read=3, new=2, rejected={"cannot be stored": 1}),
        Tally(read=1, new=1),
        Tally(read=1, new=1),
    ]
    assert stored(engine) == {"1", "2", "3", "4", "5"}
    with reading(engine) as conn:
        assert read.known(conn, "talk-example", ["t"]) == {"t": {"page": 3}}
        (reject,) = conn.execute(select(RejectRow.key, RejectRow.reason, RejectRow.detail))
    assert (reject.key, reject.reason) == ("bad", "cannot be stored")
    assert 0 < len(reject.detail) <= 200


def test_nul_is_refused_by_postgresql_alone(engine: Engine) -> None:
    (tally,) = batches(engine).store([(crawl(engine), page(mention("1", "Acme\0works"), mention("2"), mention("\0")))])
    assert isinstance(tally, Tally)
    assert tally.new + sum(tally.rejected.values()) == 3
    assert tally.new == (3 if engine.dialect.name == "sqlite" else 1)


def test_a_bad_look_alike_is_left_out(engine: Engine) -> None:
    held = HeldBack(brand="Acme", start=0, end=1, matched="\udcff", reason="exclude")
    bad = mention("9", "\udcff", brands=(), held_back=(held,))
    assert batches(engine).store([(crawl(engine), page(mention("1"), look_alikes=(bad,), no_brand=1, read=2))]) == [
        Tally(read=2, new=1, no_brand=1)
    ]


def test_a_page_that_cannot_be_stored_stops_its_crawl_alone(engine: Engine) -> None:
    """Its state would pass over what was lost."""
    one, other = crawl(engine), crawl(engine, "other-example")
    broken = page(mention("2"), mention("3"), state={"u": {"page": {1, 2}}})  # a set is not JSON
    pages = [
        (one, page(mention("1"), state={"t": {"page": 1}})),
        (one, broken),
        (other, page(mention("4", site="other-example"), site="other-example")),
        (one, page(mention("5"), state={"t": {"page": 3}})),
    ]
    first, second, third, fourth = batches(engine).store(pages)
    assert (first, third) == (Tally(read=1, new=1), Tally(read=1, new=1))
    assert isinstance(second, StorageError)
    assert fourth is second
    assert stored(engine) == {"1", "4"}
    with reading(engine) as conn:
        assert read.known(conn, "talk-example", ["t"]) == {"t": {"page": 1}}


def test_a_step_that_refuses_everything_is_no_bad_mention(engine: Engine) -> None:
    """A fault of the program must not pass for a page full of rejects."""

    def relate(conn: Connection, written: Sequence[Written]) -> None:
        raise ValueError(conn, len(written))

    results = batches(engine, relate=relate).store([(crawl(engine), page(mention("1"), mention("2")))])
    assert [type(result) for result in results] == [StorageError]
    assert stored(engine) == set()


def test_a_step_that_refuses_one(engine: Engine) -> None:
    def relate(conn: Connection, written: Sequence[Written]) -> None:
        conn.execute(update(MentionRow).where(MentionRow.id.in_([w.id for w in written])).values(duplicate_kind="same"))
        if any(w.mention.key == "2" for w in written):
            msg = "cannot compare"
            raise ValueError(msg)

    results = batches(engine, relate=relate).store([(crawl(engine), page(mention("1"), mention("2"), mention("3")))])
    assert results == [Tally(read=3, new=2, rejected={"cannot be stored": 1})]
    assert stored(engine) == {"1", "3"}


def test_a_locked_database(engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is stored or rejected; the same pages go in when the lock is gone."""
    monkeypatch.setattr("storage.database.BUSY_TIMEOUT_S", 0.02)
    one = crawl(engine)
    impatient = connect(database_url)
    pages = [(one, page(mention("1"))), (one, page(mention("2")))]
    with writing(engine):
        results = batches(impatient).store(pages)
    assert all(isinstance(result, StorageError) and "lock" in str(result) for result in results)
    assert stored(engine) == set()
    assert batches(impatient).store(pages) == [Tally(read=1, new=1), Tally(read=1, new=1)]
    impatient.dispose()


def test_a_lock_that_goes_away_is_waited_for(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/untagged.db")
    upgrade(engine)
    one = crawl(engine)
    holder = sqlite3.connect(tmp_path / "untagged.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            holder.execute("ROLLBACK")

    with engine.connect() as conn:
        conn.connection.dbapi_connection.execute("PRAGMA busy_timeout = 1")
    patience = Patience(total_s=600, first_s=0.1, sleep=sleep)
    assert batches(engine, patience=patience).store([(one, page(mention("1")))]) == [Tally(read=1, new=1)]
    assert len(slept) == 3
    holder.close()
    engine.dispose()


def test_a_full_disk(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/untagged.db")
    upgrade(engine)
    one = crawl(engine)
    many: list[Page] = [page(*(mention(f"{n}-{k}", f"Acme {k} " * 200) for k in range(50))) for n in range(4)]
    with engine.connect() as conn:
        conn.connection.dbapi_connection.execute("PRAGMA max_page_count = 120")
    results = batches(engine).store([(one, filled) for filled in many])
    assert all(isinstance(result, StorageError) and "full" in str(result) for result in results)
    with engine.connect() as conn:
        conn.connection.dbapi_connection.execute("PRAGMA max_page_count = 1000000")
        assert conn.execute(sql("SELECT count(*) FROM mention")).scalar_one() == 0
    assert batches(engine).store([(one, filled) for filled in many]) == [Tally(read=50, new=50)] * 4
    engine.dispose()


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize("times", [1, 2])
def test_a_connection_lost_in_its_commit_counts_each_page_once(engine: Engine, done: bool, times: int) -> None:
    one, other = crawl(engine), crawl(engine, "other-example")
    batch = [
        (one, page(mention("1"), mention("2"))),
        (one, page(mention("1", "Acme, edited"), state={"t": {"page": 2}})),
        (other, page(mention("3", site="other-example"), site="other-example", status=0)),  # a note: it is no page
    ]
    patient = batches(engine, patience=Patience(sleep=lambda _: None))
    with lost_in_commit(engine, done=done, times=times):
        assert patient.store(batch) == [Tally(read=2, new=2), Tally(read=1, new_version=1), Tally(read=1, new=1)]
    assert stored(engine) == {"1", "2", "3"}
    with reading(engine) as conn:
        rows = conn.execute(select(CrawlRow.id, CrawlRow.pages_ok, CrawlRow.read, CrawlRow.new, CrawlRow.new_version).order_by(CrawlRow.id))
        assert [(one, 2, 3, 2, 1), (other, 0, 1, 1, 0)] == [tuple(row) for row in rows]
        assert len(conn.execute(select(MentionVersionRow.version)).all()) == 1
