"""Discourse: where a walk begins, and that the site-wide stream of any version is read whole."""

import asyncio
import datetime as dt
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.page import Answer, Ask, Thread
from mentions.site import Site
from spiders.base.engine import Limits
from spiders.forums.discourse import DiscourseSpider

NOW = dt.datetime(2026, 3, 6, tzinfo=dt.UTC)


def spider(url: str = "https://talk.example", **options: object) -> DiscourseSpider:
    made = DiscourseSpider(name="talk")
    made.site = Site(name="talk", engine="discourse", url=url, options=options)
    return made


@pytest.mark.parametrize(
    ("url", "options", "first", "grows"),
    [
        ("https://talk.example", {}, "https://talk.example/posts.json", "top"),
        ("https://talk.example/", {}, "https://talk.example/posts.json", "top"),
        ("https://talk.example/forum/", {}, "https://talk.example/forum/posts.json", "top"),
        ("https://talk.example", {"by": "topics"}, "https://talk.example/latest.json", "end"),
        ("https://talk.example", {"category": 5}, "https://talk.example/latest.json?category=5", "end"),
        ("https://talk.example/c/tea/5", {}, "https://talk.example/c/tea/5/l/latest.json", "end"),
        ("https://talk.example/t/green-tea/77", {}, "https://talk.example/t/77.json", "end"),
        ("https://talk.example/forum/t/77/12?u=ann", {}, "https://talk.example/forum/t/77.json", "end"),
    ],
)
def test_where_a_walk_begins(url: str, options: dict[str, object], first: str, grows: str) -> None:
    made = spider(url, **options)
    assert (made.first_ask().url, made.where_it_grows()) == (first, grows)


def test_a_topic_is_asked_of_the_api() -> None:
    thread = Thread(key="77", url="https://talk.example/forum/t/green-tea/77")
    assert spider().ask_thread(thread).url == "https://talk.example/forum/t/77.json"


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 400), st.sets(st.integers(1, 400)), st.booleans())
def test_the_stream_is_read_whole_whatever_is_missing_from_it(newest: int, gone: set[int], is_old: bool) -> None:
    there = set(range(1, newest + 1)) - gone | {newest}

    async def fetch(ask: Ask) -> Answer:
        before = int(parse_qs(urlsplit(ask.url).query).get("before", [newest])[0])
        shown = sorted((i for i in there if i <= before), reverse=True)
        shown = [i for i in shown if i > before - 50] if is_old else shown[:50]
        posts = [{"id": i, "post_number": 2, "topic_id": 1, "cooked": "<p>x</p>", "created_at": "2025-01-01T00:00:00Z"} for i in shown]
        return Answer(url=ask.url, body=json.dumps({"latest_posts": posts}).encode(), fetched_at=NOW, site=made.site)

    async def known(_: object) -> dict[str, dict[str, object]]:
        return {}

    async def walk() -> list[str]:
        return [mention.key async for page in made.pages(fetch, known, Limits()) for mention in page.mentions]

    made = spider()
    found = asyncio.run(walk())
    assert sorted(map(int, found)) == sorted(there)
