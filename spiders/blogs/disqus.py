"""Disqus: the comments of a website, by its API; of a saved embed page too.

Documentation: https://disqus.com/api/docs/forums/listPosts/ · address:
https://disqus.com/api/3.0/forums/listPosts.json?forum=NAME&order=desc&limit=100&related=thread
Quirks: `message` is HTML, `raw_message` what was typed; times have no zone and are UTC; comments that were deleted, are spam or wait
for a moderator are marked. Limits: 1,000 requests an hour, told by `X-Ratelimit-*`.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from w3lib.url import add_or_replace_parameter

from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from mentions.urls import canonical
from spiders.base.credentials import secret
from spiders.base.engine import Detection, Limits, Options
from spiders.base.records import post_of
from spiders.base.streams import Stream, StreamSpider
from spiders.base.values import mapping, rows, text, whole

API = "https://disqus.com/api/3.0/"
EMBEDDED = re.compile(r"//([\w-]+)\.disqus\.com/embed\.js")
DATA = "script#disqus-threadData"
UNTOLD = ("isDeleted", "isSpam")


class DisqusOptions(Options):
    """What an operator may say of Disqus."""

    forums: tuple[str, ...] = ()
    """Short names of further websites at Disqus."""


class DisqusSpider(StreamSpider):
    """A stream for each website. The site's address is `https://NAME.disqus.com`. Needs `DISQUS_API_KEY` in the environment."""

    engine = "disqus"
    family = "blogs"
    docs = "https://disqus.com/api/docs/forums/listPosts/"
    Options: ClassVar[type[Options]] = DisqusOptions
    signs = True

    def sign(self, ask: Ask) -> Ask:
        """Return the request with the operator's key, which the API takes in the address alone."""
        return replace(ask, url=add_or_replace_parameter(ask.url, "api_key", secret("DISQUS_API_KEY")))

    def streams(self, limits: Limits) -> list[Stream]:
        """Return the website at the site's address, and those of its options."""
        del limits
        name = (urlsplit(self.site.url).hostname or "").removesuffix(".disqus.com")
        named = (*((name,) if "." not in name else ()), *self.options_of(self.site).forums)
        query = {"order": "desc", "limit": 100, "related": "thread"}
        return [Stream(f"forum:{one}", Ask(url=f"{API}forums/listPosts.json?{urlencode({'forum': one, **query})}")) for one in named]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the comments of an answer of the API or of an embed page."""
        document = _document(answer)
        response = document.get("response")
        posts = rows(response if isinstance(response, list) else mapping(response).get("posts"))
        found = [mention for post in posts if (mention := _mention(cls, answer, post, mapping(mapping(response).get("thread"))))]
        cursor = mapping(document.get("cursor"))
        nxt = add_or_replace_parameter(answer.url, "cursor", text(cursor.get("next")) or "") if cursor.get("hasNext") else None
        known = "code" in document and "cursor" in document and not any("message" not in post for post in posts)
        return cls.page(answer, mentions=found, next=nxt if answer.is_json else None, stated_total=whole(cursor.get("total")), empty=known)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection by a post's fields, or the data of an embed page."""
        document = _document(answer)
        embedded = EMBEDDED.search(answer.text) if not document and not answer.is_json else None
        if embedded:
            return Detection(engine=cls.engine, score=0.55, url=f"https://{embedded[1]}.disqus.com")
        response = document.get("response")
        posts = rows(response if isinstance(response, list) else mapping(response).get("posts"))
        found = "code" in document and (posts and {"isSpam", "message", "thread"} <= posts[0].keys())
        if not found:
            return None
        name = text(posts[0].get("forum")) or parse_qs(urlsplit(answer.url).query).get("forum", [""])[0]
        return Detection(engine=cls.engine, score=1.0, url=f"https://{name}.disqus.com" if name else None)


def _document(answer: Answer) -> Mapping[str, Any]:
    """Return the document that an answer is, or that an embed page carries."""
    if answer.is_json:
        return mapping(answer.json)
    script = answer.html.css_first(DATA)
    try:
        return mapping(json.loads(script.text() or "")) if script else {}
    except (ValueError, RecursionError):
        return {}


def _mention(engine: type[DisqusSpider], answer: Answer, post: Mapping[str, Any], thread: Mapping[str, Any]) -> Mention | None:
    """Return a comment that everybody may read; `thread` is its page, where it does not name it itself."""
    author, own = mapping(post.get("author")), mapping(post.get("thread")) or thread
    if any(post.get(mark) is True for mark in UNTOLD) or post.get("isApproved") is False or "message" not in post:
        return None
    link = canonical(text(own.get("link")) or "")
    posted = text(post.get("createdAt")) or ""
    return post_of(
        engine,
        answer,
        key=post.get("id"),
        kind="comment",
        html=post.get("message"),
        posted=posted if posted.endswith("Z") else f"{posted}Z",
        url=f"{link}#comment-{text(post.get('id'))}" if link else canonical(text(post.get("url")) or ""),
        thread_url=link,
        author=text(author.get("username")) or text(author.get("name")),
        author_key=text(author.get("id")),
        votes=whole(post.get("likes")),
        reply_to=text(post.get("parent")),
    )
