"""WordPress's comment list as themes print it: comments under articles, and reviews in its shops.

Markup: wp-includes/class-walker-comment.php. An id `comment-N` stands on a list item, on a division or article within it, or on both;
name and date stand before the text, or in a `cite` after it; answers are nested in `.children`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from mentions.html import html_to_text
from mentions.mention import Mention
from mentions.page import Answer
from mentions.urls import canonical
from spiders.base.engine import Engine
from spiders.base.locate import Search
from spiders.base.markup import page_dates
from spiders.base.numbers import decimal

ID = re.compile(r"^(?:li-|div-|article-)?comment-(\d+)$")
ANSWERS = re.compile(r"^wpd-comm-\d+_(\d+)$")  # wpDiscuz: its own number, and that of the comment it answers, or 0
NODES = "[id^='comment-'], [id^='li-comment-'], [id^='div-comment-'], [id^='article-comment-']"
CONTENT = (
    ".comment-content, .comment-text, .comment_text, .commenttext, .comment-entry, .comment__content, "
    "[itemprop=commentText], .wp-block-comment-content, .wpd-comment-text"
)
AUTHOR = (
    ".fn || .comment-author-name || .wp-block-comment-author-name || [itemprop=author] || .comment-author || .wpd-comment-author || "
    ".comment__author || .comment_author || "
    "cite ~ ^(?:\\S+ )?(?:by|von|de|door|por|от|bởi)\\s+(.+?)\\s+[—–-]\\s || cite a || cite"
)
DATE = (
    "time@datetime || time || .wpd-comment-date@title || .comment-date || .comment_date || .commentmetadata || .comment-metadata || "
    ".comment-meta || .date || cite"
)
NOT_TEXT = (
    ".children, [id^='comment-'], [id^='li-comment-'], [id^='div-comment-'], .comment-meta, .comment-metadata, .commentmetadata, "
    ".comment-author, .comment-header, .vcard, cite, footer, .says, .reply, .comment-reply, .comment-reply-link, .comment-edit-link, "
    ".comment-awaiting-moderation, .comment-date, .sharedaddy, .avatar"
)
RATING = ".wprm-comment-rating@alt || .comment-rating@data-rating || [itemprop=reviewRating] [itemprop=ratingValue]@content"
_SAYS = (
    "says|said|sagt|sagte|schreibt|meint|schrieb|dice|dijo|dit|a dit|zegt|schreef|diz|disse|ha detto|scrive|mówi|pisze|napisał(?:\\(a\\))?|"
    "říká|napsal|skriver|säger|sier|sanoo|dedi ki|diyor ki|der ki|spune|mondja|говорит|пишет|сказал|каже|viết|nói|说道|說道"
)
SAYS = re.compile(rf"\s+(?:{_SAYS})\s*:?$", re.IGNORECASE)
SAYS_LINE = re.compile(rf"^(?:{_SAYS})\s*:?[ ]*\n+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment's place on a page."""

    number: str
    """N of `comment-N`."""
    block: LexborNode
    """Its outermost element: list item or division."""
    body: LexborNode
    """Where its words stand."""


def comments(answer: Answer) -> Iterator[Comment]:
    """Yield the comments of a page in its order, each id once; pingbacks, which are other sites' links, are left out."""
    nodes: dict[str, list[LexborNode]] = {}
    for node in answer.html.css(NODES):
        match = ID.match(node.id or "")
        if match and node.tag not in ("a", "p", "span", "input", "textarea"):
            nodes.setdefault(match.group(1), []).append(node)
    for number, (block, *inner) in nodes.items():
        if {"pingback", "trackback"} & set((block.attributes.get("class") or "").split()):
            continue
        body = block.css_first(CONTENT) or (inner[-1] if inner else block)
        yield Comment(number, block, body)


def read_comments(engine: type[Engine], answer: Answer) -> list[Mention]:
    """Return the comments of a page as mentions; those without words and rating are left out."""
    places = list(comments(answer))
    root = answer.html.root
    if root is None or not places:
        return []
    search = Search(root, size=len(answer.body), blocks=len(places))
    dates = page_dates(answer, [search.find(place.block, DATE) for place in places])
    thread = canonical(answer.url)
    found = []
    for place, posted in zip(places, dates, strict=True):
        said = html_to_text(place.body, drop=NOT_TEXT, base_url=answer.url)
        rating = decimal(search.find(place.block, RATING)) or None
        author = search.find(place.block, AUTHOR)
        parent = _parent(place.block)
        if not (said.text or rating):
            continue
        found.append(
            Mention(
                site=answer.site.name,
                engine=engine.engine,
                key=place.number,
                kind="comment",
                url=f"{thread}#comment-{place.number}" if thread else None,
                thread_url=thread,
                text=said.text[line.end() :] if (line := SAYS_LINE.match(said.text)) else said.text,
                quotes=said.quotes,
                links=said.links,
                author=SAYS.sub("", author).strip() or None if author else None,
                posted_at=posted.at if posted else None,
                posted_at_precision=posted.precision if posted else None,
                rating=rating,
                rating_max=5.0 if rating else None,
                reply_to=parent,
            )
        )
    return found


def _parent(block: LexborNode) -> str | None:
    """Return the number of the comment that this one is nested in."""
    node = block.parent
    while node is not None:
        name = node.id
        if name and (match := ANSWERS.match(name) or ID.match(name)):
            return match.group(1) if match.group(1) != "0" else None
        node = node.parent
    return None
