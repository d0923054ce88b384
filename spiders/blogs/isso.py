"""Isso: the comments of a website's pages, by the comment server's own API.

Documentation: https://isso-comments.de/docs/reference/server-api/ · address: https://comments.example.org/?uri=/blog/kettles/
Quirks: a page is known by its path (`uri`); answers stand in their comment; `hidden_replies` counts what a limit left out; a deleted
comment that was answered stays without words (mode 4); times are Unix times.
"""

import re
from typing import ClassVar
from urllib.parse import quote, urlsplit

from w3lib.url import add_or_replace_parameter, url_query_parameter

from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from mentions.urls import canonical, join
from spiders.base.engine import Detection, Options
from spiders.base.on_page import on_page
from spiders.base.records import read_post
from spiders.base.streams import Stream, StreamSpider
from spiders.base.values import Record, mapping, rows, text, tree

URI = re.compile(r"[?&]uri=")
ACCEPTED = 1  # mode; 2 waits for its moderator, 4 was deleted
COMMENT = "key=id html=text posted=created edited=modified author=author author_key=hash votes=likes reply_to=parent"


class IssoOptions(Options):
    """What an operator may say of a comment server."""

    uris: tuple[str, ...] = ()
    """Paths of the website's pages whose comments are read: `/blog/kettles/`."""
    website: str | None = None
    """Address of the website, where it is not the comment server's: comments are then linked to where people read them."""


class IssoSpider(StreamSpider):
    """Pages of a website: each one answer of the comment server, oldest comment first."""

    engine = "isso"
    family = "blogs"
    proof = "page"
    docs = "https://isso-comments.de/docs/reference/server-api/"
    address = "https://COMMENTS.example/, or with ?uri=/PAGE/ for one page"
    Options: ClassVar[type[Options]] = IssoOptions

    def places(self) -> list[Stream]:
        """Return the page that the site's address names, and those of its options."""
        root = self.site.url.split("?")[0].rstrip("/")
        named = [Stream("uri", Ask(url=self.site.url), by_page=False)] if URI.search(self.site.url) else []
        paths = self.options_of(self.site).uris or (() if named else ("/",))
        return [*named, *(Stream(f"uri:{path}", Ask(url=f"{root}/?uri={quote(path)}"), by_page=False) for path in paths)]

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the comments of a page and the answers to them."""
        document = mapping(answer.json)
        known = "hidden_replies" in document and "total_replies" in document
        top = rows(document.get("replies")) if known else []
        found = [_mention(cls, answer, comment) for comment in tree(top, "replies") if comment.get("mode") == ACCEPTED]
        last = text(top[-1].get("created")) if top and document["hidden_replies"] else None
        return cls.page(answer, mentions=found, next=add_or_replace_parameter(answer.url, "after", last) if last else None, empty=known)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection by the fields of an answer, or the script that a website's pages load."""
        if answer.is_json:
            found = {"hidden_replies", "total_replies", "replies"} <= mapping(answer.json).keys()
            return Detection(engine=cls.engine, score=1.0, url=answer.url.split("?")[0]) if found else None
        server = on_page(answer, "script[data-isso]@data-isso")
        url, options = join(answer.url, server or ""), {"uris": [urlsplit(answer.url).path]}
        return Detection(engine=cls.engine, score=0.9, url=url, options=options) if server else None


def _mention(engine: type[IssoSpider], answer: Answer, comment: Record) -> Mention | None:
    """Return a comment that everybody may read."""
    uri = text(comment.get("uri")) or url_query_parameter(answer.url, "uri")
    place = canonical(uri, engine.options_of(answer.site).website or "") if uri else None
    url = f"{place}#isso-{text(comment.get('id'))}" if place else None
    return read_post(engine, answer, comment, COMMENT, kind="comment", url=url, thread_url=place)
