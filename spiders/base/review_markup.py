"""Reading reviews by their markup: an engine names where things stand in a review's block, this file reads them.

What `markup` is for boards: most portals and widgets print reviews as a column of blocks, under the name of what they are about.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborNode

from mentions.clean import Said
from mentions.dates import When
from mentions.html import html_to_text
from mentions.mention import Kind, Mention
from mentions.page import Answer, Page
from mentions.urls import canonical
from spiders.base.engine import Engine
from spiders.base.locate import find, is_match
from spiders.base.markup import base_url, next_url, page_dates, permalink, require_whole
from spiders.base.numbers import decimal, number
from spiders.base.said_keys import with_own_keys
from spiders.base.subject import about, subject_of_page

MOST_STARS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """Where the reviews of a page stand, within their block: locators, but where CSS is said. Alternatives stand behind `||`."""

    block: str
    """CSS of one review."""
    body: str
    """CSS of its text, alternatives behind `||`; "" where reviews have none."""
    key: str | None = None
    """Its id; where it shows none, what it says makes one."""
    author: str | None = None
    author_key: str | None = None
    date: str | None = None
    title: str | None = None
    url: str | None = None
    """Link to the review itself."""
    anchor: str | None = None
    """Its id on the page, where it has no link of its own."""
    rating: str | None = None
    """Its stars: a number, or the percentage of a bar."""
    best: float = MOST_STARS
    """Best value of the rating's scale."""
    best_shown: str | None = None
    """The best value, where each review may show its own."""
    stars: str | None = None
    """CSS of its filled stars, where they are to be counted."""
    pros: str | None = None
    cons: str | None = None
    votes: str | None = None
    verified: str | None = None
    """CSS of the mark by which the site says: bought or visited."""
    variant: str | None = None
    language: str | None = None
    """The language that the site states for it."""
    reply: str | None = None
    """CSS of the owner's answer, alternatives behind `||`."""
    reply_drop: str = ""
    """CSS of what is no part of the answer's words: its heading, its date."""
    replied: str | None = None
    subject: str | None = None
    subject_url: str | None = None
    skip: str | None = None
    """CSS: a block that matches or holds it is no review (a template, a question, a highlight)."""
    drop: str = ""
    """CSS of boilerplate within the body."""
    kind: Kind = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One layout of a page of reviews."""

    reviews: Blocks
    subject: str | None = None
    """Locator of what all reviews of the page are about; None: told by the page itself."""
    subject_key: str | None = None
    total: str | None = None
    """Locator of the stated number of reviews."""
    next: str | None = "link[rel~=next]@href || a[rel~=next]@href"
    """Locator of the link to the next page."""
    empty: str | None = None
    """CSS of what a page without reviews shows."""


def read_reviews(
    engine: type[Engine], answer: Answer, layouts: Sequence[Layout], *, then: Callable[[LexborNode, Mention], Mention] | None = None
) -> Page:
    """Return the page as the first layout that finds reviews reads it; `empty` where a layout's mark of emptiness stands.

    `then` has the last word on each review and its block. Raises UnreadablePageError when the page breaks off.
    """
    require_whole(answer)
    root = answer.html.root
    assert root is not None, "a parsed page always has a root"
    for layout in layouts:
        found = read_blocks(engine, answer, layout.reviews, then=then)
        if not found:
            continue
        named = subject_of_page(answer, find(root, layout.subject), find(root, layout.subject_key))
        following = next_url(answer, layout.next, base_url(answer))
        return engine.page(
            answer, mentions=[about(one, named) for one in found], next=following, stated_total=number(find(root, layout.total))
        )
    return engine.page(answer, empty=any(layout.empty and answer.html.css_first(layout.empty) for layout in layouts))


def read_blocks(
    engine: type[Engine], answer: Answer, where: Blocks, *, then: Callable[[LexborNode, Mention], Mention] | None = None
) -> list[Mention]:
    """Return the reviews of a page, each once; a block that says nothing is left out."""
    found_blocks = {block.mem_id: block for block in answer.html.css(where.block)}  # a list of selectors finds a block more than once
    blocks = [block for block in found_blocks.values() if not is_match(block, where.skip)]
    if not blocks:
        return []
    base = base_url(answer)
    posted = page_dates(answer, [find(block, where.date) for block in blocks])
    replied = page_dates(answer, [find(block, where.replied) for block in blocks])
    found = []
    for block, when, answered in zip(blocks, posted, replied, strict=True):
        mention = _mention(engine, answer, where, base, block, when, answered)
        if mention.text or mention.title or mention.pros or mention.cons or (mention.rating is not None and (mention.author or when)):
            found.append(then(block, mention) if then else mention)
    return with_own_keys(found)


def _mention(
    engine: type[Engine], answer: Answer, where: Blocks, base: str, block: LexborNode, when: When | None, answered: When | None
) -> Mention:
    """Return one block's review; its key is "" where it shows none."""
    here = canonical(answer.url)
    body = _first(block, where.body)
    said = html_to_text(body, drop=where.drop, base_url=base) if body is not None else Said()
    reply = _first(block, where.reply)
    rating = stars_of(block, where)
    anchor = find(block, where.anchor)
    reply_text = html_to_text(reply, drop=where.reply_drop).text or None if reply is not None else None
    shown: dict[str, Any] = {
        name: find(block, getattr(where, name)) for name in ("author", "author_key", "title", "pros", "cons", "variant", "subject")
    }
    shown["title"] = None if shown["title"] == said.text else shown["title"]
    return Mention(
        site=answer.site.name,
        engine=engine.engine,
        key=find(block, where.key) or "",
        kind=where.kind,
        url=permalink(find(block, where.url), base) or (f"{here}#{anchor}" if here and anchor else here),
        thread_url=here,
        text=said.text,
        quotes=said.quotes,
        links=said.links,
        posted_at=when.at if when else None,
        posted_at_precision=when.precision if when else None,
        verified=True if where.verified and is_match(block, where.verified) else None,
        rating=rating,
        rating_max=(decimal(find(block, where.best_shown)) or where.best) if rating is not None else None,
        votes=number(find(block, where.votes)),
        language_declared=find(block, where.language),
        subject_url=permalink(find(block, where.subject_url), base),
        owner_reply=reply_text,
        owner_replied_at=answered.at if answered and reply_text else None,
        **shown,
    )


def _first(block: LexborNode, css: str | None) -> LexborNode | None:
    """Return the first element that the first of these alternatives finds."""
    found = (block.css_first(part.strip()) for part in (css or "").split("||") if part.strip())
    return next((node for node in found if node is not None), None)


def stars_of(block: LexborNode, where: Blocks) -> float | None:
    """Return a block's rating; None when it shows none, and for 0, which is what an unrated one shows."""
    if where.stars:
        return float(len({node.mem_id for node in block.css(where.stars)})) or None
    shown = find(block, where.rating)
    value = decimal(shown)
    if value is not None and shown and "%" in shown:
        value = round(value / 100 * where.best, 1)
    return value or None
