"""robots.txt by RFC 9309."""

import itertools

import pytest

from mentions.errors import RobotsDisallowedError
from mentions.page import Ask
from tests.crawler.fetching import site_at, with_fetch
from tests.loopback import Reply, serving

PLAIN = {"Content-Type": "text/plain"}
PAGE = Reply(body="<p>hello</p>")


def ask(url, **site_fields):
    async def work(fetch_of):
        return await fetch_of(site_at(url, **site_fields))(Ask(url=url))

    return with_fetch(work)


def test_what_robots_forbids_is_not_asked_for():
    robots = Reply(body="User-agent: *\nDisallow: /private", headers=PLAIN)
    with serving({"/robots.txt": robots, "/private/1": PAGE, "/open": PAGE}) as web:
        with pytest.raises(RobotsDisallowedError, match=r"robots\.txt forbids it"):
            ask(web.url("/private/1"))
        assert ask(web.url("/open")).status == 200
        assert web.paths() == ["/open"]


def test_rules_are_those_for_the_sites_own_agent():
    robots = Reply(body="User-agent: *\nDisallow:\n\nUser-agent: acmebot\nDisallow: /", headers=PLAIN)
    with serving({"/robots.txt": robots, "/": PAGE}) as web:
        assert ask(web.url()).status == 200
        with pytest.raises(RobotsDisallowedError):
            ask(web.url(), user_agent="acmebot/1.0 (+https://acme.example)")
        assert [one.headers["user-agent"].split("/")[0] for one in web.asked if one.path == "/robots.txt"] == ["untagged", "acmebot"]


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (410, True), (403, True), (500, False), (503, False), (429, False)])
def test_a_missing_file_allows_and_a_failing_host_forbids(status, allowed):
    with serving({"/robots.txt": Reply(status=status, headers=PLAIN), "/": PAGE}) as web:
        if allowed:
            assert ask(web.url()).status == 200
        else:
            with pytest.raises(RobotsDisallowedError, match=str(status)):
                ask(web.url())


def test_a_site_that_need_not_obey_does_not_ask():
    with serving({"/robots.txt": Reply(body="User-agent: *\nDisallow: /", headers=PLAIN), "/": PAGE}) as web:
        assert ask(web.url(), obey_robots=False, robots_reason="our own board").status == 200
        assert web.paths(robots=True) == ["/"]


def test_crawl_delay_is_kept_from_the_first_page_on():
    robots = Reply(body="User-agent: *\nCrawl-delay: 0.3", headers=PLAIN)
    with serving({"/robots.txt": robots, "/1": PAGE, "/2": PAGE, "/3": PAGE}) as web:

        async def work(fetch_of):
            fetch = fetch_of(site_at(web.url()))
            for number in (1, 2, 3):
                await fetch(Ask(url=web.url(f"/{number}")))

        with_fetch(work)
        pages = [one for one in web.asked if one.path != "/robots.txt"]
        assert all(later.began - earlier.ended >= 0.29 for earlier, later in itertools.pairwise(pages))


@pytest.mark.parametrize(
    ("said", "delay_s"), [("2.5", 2.5), ("999999999", 86400.0), ("inf", 0.0), ("nan", 0.0), ("soon", 0.0), ("-1", 0.0)]
)
def test_a_crawl_delay_that_is_no_delay_neither_breaks_nor_hastens(said, delay_s, monkeypatch):
    asked = []
    monkeypatch.setattr("crawler.robots.ask_for", lambda crawler, name, *, delay_s: asked.append(delay_s))  # noqa: ARG005 - noted instead
    with serving({"/robots.txt": Reply(body=f"User-agent: *\nCrawl-delay: {said}", headers=PLAIN), "/": PAGE}) as web:
        assert ask(web.url()).status == 200
    assert max([0.0, *asked]) == delay_s
