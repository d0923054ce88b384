"""Scrapy's own commands work on the configured sites."""

import subprocess
import sys

import pytest

from tests.crawler.test_fleet import answers, rows
from tests.loopback import serving

SITE = """
[made-feed]
engine = "feed"
url = "{url}"
delay = 0
allow_private = true
"""


@pytest.fixture
def scrapy(tmp_path):
    """Return a function that runs `scrapy` in a configured place and gives what it printed."""
    (tmp_path / "config" / "sites").mkdir(parents=True)
    (tmp_path / "config" / "brands.toml").write_text('["Acme"]\nterms = ["Acme"]\n', encoding="utf-8")
    env = {
        "UNTAGGED_CONFIG": str(tmp_path / "config"),
        "UNTAGGED_DB": f"sqlite:///{tmp_path}/test.db",
        "SCRAPY_SETTINGS_MODULE": "crawler.settings",
        "PATH": "/usr/bin:/bin",
    }

    def call(url, *args, stdin=""):
        (tmp_path / "config" / "sites" / "made.toml").write_text(SITE.format(url=url), encoding="utf-8")
        command = [sys.executable, "-m", "scrapy", *args]
        return subprocess.run(command, capture_output=True, text=True, env=env, cwd=tmp_path, timeout=120, input=stdin, check=False)

    return call


def test_list_names_the_sites(scrapy):
    assert scrapy("https://talk.example/feed", "list").stdout.split() == ["made-feed"]


def test_crawl_stores_what_untagged_crawl_would(scrapy, tmp_path):
    with serving(answers) as web:
        done = scrapy(web.url("/feed/1"), "crawl", "made-feed")
    assert done.returncode == 0, done.stderr
    assert rows(f"sqlite:///{tmp_path}/test.db", "SELECT read, new, no_brand, rejected, verdict FROM crawl") == [(12, 6, 3, 3, "fine")]


def test_an_unknown_site_is_told(scrapy):
    done = scrapy("https://talk.example/feed", "crawl", "made-fed")
    assert "made-feed" in done.stderr
    assert done.returncode != 0


def test_the_shell_asks_in_the_sites_name(scrapy):
    with serving(answers) as web:
        done = scrapy(web.url("/feed/1"), "shell", web.url("/feed/1"), stdin="print('status', response.status)\n")
    assert "status 200" in done.stdout
