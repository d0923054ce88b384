"""The scheduler: what it feeds and when, a clock that is set, a database that is away, a second one on the same database."""

import asyncio
import datetime as dt
import logging
import os
import signal
from contextlib import aclosing
from dataclasses import replace

import pytest
from sqlalchemy import text

import crawler.scheduler
from crawler.cli import main
from crawler.context import Context
from crawler.ledger import Ledger
from crawler.run import families
from crawler.scheduler import SWEEP_AFTER, Scheduler
from crawler.store import Store
from mentions.errors import StorageError
from mentions.site import Site
from storage.database import connect, reading, writing
from storage.locks import SchedulerLock, scheduler_lock
from storage.read import known
from tests.loopback import Reply, serving
from tests.storage.made import mention, page, write

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


class Clock:
    """A wall's clock that can be set, and a steady one that cannot; both stand still."""

    def __init__(self):
        self.now = NOW
        self.steady = 1000.0

    def wall(self):
        """Give the seconds that the wall's clock shows."""
        return self.now.timestamp()

    def monotonic(self):
        """Give the steady seconds."""
        return self.steady


def site(name, **fields):
    return Site(**{"name": name, "engine": "phpbb", "url": f"https://{name}.example/", "every_s": 3600.0, "every_min_s": 300.0, **fields})


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def scheduler(engine, clock, tmp_path):
    """Give a scheduler of three sites, all due, whose ticks nobody runs."""
    sites = {name: site(name) for name in ("a", "b", "c")}
    url = engine.url.render_as_string(hide_password=False)
    store = Store.open(url, sites, families(), now=lambda: clock.now)
    context = Context(brands=(), sites=sites, families=families(), store=store, now=lambda: clock.now)
    yield Scheduler(context, tmp_path, SchedulerLock(None), clock.wall, clock.monotonic)
    store.close_now()


def due(scheduler, **at):
    """Set the sites' due times."""
    with writing(scheduler.context.store.engine) as conn:
        for name, when in at.items():
            conn.execute(text("UPDATE site SET due_at = :at WHERE name = :name"), {"at": stored(conn, when), "name": name})


def stored(conn, when):
    return when.strftime("%Y-%m-%d %H:%M:%S.%f") if conn.dialect.name == "sqlite" else when


def due_at(scheduler, name):
    with reading(scheduler.context.store.engine) as conn:
        found = conn.execute(text("SELECT due_at FROM site WHERE name = :name"), {"name": name}).scalar_one()
    return dt.datetime.fromisoformat(found).replace(tzinfo=dt.UTC) if isinstance(found, str) else found


def fed(scheduler):
    """Run one tick of the feed and give what it queued."""
    asyncio.run(scheduler.take_due())
    return [scheduler._queue.get_nowait() for _ in range(scheduler._queue.qsize())]


def test_sites_are_fed_when_they_are_due_the_longest_due_first_and_once(scheduler):
    due(scheduler, a=NOW - HOUR, b=NOW - 2 * HOUR, c=NOW + HOUR)
    assert fed(scheduler) == ["b", "a"]
    assert fed(scheduler) == []  # under way
    scheduler.ended(Ledger(site="b"))
    assert fed(scheduler) == ["b"]


def test_a_site_that_is_no_longer_configured_is_not_fed(scheduler):
    del scheduler.context.sites["b"]
    assert fed(scheduler) == ["a", "c"]


def test_sites_that_wait_for_room_are_fed_as_they_are_configured_by_then(scheduler):
    async def feed():
        await scheduler.take_due()
        edited = replace(scheduler.context.sites["c"], delay_s=9.0)
        del scheduler.context.sites["a"]
        scheduler.context.sites["c"] = edited
        async with aclosing(scheduler.feed()) as sites:
            found = [await anext(sites), await anext(sites)]
        return [site.name for site in found], found[1] is edited

    assert asyncio.run(feed()) == (["b", "c"], True)


def test_a_run_that_could_not_be_stored_waits_as_long_as_a_site_must(scheduler, clock):
    fed(scheduler)
    ledger = Ledger(site="a")
    ledger.error = "the database is away"
    scheduler.ended(ledger)
    assert fed(scheduler) == []
    clock.steady += 299
    assert fed(scheduler) == []
    clock.steady += 2
    assert fed(scheduler) == ["a"]


def test_a_database_that_is_away_is_told_and_asked_again(scheduler, monkeypatch, caplog):
    with monkeypatch.context() as away:
        away.setattr(crawler.scheduler, "due_sites", lambda *_: (_ for _ in ()).throw(StorageError("away")))
        assert fed(scheduler) == []
    assert [record.getMessage() for record in caplog.records] == ["no site can be fed: away"]
    assert fed(scheduler) == ["a", "b", "c"]


@pytest.mark.parametrize("jump", [-HOUR, HOUR, -30 * 24 * HOUR, 400 * 24 * HOUR])
def test_a_clock_that_is_set_is_noticed_once_and_no_site_waits_longer_than_it_may(scheduler, clock, jump, caplog):
    due(scheduler, a=NOW + HOUR / 2, b=NOW - HOUR, c=NOW + HOUR)
    clock.now += jump
    for _ in range(3):
        asyncio.run(scheduler.look_at_clock())
    assert [record.getMessage().split(";")[0] for record in caplog.records] == [f"the clock was set by {jump.total_seconds():+.0f} s"]
    assert all(due_at(scheduler, name) <= clock.now + HOUR for name in "abc")


def test_time_that_passes_is_no_clock_that_is_set(scheduler, clock, caplog):
    for _ in range(100):
        clock.now += HOUR
        clock.steady += 3600
        asyncio.run(scheduler.look_at_clock())
    assert caplog.records == []


def test_ticks_go_on_at_once_when_the_clock_was_set_back(scheduler, clock):
    async def run():
        feed = scheduler.feed()
        await anext(feed)
        for job in scheduler._ticks.get_jobs():
            job.modify(next_run_time=dt.datetime.now(dt.UTC) + HOUR)  # where they stand when the wall's clock loses an hour
        clock.now -= HOUR
        await scheduler.look_at_clock()
        following = scheduler._ticks.get_job("take_due").next_run_time
        await feed.aclose()
        return following

    assert asyncio.run(run()) < dt.datetime.now(dt.UTC) + HOUR / 60


def test_due_times_of_a_clock_that_was_ahead_are_brought_back_at_the_start(scheduler):
    due(scheduler, a=NOW + 1000 * HOUR)

    async def run():
        feed = scheduler.feed()
        await anext(feed)
        await feed.aclose()

    asyncio.run(run())
    assert due_at(scheduler, "a") == NOW + HOUR


def test_ticks_that_the_end_cuts_short_are_no_errors(scheduler, caplog):
    async def run():
        feed = scheduler.feed()
        await anext(feed)
        await feed.aclose()
        await asyncio.sleep(0)

    asyncio.run(run())
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_forums_unread_for_long_are_read_anew_and_other_shapes_are_not(scheduler, clock, engine):
    scheduler.context.sites |= {"r": site("r", engine="feed")}
    for name, kind in (("a", "phpbb"), ("r", "feed")):
        post = mention("1", site=name, engine=kind, thread_url=f"https://{name}.example/t/1")
        write(engine, page(post, site=name, engine=kind), now=NOW, families=families())
    clock.now += SWEEP_AFTER + HOUR
    asyncio.run(scheduler.sweep())
    with reading(engine) as conn:
        assert known(conn, "a", ["sweep"])["sweep"] == {"at": clock.now.isoformat(), "threads": {"https://a.example/t/1": {"1": None}}}
        assert known(conn, "r", ["sweep"]) == {}


ENTRY = (
    "<entry><id>made:{0}</id><link href='/post/{0}'/><title/><published>2026-01-02T09:0{0}:00Z</published>"
    "<content type='text'>{1}</content></entry>"
)


def configured(folder, web, extra=""):
    """Write a configuration of one feed."""
    (folder / "sites").mkdir(parents=True, exist_ok=True)
    (folder / "brands.toml").write_text('["Acme"]\nterms = ["Acme"]\n' + extra, encoding="utf-8")
    table = f'[news]\nengine = "feed"\nurl = "{web.url("/feed")}"\nevery = "2s"\nevery_min = "1s"\ndelay = 0.0\nallow_private = true\n'
    (folder / "sites" / "news.toml").write_text(table, encoding="utf-8")


def test_it_crawls_takes_up_an_edited_brand_and_ends_by_sigterm_with_all_stored(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(crawler.scheduler, "RELOAD_S", 0.2)
    config, asked = tmp_path / "config", []

    def answers(path, headers):
        del headers
        if path != "/feed":
            return Reply(status=404)
        asked.append(path)
        if len(asked) == 2:
            configured(config, web, '["Lumo"]\nterms = ["Lumo"]\n')
        if len(asked) == 5:
            os.kill(os.getpid(), signal.SIGTERM)
        words = ("Acme kettles", "Lumo lamps")
        entries = "".join(ENTRY.format(len(asked), f"{said} {len(asked)}") for said in words[len(asked) > 3 :][:1])
        return Reply(
            body=f"<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>{entries}</feed>",
            headers={"Content-Type": "application/atom+xml"},
        )

    with serving(answers) as web:
        configured(config, web)
        assert main(["--config", str(config), "--db", f"sqlite:///{tmp_path}/test.db", "schedule"]) == 0
    said = capfd.readouterr().err
    assert "the edited configuration is in force: 1 sites, 2 brands" in said
    assert "SIGTERM: finishing the pages in hand" in said
    assert "Traceback" not in said
    engine = connect(f"sqlite:///{tmp_path}/test.db")
    with reading(engine) as conn:
        brands = conn.execute(text("SELECT brand, count(*) FROM v1_mentions GROUP BY brand ORDER BY brand")).all()
    engine.dispose()
    assert [brand for brand, _ in brands] == ["Acme", "Lumo"]


def test_a_second_scheduler_says_who_holds_the_database_changes_nothing_and_stops_with_status_2(database_url, tmp_path, capsys):
    (tmp_path / "sites").mkdir()
    (tmp_path / "brands.toml").write_text('["Acme"]\nterms = ["Acme"]\n', encoding="utf-8")
    engine = connect(database_url)
    with scheduler_lock(engine):
        assert main(["--config", str(tmp_path), "--db", engine.url.render_as_string(hide_password=False), "schedule"]) == 2
    assert f"pid {os.getpid()}" in capsys.readouterr().err
    with engine.connect() as conn:
        assert not engine.dialect.has_table(conn, "site")
    engine.dispose()
