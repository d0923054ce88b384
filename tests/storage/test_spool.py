"""The spool: what a database away could not take is stored once it is back, each page once, whatever ends the work between."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from mentions.errors import StorageError
from storage import ledger, read
from storage.batches import Batches
from storage.database import connect, reading, writing
from storage.integrity import faults
from storage.models import CrawlRow, MentionRow, MentionVersionRow, SiteStateRow
from storage.patience import DatabaseAwayError
from storage.schema import upgrade
from storage.spool import BATCH, Spool
from tests.storage.made import FAMILIES, LATER, NOW, mention, page, unrelated


@pytest.fixture
def spool(tmp_path) -> Spool:
    return Spool(tmp_path / "test.db.spool")


@pytest.fixture
def batches(engine: Engine) -> Batches:
    return Batches(engine=engine, relate=unrelated, families=FAMILIES)


@pytest.fixture
def crawl_id(engine: Engine) -> int:
    with writing(engine) as conn:
        return ledger.open_crawl(conn, "talk-example", "phpbb", NOW)


def pages(count: int, first: int = 0):
    """Give pages of one thread: a post of each page's own, and one that every page shows edited."""
    return [
        page(mention(f"{n}"), mention("first", f"Acme, edited {n} times"), state={"thread": {"page": n}}, fetched_at=NOW)
        for n in range(first, first + count)
    ]


def content(engine: Engine):
    queries = (
        select(MentionRow.key, MentionRow.text, MentionRow.version),
        select(MentionVersionRow.version, MentionVersionRow.text),
        select(SiteStateRow.scope, SiteStateRow.value),
        select(CrawlRow.read, CrawlRow.new, CrawlRow.new_version, CrawlRow.seen_before, CrawlRow.pages_ok),
    )
    with reading(engine) as conn:
        assert faults(conn) == []
        return [sorted((tuple(row) for row in conn.execute(query)), key=repr) for query in queries]


def test_what_waited_is_stored_as_if_it_had_not(engine, batches, spool, crawl_id, tmp_path):
    spool.keep([(crawl_id, one) for one in pages(70)])
    spool.keep([(crawl_id, one) for one in pages(50, 70)])
    assert spool.waiting() == {"talk-example": 120}
    spool.drain(engine, batches.store)
    assert not spool.file.is_there()
    undisturbed = connect(f"sqlite:///{tmp_path}/undisturbed.db")
    upgrade(undisturbed)
    with writing(undisturbed) as conn:
        crawl = ledger.open_crawl(conn, "talk-example", "phpbb", NOW)
    replace(batches, engine=undisturbed).store([(crawl, one) for one in pages(120)])
    assert content(engine) == content(undisturbed)
    undisturbed.dispose()


@pytest.mark.parametrize("killed_after", range(5))
def test_a_kill_between_storing_and_taking_doubles_nothing(engine, batches, spool, crawl_id, killed_after):
    """Versions and the ledger's counts would show it, where mentions would not."""
    spool.keep([(crawl_id, one) for one in pages(4 * BATCH)])
    done = []

    def store(batch):
        if len(done) == killed_after:
            raise KeyboardInterrupt
        done.append(batch)
        results = batches.store(batch)
        if len(done) == killed_after:
            raise KeyboardInterrupt
        return results

    if killed_after < 4:
        with pytest.raises(KeyboardInterrupt):
            spool.drain(engine, store)
    spool.drain(engine, batches.store)
    [mentions, versions, states, [crawl]] = content(engine)
    assert len(mentions) == 4 * BATCH + 1
    assert len(versions) == 4 * BATCH - 1
    assert states == [("thread", {"page": 4 * BATCH - 1})]
    assert crawl == (8 * BATCH, 4 * BATCH + 1, 4 * BATCH - 1, 0, 4 * BATCH)


def test_a_database_still_away_leaves_all_waiting(engine, batches, spool, crawl_id):
    spool.keep([(crawl_id, one) for one in pages(3)])
    with pytest.raises(DatabaseAwayError):
        spool.drain(engine, lambda batch: [DatabaseAwayError("gone")] * len(batch))
    assert spool.waiting() == {"talk-example": 3}
    spool.drain(engine, batches.store)
    assert len(content(engine)[0]) == 4


def test_after_a_page_that_is_refused_none_of_its_crawl_is_stored(engine, batches, spool, crawl_id):
    with writing(engine) as conn:
        other = ledger.open_crawl(conn, "other-example", "phpbb", NOW)
    bad = pages(3)
    bad[1] = replace(bad[1], url="refused")
    fine = [page(mention("9", site="other-example"), site="other-example", state={"at": {"n": 1}})]
    spool.keep([(crawl_id, one) for one in bad] + [(other, one) for one in fine])

    def store(batch):
        results, is_refused = [], False
        for crawl, one in batch:
            is_refused = is_refused or one.url == "refused"
            results.append(StorageError("refused") if is_refused and crawl == crawl_id else batches.store([(crawl, one)])[0])
        return results

    spool.drain(engine, store)
    with reading(engine) as conn:
        assert read.known(conn, "talk-example", ["thread"]) == {"thread": {"page": 0}}
        assert read.known(conn, "other-example", ["at"]) == {"at": {"n": 1}}


def test_the_end_of_a_crawl_waits_too(engine, batches, spool, crawl_id):
    spool.keep([(crawl_id, one) for one in pages(1)])
    spool.keep_end(crawl_id, "talk-example", LATER, {"verdict": "partial", "evidence": "broken: gone", "requests": 3, "error": "gone"})
    spool.drain(engine, batches.store)
    with reading(engine) as conn:
        [row] = read.crawls(conn)
        assert (row["verdict"], row["requests"], row["read"], row["finished_at"]) == ("partial", 3, 2, LATER)


def test_an_end_whose_pages_did_not_have_to_wait(engine, batches, spool, crawl_id):
    batches.store([(crawl_id, one) for one in pages(1)])
    spool.keep_end(crawl_id, "talk-example", LATER, {"verdict": "fine"})
    spool.drain(engine, batches.store)
    with reading(engine) as conn:
        assert [(row["verdict"], row["read"]) for row in read.crawls(conn)] == [("fine", 2)]


def test_a_database_made_anew_gets_a_row_for_the_crawl(engine, batches, spool):
    spool.keep([(77, one) for one in pages(2)])
    spool.keep_end(77, "talk-example", LATER, {"verdict": "fine"})
    spool.drain(engine, batches.store)
    with reading(engine) as conn:
        [row] = read.crawls(conn)
        assert (row["site"], row["verdict"], row["read"]) == ("talk-example", "fine", 4)
        assert conn.execute(select(MentionRow.crawl_id).distinct()).scalars().all() == [row["crawl_id"]]


def test_a_record_of_another_version_ends_the_taking_there(engine, batches, spool, crawl_id, caplog):
    spool.keep([(crawl_id, one) for one in pages(1)])
    spool.file.append([b'{"mood": "glad"}'])
    spool.keep([(crawl_id, one) for one in pages(1, 1)])
    spool.drain(engine, batches.store)
    assert "cannot be read" in caplog.text
    assert content(engine)[2] == [("thread", {"page": 0})]
    assert not spool.file.is_there()


@pytest.mark.parametrize(
    ("url", "folder", "path"),
    [
        ("sqlite:////data/untagged.db", None, "/data/untagged.db.spool"),  # beside the database
        ("sqlite:////data/untagged.db", "/spool", "/spool/untagged.db-"),  # on another disk
        ("postgresql://me:secret@db.example/untagged", "/spool", "/spool/untagged-"),
        ("postgresql://me:secret@db.example/untagged", None, ".local/state/untagged/untagged-"),
    ],
)
def test_where_it_lies(url, folder, path):
    found = Spool.of(url, Path(folder) if folder else None).file.path
    assert path in str(found)
    assert "secret" not in str(found)
    assert found.is_absolute()
    assert found == Spool.of(url.replace("secret", "other"), Path(folder) if folder else None).file.path


def test_two_databases_do_not_share_one():
    urls = ("sqlite:////a/x.db", "sqlite:////b/x.db", "postgresql://a/x", "postgresql://b/x")
    assert len({Spool.of(url, Path("/spool")).file.path for url in urls}) == 4


def test_ends_are_in_order_with_their_pages(engine, batches, spool, crawl_id):
    """A row that is closed before its pages are counted would say less than the run read."""
    spool.keep([(crawl_id, one) for one in pages(2)])
    spool.keep_end(crawl_id, "talk-example", NOW + dt.timedelta(hours=1), {"verdict": "fine"})
    seen = []

    def store(batch):
        with reading(engine) as conn:
            seen.append(read.crawls(conn)[0]["verdict"])
        return batches.store(batch)

    spool.drain(engine, store)
    assert seen == [None]


def test_what_a_commit_stored_whose_end_nobody_heard_of_is_not_counted_again(engine, batches, spool, crawl_id, tmp_path):
    """The database had done it, and was away until patience ended: the pages wait, though some or all of them are stored."""
    note = page(status=0, state={"thread": {"page": 99}})
    first, lost, later = pages(3), [*pages(4, 3), note], pages(2, 7)
    batches.store([(crawl_id, one) for one in first])
    batches.store([(crawl_id, one) for one in lost])
    spool.keep([(crawl_id, one) for one in [*lost, *later]], {crawl_id: len(first)})
    spool.drain(engine, batches.store)
    other = connect(f"sqlite:///{tmp_path}/undisturbed.db")
    upgrade(other)
    with writing(other) as conn:
        ledger.open_crawl(conn, "talk-example", "phpbb", NOW)
    replace(batches, engine=other).store([(crawl_id, one) for one in [*first, *lost, *later]])
    assert content(engine) == content(other)
    other.dispose()
