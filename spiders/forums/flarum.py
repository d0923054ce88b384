"""Flarum, by its API (JSON:API, no key); its pages carry the same document.

Documentation: https://docs.flarum.org/ · address: https://discuss.flarum.org/api/discussions?sort=-lastPostedAt
Quirks: who wrote a post stands in the document's `included` part; posts of a `contentType` other than `comment` are events (renamed,
tagged); a reply names the post it answers by a mention in its words; the page without scripts shows no dates.
"""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from w3lib.url import add_or_replace_parameter, url_query_parameter

from mentions.errors import UnreadablePageError
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page, Thread
from mentions.urls import canonical
from spiders.base.engine import Detection
from spiders.base.forum import ForumSpider
from spiders.base.on_page import on_page
from spiders.base.records import post_of, thread_of
from spiders.base.values import mapping, rows, text, whole

PLACES = re.compile(r"^(?P<root>https?://[^?#]*?)(?:/api/.*|/d/(?P<id>\d+).*|/t/(?P<tag>[^/?#]+).*|/(?:all|tags)?(?:[?#].*)?)?$")
ANSWERED = re.compile(r'class="PostMention[^"]*"[^>]*\bdata-id="(\d+)"')
FIELDS = {"posts": "contentType", "discussions": "lastPostedAt"}  # what an API of other software with such types would lack
LIMIT = 50  # posts or discussions a page, the most that Flarum gives
Record = Mapping[str, Any]
Included = Mapping[tuple[str | None, str | None], Record]
"""Records of a document by type and id."""


class FlarumSpider(ForumSpider):
    """A Flarum forum, or one of its tags: discussions by their last post, then their posts."""

    engine = "flarum"
    proof = "page"
    docs = "https://docs.flarum.org/"
    address = "https://FORUM.example, one tag, https://FORUM.example/t/TAG, or one discussion, https://FORUM.example/d/ID"

    def listings(self) -> list[Ask]:
        """Return the API's twin of the site's address: all discussions, those of a tag, or the posts of one."""
        found = PLACES.match(self.site.url)
        if found is None or "/api/" in self.site.url:
            return [Ask(url=self.site.url)]
        if found["id"]:
            return [Ask(url=_posts(found["root"], found["id"]))]
        tag = {"filter[tag]": found["tag"]} if found["tag"] else {}
        return [Ask(url=f"{found['root']}/api/discussions?" + urlencode({**tag, "sort": "-lastPostedAt", "page[limit]": LIMIT}))]

    def ask_thread(self, thread: Thread) -> Ask:
        """Return how to ask for a discussion's posts, the oldest first."""
        return Ask(url=_posts(thread.url.rpartition("/d/")[0], thread.key))

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the posts or discussions of a document, or of a page that carries it."""
        document = _document(answer)
        if document is None:
            msg = "neither a document of Flarum's API nor a page that carries one"
            raise UnreadablePageError(msg)
        data, included = document["data"], {(text(r.get("type")), text(r.get("id"))): r for r in rows(document.get("included"))}
        found = rows(data)
        if isinstance(data, dict):  # one discussion, its posts beside it
            found = [r for r in included.values() if r.get("type") == "posts"]
            included["discussions", text(data.get("id"))] = data
        posts = [r for r in found if r.get("type") == "posts"]
        mentions = [_mention(cls, answer, post, included) for post in posts]
        threads = [_thread(answer, r) for r in found if r.get("type") == "discussions"]
        of = [r for (kind, _), r in included.items() if kind == "discussions"]
        return cls.page(
            answer,
            mentions=[mention for mention in mentions if mention],
            threads=[thread for thread in threads if thread],
            next=_next(answer, document, len(found)),
            stated_total=whole(_attributes(of[0]).get("commentCount")) if posts and len(of) == 1 else None,
            empty=bool(found) or data == [],
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection for a page that carries, or is, one of Flarum's documents."""
        has_mark = not answer.is_json and answer.html.css_matches("script#flarum-json-payload, noscript#flarum-content")
        if not has_mark and (not answer.is_json or not mapping(_document(answer)).get("data")):
            return None
        return Detection(engine=cls.engine, score=1.0, url=_root(answer) + "/")


def _posts(root: str, key: str) -> str:
    """Return the address of a discussion's first posts."""
    return f"{root}/api/posts?" + urlencode({"filter[discussion]": key, "sort": "number", "page[limit]": LIMIT})


def _document(answer: Answer) -> Record | None:
    """Return the API's document that an answer is or carries, or None."""
    if answer.is_json:
        document = answer.json
    else:
        script = answer.html.css_first("script#flarum-json-payload")
        try:
            document = mapping(json.loads(script.text()) if script else None).get("apiDocument")
        except (ValueError, RecursionError):
            return None
    data = mapping(document).get("data")
    some = data if isinstance(data, dict) else next(iter(rows(data)), {})
    is_none = data == [] and not {"links", "jsonapi"}.isdisjoint(mapping(document))
    is_one = is_none or FIELDS.get(text(some.get("type")) or "", "") in _attributes(some)
    return document if is_one and isinstance(document, dict) else None


def _attributes(record: Record) -> Record:
    """Return a record's fields."""
    return mapping(record.get("attributes"))


def _root(answer: Answer) -> str:
    """Return the forum's address, without a slash at its end."""
    found = PLACES.match(answer.url)
    return found["root"] if found else answer.url.rstrip("/")


def _address(answer: Answer, discussion: Record) -> str | None:
    """Return the address of a discussion; `slug` holds the id before version 1.0 only sometimes."""
    key, slug = text(discussion.get("id")), text(_attributes(discussion).get("slug"))
    if key is None:
        return None
    return canonical(f"{_root(answer)}/d/{slug if slug and slug.startswith(key) else '-'.join(filter(None, (key, slug)))}")


def _next(answer: Answer, document: Record, found: int) -> str | None:
    """Return the address of the document's next page; old versions of the API do not link it."""
    if not answer.is_json:
        href = on_page(answer, "link[rel=next]@href")
        return canonical(href, answer.url) if href else None
    links = mapping(document.get("links"))
    if links or found < (limit := whole(url_query_parameter(answer.url, "page[limit]")) or LIMIT):
        href = text(links.get("next"))
        return canonical(href, answer.url) if href else None
    offset = whole(url_query_parameter(answer.url, "page[offset]")) or 0
    return canonical(add_or_replace_parameter(answer.url, "page[offset]", str(offset + limit)))


def _thread(answer: Answer, discussion: Record) -> Thread | None:
    """Return one discussion of a listing, or None where nobody may read it."""
    told, url = _attributes(discussion), _address(answer, discussion)
    if told.get("isHidden") or url is None:
        return None
    posts, pinned = whole(told.get("commentCount")), told.get("isSticky")
    return thread_of(
        answer, key=discussion.get("id"), url=url, title=text(told.get("title")), last=told.get("lastPostedAt"), posts=posts, pinned=pinned
    )


def _mention(engine: type[FlarumSpider], answer: Answer, post: Record, included: Included) -> Mention | None:
    """Return one post, or None for an event or a hidden post."""

    def related(name: str, kind: str) -> Record:
        return included.get((kind, text(mapping(mapping(mapping(post.get("relationships")).get(name)).get("data")).get("id"))), {})

    told, discussion, user = _attributes(post), related("discussion", "discussions"), related("user", "users")
    if told.get("contentType") != "comment" or told.get("isHidden") or told.get("isApproved") is False:
        return None
    html, number, thread_url = text(told.get("contentHtml")) or "", whole(told.get("number")), _address(answer, discussion)
    answered = ANSWERED.search(html)
    return post_of(
        engine,
        answer,
        key=post.get("id"),
        html=html,
        posted=told.get("createdAt"),
        edited=told.get("editedAt"),
        url=f"{thread_url}/{number}" if thread_url and number else thread_url,
        thread_url=thread_url,
        title=text(_attributes(discussion).get("title")) if number == 1 else None,
        author=text(_attributes(user).get("username")) or text(_attributes(user).get("displayName")),
        author_key=text(user.get("id")),
        votes=whole(told.get("likesCount")),
        reply_to=answered.group(1) if answered else None,
    )
