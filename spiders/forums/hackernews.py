"""Hacker News: search by Algolia, items of its own API, and its pages.

Documentation: https://hn.algolia.com/api · https://github.com/HackerNews/API · address:
https://hn.algolia.com/api/v1/search_by_date?query=kettle&tags=(story,comment)
Quirks: Algolia gives a thousand hits of a search and no more, so paging goes on by time; Firebase answers `null` with status 200 for
an item that is not there; a quote is a line that begins with ">"; an author's words that moderators or they themselves took out are
null, or an item without them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from w3lib.url import add_or_replace_parameter

from mentions.clean import Said
from mentions.html import html_to_text
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page, Thread
from mentions.plain import plain_to_text
from mentions.urls import canonical, join
from spiders.base.engine import Detection
from spiders.base.locate import find
from spiders.base.markup import require_whole
from spiders.base.numbers import number
from spiders.base.on_page import on_page
from spiders.base.records import post_of, thread_of
from spiders.base.search import SearchSpider
from spiders.base.streams import Stream
from spiders.base.values import mapping, rows, text, whole

HOME = "https://news.ycombinator.com"
API = "https://hn.algolia.com/api/v1"
ITEM = re.compile(r"[?&]id=(\d+)|/items?/(\d+)")
KINDS = frozenset({"story", "comment", "poll", "pollopt", "job"})
TIME = r".age@title ~ (\d{9,})$ || .age@title"
Record = Mapping[str, Any]


class HackernewsSpider(SearchSpider):
    """Hacker News: a stream a query, or one thread."""

    engine = "hackernews"
    family = "forums"
    proof = "page"
    docs = "https://hn.algolia.com/api"
    address = "https://news.ycombinator.com, which is searched; one thread, https://news.ycombinator.com/item?id=ID"

    def ask_query(self, query: str) -> Ask:
        """Return how to search stories and comments, newest first; an empty query finds all there is."""
        return Ask(url=f"{API}/search_by_date?{urlencode({'query': query, 'tags': '(story,comment)', 'hitsPerPage': 100})}")

    def places(self) -> list[Stream]:
        """Return the thread at the site's address."""
        item = ITEM.search(self.site.url)
        number_of = item and (item[1] or item[2])
        return [Stream(f"item:{number_of}", Ask(url=f"{API}/items/{number_of}"), by_page=False)] if number_of else []

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the hits, the item with its answers, or what a page lists."""
        if not answer.is_json:
            return cls.page(answer, empty=answer.text.strip() == "null") if "<" not in answer.text else _read_html(cls, answer)
        document = mapping(answer.json)
        if "hits" in document and "nbPages" in document:
            hits = rows(document["hits"])
            found = [_mention(cls, answer, hit) for hit in hits]
            total = whole(document.get("nbHits"))
            return cls.page(
                answer, mentions=[one for one in found if one], next=_next(answer, document, hits), stated_total=total, empty=not hits
            )
        items = list(_items(document)) if _is_item(document) else []
        found = [_mention(cls, answer, item) for item in items]
        return cls.page(answer, mentions=[one for one in found if one], empty=bool(items))

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection by Algolia's and Firebase's fields, or the page's outermost table."""
        if answer.is_json:
            document = mapping(answer.json)
            hits = rows(document.get("hits"))
            found = _is_item(document) or bool(hits and "objectID" in hits[0] and "story_id" in hits[0] and "created_at_i" in hits[0])
        else:
            found = answer.html.css_matches("table#hnmain")
        return Detection(engine=cls.engine, score=1.0, url=HOME) if found else None


def _is_item(document: Record) -> bool:
    """Return whether a document is one item, of Algolia's or of Firebase's."""
    return (
        text(document.get("type")) in KINDS and "id" in document and ({"created_at_i", "children"} <= document.keys() or "time" in document)
    )


def _items(document: Record) -> Iterator[Record]:
    """Yield an item and the answers below it, depth first, without recursion."""
    waiting = [document]
    while waiting:
        item = waiting.pop()
        yield item
        waiting += rows(item.get("children"))[::-1]


def _next(answer: Answer, document: Record, hits: list[Record]) -> str | None:
    """Return the address of a search's next page: by time where hits stand in its order, else by number."""
    page, pages, size = (whole(document.get(name)) or 0 for name in ("page", "nbPages", "hitsPerPage"))
    if urlsplit(answer.url).path.endswith("/search_by_date") and parse_qs(urlsplit(answer.url).query).get("page", ["0"]) == ["0"]:
        oldest = whole(hits[-1].get("created_at_i")) if hits else None
        full = len(hits) >= size > 0
        return add_or_replace_parameter(answer.url, "numericFilters", f"created_at_i<={oldest}") if full and oldest else None
    return add_or_replace_parameter(answer.url, "page", str(page + 1)) if page + 1 < pages and hits else None


def _mention(engine: type[HackernewsSpider], answer: Answer, item: Record) -> Mention | None:
    """Return one hit or item; None for what has no author or words any more."""
    key, author = text(item.get("objectID")) or text(item.get("id")), text(item.get("author")) or text(item.get("by"))
    words = next((found for name in ("comment_text", "story_text", "text") if (found := text(item.get(name)))), None)
    title = html_to_text(text(item.get("title")) or "").text or None
    if author is None or item.get("deleted") or item.get("dead") or not (words or title):
        return None
    parent, story = text(item.get("parent_id")) or text(item.get("parent")), text(item.get("story_id"))
    is_comment = item.get("type") == "comment" or bool(text(item.get("comment_text")))
    return post_of(
        engine,
        answer,
        key=key,
        kind="comment" if is_comment else "post",
        html=_said(words or ""),
        posted=item.get("created_at_i") or item.get("time"),
        url=f"{HOME}/item?id={key}",
        thread_url=f"{HOME}/item?id={(story if is_comment else key) or key}",
        title=None if is_comment else title,
        author=author,
        votes=whole(item.get("points") if "points" in item else item.get("score")),
        reply_to=parent,
    )


def _said(words: str) -> Said:
    """Return what a post's HTML says; lines that begin with ">" are quotes."""
    said = html_to_text(words)
    return replace(plain_to_text(said.text), links=said.links) if ">" in said.text else said


def _read_html(engine: type[HackernewsSpider], answer: Answer) -> Page:
    """Return the stories of a listing, or the posts of a thread."""
    require_whole(answer)
    found: list[Mention] = []
    threads: list[Thread] = []
    for row in answer.html.css("#hnmain tr.athing"):
        key, body, below = row.attributes.get("id"), row.css_first(".commtext"), row.next
        thread = find(row, ".onstory a@href") or (answer.url if "/item" in answer.url else None)
        if body is not None:
            mention = post_of(
                engine,
                answer,
                key=key,
                kind="comment",
                html=_said(body.html or ""),
                posted=find(row, TIME),
                url=f"{HOME}/item?id={key}",
                thread_url=canonical(thread, answer.url) if thread else None,
                author=find(row, ".hnuser"),
                reply_to=find(row, r".navs a[href^='#']:lexbor-contains('parent')@href ~ (\d+)"),
            )
            found += [mention] if mention else []
        elif row.css_first(".titleline, .storylink") is not None and below is not None:
            words = answer.html.css_first(".fatitem .toptext")
            title, posted = find(row, ".titleline > a || .storylink"), find(below, TIME)
            if find(row, ".rank") is None:
                mention = post_of(
                    engine,
                    answer,
                    key=key,
                    html=_said(words.html or "" if words else ""),
                    posted=posted,
                    url=f"{HOME}/item?id={key}",
                    thread_url=f"{HOME}/item?id={key}",
                    title=title,
                    author=find(below, ".hnuser"),
                    votes=number(find(below, ".score")),
                )
                found += [mention] if mention else []
            else:
                answers = find(below, r"a[href^='item?id=']:last-child ~ ^(\d+)\s*comment")
                one = thread_of(answer, key=key, url=f"{HOME}/item?id={key}", title=title, last=None, posts=1 + (number(answers) or 0))
                threads += [one] if one else []
    more = on_page(answer, "a.morelink@href")
    empty = answer.html.css_matches("table#hnmain .fatitem")
    return engine.page(answer, mentions=found, threads=threads, next=join(answer.url, more) if more else None, empty=empty)
