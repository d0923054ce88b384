"""NodeBB: where a walk begins."""

import pytest

from mentions.page import Thread
from mentions.site import Site
from spiders.forums.nodebb import NodebbSpider


def spider(url: str, **options: object) -> NodebbSpider:
    made = NodebbSpider(name="talk")
    made.site = Site(name="talk", engine="nodebb", url=url, options=options)
    return made


@pytest.mark.parametrize(
    ("url", "options", "first"),
    [
        ("https://talk.example", {}, "https://talk.example/api/recent"),
        ("https://talk.example/", {}, "https://talk.example/api/recent"),
        ("https://talk.example/talk/", {}, "https://talk.example/talk/api/recent"),
        ("https://talk.example", {"listing": "categories"}, "https://talk.example/api/categories"),
        ("https://talk.example/category/5/tea", {}, "https://talk.example/api/category/5/tea"),
        ("https://talk.example/talk/topic/77/green-tea", {}, "https://talk.example/talk/api/topic/77/green-tea"),
        ("https://talk.example/api/recent", {}, "https://talk.example/api/recent"),
    ],
)
def test_where_a_walk_begins(url: str, options: dict[str, object], first: str) -> None:
    assert spider(url, **options).first_ask().url == first


def test_a_topic_is_asked_of_the_api_then_of_its_page() -> None:
    thread = Thread(key="77", url="https://talk.example/talk/topic/77/green-tea")
    made = spider("https://talk.example/talk")
    assert made.ask_thread(thread).url == "https://talk.example/talk/api/topic/77"
    assert made.ask_otherwise(thread).url == thread.url
