"""What Scrapy keeps for one spider, a fleet keeps for each site and host: the traps of running many sites in one crawler.

Others have tests of their own: delays from the end of the last answer, shared slots, redirects into another host's slot, agents and
Crawl-delay in robots.txt (`test_fetch`, `test_robots`), poisonous rows and pages after a failed one (`tests/storage`).
"""

import asyncio
import datetime as dt
import itertools
import logging
import time

import pytest
from scrapy.exceptions import CloseSpider

from crawler.config import Config
from crawler.logs import OneLineFormatter
from crawler.politeness import SlotMiddleware, slot_name
from crawler.run import crawl
from mentions.errors import RobotsDisallowedError
from mentions.page import Ask, Page
from pipelines.brands import BrandsPipeline
from spiders.base.engine import Limits
from spiders.blogs.feed import FeedSpider
from tests.crawler.fetching import site_at, with_fetch
from tests.crawler.test_fleet import ACME, answers, rows
from tests.loopback import Reply, serving

PAGE = Reply(body="<p>hello</p>")
PLAIN = {"Content-Type": "text/plain"}


def crawl_two(web, db):
    """Crawl two sites side by side; give their verdicts."""
    sites = {name: site_at(web.url("/feed/1"), name=name) for name in ("bad", "good")}
    ledgers = crawl(Config(path=None, brands=ACME, sites=sites), db, list(sites.values()), Limits())
    return {ledger.site: ledger.verdict() for ledger in ledgers}


@pytest.fixture
def db(tmp_path):
    return f"sqlite:///{tmp_path}/test.db"


@pytest.mark.parametrize("error", [KeyError("oops"), CloseSpider("enough")])
def test_what_one_sites_engine_raises_ends_its_run_alone(db, monkeypatch, error):
    pages = FeedSpider.pages

    async def raising(self, fetch, known, limits):
        async for page in pages(self, fetch, known, limits):
            yield page
            if self.site.name == "bad":
                raise error

    monkeypatch.setattr(FeedSpider, "pages", raising)
    with serving(answers) as web:
        verdicts = crawl_two(web, db)
    assert verdicts["good"][0] == "fine"
    assert verdicts["bad"][0] == "partial"
    assert verdicts["bad"][1].startswith(f"broken: {type(error).__name__}")
    assert rows(db, "SELECT site, count(*) FROM mention GROUP BY site ORDER BY site") == [("bad", 2), ("good", 6)]


def test_a_step_that_raises_is_told_and_no_later_page_of_the_run_is_stored(db, monkeypatch, caplog):
    """Scrapy logs the whole item and goes on: the run would be «finished» with a page lost."""
    process = BrandsPipeline.process_item

    def raising(self, item):
        if item.site == "bad" and item.url.endswith("/feed/2"):
            raise ValueError(item.url)
        return process(self, item)

    monkeypatch.setattr(BrandsPipeline, "process_item", raising)
    with serving(answers) as web:
        verdicts = crawl_two(web, db)
    assert verdicts["good"][0] == "fine"
    assert verdicts["bad"][1].startswith("broken: ValueError")
    assert rows(db, "SELECT site, count(*) FROM mention GROUP BY site ORDER BY site") == [("bad", 2), ("good", 6)]
    assert "The Acme kettle leaks" not in caplog.text
    monkeypatch.undo()
    with serving(answers, port=web.port) as web:
        assert crawl_two(web, db)["bad"][0] == "fine"
    assert rows(db, "SELECT count(*), count(DISTINCT key) FROM mention WHERE site = 'bad'") == [(6, 6)]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_refusal_reaches_the_reader(status):
    """Scrapy's HttpError would drop it."""
    with serving({"/": Reply(status=status, body="<title>No</title>")}) as web:

        async def work(fetch_of):
            return await fetch_of(site_at(web.url(), obey_robots=False))(Ask(url=web.url()))

        answer = with_fetch(work)
    assert (answer.status, answer.body) == (status, b"<title>No</title>")


def test_one_address_is_asked_again_by_each_run_and_no_cookie_tells_of_the_one_before():
    """Scrapy's filter of duplicates and its cookie jar live as long as the crawler."""
    page = Reply(body="<p>hello</p>", headers={"Content-Type": "text/html", "Set-Cookie": "who=me; Path=/"})
    with serving({"/": page}) as web:

        async def work(fetch_of):
            for name in ("one", "one", "other"):
                await fetch_of(site_at(web.url(), name=name, obey_robots=False))(Ask(url=web.url()))

        with_fetch(work)
        assert web.paths() == ["/", "/", "/"]
        assert all("cookie" not in asked.headers for asked in web.asked)


def test_a_slot_that_was_dropped_for_being_idle_keeps_its_delay(monkeypatch):
    crawlers = []
    monkeypatch.setattr(SlotMiddleware, "from_crawler", classmethod(lambda cls, crawler: crawlers.append(crawler) or cls(crawler)))
    robots = Reply(body="User-agent: *\nCrawl-delay: 0.3", headers=PLAIN)
    with serving({"/robots.txt": robots, "/1": PAGE, "/2": PAGE, "/3": PAGE}) as web:

        async def work(fetch_of):
            fetch = fetch_of(site_at(web.url()))
            await fetch(Ask(url=web.url("/1")))
            crawlers[0].engine.downloader.slots.pop(slot_name(web.url())).close()
            await fetch(Ask(url=web.url("/2")))
            await fetch(Ask(url=web.url("/3")))

        with_fetch(work)
        _, *pages = [one for one in web.asked if one.path != "/robots.txt"]
    assert all(later.began - earlier.ended >= 0.29 for earlier, later in itertools.pairwise(pages))


def test_one_hosts_trouble_does_not_slow_another():
    replies = [Reply(status=429, headers={"Retry-After": "2"}), PAGE]
    with (
        serving(lambda path, headers: replies.pop(0), address="127.0.0.2") as slow,  # noqa: ARG005 - in order
        serving(lambda path, headers: PAGE) as quick,  # noqa: ARG005 - any page
    ):

        async def ask_quick(fetch_of):
            began = time.monotonic()
            for number in range(5):
                await fetch_of(site_at(quick.url(), name="quick", obey_robots=False))(Ask(url=quick.url(f"/{number}")))
            return time.monotonic() - began

        async def work(fetch_of):
            held = asyncio.ensure_future(fetch_of(site_at(slow.url(), name="slow", obey_robots=False))(Ask(url=slow.url())))
            while not slow.asked:  # noqa: ASYNC110 - a server's thread has no event of this loop
                await asyncio.sleep(0.01)
            took = await ask_quick(fetch_of)
            return took, held.done(), (await held).status

        took, was_done, status = with_fetch(work)
    assert took < 1.9
    assert (was_done, status) == (False, 200)


def robots_asked(web, monkeypatch, fresh, times):
    """Ask for pages in one crawler, and give how often robots.txt was asked for."""
    monkeypatch.setattr("crawler.robots.FRESH", fresh)

    async def work(fetch_of):
        for number in range(times):
            await fetch_of(site_at(web.url()))(Ask(url=web.url(f"/{number}")))

    with_fetch(work)
    return [one.path for one in web.asked].count("/robots.txt")


@pytest.mark.parametrize(("fresh", "asked"), [(dt.timedelta(hours=24), 1), (dt.timedelta(seconds=-1), 4)])
def test_robots_txt_is_believed_for_its_time_and_then_asked_for_anew(monkeypatch, fresh, asked):
    """Scrapy's own keeps it for the process's life."""
    allowing = Reply(body="User-agent: *\nDisallow:", headers=PLAIN)
    with serving(lambda path, headers: allowing if path == "/robots.txt" else PAGE) as web:  # noqa: ARG005 - by path
        assert robots_asked(web, monkeypatch, fresh, 4) == asked


def test_a_robots_txt_that_could_not_be_had_forbids_until_it_can(monkeypatch):
    """Scrapy's own allows all, for ever."""
    monkeypatch.setattr("crawler.robots.RETRY", dt.timedelta(seconds=-1))
    replies = [Reply(status=500, headers=PLAIN)] * 3 + [Reply(status=404, headers=PLAIN)]
    with serving(lambda path, headers: replies.pop(0) if path == "/robots.txt" else PAGE) as web:  # noqa: ARG005 - by path

        async def work(fetch_of):
            fetch = fetch_of(site_at(web.url()))
            with pytest.raises(RobotsDisallowedError, match="500"):
                await fetch(Ask(url=web.url("/1")))
            return await fetch(Ask(url=web.url("/2")))

        assert with_fetch(work).status == 200
        assert web.paths() == ["/2"]


def test_logs_never_show_a_whole_page():
    page = Page(site="talk", engine="feed", url="https://talk.example/1", outcome="ok", error="secret words")
    formatter = OneLineFormatter()
    for line in (formatter.scraped(page, None, None), formatter.item_error(page, ValueError("x"), None, None)):
        said = line["msg"] % line["args"]
        assert "secret words" not in said
        assert "https://talk.example/1" in said
        assert line["level"] <= logging.ERROR
