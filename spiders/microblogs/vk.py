"""VK: search of public posts, walls of communities and people, comments under posts, by its API.

Documentation: https://dev.vk.com/ru/method/newsfeed.search · https://dev.vk.com/ru/method/wall.get · address:
https://api.vk.com/method/wall.get?domain=live&count=100&extended=1&v=5.199
Quirks: an error comes with status 200; a pinned post stands first, out of order; names stand apart, in `profiles` and `groups` (whose
ids are negative); a mention is written `[id1|Name]`; older versions put `<br>` into texts; a post that passes another on holds it in
`copy_history`. Limits: 3 requests a second with a service key.
"""

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from w3lib.url import add_or_replace_parameter

from mentions.clean import Said, clean
from mentions.errors import UnreadablePageError
from mentions.mention import Mention, Quote
from mentions.page import Answer, Ask, Page, Thread
from mentions.urls import canonical
from spiders.base.engine import Detection, Options
from spiders.base.forum import ForumSpider
from spiders.base.hosts import is_page_at
from spiders.base.keyed import Keyed
from spiders.base.records import post_of, thread_of
from spiders.base.search import SearchOptions
from spiders.base.values import mapping, rows, text, whole

API = "https://api.vk.com/method/"
HOME = "https://vk.com"
VERSION = "5.199"
OWNER = re.compile(r"(?:(?P<group>club|public|event)|id)(?P<id>\d+)")
POST = re.compile(r"wall(?P<owner>-?\d+)_(?P<post>\d+)")
TARGET = re.compile(r"\[(https?://[^|\]\s]{1,2000})\|")
LINK = re.compile(r"\[(?:(?:id|club|public)\d+(?::bp[^|\]]*)?|https?://[^|\]]+)\|([^\]]+)\]")
BREAK = re.compile(r"<br ?/?>")
Record = Mapping[str, Any]


class VkOptions(SearchOptions):
    """What an operator may say of VK."""

    walls: tuple[str, ...] = ()
    """Short names or ids (`tea`, `club5`, `id7`) of communities and people whose every public post is read."""


class VkSpider(Keyed, ForumSpider):
    """VK: posts found, or a wall; each post with comments is a thread. Needs a service key, `VK_TOKEN` in the environment."""

    engine = "vk"
    family = "microblogs"
    proof = "page"
    docs = "https://dev.vk.com/ru/method/newsfeed.search"
    address = "https://vk.com, which is searched; a wall, https://vk.com/NAME; a post, https://vk.com/wall-1_2"
    keys_from = "The service key of an app of your own: https://vk.com/apps?act=manage"
    Options: ClassVar[type[Options]] = VkOptions
    grows = "top"
    mixed = True
    api = API
    keys = {"Authorization": "Bearer {VK_TOKEN}"}  # noqa: RUF012 - the base's ClassVar

    def listings(self) -> list[Ask]:
        """Return the post or wall at the site's address, and the walls and queries of its options."""
        options, path = self.options_of(self.site), urlsplit(self.site.url).path.strip("/")
        post = POST.search(self.site.url)
        if post:
            return [_ask("wall.getComments", owner_id=post["owner"], post_id=post["post"], sort="desc", thread_items_count="10")]
        asks = [_ask("wall.get", **_wall(name)) for name in (*((path,) if path and "/" not in path else ()), *options.walls)]
        return asks + [self._search(query) for query in options.queries]

    def searches(self, queries: Sequence[str]) -> list[Ask]:
        """Return a search for each term, where the operator names nothing else."""
        return [] if self.listings() else [self._search(query) for query in queries]

    def _search(self, query: str) -> Ask:
        """Return how to search public posts, newest first."""
        return _ask("newsfeed.search", q=query)

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the posts or comments of an answer, and the posts that have comments as threads."""
        document = mapping(answer.json)
        error = mapping(document.get("error"))
        document = mapping(document.get("response", document))
        if error or not isinstance(document.get("items"), list) or not ("count" in document or "next_from" in document):
            msg = f"VK says: {text(error.get('error_msg'))}" if error else "no answer of VK's"
            raise UnreadablePageError(msg)
        items = [one for item in rows(document["items"]) for one in (item, *rows(mapping(item.get("thread")).get("items")))]
        names = _names(document)
        found = [mention for item in items if (mention := _mention(cls, answer, item, names))]
        threads = [thread for item in items if (thread := _thread(answer, item))]
        empty = not items or "from_id" in items[0]
        return cls.page(
            answer, mentions=found, threads=threads, next=_next(answer, document), stated_total=whole(document.get("count")), empty=empty
        )

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection by the fields of a post or comment."""
        if is_page_at(answer, "vk.com", "vk.ru"):
            return Detection(engine=cls.engine, score=1.0)
        document = mapping(answer.json) if answer.is_json else {}
        items = rows(mapping(document.get("response", document)).get("items"))
        found = items and {"from_id", "date", "text"} <= items[0].keys() and ("owner_id" in items[0] or "post_id" in items[0])
        return Detection(engine=cls.engine, score=1.0, url=HOME) if found else None


def _ask(method: str, **query: str) -> Ask:
    """Return a request of the API."""
    return Ask(url=f"{API}{method}?{urlencode({**query, 'count': 100, 'extended': 1, 'v': VERSION})}")


def _wall(name: str) -> dict[str, str]:
    """Return how the API calls the owner of a wall."""
    owner = OWNER.fullmatch(name)
    return {"owner_id": f"{'-' if owner['group'] else ''}{owner['id']}"} if owner else {"domain": name}


def _names(document: Record) -> dict[str, str]:
    """Return id → name of all authors that an answer names."""
    people = [(one, f"{text(one.get('first_name')) or ''} {text(one.get('last_name')) or ''}") for one in rows(document.get("profiles"))]
    groups = [(one, text(one.get("name")) or "") for one in rows(document.get("groups"))]
    found = {text(one.get("id")) or "": name.strip() for one, name in people}
    return {**found, **{f"-{text(one.get('id'))}": name for one, name in groups}}


def _next(answer: Answer, document: Record) -> str | None:
    """Return the address of the next page: by the cursor of a search, by the number of items passed elsewhere."""
    cursor, shown = text(document.get("next_from")), len(document["items"])
    total = whole(document.get("current_level_count", document.get("count"))) or 0  # answers to comments are counted, but not paged
    if cursor:
        return add_or_replace_parameter(answer.url, "start_from", cursor)
    passed = (whole(parse_qs(urlsplit(answer.url).query).get("offset", ["0"])[0]) or 0) + shown
    return add_or_replace_parameter(answer.url, "offset", str(passed)) if shown and passed < total else None


def _thread(answer: Answer, item: Record) -> Thread | None:
    """Return a post that has comments as the thread of these."""
    comments, owner, post = whole(mapping(item.get("comments")).get("count")), text(item.get("owner_id")), text(item.get("id"))
    if not comments or owner is None or post is None or "post_id" in item:
        return None
    ask = _ask("wall.getComments", owner_id=owner, post_id=post, sort="desc", thread_items_count="10")
    pinned = item.get("is_pinned")
    return thread_of(answer, key=f"{owner}_{post}", url=ask.url, title=None, last=item.get("date"), posts=comments + 1, pinned=pinned)


def _mention(engine: type[VkSpider], answer: Answer, item: Record, names: Mapping[str, str]) -> Mention | None:
    """Return a post or comment; None for one that was deleted or has no words."""
    owner, key, author, post = (text(item.get(name)) for name in ("owner_id", "id", "from_id", "post_id"))
    words = _words(item)
    quotes = tuple(
        Quote(text=said, author=names.get(text(one.get("from_id")) or ""))
        for one in rows(item.get("copy_history"))
        if (said := _words(one))
    )
    if item.get("deleted") or key is None or not (words or quotes):
        return None
    wall = f"{HOME}/wall{owner}_{post or key}"
    parent = text(item.get("reply_to_comment"))
    return post_of(
        engine,
        answer,
        key=f"{owner}_{post}_r{key}" if post else f"{owner}_{key}",
        kind="comment" if post else "post",
        html=Said(words, quotes, _links(item)),
        posted=item.get("date"),
        edited=item.get("edited"),
        url=f"{wall}?reply={key}" if post else wall,
        thread_url=wall,
        author=names.get(author or "") or None,
        author_key=author,
        votes=whole(mapping(item.get("likes")).get("count")),
        reply_to=None if post is None else f"{owner}_{post}_r{parent}" if parent else f"{owner}_{post}",
    )


def _links(item: Record) -> tuple[str, ...]:
    """Return where a post links to: by words of its own, and by the links attached to it."""
    attached = (text(mapping(one.get("link")).get("url")) for one in rows(item.get("attachments")))
    found = (canonical(url or "") for url in (*TARGET.findall(text(item.get("text")) or ""), *attached))
    return tuple(dict.fromkeys(url for url in found if url))


def _words(item: Record) -> str:
    """Return what a post says."""
    return clean(LINK.sub(r"\1", html.unescape(BREAK.sub("\n", text(item.get("text")) or ""))))
