"""What a crawl leaves in the ledger, and on its site."""

import datetime as dt

import pytest
from sqlalchemy import Engine, func, select

from mentions.mention import HeldBack
from mentions.site import Site
from storage import ledger, read
from storage.database import reading, writing
from storage.models import HeldBackRow
from tests.storage.made import FAMILIES, LATER, NOW, mention, page, write

SITES = [Site(name=name, engine="phpbb", url=f"https://{name}/") for name in ("a-example", "b-example")]


def crawled(engine: Engine, verdict: str, at: dt.datetime, **given: object) -> int:
    """Open and close a crawl of a-example."""
    with writing(engine) as conn:
        crawl_id = ledger.open_crawl(conn, "a-example", "phpbb", at)
        ledger.close_crawl(conn, crawl_id, verdict=verdict, now=at, **given)
    return crawl_id


def test_a_crawl_that_was_never_closed_was_killed(engine: Engine) -> None:
    with writing(engine) as conn:
        crawl_id = ledger.open_crawl(conn, "a-example", "phpbb", NOW)
    write(engine, page(mention(), gap="page 2 and on"), crawl_id=crawl_id)
    with reading(engine) as conn:
        (row,) = read.crawls(conn)
    assert (row["crawl_id"], row["finished_at"], row["verdict"], row["new"], row["gap"]) == (crawl_id, None, None, 1, "page 2 and on")


def test_closing_keeps_the_gap_that_a_page_recorded(engine: Engine) -> None:
    with writing(engine) as conn:
        first, second = (ledger.open_crawl(conn, "a-example", "phpbb", NOW) for _ in range(2))
    for crawl_id in (first, second):
        write(engine, page(mention(), gap="page 2 and on"), crawl_id=crawl_id)
    with writing(engine) as conn:
        ledger.close_crawl(conn, first, verdict="partial", now=LATER)
        ledger.close_crawl(conn, second, verdict="partial", now=LATER, gap="all but page 1", error="stopped", stated_total=99)
    with reading(engine) as conn:
        rows = read.crawls(conn)
    assert [(row["gap"], row["error"], row["stated_total"], row["seconds"]) for row in rows] == [
        ("all but page 1", "stopped", 99, 86400.0),
        ("page 2 and on", None, None, 86400.0),
    ]


def test_notes_without_an_answer_are_no_pages(engine: Engine) -> None:
    write(engine, page(status=0), page(outcome="unreadable", status=0), page(outcome="empty"))
    with reading(engine) as conn:
        (row,) = read.crawls(conn)
    assert [row[f"pages_{name}"] for name in ("ok", "empty", "blocked", "unreadable")] == [0, 1, 0, 1]


def test_the_verdict_and_due_time_are_put_on_the_site(engine: Engine) -> None:
    with writing(engine) as conn:
        ledger.sync_sites(conn, SITES, FAMILIES, NOW)
    crawled(engine, "fine", NOW)
    last = crawled(engine, "fine", LATER, due_at=LATER + dt.timedelta(hours=1), evidence="3 pages read")
    with reading(engine) as conn:
        a, b = read.sites(conn)
    assert (a["verdict"], a["verdict_since"], a["last_crawl_id"], a["last_finished_at"]) == ("fine", NOW, last, LATER)
    assert (a["due_at"], a["evidence"], a["family"]) == (LATER + dt.timedelta(hours=1), "3 pages read", "forums")
    assert (b["verdict"], b["last_crawl_id"], b["due_at"]) == (None, None, NOW)
    crawled(engine, "blind", LATER)
    with reading(engine) as conn:
        a, _ = read.sites(conn)
    assert (a["verdict"], a["verdict_since"]) == ("blind", LATER)


def test_sites_follow_the_configuration(engine: Engine) -> None:
    later_still = LATER + dt.timedelta(days=1)
    with writing(engine) as conn:
        ledger.sync_sites(conn, SITES, FAMILIES, NOW)
        ledger.sync_sites(conn, SITES[:1], FAMILIES, LATER)  # b-example is taken out, a-example stays due since NOW
    with reading(engine) as conn:
        assert read.due_sites(conn, LATER, 10) == ["a-example"]
        assert [(row["site"], row["due_at"]) for row in read.sites(conn)] == [("a-example", NOW), ("b-example", None)]
    with writing(engine) as conn:
        ledger.sync_sites(conn, SITES, FAMILIES, later_still)
    with reading(engine) as conn:
        assert read.due_sites(conn, LATER, 10) == ["a-example"]
        assert read.due_sites(conn, later_still, 10) == ["a-example", "b-example"]
        assert read.due_sites(conn, later_still, 1) == ["a-example"]


def test_look_alikes_of_a_brand_are_bounded(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "HELD_BACK_PER_BRAND", 3)
    monkeypatch.setattr(ledger, "TRIM_EVERY", 1)
    for hour in range(5):
        held = (HeldBack(brand="Acme", start=0, end=4, matched="Acme", reason="exclude"),)
        seen = mention(str(hour), brands=(), held_back=held)
        write(engine, page(look_alikes=(seen,), read=1, no_brand=1), now=NOW + dt.timedelta(hours=hour))
    crawled(engine, "fine", LATER)
    with reading(engine) as conn:
        assert conn.execute(select(func.min(HeldBackRow.key), func.max(HeldBackRow.key), func.count())).one() == ("2", "4", 3)
