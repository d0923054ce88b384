"""Misago, by its API; the page that it prints for readers without scripts holds the same posts.

Source: https://github.com/rafalp/Misago (misago/threads/api, misago/threads/serializers) · address: https://misago-project.org/api/threads/
Quirks: events (closed, moved) stand among the posts; lists are paged by number, since 0.20 by the last thread's post (`start`); a thread
that is pinned has a `weight`.
"""

import re

from w3lib.url import add_or_replace_parameter

from mentions.mention import Mention
from mentions.page import Answer, Ask, Page, Thread
from mentions.urls import canonical
from spiders.base.engine import Detection
from spiders.base.forum import ForumSpider
from spiders.base.markup import Markup, Posts, read_markup
from spiders.base.records import read_post, read_thread
from spiders.base.values import Record, mapping, require, rows, text, whole

PLACES = re.compile(r"^(?P<root>https?://[^?#]*?)(?:/(?P<kind>[ct])/[^/]+/(?P<id>\d+).*|/api/.*|/(?:threads/?)?(?:[?#].*)?)?$")
QUOTES = "aside.quote-block"
PRINTED = Markup(
    posts=Posts(
        block="li.post[id^=post-]:not(.post-hidden)",
        body=".misago-markup, [itemprop=articleBody]",
        key=r"@id ~ ^post-(\d+)$",
        author="[itemprop=author] || .post-heading .item-title",
        author_key=r".post-heading a.item-title@href ~ /(\d+)/",
        date="time[itemprop=datePublished]@datetime || time@datetime",
        url="a.posted-on@href",
        quotes=QUOTES,
    ),
    title="h1",
)
POST = "key=id html=content posted=posted_on author=poster.username|poster_name author_key=poster.id votes=likes"
THREAD = "key=id title=title last=last_post_on pinned=weight"


class MisagoSpider(ForumSpider):
    """A Misago forum, or one of its categories: threads by their last post, then their posts."""

    engine = "misago"
    docs = "https://github.com/rafalp/Misago"
    address = "https://FORUM.example/, or a category, https://FORUM.example/c/NAME/ID/"

    def listings(self) -> list[Ask]:
        """Return the API's twin of the site's address: all threads, those of a category, or the posts of one."""
        found = PLACES.match(self.site.url)
        if found is None or "/api/" in self.site.url:
            return [Ask(url=self.site.url)]
        if found["kind"] == "t":
            return [Ask(url=f"{found['root']}/api/threads/{found['id']}/posts/")]
        return [Ask(url=f"{found['root']}/api/threads/" + (f"?category={found['id']}" if found["id"] else ""))]

    def ask_thread(self, thread: Thread) -> Ask:
        """Return how to ask the API for a thread's posts."""
        found = PLACES.match(thread.url)
        return Ask(url=f"{found['root']}/api/threads/{thread.key}/posts/") if found else Ask(url=thread.url)

    def ask_otherwise(self, thread: Thread) -> Ask:
        """Return the thread's printed page."""
        return Ask(url=thread.url)

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the posts or threads of a document, or the posts of a printed page."""
        if not answer.is_json:
            return read_markup(cls, answer, (PRINTED,))
        document = answer.json
        if "post_set" in mapping(document):
            posts = require(document["post_set"], "results")
            mentions, total = [_mention(cls, answer, post, document) for post in rows(posts["results"])], whole(posts.get("count"))
            return cls.page(answer, mentions=mentions, next=_next(answer, posts, "page"), stated_total=total, empty=bool(posts["results"]))
        require(document, "results", "subcategories")
        threads = [_thread(answer, row) for row in rows(document["results"])]
        paged_by = "page" if "page" in document else "start"
        return cls.page(answer, threads=threads, next=_next(answer, document, paged_by), empty=document["results"] == [])

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection for one of Misago's documents, or a page that it printed."""
        if answer.is_json:
            document = mapping(answer.json)
            is_one = "post_set" in document or {"results", "subcategories"} <= document.keys()
        else:
            is_one = answer.html.css_matches("#misago-container, .misago-footer, .post-body .misago-markup")
        found = PLACES.match(answer.url)
        return Detection(engine=cls.engine, score=1.0, url=found["root"] + "/" if found else None) if is_one else None


def _next(answer: Answer, document: Record, name: str) -> str | None:
    """Return the address of the document's next page."""
    following = whole(document.get("next"))
    return canonical(add_or_replace_parameter(answer.url, name, str(following))) if following else None


def _address(answer: Answer, record: Record) -> str | None:
    """Return the address at which people read a thread or post; older versions give it as `absolute_url`."""
    url = record.get("url")
    href = text(url) or text(mapping(url).get("index")) or text(record.get("absolute_url"))
    return canonical(href, answer.url) if href else None


def _thread(answer: Answer, row: Record) -> Thread | None:
    """Return one thread of a list, or None where nobody may read it."""
    url = _address(answer, row)
    if url is None or row.get("is_hidden") or row.get("is_unapproved"):
        return None
    replies = whole(row.get("replies"))
    return read_thread(answer, row, THREAD, url=url, posts=None if replies is None else replies + 1)


def _mention(engine: type[MisagoSpider], answer: Answer, post: Record, thread: Record) -> Mention | None:
    """Return one post, or None for an event or a hidden post."""
    if post.get("is_event") or post.get("is_hidden") or post.get("is_unapproved") or not post.get("content"):
        return None
    posts = mapping(thread.get("post_set"))
    is_first = not posts.get("previous") and rows(posts.get("results"))[:1] == [post]
    return read_post(
        engine,
        answer,
        post,
        POST,
        quotes=QUOTES,
        edited=post.get("updated_on") if post.get("edits") else None,
        url=_address(answer, post),
        thread_url=_address(answer, thread),
        title=text(thread.get("title")) if is_first else None,
    )
