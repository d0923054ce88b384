"""Whole runs: what a crawl stores, what its row of the ledger says, and what is left when it is cut or the database is away."""

import sqlite3

import pytest
from sqlalchemy import text

import crawler.store
from crawler.config import Config
from crawler.run import crawl
from mentions.brand import Brand
from spiders.base.engine import Limits
from storage.database import connect
from storage.patience import Patience
from tests.crawler.fetching import site_at
from tests.loopback import Reply, serving

ATOM = {"Content-Type": "application/atom+xml"}
ACME = (Brand(id="Acme", terms=("Acme",)),)


def feed(page, last=3):
    """Return a page of a newest-first feed: two posts that name the brand, one that does not, one without words."""
    words = ("The Acme kettle leaks", "Acme kettles are fine", "Nothing to see", "")
    posts = "".join(
        f"<entry><id>made:{page}-{n}</id><link href='/post/{page}-{n}'/><title/><author><name>ann{n}</name></author>"
        f"<published>2026-01-{20 - page:02}T0{9 - n}:00:00Z</published><content type='text'>{said}</content></entry>"
        for n, said in enumerate(words)
    )
    more = f"<link rel='next' href='/feed/{page + 1}'/>" if page < last else ""
    return Reply(body=f"<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>{more}{posts}</feed>", headers=ATOM)


def answers(path, headers):
    del headers
    return feed(int(path.rpartition("/")[2])) if path.startswith("/feed/") else Reply(status=404)


def run(web, db, limits=None, **fields):
    site = site_at(web.url("/feed/1"), engine="feed", **fields)
    config = Config(path=None, brands=ACME, sites={site.name: site})
    [ledger] = crawl(config, db, [site], limits or Limits())
    return ledger


def rows(db, query):
    engine = connect(db)
    with engine.connect() as conn:
        found = [tuple(row) for row in conn.execute(text(query))]
    engine.dispose()
    return found


@pytest.fixture
def db(tmp_path):
    return f"sqlite:///{tmp_path}/test.db"


def test_every_mention_read_is_in_one_bin(db):
    with serving(answers) as web:
        ledger = run(web, db)
    assert ledger.verdict() == ("fine", "3 pages read")
    assert rows(db, "SELECT read, new, new_version, seen_before, no_brand, rejected FROM crawl") == [(12, 6, 0, 0, 3, 3)]
    assert rows(db, "SELECT reason, count(*) FROM reject GROUP BY reason") == [("empty", 3)]


def test_a_second_crawl_finds_nothing_new_and_stops_at_the_known(db):
    with serving(answers) as web:
        run(web, db)
        asked = len(web.paths())
        run(web, db)
        assert web.paths()[asked:] == ["/feed/1"]
    assert rows(db, "SELECT new, seen_before FROM crawl ORDER BY id") == [(6, 0), (0, 2)]


@pytest.mark.parametrize("limits", [Limits(max_pages=1), Limits(max_pages=2)])
def test_a_run_cut_short_records_a_gap_and_the_next_goes_on(db, limits):
    with serving(answers) as web:
        cut = run(web, db, limits)
        assert cut.verdict()[0] == "partial"
        assert "max_pages" in rows(db, "SELECT gap FROM crawl")[0][0]
        assert run(web, db).verdict()[0] == "fine"
    assert rows(db, "SELECT count(*) FROM mention") == [(6,)]


@pytest.fixture
def locking(monkeypatch, tmp_path):
    """Give answers after the second of which another process keeps the database's lock, and what gives it up."""
    monkeypatch.setattr(crawler.store, "Patience", lambda: Patience(total_s=0.2, first_s=0.05))
    monkeypatch.setattr("storage.database.BUSY_TIMEOUT_S", 0.05)
    locks = []

    def lock(path, headers):
        if path == "/feed/2" and not locks:
            locks.append(sqlite3.connect(tmp_path / "test.db", check_same_thread=False, isolation_level=None, timeout=5))
            locks[0].execute("BEGIN IMMEDIATE")
        return answers(path, headers)

    return lock, lambda: locks[0].close()  # noqa: PLW0108 - there is no lock yet


def test_pages_in_hand_of_a_database_that_is_locked_wait_and_the_next_crawl_gets_all(db, locking, tmp_path):
    lock, give_up = locking
    with serving(lock) as web:
        ledger = run(web, db)
        assert ledger.verdict()[0] == "partial"
        assert ledger.verdict()[1].startswith("broken: ")
        assert "locked" in ledger.error
        assert "wait until the database is back" in ledger.error
        assert (tmp_path / "test.db.spool").exists()
        give_up()
        assert run(web, db).verdict()[0] == "fine"
    assert not (tmp_path / "test.db.spool").exists()
    assert rows(db, "SELECT count(*), count(DISTINCT key) FROM mention") == [(6, 6)]
    assert rows(db, "SELECT verdict, evidence LIKE 'broken:%locked%' FROM crawl WHERE id = 1") == [("partial", True)]


def test_with_database_and_spool_away_the_run_says_what_was_lost_and_the_next_crawl_gets_all(db, locking, monkeypatch, tmp_path):
    (tmp_path / "disk").symlink_to("/no/such/disk")
    monkeypatch.setenv("UNTAGGED_SPOOL", str(tmp_path / "disk"))
    lock, give_up = locking
    with serving(lock) as web:
        assert "were not stored" in run(web, db).error
        give_up()
        before = rows(db, "SELECT count(*) FROM mention")[0][0]
        assert before < 6
        assert run(web, db).verdict()[0] == "fine"
    assert rows(db, "SELECT count(*), count(DISTINCT key) FROM mention") == [(6, 6)]


def test_one_bad_page_costs_itself_alone(db):
    def broken(path, headers):
        return Reply(body=b"\x00\xff\xfe" * 1000, headers=ATOM) if path == "/feed/2" else answers(path, headers)

    with serving(broken) as web:
        ledger = run(web, db)
    assert ledger.verdict()[0] == "partial"
    assert rows(db, "SELECT count(*) FROM mention") == [(2,)]
    assert rows(db, "SELECT pages_ok, pages_unreadable FROM crawl") == [(1, 1)]


def test_a_challenge_is_blocked_and_the_site_blind(db):
    wall = "<html><head><title>Just a moment...</title></head><body><script src='/cdn-cgi/challenge-platform/x'></script></body></html>"
    with serving({"/feed/1": Reply(body=wall)}) as web:
        ledger = run(web, db)
    assert ledger.verdict()[0] == "blind"
    assert "Cloudflare" in ledger.verdict()[1]
    assert rows(db, "SELECT count(*) FROM mention") == [(0,)]


def test_sites_run_side_by_side_and_one_that_fails_leaves_the_others_alone(db):
    with serving(answers) as web:
        good = site_at(web.url("/feed/1"), engine="feed", name="good")
        bad = site_at("http://127.0.0.3:9/feed", engine="feed", name="bad")
        config = Config(path=None, brands=ACME, sites={"good": good, "bad": bad})
        verdicts = {ledger.site: ledger.verdict()[0] for ledger in crawl(config, db, [bad, good], Limits())}
    assert verdicts == {"good": "fine", "bad": "blind"}
