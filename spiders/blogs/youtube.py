"""YouTube: comments of videos and of whole channels by the Data API; and what YouTube's own pages ask for, where an operator saved it.

Documentation: https://developers.google.com/youtube/v3/docs/commentThreads/list · address:
https://www.googleapis.com/youtube/v3/commentThreads?part=snippet,replies&videoId=ID&order=time&maxResults=100&textFormat=plainText
Quirks: at most five answers come with a comment, the others are asked for by `parentId`; an answer's id is its comment's, a point, and
its own. Limits: 10,000 units a day; a page of comments costs one, a search for videos a hundred.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode

from w3lib.url import add_or_replace_parameter

from mentions.clean import Said, clean
from mentions.errors import UnreadablePageError
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page, Thread
from spiders.base.engine import Detection, Options
from spiders.base.forum import ForumSpider
from spiders.base.hosts import is_page_at
from spiders.base.innertube import innertube_comments, is_innertube
from spiders.base.keyed import Keyed
from spiders.base.records import post_of, thread_of
from spiders.base.search import SearchOptions
from spiders.base.values import mapping, require, rows, text, whole

API = "https://www.googleapis.com/youtube/v3/"
WATCH = "https://www.youtube.com/watch?v="
VIDEO = re.compile(r"(?:[?&]v=|youtu\.be/|/(?:shorts|live|embed)/)([\w-]{11})")
CHANNEL = re.compile(r"\b(UC[\w-]{22})\b")
DATA = re.compile(r"(?:ytInitialData\"?\]?)\s*=\s*(?=\{)")
Record = Mapping[str, Any]


class YoutubeOptions(SearchOptions):
    """What an operator may say of YouTube."""

    videos: tuple[str, ...] = ()
    """Ids or addresses of videos whose comments are read."""
    channels: tuple[str, ...] = ()
    """Ids (UC…) of channels, of all of whose videos the comments are read."""


class YoutubeSpider(Keyed, ForumSpider):
    """Videos, channels, or videos that a search finds: listings of comments. Needs `YOUTUBE_API_KEY` in the environment."""

    engine = "youtube"
    family = "blogs"
    proof = "page"
    docs = "https://developers.google.com/youtube/v3/docs/commentThreads/list"
    address = (
        "https://www.youtube.com, which is searched; a channel, https://www.youtube.com/channel/ID; a video, "
        "https://www.youtube.com/watch?v=ID"
    )
    keys_from = "A key for the YouTube Data API: https://console.cloud.google.com/apis/credentials"
    terms = "The API Services Terms let data be kept for 30 days, then it is to be asked for again or deleted (`untagged purge`)."
    Options: ClassVar[type[Options]] = YoutubeOptions
    grows = "anywhere"  # in what order answers come is not documented
    mixed = True
    api = API
    keys = {"X-Goog-Api-Key": "{YOUTUBE_API_KEY}"}  # noqa: RUF012 - the base's ClassVar

    def listings(self) -> list[Ask]:
        """Return the video or channel at the site's address, and the videos, channels and queries of its options."""
        options, video, channel = self.options_of(self.site), VIDEO.search(self.site.url), CHANNEL.search(self.site.url)
        videos = [(found[1] if (found := VIDEO.search(name)) else name) for name in options.videos]
        asks = [_comments(videoId=one) for one in (*((video[1],) if video else ()), *videos)]
        asks += [_comments(allThreadsRelatedToChannelId=one) for one in (*((channel[1],) if channel else ()), *options.channels)]
        return asks + [_search(query) for query in options.queries]

    def searches(self, queries: Sequence[str]) -> list[Ask]:
        """Return a search for videos for each term, where the operator names nothing else."""
        return [] if self.listings() else [_search(query) for query in queries]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the comments of an answer, those with further answers as threads, or the videos found as further listings."""
        document = answer.json if answer.is_json else _embedded(answer)
        if is_innertube(document):
            return cls.page(answer, mentions=innertube_comments(cls, answer, document))
        listed = require(document, "kind", "items")
        items, kind = rows(listed["items"]), text(listed["kind"]) or ""
        if not kind.startswith("youtube#"):
            msg = f"a list of {kind}, which is none of YouTube's"
            raise UnreadablePageError(msg)
        found: list[Mention | None] = []
        threads: list[Thread | None] = []
        for item in items:
            snippet, replies = mapping(item.get("snippet")), rows(mapping(item.get("replies")).get("comments"))
            top = mapping(snippet.get("topLevelComment"))
            found += [_mention(cls, answer, one, text(snippet.get("videoId"))) for one in ([top, *replies] if top else [item])]
            if (whole(snippet.get("totalReplyCount")) or 0) > len(replies):
                threads.append(_thread(answer, top, whole(snippet.get("totalReplyCount")) or 0))
        videos = [_comments(videoId=key).url for item in items if (key := text(mapping(item.get("id")).get("videoId")))]
        token = text(listed.get("nextPageToken"))
        # a search is asked for its newest fifty videos only: each page costs a hundred units, and no page of it says where the known begins
        nxt = add_or_replace_parameter(answer.url, "pageToken", token) if token and not videos else None
        return cls.page(
            answer, mentions=[one for one in found if one], threads=[one for one in threads if one], listings=videos, next=nxt, empty=True
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection by the kind that every document of the API names, or a document of YouTube's own pages."""
        if is_page_at(answer, "youtube.com", "youtu.be"):
            return Detection(engine=cls.engine, score=1.0)
        document = answer.json if answer.is_json else _embedded(answer)
        kind = text(mapping(document).get("kind")) or ""
        return Detection(engine=cls.engine, score=1.0) if kind.startswith("youtube#") or is_innertube(document) else None


def _comments(**of: str) -> Ask:
    """Return how to ask for comments, newest first."""
    query = {"part": "snippet,replies", **of, "order": "time", "maxResults": 100, "textFormat": "plainText"}
    return Ask(url=f"{API}commentThreads?{urlencode(query)}")


def _search(query: str) -> Ask:
    """Return how to search videos, newest first."""
    return Ask(url=f"{API}search?{urlencode({'part': 'snippet', 'type': 'video', 'order': 'date', 'maxResults': 50, 'q': query})}")


def _embedded(answer: Answer) -> object:
    """Return the document that a watch page carries, or None."""
    found = DATA.search(answer.text)
    try:
        return json.JSONDecoder().raw_decode(answer.text, found.end())[0] if found else None
    except (ValueError, RecursionError):
        return None


def _thread(answer: Answer, comment: Record, replies: int) -> Thread | None:
    """Return a comment with further answers as the thread of these."""
    key = text(comment.get("id"))
    query = {"part": "snippet", "parentId": key, "maxResults": 100, "textFormat": "plainText"}
    last = mapping(comment.get("snippet")).get("publishedAt")
    return thread_of(answer, key=key, url=f"{API}comments?{urlencode(query)}", title=None, last=last, posts=replies + 1)


def _mention(engine: type[YoutubeSpider], answer: Answer, comment: Record, video: str | None) -> Mention | None:
    """Return a comment or an answer to one."""
    key, snippet = text(comment.get("id")), mapping(comment.get("snippet"))
    video, words = text(snippet.get("videoId")) or video, text(snippet.get("textOriginal")) or text(snippet.get("textDisplay"))
    if words is None:
        return None
    edited = snippet.get("updatedAt")
    return post_of(
        engine,
        answer,
        key=key,
        kind="comment",
        html=Said(clean(words)),
        posted=snippet.get("publishedAt"),
        edited=edited,
        url=f"{WATCH}{video}&lc={key}" if video else None,
        thread_url=f"{WATCH}{video}" if video else None,
        author=text(snippet.get("authorDisplayName")),
        author_key=text(mapping(snippet.get("authorChannelId")).get("value")),
        votes=whole(snippet.get("likeCount")),
        reply_to=text(snippet.get("parentId")),
    )
