"""Reading an HTML board by its markup: an engine names where things stand, this file reads them.

Most boards print a page as a column of blocks, each with an author, a date and a text, or as a list of rows, each with a link to a
thread. An engine (or an operator, by the engine `selectors`) gives a `Markup` per layout; reading is written here, once.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from selectolax.lexbor import LexborNode

from mentions.dates import When, is_stamp, order_of, parse_date
from mentions.errors import UnreadablePageError
from mentions.html import html_to_text
from mentions.mention import Kind, Mention
from mentions.page import Answer, Page, Thread
from mentions.urls import canonical, join, same_host
from spiders.base.engine import Engine
from spiders.base.locate import Search, find, find_all, find_text, is_match
from spiders.base.numbers import decimal, number
from spiders.base.said_keys import said_key

REPLY = re.compile(r"^\s*(?:re|aw|antw|sv|vs|odp|ynt|ответ|відповідь|trả lời)\s*(?:\[\d+\])?\s*[:：]\s*", re.IGNORECASE)
CLOSED = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
OPENED = re.compile(r"<(?:html|body)[\s>]", re.IGNORECASE)
TAIL = 1000  # characters at whose end a whole page is closed
BLOCK = re.compile(r"<(/?)(?:div|article|section|main|table|ul|ol)[\s>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posts:
    """Where the posts of a page stand. All but `block` and `body` are locators or None; all are relative to the block."""

    block: str
    """CSS of one post."""
    body: str
    """CSS of its text within the block; "" for the block itself."""
    key: str | None = None
    """Its id; None: the layout shows none, what a post says is its key."""
    author: str | None = None
    """Who wrote it."""
    author_key: str | None = None
    """The author's id."""
    date: str | None = None
    """When, as printed or as an attribute."""
    edited: str | None = None
    """When it was last edited."""
    url: str | None = None
    """Link to the post itself."""
    anchor: str | None = None
    """Its id on the page, where a layout has no link to a post."""
    title: str | None = None
    """Its own title."""
    reply_to: str | None = None
    """Key of the post it answers."""
    votes: str | None = None
    """Score or likes."""
    rating: str | None = None
    """The author's rating, a number."""
    rating_max: float | None = None
    """Best value of the rating's scale."""
    skip: str | None = None
    """CSS: a block that matches or holds it is no mention (deleted, hidden, advertisement)."""
    drop: str = ""
    """CSS of boilerplate within the body: signatures, edit notes, "click to expand"."""
    cut: str | None = None
    """Pattern of a line that ends the text: a signature follows."""
    quotes: str = "blockquote"
    """CSS of quotes within the body."""
    kind: Kind = "post"
    """What each block is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Where the threads of a listing page stand. All but `block` and `pinned` are locators or None, relative to the block."""

    block: str
    """CSS of one row."""
    url: str
    """Link to the thread."""
    key: str | None = None
    """The thread's id; None: its address is its key."""
    title: str | None = None
    """Its title; None: the text of the link."""
    last: str | None = None
    """When it was last answered."""
    replies: str | None = None
    """How many answers."""
    posts: str | None = None
    """How many posts, the first one included, where the board counts so."""
    pinned: str | None = None
    """CSS: a row that matches it, holds it or lies in it is pinned."""
    skip: str | None = None
    """CSS: a row that matches or holds it is no thread (moved, advertisement)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """One layout of a board: how its thread pages and its listing pages are built."""

    posts: Posts | None = None
    rows: Rows | None = None
    boards: str | None = None
    """Locator of the links to sub-forums on an index page."""
    next: str | None = "link[rel=next]@href || a[rel=next]@href"
    """Locator of the link to the next page."""
    prev: str | None = "link[rel=prev]@href || a[rel=prev]@href"
    """Locator of the link to the page before: where it finds one, no post on the page is the thread's first."""
    title: str | None = None
    """Locator of the thread's title: the first post's, where that has none of its own."""
    total: str | None = None
    """Locator of the stated number of items."""
    empty: str | None = None
    """CSS of what an empty page of this layout shows."""
    key_of: Callable[[str], str | None] | None = None
    """Thread address → key, where rows print no id."""


def read_markup(engine: type[Engine], answer: Answer, layouts: Sequence[Markup]) -> Page:
    """Return the page as the first layout that finds items reads it; `empty` where a layout's mark of emptiness stands.

    Raises UnreadablePageError when the page breaks off: its last post is not whole, and its link to the next page may be lost.
    """
    require_whole(answer)
    base = base_url(answer)
    for layout in layouts:
        posts = read_posts(engine, answer, layout, base) if layout.posts else []
        rows = [] if posts else read_rows(answer, layout, base) if layout.rows else []
        boards = [] if posts else _links(answer, layout.boards, base)
        if posts or rows or boards:
            total = number(_on_page(answer, layout.total))
            return engine.page(
                answer, mentions=posts, threads=rows, listings=boards, next=next_url(answer, layout.next, base), stated_total=total
            )
    empty = any(layout.empty and answer.html.css_first(layout.empty) for layout in layouts)
    return engine.page(answer, empty=empty)


def read_posts(engine: type[Engine], answer: Answer, layout: Markup, base: str) -> list[Mention]:
    """Return the posts of a page; blocks without a key and a body are left out."""
    where = layout.posts
    assert where is not None
    blocks = _blocks(answer, where.block, where.skip)
    if not blocks:
        return []
    search = Search(_root(answer), size=len(answer.body), blocks=len(blocks))
    dates = page_dates(answer, [search.find(block, where.date) for block in blocks])
    edits = page_dates(answer, [search.find(block, where.edited) for block in blocks])
    title, thread_url = _on_page(answer, layout.title), canonical(answer.url)
    is_first = _on_page(answer, layout.prev) is None
    found: dict[str, Mention] = {}
    for block, posted, edited in zip(blocks, dates, edits, strict=True):
        body = block.css_first(where.body) if where.body else block
        key = search.find(block, where.key) if where.key else ""
        if body is None or key is None or key in found:  # a block printed twice is one post: the first
            continue
        said = html_to_text(body, drop=where.drop, quotes=where.quotes, base_url=base)
        rating = decimal(search.find(block, where.rating))
        mention = Mention(
            site=answer.site.name,
            engine=engine.engine,
            key=key,
            kind=where.kind,
            url=permalink(search.find(block, where.url), base) or _anchored(thread_url, search.find(block, where.anchor)),
            thread_url=thread_url,
            title=_title(search.find(block, where.title), title, is_first=is_first and not found),
            text=re.split(where.cut, said.text, maxsplit=1, flags=re.MULTILINE)[0].rstrip() if where.cut else said.text,
            quotes=said.quotes,
            links=said.links,
            author=search.find(block, where.author),
            author_key=search.find(block, where.author_key),
            posted_at=posted.at if posted else None,
            posted_at_precision=posted.precision if posted else None,
            edited_at=edited.at if edited else None,
            reply_to=search.find(block, where.reply_to),
            votes=number(search.find(block, where.votes)),
            rating=rating,
            rating_max=where.rating_max if rating is not None else None,
        )
        if not where.key:
            mention = _with_said_key(mention, posted, answer.fetched_at)
        found.setdefault(mention.key, mention)
    return list(found.values())


def read_rows(answer: Answer, layout: Markup, base: str) -> list[Thread]:
    """Return the threads of a listing page, each once."""
    where = layout.rows
    assert where is not None
    blocks = _blocks(answer, where.block, where.skip)
    if not blocks:
        return []
    search = Search(_root(answer), size=len(answer.body), blocks=len(blocks))
    dates = page_dates(answer, [search.find(block, where.last) for block in blocks])
    pinned_ids = {node.mem_id for node in answer.html.css(where.pinned)} if where.pinned else set()
    found: dict[str, Thread] = {}
    for block, last in zip(blocks, dates, strict=True):
        href = search.find(block, where.url)
        url = canonical(href, base) if href else None
        if url is None:
            continue
        key = search.find(block, where.key) or (layout.key_of(url) if layout.key_of else None) or url
        replies = number(search.find(block, where.replies))
        posts = number(search.find(block, where.posts))
        thread = Thread(
            key=key,
            url=url,
            title=search.find(block, where.title) or find_text(block, where.url),
            last_post_at=last.at if last and _is_steady(last, answer.fetched_at) else None,
            replies=replies if replies is not None else max(0, posts - 1) if posts is not None else None,
            pinned=_is_pinned(block, where.pinned, pinned_ids),
        )
        found.setdefault(key, thread)
    return list(found.values())


def _blocks(answer: Answer, css: str, skip: str | None) -> list[LexborNode]:
    """Return the blocks of a page that are not to be skipped, each once: a list of selectors finds what several match as often."""
    blocks = list({node.mem_id: node for node in answer.html.css(css)}.values())
    if not blocks or skip is None or answer.html.css_first(skip) is None:
        return blocks
    return [block for block in blocks if not is_match(block, skip)]


def page_dates(answer: Answer, shown: Sequence[str | None]) -> list[When | None]:
    """Return a `When` or None for each date a page shows; their common day-month order is told from all of them."""
    site = answer.site
    order = site.date_order or (None if all(is_stamp(s) for s in shown if s) else order_of(s for s in shown if s))
    languages = site.languages or page_languages(answer)
    return [parse_date(s, now=answer.fetched_at, languages=languages, timezone=site.timezone, order=order) if s else None for s in shown]


def page_languages(answer: Answer) -> tuple[str, ...]:
    """Return the language that the page declares for itself, as a tuple of one or none."""
    root = answer.html.root
    lang = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root is not None else ""
    return (lang[:2].lower(),) if lang[:2].isalpha() else ()


def next_url(answer: Answer, line: str | None, base: str) -> str | None:
    """Return the next page's address, by the locator of its link; None on the last page, and for a link that leads to this page again."""
    for href in find_all(_root(answer), line):
        url = canonical(href, base)
        if url and url != canonical(answer.url):
            return url
    return None


def base_url(answer: Answer) -> str:
    """Return what the page's relative addresses are relative to."""
    base = answer.html.css_first("base[href]")
    return join(answer.url, base.attributes.get("href") or "") or answer.url if base else answer.url


def folder_of(answer: Answer, css: str) -> str | None:
    """Return the folder in which the board lies, as its own links (CSS) to the board's scripts tell, or None."""
    base = base_url(answer)
    for link in answer.html.css(css):
        url = canonical(link.attributes.get("href") or "", base)
        if url and same_host(url, base):
            return url.split("?")[0].rsplit("/", 1)[0] + "/"
    return None


def permalink(href: str | None, base: str) -> str | None:
    """Return the canonical address of a post: with its fragment, which is what leads to the post on its page.

    >>> permalink("viewtopic.php?p=9&sid=0123456789abcdef0123456789abcdef#p9", "https://example.org/forum/")
    'https://example.org/forum/viewtopic.php?p=9#p9'
    """
    url = canonical(href, base) if href else None
    if url is None or href is None:
        return None
    _, _, fragment = href.strip().partition("#")
    return f"{url}#{fragment}" if fragment else url


def _anchored(url: str | None, anchor: str | None) -> str | None:
    """Return the address of a place on a page; the page's own without an anchor."""
    return f"{url}#{anchor}" if url and anchor else url


def _title(own: str | None, thread: str | None, *, is_first: bool) -> str | None:
    """Return a post's title: the thread's for its first post; a reply's own only where it is not the thread's repeated."""
    if is_first:
        return own or thread
    if own is None or REPLY.match(own) or (thread and own.casefold() == thread.casefold()):
        return None
    return own


def require_whole(answer: Answer) -> None:
    """Raise UnreadablePageError when an HTML page breaks off: what its end holds is not whole."""
    if _breaks_off(answer.text):
        msg = "the page breaks off before its end"
        raise UnreadablePageError(msg)


def _breaks_off(text: str) -> bool:
    """Return whether an HTML page was cut: it is opened, never closed, and ends within a tag, a text or several open blocks."""
    if CLOSED.search(text, max(0, len(text) - TAIL)) or CLOSED.search(text) or not OPENED.search(text):
        return False
    return not text.rstrip().endswith(">") or sum(-1 if slash else 1 for slash in BLOCK.findall(text)) > 1


def _is_steady(when: When, now: datetime) -> bool:
    """Return whether the next visit will read the same time for the same post: not from "2 hours ago", which moves with the clock."""
    if when.precision == "second":
        return True
    ago = int((now - when.at).total_seconds())
    return when.precision in ("minute", "day") and (ago % 60 != 0 or now.second == 0)


def _with_said_key(mention: Mention, posted: When | None, now: datetime) -> Mention:
    """Return a post of a layout without ids under a key that the next visit will make again: of "2 hours ago" it says nothing."""
    at = mention.posted_at if posted and _is_steady(posted, now) else None
    return replace(mention, key=said_key(replace(mention, posted_at=at)))


def _is_pinned(block: LexborNode, css: str | None, marked: set[int]) -> bool:
    """Return whether the row matches, holds, or lies in what marks a pinned row."""
    if not css or not marked:
        return False
    node: LexborNode | None = block
    while node is not None:
        if node.mem_id in marked:
            return True
        node = node.parent
    return block.css_first(css) is not None


def _links(answer: Answer, line: str | None, base: str) -> list[str]:
    """Return the canonical addresses that a locator finds, each once."""
    urls = (canonical(href, base) for href in find_all(_root(answer), line))
    return list(dict.fromkeys(url for url in urls if url))


def _on_page(answer: Answer, line: str | None) -> str | None:
    """Return what a line locates first on the whole page, or None."""
    return find(_root(answer), line)


def _root(answer: Answer) -> LexborNode:
    """Return the page's root element."""
    root = answer.html.root
    assert root is not None, "a parsed page always has a root"
    return root
