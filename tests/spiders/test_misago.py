"""Misago: where a walk begins, and how a thread is asked for."""

import pytest

from mentions.page import Thread
from mentions.site import Site
from spiders.forums.misago import MisagoSpider


def spider(url: str) -> MisagoSpider:
    made = MisagoSpider(name="talk")
    made.site = Site(name="talk", engine="misago", url=url)
    return made


@pytest.mark.parametrize(
    ("url", "first"),
    [
        ("https://talk.example", "https://talk.example/api/threads/"),
        ("https://talk.example/threads/", "https://talk.example/api/threads/"),
        ("https://talk.example/talk/", "https://talk.example/talk/api/threads/"),
        ("https://talk.example/c/tea/3/", "https://talk.example/api/threads/?category=3"),
        ("https://talk.example/t/green-tea/20/2/", "https://talk.example/api/threads/20/posts/"),
        ("https://talk.example/api/threads/?category=4", "https://talk.example/api/threads/?category=4"),
    ],
)
def test_where_a_walk_begins(url: str, first: str) -> None:
    assert spider(url).first_ask().url == first


def test_a_thread_is_asked_of_the_api_then_of_its_page() -> None:
    thread = Thread(key="20", url="https://talk.example/talk/t/green-tea/20/")
    made = spider("https://talk.example/talk")
    assert made.ask_thread(thread).url == "https://talk.example/talk/api/threads/20/posts/"
    assert made.ask_otherwise(thread).url == thread.url
