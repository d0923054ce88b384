"""Flarum: where a walk begins, and how a discussion is asked for."""

import datetime as dt
import json

import pytest

from mentions.page import Answer, Thread
from mentions.site import Site
from spiders.base.reading import read_answer
from spiders.forums.flarum import FlarumSpider

ALL = "sort=-lastPostedAt&page%5Blimit%5D=50"
POSTS = "/api/posts?filter%5Bdiscussion%5D=20&sort=number&page%5Blimit%5D=50"


def spider(url: str) -> FlarumSpider:
    made = FlarumSpider(name="talk")
    made.site = Site(name="talk", engine="flarum", url=url)
    return made


@pytest.mark.parametrize(
    ("url", "first"),
    [
        ("https://talk.example", f"https://talk.example/api/discussions?{ALL}"),
        ("https://talk.example/all?sort=newest", f"https://talk.example/api/discussions?{ALL}"),
        ("https://talk.example/talk/", f"https://talk.example/talk/api/discussions?{ALL}"),
        ("https://talk.example/t/tea-time?page=2", f"https://talk.example/api/discussions?filter%5Btag%5D=tea-time&{ALL}"),
        ("https://talk.example/talk/d/20-green-tea/4", f"https://talk.example/talk{POSTS}"),
        ("https://talk.example/api/discussions?sort=-createdAt", "https://talk.example/api/discussions?sort=-createdAt"),
    ],
)
def test_where_a_walk_begins(url: str, first: str) -> None:
    assert spider(url).first_ask().url == first


def test_a_discussion_is_asked_for_by_its_id() -> None:
    thread = Thread(key="20", url="https://talk.example/talk/d/20-green-tea")
    assert spider("https://talk.example/talk").ask_thread(thread).url == f"https://talk.example/talk{POSTS}"


@pytest.mark.parametrize(
    "document",
    [
        {"data": [{"type": "posts", "id": "1", "attributes": {"body": "another API's"}}]},
        {"data": {"type": "discussions", "id": {}, "attributes": []}, "included": 7},
        {"data": [{"type": ["posts"], "attributes": {"contentType": "comment"}}]},
        {"errors": [{"status": "404", "code": "not_found"}]},
    ],
)
def test_documents_of_others_hold_nothing(document: object) -> None:
    site = spider("https://talk.example").site
    now = dt.datetime(2026, 3, 6, tzinfo=dt.UTC)
    answer = Answer(url=site.url, content_type="application/json", body=json.dumps(document).encode(), fetched_at=now, site=site)
    page = read_answer(FlarumSpider, answer)
    assert (page.outcome, page.mentions, page.threads) == ("unreadable", (), ())
    assert FlarumSpider.recognise(answer) is None
