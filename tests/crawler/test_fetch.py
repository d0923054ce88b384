"""Asking politely: what is sent, how long a host is left alone."""

import asyncio
import itertools
import time

import pytest

from mentions.page import Ask
from tests.crawler.fetching import site_at, with_fetch
from tests.loopback import Reply, serving

PAGE = Reply(body="<p>hello</p>")


def gaps(web):
    pages = [one for one in web.asked if one.path != "/robots.txt"]
    return [later.began - earlier.ended for earlier, later in itertools.pairwise(pages)]


async def ask_all(fetch, web, count):
    for number in range(count):
        await fetch(Ask(url=web.url(f"/{number}")))


def test_the_delay_counts_from_the_end_of_the_last_answer():
    with serving(lambda path, headers: PAGE) as web:  # noqa: ARG005 - any page
        with_fetch(lambda fetch_of: ask_all(fetch_of(site_at(web.url(), delay_s=0.2, obey_robots=False)), web, 4))
        assert min(gaps(web)) >= 0.19


def test_two_sites_on_one_host_share_its_slot_and_the_slower_delay_wins():
    with serving(lambda path, headers: PAGE) as web:  # noqa: ARG005 - any page

        async def work(fetch_of):
            quick = fetch_of(site_at(web.url(), name="quick", delay_s=0.0, obey_robots=False))
            slow = fetch_of(site_at(web.url(), name="slow", delay_s=0.2, obey_robots=False))
            await slow(Ask(url=web.url("/first")))
            await asyncio.gather(ask_all(quick, web, 2), ask_all(slow, web, 2))

        with_fetch(work)
        assert min(gaps(web)) >= 0.19


def test_a_redirect_to_another_host_waits_in_that_hosts_slot():
    with serving(lambda path, headers: PAGE, address="127.0.0.2") as target:  # noqa: ARG005 - any page
        moved = Reply(status=302, headers={"Location": target.url("/landed")})
        with serving(lambda path, headers: moved) as web:  # noqa: ARG005 - any page

            async def work(fetch_of):
                slow = fetch_of(site_at(target.url(), name="target", delay_s=0.3, obey_robots=False))
                quick = fetch_of(site_at(web.url(), name="mover", obey_robots=False))
                await slow(Ask(url=target.url("/own")))
                await quick(Ask(url=web.url("/away")))

            with_fetch(work)
        assert [one.path for one in target.asked] == ["/own", "/landed"]
        assert gaps(target)[0] >= 0.29


def test_retry_after_is_honoured_and_the_answer_then_read():
    replies = [Reply(status=429, headers={"Retry-After": "1"}), PAGE]
    with serving(lambda path, headers: replies.pop(0)) as web:  # noqa: ARG005 - in order

        async def work(fetch_of):
            return await fetch_of(site_at(web.url(), obey_robots=False))(Ask(url=web.url()))

        assert with_fetch(work).status == 200
        assert gaps(web)[0] >= 0.95


def test_what_a_host_asks_to_wait_never_shortens_the_sites_own_delay():
    replies = [Reply(status=429, headers={"Retry-After": "0"}), PAGE]
    with serving(lambda path, headers: replies.pop(0)) as web:  # noqa: ARG005 - in order

        async def work(fetch_of):
            return await fetch_of(site_at(web.url(), delay_s=0.4, obey_robots=False))(Ask(url=web.url()))

        assert with_fetch(work).status == 200
        assert gaps(web)[0] >= 0.39


def test_a_host_that_answers_slowly_is_left_alone_twice_as_long(monkeypatch):
    monkeypatch.setattr("crawler.politeness.SLOW_S", 0.2)

    def answers(path, headers):
        del headers
        time.sleep(0.3 if path == "/1" else 0)  # the server's pace
        return PAGE

    with serving(answers) as web:
        with_fetch(lambda fetch_of: ask_all(fetch_of(site_at(web.url(), obey_robots=False)), web, 3))
        first, second = gaps(web)
        assert first < 0.5
        assert second >= 0.59


@pytest.mark.parametrize("name", ["X-Ratelimit", "RateLimit"])
def test_a_limit_that_is_spent_holds_the_next_request(name):
    spent = Reply(body="<p>hello</p>", headers={f"{name}-Remaining": "0", f"{name}-Reset": "1"})
    replies = [PAGE, spent, PAGE]
    with serving(lambda path, headers: replies.pop(0)) as web:  # noqa: ARG005 - in order
        with_fetch(lambda fetch_of: ask_all(fetch_of(site_at(web.url(), obey_robots=False)), web, 3))
        first, second = gaps(web)
        assert first < 0.5
        assert second >= 0.95


def test_a_limit_that_an_api_tells_in_its_words_holds_the_next_request():
    replies = [Reply(body='{"items": [], "backoff": 1}', headers={"Content-Type": "application/json"}), PAGE]
    with serving(lambda path, headers: replies.pop(0)) as web:  # noqa: ARG005 - in order
        with_fetch(lambda fetch_of: ask_all(fetch_of(site_at(web.url(), engine="stackexchange", obey_robots=False)), web, 2))
        assert gaps(web)[0] >= 0.95


def test_a_host_that_wants_more_than_a_run_may_wait_is_left_alone():
    with serving(lambda path, headers: Reply(status=503, headers={"Retry-After": "86400"})) as web:  # noqa: ARG005 - always

        async def work(fetch_of):
            return await fetch_of(site_at(web.url(), obey_robots=False))(Ask(url=web.url()))

        assert with_fetch(work).status == 503
        assert len(web.asked) == 1


def test_what_a_site_wants_sent_is_sent():
    with serving(lambda path, headers: PAGE) as web:  # noqa: ARG005 - any page
        site = site_at(
            web.url(), user_agent="acmebot/2 (+mailto:ops@acme.example)", headers={"X-Reason": "listening"}, languages=("vi", "en")
        )

        async def work(fetch_of):
            await fetch_of(site)(Ask(url=web.url(), etag='"abc"', last_modified="Mon, 05 Jan 2026 10:00:00 GMT"))

        with_fetch(work)
        sent = web.asked[-1].headers
        assert sent["user-agent"] == "acmebot/2 (+mailto:ops@acme.example)"
        assert sent["x-reason"] == "listening"
        assert sent["accept-language"] == "vi, en"
        assert sent["if-none-match"] == '"abc"'
        assert sent["if-modified-since"] == "Mon, 05 Jan 2026 10:00:00 GMT"
        assert "cookie" not in sent
        assert "referer" not in sent


def test_the_answer_keeps_the_headers_that_matter():
    headers = {"Content-Type": "application/json; charset=utf-8", "ETag": '"1"', "X-RateLimit-Remaining": "9", "Set-Cookie": "a=b"}
    with serving(lambda path, headers_: Reply(body="{}", headers=headers)) as web:  # noqa: ARG005 - any page

        async def work(fetch_of):
            return await fetch_of(site_at(web.url(), obey_robots=False))(Ask(url=web.url()))

        answer = with_fetch(work)
    assert (answer.content_type, answer.charset) == ("application/json", "utf-8")
    assert dict(answer.headers) == {"etag": '"1"', "x-ratelimit-remaining": "9"}


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_host_that_fails_is_asked_again_twice(status):
    with serving(lambda path, headers: Reply(status=status)) as web:  # noqa: ARG005 - always

        async def work(fetch_of):
            return await fetch_of(site_at(web.url(), obey_robots=False))(Ask(url=web.url()))

        assert with_fetch(work).status == status
        assert len(web.asked) == 3
