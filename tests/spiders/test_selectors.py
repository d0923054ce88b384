"""The engine without code: a site's table says where things stand."""

import datetime as dt

import pytest
from pydantic import ValidationError

from mentions.page import Answer, Page
from mentions.site import Site
from spiders.base.reading import read_answer
from spiders.forums.selectors import Options, SelectorsSpider

NOW = dt.datetime(2025, 3, 1, 12, 0, tzinfo=dt.UTC)
THREAD = """<html lang="en"><body><h1>Which kettle?</h1>
<div class="entry"><b class="who">ann</b><i>2025-02-03 10:00</i><p class="words">It leaks.</p></div>
<div class="entry"><b class="who">bob</b><i>2 hours ago</i><p class="words"><q>It leaks.</q>Mine too.</p></div>
<div class="entry"><b class="who">bob</b><i>2 hours ago</i><p class="words"><q>It leaks.</q>Mine too.</p></div>
<div class="entry ad"><b class="who">shop</b><p class="words">Buy!</p></div>
<a class="older" href="?page=2">Older</a></body></html>"""
LISTING = """<html><body><table>
<tr class="t sticky"><td><a href="/t/1">Rules</a></td><td>0</td><td>2025-01-01 00:00</td></tr>
<tr class="t"><td><a href="/t/7?sid=0123456789abcdef0123456789abcdef">Kettles</a></td><td>12</td><td>2025-02-03 10:00</td></tr>
</table></body></html>"""
OPTIONS = {
    "post": ".entry",
    "text": ".words",
    "author": ".who",
    "date": "i",
    "quote": "q",
    "skip": ".ad",
    "next": ".older@href",
    "row": "tr.t",
    "row_key": r"a@href ~ /t/(\d+)",
    "row_replies": "td:nth-child(2)",
    "row_last": "td:nth-child(3)",
    "row_pinned": ".sticky",
}


def read(body: str, options: dict[str, object], now: dt.datetime = NOW) -> Page:
    site = Site(name="made-up", engine="selectors", url="https://board.example/", options=options)
    answer = Answer(url="https://board.example/t/7", body=body.encode(), charset="utf-8", fetched_at=now, site=site)
    return read_answer(SelectorsSpider, answer)


def test_a_thread_is_read_as_the_table_says() -> None:
    page = read(THREAD, OPTIONS)
    assert page.outcome == "ok"
    assert [(m.author, m.text, [q.text for q in m.quotes]) for m in page.mentions] == [
        ("ann", "It leaks.", []),
        ("bob", "Mine too.", ["It leaks."]),
    ]
    assert page.mentions[0].posted_at == dt.datetime(2025, 2, 3, 10, 0, tzinfo=dt.UTC)
    assert page.mentions[0].title == "Which kettle?"
    assert page.next == "https://board.example/t/7?page=2"


def test_a_listing_is_read_as_the_table_says() -> None:
    page = read(LISTING, OPTIONS)
    assert [(t.key, t.url, t.title, t.replies, t.pinned) for t in page.threads] == [
        ("1", "https://board.example/t/1", "Rules", 0, True),
        ("7", "https://board.example/t/7", "Kettles", 12, False),
    ]


def test_a_post_without_an_id_keeps_its_key_at_the_next_visit() -> None:
    """Of "2 hours ago" the key says nothing, of a date it does."""
    later = NOW + dt.timedelta(minutes=61, seconds=7)
    assert [m.key for m in read(THREAD, OPTIONS).mentions] == [m.key for m in read(THREAD, OPTIONS, later).mentions]
    moved = THREAD.replace("10:00", "10:01")
    assert read(THREAD, OPTIONS).mentions[0].key != read(moved, OPTIONS).mentions[0].key


@pytest.mark.parametrize(
    "options",
    [
        {},  # names nothing to read
        {"post": "div["},
        {"post": ".p", "author": ".a ~ ("},
        {"post": ".p", "text": "b:nope(i)"},
        {"row": "tr", "row_link": ">>@href"},
        {"post": ".p", "auhtor": ".a"},
    ],
)
def test_a_wrong_table_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Options(**options)
    assert read(THREAD, options).outcome == "unreadable"


def test_a_page_of_another_layout_is_unreadable() -> None:
    assert read("<html><body><p>Maintenance</p></body></html>", OPTIONS).outcome == "unreadable"


def test_the_walk_is_the_table_s() -> None:
    options = {**OPTIONS, "grows": "top", "by_activity": False}
    site = Site(name="made-up", engine="selectors", url="https://board.example/", options=options)
    spider = type("made-up", (SelectorsSpider,), {"name": "made-up", "site": site})()
    assert (spider.where_it_grows(), spider.by_activity) == ("top", False)
