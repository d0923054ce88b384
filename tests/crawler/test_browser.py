"""The browser's own life: started late, replaced when worn or dead, gone when idle and whenever the crawler ends."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

import crawler.browser
from crawler.config import Config
from crawler.run import crawl
from mentions.page import Ask
from spiders.base.engine import Limits
from tests.crawler.fetching import with_fetch
from tests.crawler.test_fleet import rows
from tests.crawler.test_render import said, scripted, shop, site_of
from tests.loopback import Reply, serving

GONE_S = 20  # within which a browser that was told to end has ended, on a busy machine


def browsers(mark):
    """Return the process ids of Chromium's whose command line holds a mark."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes()
        except OSError:  # it has ended meanwhile
            continue
        if b"--remote-debugging-pipe" in line and mark.encode() in line:
            found.append(int(process.name))
    return found


def wait_for_none(mark):
    """Return whether all browsers of a mark have ended, or do so soon."""
    until = time.monotonic() + GONE_S
    while browsers(mark) and time.monotonic() < until:
        time.sleep(0.05)
    return browsers(mark) == []


def drivers():
    """Return the process ids of what this process drives browsers with."""
    children = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return [
        int(child)
        for task in children
        for child in task.read_text().split()
        if b"run-driver" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


@pytest.fixture
def mark(monkeypatch):
    """Give a word that the command line of this test's browsers holds: the folder of their profiles, which may not be long."""
    with tempfile.TemporaryDirectory(prefix="browser-") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        yield folder


@pytest.fixture
def starts(monkeypatch):
    """Give the list of browsers that were started."""
    started = []
    start = crawler.browser._start

    async def counted():
        started.append(await start())
        return started[-1]

    monkeypatch.setattr("crawler.browser._start", counted)
    return started


@pytest.mark.parametrize("killed", ["the browser", "what drives it"])
def test_a_browser_that_is_killed_under_a_page_is_replaced_and_the_page_is_read(killed, mark, starts):
    def deadly(path, headers):
        if path.startswith("/api/") and len(starts) == 1:
            for process in browsers(mark) if killed == "the browser" else drivers():
                os.kill(process, signal.SIGKILL)
        return shop(path, headers)

    with serving(deadly) as web:
        answer = with_fetch(lambda fetch_of: fetch_of(site_of(web))(Ask(url=web.url("/kettle"))))
        assert web.paths().count("/kettle") == 2
    assert len(said(answer)) == 2
    assert len(starts) == 2
    assert wait_for_none(mark)


def test_a_worn_browser_is_replaced_and_an_idle_one_ended(mark, starts, monkeypatch):
    monkeypatch.setattr("crawler.browser.MOST_PAGES", 2)

    async def work(fetch_of):
        fetch = fetch_of(site_of(web, concurrency=4))
        assert starts == []
        answers = await asyncio.gather(*(fetch(Ask(url=web.url(f"/{number}"))) for number in range(3)))
        assert [len(said(answer)) for answer in answers] == [2, 2, 2]
        assert len(starts) == 2
        monkeypatch.setattr("crawler.browser.IDLE_S", 0.01)
        assert len(said(await fetch(Ask(url=web.url("/4"))))) == 2
        assert await asyncio.to_thread(wait_for_none, mark)
        assert len(said(await fetch(Ask(url=web.url("/5"))))) == 2
        assert len(starts) == 3

    with serving(shop) as web:
        with_fetch(work)


def test_a_run_whose_page_never_ends_has_a_true_verdict_and_the_next_site_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr("crawler.settings.DOWNLOAD_TIMEOUT", 5)
    with serving({"/kettle": scripted("for (;;);")}) as stuck, serving(shop) as web:
        sites = [replace(site_of(one, name=name), url=one.url("/kettle")) for name, one in (("stuck", stuck), ("well", web))]
        config = Config(path=None, brands=(), sites={site.name: site for site in sites})
        ledgers = {ledger.site: ledger for ledger in crawl(config, f"sqlite:///{tmp_path}/test.db", sites, Limits())}
        assert stuck.paths() == ["/kettle"]  # it would not end when tried again
    verdict, evidence = ledgers["stuck"].verdict()
    assert verdict == "blind"
    assert "its scripts had not ended after 5 s" in evidence
    assert ledgers["well"].read == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_browser_outlives_the_crawler(number, mark, tmp_path):
    looping = threading.Event()

    def page(path, headers):
        del headers
        if path == "/go":
            looping.set()
        return Reply(status=404) if path == "/robots.txt" else scripted('fetch("/go").then(() => { for (;;); })')

    (tmp_path / "config" / "sites").mkdir(parents=True)
    (tmp_path / "config" / "brands.toml").write_text('["Acme"]\nterms = ["Acme"]\n')
    with serving(page) as web:
        table = f'[shop]\nengine = "schema_org"\nurl = "{web.url("/kettle")}"\nrender = true\nallow_private = true\ndelay = 0\n'
        (tmp_path / "config" / "sites" / "shop.toml").write_text(table)
        command = [sys.executable, "-m", "crawler", "crawl", "shop", "--config", str(tmp_path / "config")]
        command += ["--db", f"sqlite:///{tmp_path}/test.db"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as crawling:
            assert looping.wait(60)
            assert browsers(mark)
            os.killpg(crawling.pid, number)  # as a terminal's Ctrl-C, to all that listens
            _, err = crawling.communicate(timeout=GONE_S)
    if number != signal.SIGKILL:
        assert rows(f"sqlite:///{tmp_path}/test.db", "SELECT verdict, evidence FROM crawl") == [("blind", "unread: stopped before its end")]
        assert "never retrieved" not in err
    assert wait_for_none(mark)
