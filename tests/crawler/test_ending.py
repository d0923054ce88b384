"""A crawl that is ended by a signal: at any moment, with what it has in hand stored, and in time."""

import os
import signal
import threading

import pytest

from crawler.config import Config
from crawler.ending import TimeLimit
from crawler.run import crawl
from mentions.brand import Brand
from spiders.base.engine import Limits
from storage.database import connect, reading
from storage.integrity import faults
from tests.crawler.fetching import site_at
from tests.crawler.test_fleet import answers, rows
from tests.loopback import serving


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("page", [1, 2, 3])
def test_a_signal_ends_the_crawl_with_the_pages_in_hand_stored_and_the_next_goes_on(tmp_path, number, page):
    db = f"sqlite:///{tmp_path}/test.db"

    def killing(path, headers):
        if path == f"/feed/{page}" and not sent:
            sent.append(path)
            os.kill(os.getpid(), number)
        return answers(path, headers)

    sent = []
    with serving(killing) as web:
        site = site_at(web.url("/feed/1"), engine="feed")
        config = Config(path=None, brands=(Brand(id="Acme", terms=("Acme",)),), sites={site.name: site})
        crawl(config, db, [site], Limits())
        assert rows(db, "SELECT count(*) FROM mention") == [(2 * (page - 1),)]
        assert rows(db, "SELECT count(*) FROM crawl WHERE finished_at IS NULL") == [(0,)]
        crawl(config, db, [site], Limits())
    assert rows(db, "SELECT count(*), sum(version) FROM mention") == [(6, 6)]
    engine = connect(db)
    with reading(engine) as conn:
        assert faults(conn) == []
    engine.dispose()


def test_a_signal_that_comes_while_the_crawl_starts_is_heard(tmp_path, monkeypatch):
    """Scrapy itself forgets a stop that comes before its engine runs, and every later one with it."""
    from scrapy.core.engine import ExecutionEngine  # noqa: PLC0415 - beside what it is patched for

    opened = ExecutionEngine.open_spider_async

    async def slow(self, **kwargs):
        os.kill(os.getpid(), signal.SIGTERM)
        await opened(self, **kwargs)

    monkeypatch.setattr(ExecutionEngine, "open_spider_async", slow)
    with serving(answers) as web:
        site = site_at(web.url("/feed/1"), engine="feed")
        crawl(Config(path=None, brands=(), sites={site.name: site}), f"sqlite:///{tmp_path}/test.db", [site], Limits())
        assert web.paths() in ([], ["/feed/1"])


def test_an_end_that_takes_too_long_is_cut_short():
    left, gone = [], threading.Event()

    def leave(status):
        left.append(status)
        gone.set()

    limit = TimeLimit(0.0, leave)
    limit.begin()
    assert gone.wait(10)
    assert left == [1]


def test_an_end_in_time_is_not():
    left = []
    limit = TimeLimit(600.0, left.append)
    limit.cancel()  # nothing has begun
    limit.begin()
    limit.cancel()
    assert left == []
