"""PeerTube: an instance's newest comments by its feed, one video's comments by its API, videos that a search finds.

Documentation: https://docs.joinpeertube.org/api-rest-reference.html#tag/Video-Comments · addresses:
https://framatube.org/feeds/video-comments.json · https://framatube.org/api/v1/videos/ID/comment-threads?start=0&count=100
Quirks: a comment that was deleted stays in its list without account and text; `totalReplies` tells how many answers a comment has, which
stand in a document of their own; comments come from all of the fediverse, so their `url`, the address at home, is the key.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from w3lib.url import add_or_replace_parameter

from mentions.errors import UnreadablePageError
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page, Thread
from mentions.urls import canonical, join
from spiders.base.engine import Detection, Options
from spiders.base.forum import ForumSpider
from spiders.base.records import post_of, thread_of
from spiders.base.search import SearchOptions
from spiders.base.values import mapping, rows, text, whole
from spiders.blogs.feed import read_feed

VIDEO = re.compile(r"/(?:w|videos/watch|api/v1/videos)/(?P<id>[\w-]{10,})")
COMMENTS = "start=0&count=100&sort=-createdAt"
PAGE = 100
Record = Mapping[str, Any]


class PeertubeOptions(SearchOptions):
    """What an operator may say of an instance."""

    videos: tuple[str, ...] = ()
    """Ids or addresses of videos whose comments are read."""


class PeertubeSpider(ForumSpider):
    """An instance's stream of comments, or videos, each a listing of comments in which those with answers are threads."""

    engine = "peertube"
    family = "blogs"
    proof = "page"
    docs = "https://docs.joinpeertube.org/api-rest-reference.html"
    address = "https://INSTANCE/, or one video, https://INSTANCE/w/ID"
    Options: ClassVar[type[Options]] = PeertubeOptions
    grows = "top"
    mixed = True

    def listings(self) -> list[Ask]:
        """Return the videos that the site's address and options name, the searches, or else the instance's feed of comments."""
        options, video = self.options_of(self.site), VIDEO.search(self.site.url)
        named = [(found["id"] if (found := VIDEO.search(name)) else name) for name in options.videos]
        asks = [f"/api/v1/videos/{one}/comment-threads?{COMMENTS}" for one in (*((video["id"],) if video else ()), *named)]
        asks += [f"/api/v1/search/videos?{urlencode({'search': q, 'sort': '-publishedAt', 'count': PAGE})}" for q in options.queries]
        return [Ask(url=join(self.site.url, path) or self.site.url) for path in asks or ["/feeds/video-comments.json"]]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the comments of a video, a thread or the instance's feed; or the videos of a search as further listings."""
        if "/feeds/video-comments." in answer.url:
            page = read_feed(cls, answer, "comment")
            return replace(page, mentions=tuple(replace(one, title=None) for one in page.mentions))
        document = mapping(answer.json)
        if "comment" in document:
            tree = list(_tree(document))
            homes = {text(one.get("id")): text(one.get("url")) for one in tree}
            found = [mention for one in tree if (mention := _mention(cls, answer, one, homes))]
            return cls.page(answer, mentions=found, empty="threadId" in mapping(document["comment"]))
        items = rows(document.get("data"))
        if not isinstance(document.get("data"), list) or "total" not in document:
            msg = "no list of PeerTube's"
            raise UnreadablePageError(msg)
        mentions = [mention for item in items if (mention := _mention(cls, answer, item, {}))]
        threads = [thread for item in items if (thread := _thread(answer, item))]
        videos = [listing for item in items if (listing := _listing(answer, item))]
        known = not items or any("threadId" in item or "uuid" in item for item in items)
        total = whole(document.get("totalNotDeletedComments", document.get("total")))
        return cls.page(
            answer,
            mentions=mentions,
            threads=threads,
            listings=videos,
            next=None if videos else _next(answer, document, len(items)),  # a search is asked for its newest hundred videos only
            stated_total=total,
            empty=known,
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection by a comment's fields, or the address of an instance's feed."""
        if not answer.is_json and answer.html.css_matches("meta[property='og:platform'][content=PeerTube]"):
            return Detection(engine=cls.engine, score=1.0, url=answer.url if VIDEO.search(answer.url) else join(answer.url, "/"))
        document = mapping(answer.json) if answer.is_json else {}
        items = [*rows(document.get("data")), *rows([document.get("comment")])]
        found = bool(items) and {"threadId", "inReplyToCommentId", "totalReplies"} <= items[0].keys()
        return Detection(engine=cls.engine, score=1.0) if found or "/feeds/video-comments." in answer.url else None


def _tree(document: Record) -> Iterator[Record]:
    """Yield a comment and its answers, depth first, without recursion."""
    waiting = [document]
    while waiting:
        node = waiting.pop()
        yield mapping(node.get("comment"))
        waiting += rows(node.get("children"))[::-1]


def _next(answer: Answer, document: Record, shown: int) -> str | None:
    """Return the address of a list's next page."""
    start = (whole(parse_qs(urlsplit(answer.url).query).get("start", ["0"])[0]) or 0) + shown
    return add_or_replace_parameter(answer.url, "start", str(start)) if shown and start < (whole(document.get("total")) or 0) else None


def _thread(answer: Answer, comment: Record) -> Thread | None:
    """Return a comment that has answers as the thread of these; the list's address leads to it."""
    replies, key = whole(comment.get("totalReplies")), text(comment.get("id"))
    if not replies or "threadId" not in comment:
        return None
    return thread_of(answer, key=key, url=f"{answer.url.split('?')[0]}/{key}", title=None, last=comment.get("createdAt"), posts=replies + 1)


def _listing(answer: Answer, video: Record) -> str | None:
    """Return the address of a found video's comments, at the instance where it lives; None for one that has none."""
    key, place = text(video.get("uuid")), text(video.get("url")) or answer.url
    if key is None or video.get("comments") == 0 or video.get("commentsEnabled") is False:
        return None
    return canonical(f"/api/v1/videos/{key}/comment-threads?{COMMENTS}", place)


def _mention(engine: type[PeertubeSpider], answer: Answer, comment: Record, homes: Mapping[str | None, str | None]) -> Mention | None:
    """Return a comment that was not deleted; `homes` are the keys of those it may answer, by their ids here."""
    account, video = mapping(comment.get("account")), VIDEO.search(answer.url)
    if comment.get("isDeleted") or "threadId" not in comment or not account:
        return None
    name, home = text(account.get("name")), text(account.get("host"))
    return post_of(
        engine,
        answer,
        key=comment.get("url"),
        kind="comment",
        html=comment.get("text"),
        posted=comment.get("createdAt"),
        url=canonical(text(comment.get("url")) or ""),
        thread_url=canonical(f"/w/{video['id']}", answer.url) if video else None,
        author=name,
        author_key=f"{name}@{home}",
        reply_to=homes.get(text(comment.get("inReplyToCommentId"))),
    )
