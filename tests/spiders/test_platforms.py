"""The platforms: where their walks begin, what they send to prove who asks, and how long they rest."""

import asyncio
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mentions.errors import FetchError
from mentions.page import Answer, Ask
from mentions.site import Site
from spiders.base.engine import Engine, Limits
from spiders.base.forum import ForumSpider
from spiders.base.registry import detect, engine_class
from spiders.base.streams import StreamSpider

AT = dt.datetime(2026, 3, 6, 12, tzinfo=dt.UTC)
TERMS = ("tea pot",)
YT = "https://www.googleapis.com/youtube/v3/"
YT_COMMENTS = YT + "commentThreads?part=snippet%2Creplies&{}&order=time&maxResults=100&textFormat=plainText"
SE = "https://api.stackexchange.com/2.3/"
SE_SORT = "sort=activity&order=desc&pagesize=100&filter=withbody"
HASH = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
VK = "https://api.vk.com/method/"
PT = "https://tube.example/api/v1/"


def spider(engine: str, url: str, **options: object) -> Engine:
    made = engine_class(engine)(name="site")
    made.site = Site(name="site", engine=engine, url=url, options=options)
    return made


def begins(made: Engine) -> list[str]:
    if isinstance(made, ForumSpider):
        return [ask.url for ask in (*made.listings(), *made.searches(TERMS))]
    assert isinstance(made, StreamSpider)
    return [stream.first.url for stream in made.streams(Limits(queries=TERMS))]


@pytest.mark.parametrize(
    ("engine", "url", "options", "urls"),
    [
        # Reddit: brand terms, what an operator names instead, a thread by itself
        ("reddit", "https://www.reddit.com", {}, ["https://www.reddit.com/search.json?q=tea+pot&sort=new&limit=100&raw_json=1"]),
        (
            "reddit",
            "https://www.reddit.com/r/tea/",
            {"queries": ("x",)},
            [
                "https://www.reddit.com/r/tea/comments.json?limit=100&raw_json=1",
                "https://www.reddit.com/r/tea/new.json?limit=100&raw_json=1",
                "https://www.reddit.com/search.json?q=x&sort=new&limit=100&raw_json=1",
            ],
        ),
        (
            "reddit",
            "https://old.reddit.com/r/tea/comments/1ab2/x/",
            {},
            ["https://www.reddit.com/comments/1ab2.json?limit=500&sort=new&raw_json=1"],
        ),
        # Hacker News
        (
            "hackernews",
            "https://news.ycombinator.com",
            {},
            ["https://hn.algolia.com/api/v1/search_by_date?query=tea+pot&tags=%28story%2Ccomment%29&hitsPerPage=100"],
        ),
        ("hackernews", "https://news.ycombinator.com/item?id=77", {}, ["https://hn.algolia.com/api/v1/items/77"]),
        # Stack Exchange
        ("stackexchange", "https://tea.stackexchange.com", {}, [f"{SE}search/advanced?site=tea.stackexchange.com&q=tea+pot&{SE_SORT}"]),
        (
            "stackexchange",
            "https://tea.stackexchange.com/questions/tagged/kettle?tab=Newest",
            {},
            [f"{SE}questions?site=tea.stackexchange.com&tagged=kettle&{SE_SORT}"],
        ),
        ("stackexchange", "https://stackoverflow.com/q/77/5", {}, [f"{SE}questions/77?site=stackoverflow.com&{SE_SORT}"]),
        # Lemmy
        (
            "lemmy",
            "https://tea.example",
            {},
            [
                "https://tea.example/api/v3/search?q=tea+pot&type_=Comments&listing_type=All&sort=New&limit=50",
                "https://tea.example/api/v3/search?q=tea+pot&type_=Posts&listing_type=All&sort=New&limit=50",
            ],
        ),
        (
            "lemmy",
            "https://tea.example/c/kettles@far.example",
            {},
            [
                f"https://tea.example/api/v3/{what}/list?community_name=kettles%40far.example&type_=All&sort=New&limit=50"
                for what in ("comment", "post")
            ],
        ),
        ("lemmy", "https://tea.example/post/7", {}, ["https://tea.example/api/v3/comment/list?post_id=7&type_=All&sort=New&limit=50"]),
        # Lobsters
        ("lobsters", "https://lobste.rs/", {}, ["https://lobste.rs/newest.json"]),
        ("lobsters", "https://lobste.rs/t/hardware", {}, ["https://lobste.rs/t/hardware.json"]),
        ("lobsters", "https://lobste.rs/s/ab12cd/veltro", {}, ["https://lobste.rs/s/ab12cd.json"]),
        # Mastodon
        ("mastodon", "https://tea.example", {}, ["https://tea.example/api/v1/timelines/tag/teapot?limit=40"]),
        (
            "mastodon",
            "https://tea.example",
            {"by": "search"},
            ["https://tea.example/api/v2/search?q=tea+pot&type=statuses&limit=40"],
        ),
        ("mastodon", "https://tea.example/tags/kettle", {}, ["https://tea.example/api/v1/timelines/tag/kettle?limit=40"]),
        ("mastodon", "https://tea.example", {"public": True}, ["https://tea.example/api/v1/timelines/public?limit=40"]),
        ("mastodon", "https://tea.example/@ann/77", {}, ["https://tea.example/api/v1/statuses/77/context"]),
        # Bluesky
        ("bluesky", "https://bsky.app", {}, ["https://api.bsky.app/xrpc/app.bsky.feed.searchPosts?q=tea+pot&sort=latest&limit=100"]),
        (
            "bluesky",
            "https://bsky.app/profile/ann.example",
            {},
            ["https://api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor=ann.example&limit=100"],
        ),
        (
            "bluesky",
            "https://bsky.app/profile/ann.example/post/3ab",
            {},
            ["https://api.bsky.app/xrpc/app.bsky.feed.getPostThread?uri=at%3A%2F%2Fann.example%2Fapp.bsky.feed.post%2F3ab&depth=1000"],
        ),
        # VK
        ("vk", "https://vk.com", {}, [f"{VK}newsfeed.search?q=tea+pot&count=100&extended=1&v=5.199"]),
        ("vk", "https://vk.com/tea", {}, [f"{VK}wall.get?domain=tea&count=100&extended=1&v=5.199"]),
        ("vk", "https://vk.com/club5", {}, [f"{VK}wall.get?owner_id=-5&count=100&extended=1&v=5.199"]),
        (
            "vk",
            "https://vk.com/wall-5_13",
            {},
            [f"{VK}wall.getComments?owner_id=-5&post_id=13&sort=desc&thread_items_count=10&count=100&extended=1&v=5.199"],
        ),
        # Telegram
        ("telegram", "https://t.me/s/teatalk", {"channels": ("kettles",)}, ["https://t.me/s/teatalk", "https://t.me/s/kettles"]),
        # YouTube
        ("youtube", "https://www.youtube.com", {}, [f"{YT}search?part=snippet&type=video&order=date&maxResults=50&q=tea+pot"]),
        ("youtube", "https://www.youtube.com/watch?v=aBcDeFgHiJk&t=5", {}, [YT_COMMENTS.format("videoId=aBcDeFgHiJk")]),
        ("youtube", "https://youtu.be/aBcDeFgHiJk", {}, [YT_COMMENTS.format("videoId=aBcDeFgHiJk")]),
        (
            "youtube",
            "https://www.youtube.com/channel/UCaaaaaaaaaaaaaaaaaaaaaa",
            {},
            [YT_COMMENTS.format("allThreadsRelatedToChannelId=UCaaaaaaaaaaaaaaaaaaaaaa")],
        ),
        # PeerTube
        ("peertube", "https://tube.example", {}, ["https://tube.example/feeds/video-comments.json"]),
        (
            "peertube",
            "https://tube.example/w/6sAzkGMgK9ZtnKfYAgnEt",
            {},
            [f"{PT}videos/6sAzkGMgK9ZtnKfYAgnEt/comment-threads?start=0&count=100&sort=-createdAt"],
        ),
        (
            "peertube",
            "https://tube.example",
            {"queries": ("tea",)},
            [f"{PT}search/videos?search=tea&sort=-publishedAt&count=100"],
        ),
        # SoundCloud, Disqus, Blogger, Isso
        (
            "soundcloud",
            "https://api.soundcloud.com/tracks/293",
            {},
            ["https://api.soundcloud.com/tracks/293/comments?limit=200&linked_partitioning=true"],
        ),
        (
            "disqus",
            "https://teablog.disqus.com",
            {},
            ["https://disqus.com/api/3.0/forums/listPosts.json?forum=teablog&order=desc&limit=100&related=thread"],
        ),
        ("blogger", "https://tea.blogspot.com", {}, ["https://tea.blogspot.com/feeds/comments/default?max-results=200"]),
        ("blogger", "https://tea.blogspot.com/2026/02/x.html?m=1", {}, ["https://tea.blogspot.com/2026/02/x.html"]),
        ("isso", "https://talk.example/", {"uris": ("/a b/",)}, ["https://talk.example/?uri=/a%20b/"]),
        ("isso", "https://talk.example/?uri=/a/", {}, ["https://talk.example/?uri=/a/"]),
        # mailing lists
        (
            "hyperkitty",
            "https://lists.example/archives/list/tea@lists.example/latest",
            {},
            ["https://lists.example/archives/api/list/tea@lists.example/threads/?format=json"],
        ),
        (
            "hyperkitty",
            "https://lists.example/archives/list/tea@lists.example/thread/ABCDEFGHIJKLMNOPQRSTUVWXYZ234567/",
            {},
            [
                f"https://lists.example/archives/list/tea@lists.example/export/tea@lists.example-{HASH}.mbox.gz?thread={HASH}",
            ],
        ),
        ("pipermail", "https://lists.example/pipermail/tea/", {}, ["https://lists.example/pipermail/tea/"]),
        ("mbox", "https://lists.example/tea.mbox", {}, ["https://lists.example/tea.mbox"]),
    ],
)
def test_where_a_walk_begins(engine: str, url: str, options: dict[str, object], urls: list[str]) -> None:
    assert begins(spider(engine, url, **options)) == urls


@pytest.mark.parametrize("engine", ["reddit", "hackernews", "stackexchange", "lemmy", "mastodon", "bluesky", "vk", "youtube"])
def test_a_check_of_a_searching_site_has_something_to_look_for(engine: str) -> None:
    assert "review" in spider(engine, "https://tea.example").first_ask().url


@pytest.mark.parametrize(
    ("engine", "name", "url", "header", "value"),
    [
        ("vk", "VK_TOKEN", "https://api.vk.com/method/wall.get", "Authorization", "Bearer s"),
        ("youtube", "YOUTUBE_API_KEY", "https://www.googleapis.com/youtube/v3/videos", "X-Goog-Api-Key", "s"),
        ("mastodon", "MASTODON_TOKEN", "https://tea.example/x", "Authorization", "Bearer s"),
    ],
)
def test_a_key_goes_into_a_header(monkeypatch: pytest.MonkeyPatch, engine: str, name: str, url: str, header: str, value: str) -> None:
    monkeypatch.setenv(name, "s")
    signed = spider(engine, "https://tea.example").sign(Ask(url=url))
    assert (signed.url, signed.headers[header]) == (url, value)


@pytest.mark.parametrize("engine", ["vk", "youtube", "disqus", "stackexchange"])
def test_a_key_goes_to_its_api_alone(monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    for name in ("VK_TOKEN", "YOUTUBE_API_KEY", "DISQUS_API_KEY", "STACKEXCHANGE_KEY"):
        monkeypatch.setenv(name, "s")
    ask = Ask(url="https://tea.example/x")
    assert spider(engine, "https://tea.example").sign(ask) == ask


@pytest.mark.parametrize(
    ("engine", "name", "url"),
    [
        ("vk", "VK_TOKEN", "https://api.vk.com/method/wall.get"),
        ("youtube", "YOUTUBE_API_KEY", "https://www.googleapis.com/youtube/v3/videos"),
        ("disqus", "DISQUS_API_KEY", "https://disqus.com/api/3.0/x.json"),
        ("mastodon", "MASTODON_TOKEN", "https://tea.example/api/v2/search?q=x"),
    ],
)
def test_a_key_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, engine: str, name: str, url: str) -> None:
    monkeypatch.delenv(name, raising=False)
    with pytest.raises(FetchError, match=name):
        spider(engine, "https://tea.example").sign(Ask(url=url))


def test_keys_that_an_api_takes_in_the_address_only_are_marked_so_that_none_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISQUS_API_KEY", "s")
    monkeypatch.setenv("STACKEXCHANGE_KEY", "s")
    for engine, api, name in (
        ("disqus", "https://disqus.com/api/3.0", "api_key"),
        ("stackexchange", "https://api.stackexchange.com/2.3", "key"),
    ):
        made = spider(engine, "https://tea.example")
        assert made.sign(Ask(url=f"{api}/x?a=1")).url == f"{api}/x?a=1&{name}=s"
        assert made.signs


def test_without_a_key_that_is_not_needed_nothing_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STACKEXCHANGE_KEY", "MASTODON_TOKEN", "REDDIT_CLIENT_ID", "BLUESKY_HANDLE"):
        monkeypatch.delenv(name, raising=False)
    ask = Ask(url="https://api.bsky.app/xrpc/x")
    for engine in ("stackexchange", "mastodon", "reddit", "bluesky"):
        made = spider(engine, "https://tea.example")
        asyncio.run(made.log_in(no_fetch))
        assert made.sign(ask) == ask


async def no_fetch(ask: Ask) -> Answer:
    pytest.fail(f"asked for {ask.url}")


def answering(body: object, status: int = 200) -> tuple[list[Ask], Callable[[Ask], object]]:
    asked: list[Ask] = []

    async def fetch(ask: Ask) -> Answer:
        asked.append(ask)
        site = Site(name="site", engine="x", url=ask.url)
        return Answer(url=ask.url, status=status, body=json.dumps(body).encode(), fetched_at=AT, site=site)

    return asked, fetch


@pytest.mark.parametrize(
    ("engine", "names", "given", "asked_for", "url", "signed_url", "authorization"),
    [
        (
            "reddit",
            {"REDDIT_CLIENT_ID": "me", "REDDIT_CLIENT_SECRET": "pw"},
            {"access_token": "t1", "expires_in": 86400},
            "https://www.reddit.com/api/v1/access_token",
            "https://www.reddit.com/search.json?q=x",
            "https://oauth.reddit.com/search?q=x",
            "Bearer t1",
        ),
        (
            "bluesky",
            {"BLUESKY_HANDLE": "me.example", "BLUESKY_APP_PASSWORD": "pw"},
            {"accessJwt": "t2"},
            "https://bsky.social/xrpc/com.atproto.server.createSession",
            "https://api.bsky.app/xrpc/app.bsky.feed.searchPosts?q=x",
            "https://bsky.social/xrpc/app.bsky.feed.searchPosts?q=x",
            "Bearer t2",
        ),
        (
            "soundcloud",
            {"SOUNDCLOUD_CLIENT_ID": "me", "SOUNDCLOUD_CLIENT_SECRET": "pw"},
            {"access_token": "t3"},
            "https://secure.soundcloud.com/oauth/token",
            "https://api.soundcloud.com/tracks/1/comments",
            "https://api.soundcloud.com/tracks/1/comments",
            "OAuth t3",
        ),
    ],
)
def test_a_token_is_asked_for_and_sent(
    monkeypatch: pytest.MonkeyPatch,
    engine: str,
    names: dict[str, str],
    given: object,
    asked_for: str,
    url: str,
    signed_url: str,
    authorization: str,
) -> None:
    for name, secret in names.items():
        monkeypatch.setenv(name, secret)
    made = spider(engine, "https://tea.example")
    asked, fetch = answering(given)
    asyncio.run(made.log_in(fetch))
    assert [(ask.method, ask.url) for ask in asked] == [("POST", asked_for)]
    signed = made.sign(Ask(url=url))
    assert (signed.url, signed.headers["Authorization"]) == (signed_url, authorization)


@pytest.mark.parametrize(("body", "status"), [({"error": "invalid_grant"}, 401), ({}, 200), ([], 200)])
def test_a_client_that_is_refused_is_told(monkeypatch: pytest.MonkeyPatch, body: object, status: int) -> None:
    monkeypatch.setenv("REDDIT_CLIENT_ID", "me")
    monkeypatch.setenv("REDDIT_CLIENT_SECRET", "pw")
    with pytest.raises(FetchError, match="gave no token"):
        asyncio.run(spider("reddit", "https://www.reddit.com").log_in(answering(body, status)[1]))


@pytest.mark.parametrize(
    ("body", "seconds"),
    [(b'{"items": [], "backoff": 12}', 12.0), (b'{"items": []}', 0.0), (b"<html></html>", 0.0), (b"{", 0.0), (b"[]", 0.0)],
)
def test_the_backoff_of_stack_exchange_is_heard(body: bytes, seconds: float) -> None:
    site = Site(name="site", engine="stackexchange", url="https://tea.example")
    answer = Answer(url="https://api.stackexchange.com/2.3/x", body=body, fetched_at=AT, site=site)
    assert engine_class("stackexchange").pause_s(answer) == seconds


MASTODON = (
    '<html lang="en"><head><script id="initial-state" type="application/json">{"meta":{"version":"4.3.1","domain":"tea.example"}}</script>'
    '</head><body class="app-body"><div class="app-holder" id="mastodon"></div></body></html>'
)
LEMMY = (
    '<!DOCTYPE html><html lang="en"><body><script>window.isoData = {"path":"/","site_res":{"site_view":{"site":{}}}}</script></body></html>'
)
PEERTUBE = '<!DOCTYPE html><html><head><meta property="og:platform" content="PeerTube"/></head><body></body></html>'
DISQUS = (
    '<html><body><p>Tea</p><div id="disqus_thread"></div><script>(function(){var d=document,s=d.createElement("script");'
    's.src="https://teablog.disqus.com/embed.js";})();</script></body></html>'
)
ISSO = '<html><body><script data-isso="//talk.example/" src="//talk.example/js/embed.min.js"></script></body></html>'
ANY = "<!DOCTYPE html><html><head><title>Tea</title></head><body><p>Tea</p></body></html>"
FEED = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Tea</title><id>x</id></feed>'


@pytest.mark.parametrize(
    ("url", "body", "engine", "start", "options"),
    [
        ("https://tea.example/explore", MASTODON, "mastodon", "https://tea.example/", None),
        ("https://tea.example/c/kettles", LEMMY, "lemmy", None, None),
        ("https://tube.example/videos/local", PEERTUBE, "peertube", "https://tube.example/", None),
        ("https://tube.example/w/6sAzkGMgK9ZtnKfYAgnEt", PEERTUBE, "peertube", "https://tube.example/w/6sAzkGMgK9ZtnKfYAgnEt", None),
        ("https://blog.example/veltro", DISQUS, "disqus", "https://teablog.disqus.com", None),
        ("https://blog.example/veltro/", ISSO, "isso", "https://talk.example/", {"uris": ["/veltro/"]}),
        # platforms that live at one address: any page of theirs, but not their feeds
        ("https://www.reddit.com/r/tea/", ANY, "reddit", None, None),
        ("https://bsky.app/profile/ann.example", ANY, "bluesky", None, None),
        ("https://m.vk.com/tea", ANY, "vk", None, None),
        ("https://t.me/teatalk", ANY, "telegram", "https://t.me/teatalk", None),
        ("https://www.youtube.com/watch?v=aBcDeFgHiJk", ANY, "youtube", None, None),
        ("https://www.youtube.com/feeds/videos.xml?channel_id=x", FEED, "feed", None, None),
        ("https://tea.example/", ANY, None, None, None),
    ],
)
def test_a_page_that_people_see_tells_its_platform(
    url: str, body: str, engine: str | None, start: str | None, options: dict[str, object] | None
) -> None:
    site = Site(name="site", engine="", url=url)
    found = detect(Answer(url=url, content_type="text/html", body=body.encode(), fetched_at=AT, site=site))
    assert (found and found.engine, found and found.url, found and found.options) == (engine, start, options)


def test_detecting_a_track_tells_its_number() -> None:
    url = "https://soundcloud.com/tea/jingle"
    body = b'<!DOCTYPE html><html><head><meta property="al:android:url" content="soundcloud://sounds:293"></head><body></body></html>'
    found = detect(Answer(url=url, body=body, fetched_at=AT, site=Site(name="site", engine="", url=url)))
    assert found is not None
    assert (found.engine, found.options) == ("soundcloud", {"tracks": ["293"]})


RECORDINGS = Path(__file__).parents[1] / "recordings"
PLATFORMS = [
    *("reddit", "hackernews", "stackexchange", "lemmy", "lobsters", "hyperkitty", "mastodon"),
    *("bluesky", "vk", "disqus", "isso", "peertube", "youtube", "soundcloud"),
]
