"""Finding the posts of an unknown board: the repeated blocks that each hold an author, a date and words."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from spiders.base.css_names import PROFILE, of_block, within_block
from spiders.base.outline import Dated, Element, Outline
from spiders.base.propose_apart import drops_of, quotes_of
from spiders.base.propose_fields import Block, Field, author_of, date_of, fields, is_whole
from spiders.base.propose_key import anchor_of, key_of, link_of
from spiders.base.propose_words import LINKS, Words, are_words, words_of
from spiders.base.ranks import are_ranks

LEAST = 2  # posts
MOST_NAMES = 80  # names of blocks that are looked at, those of most dates first
DATED = 0.7  # of the blocks of a name must show a date
NARROWED = 0.2  # of them must, where the name is narrowed to those that do
HEADING = frozenset(("h1", "h2", "h3", "h4"))
TITLE_LEAST = 12
OWN_TITLES = 0.8  # of the blocks with a title that no other has are rows: replies repeat their thread's
TITLED = re.compile(r"title|headline|subject", re.IGNORECASE)
RATED = re.compile(r"(?:^|[-_\s])(?:stars|ratings?)(?:$|[-_\s])", re.IGNORECASE)
STAR = re.compile(r"(?:^|[-_\s])star(?:$|[-_\s])", re.IGNORECASE)
STARS = 3  # of them in a block rate; one may be anything
RATED_LEAST = 0.1
SIGNED, CUT = re.compile("_{8,}"), r"^_{6,}\s*$"  # a line of these stands before the signature
POST_ITSELF = re.compile(r"#[A-Za-z_-]*\d+$")  # where a headline leads to: the very post
LEFT_OUT = 0.25  # of as many dates as there are posts may stand elsewhere: in a sidebar, below similar threads


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Posts found: what the site's table needs to read them, and what they should read to."""

    options: dict[str, str]
    count: int
    """How many posts or threads."""
    share: float = 1.0
    """How much of the page's words they hold."""
    score: float
    """For choosing among several."""


def named_blocks(outline: Outline, dates: Sequence[Dated]) -> Iterator[tuple[str, list[Block]]]:
    """Yield the names of repeated blocks that hold dates, those of most dates first, with their blocks."""
    by_name: Counter[str] = Counter()
    seen: set[int] = set()
    for dated in dates:
        around = dated.element.parent
        while around is not None and around.index not in seen:
            seen.add(around.index)
            by_name.update(of_block(around))
            around = around.parent
    wanted = {name for name, count in by_name.most_common(MOST_NAMES) if count >= LEAST}
    by_wanted: dict[str, list[Element]] = {}
    for element in outline.elements:
        for name in of_block(element) & wanted:
            by_wanted.setdefault(name, []).append(element)
    for name in sorted(by_wanted, key=lambda name: (-by_name[name], name)):
        yield name, _blocks(outline, by_wanted[name])


def _blocks(outline: Outline, elements: Sequence[Element]) -> list[Block]:
    """Return elements as blocks: what stands in a block within a block is not the outer one's own."""
    blocks = []
    for number, element in enumerate(elements):
        own, index = [], element.index + 1
        inner = [other for other in elements[number + 1 :] if element.holds(other)]
        skips = {other.index: other.end for other in inner}
        while index < element.end:
            if index in skips:
                index = skips[index]
                continue
            own.append(outline.elements[index])
            index += 1
        blocks.append(Block(element, tuple(own), bool(inner)))
    return blocks


def posts_of(outline: Outline, dates: Sequence[Dated]) -> list[Found]:
    """Return what may be the posts of a page, the likeliest first; nothing where no blocks hold all three in nearly every one."""
    dated = {one.element.index for one in dates}
    choices = [found for name, blocks in named_blocks(outline, dates) if (found := _posts(outline, name, blocks, dates, dated))]
    return sorted(choices, key=lambda found: -found.score)


def _posts(outline: Outline, name: str, blocks: list[Block], dates: Sequence[Dated], dated: set[int]) -> Found | None:
    """Return what blocks of one name hold, if they are posts."""
    whole = [block for block in blocks if any(element.index in dated for element in block.own)]
    if len(whole) < LEAST or len(whole) < NARROWED * len(blocks):
        return None
    found = list(fields(whole))
    date = date_of(found, whole, dates)
    if date is not None and len(whole) < DATED * len(blocks):
        if ">" in name or "||" in date.line:
            return None
        name = f"{name}:has({date.line.split('@')[0]})"
    if date is None or _are_titles(outline, whole, dated) or _leaves_out(dates, whole, date):
        return None
    author = author_of(found, whole, is_dated := lambda element: any(index in dated for index in range(element.index, element.end)))
    if _is_rated(whole, author.places if author else ()):
        return None
    if author is not None and len(whole) < len(blocks) and ":has(" not in name:
        name += "".join(f":has({', '.join(_css(part) for part in field.line.split(' || '))})" for field in (author, date))
    words = words_of(outline, found, whole, (author, date), lambda element: element.index in dated) if author else None
    if author is not None and words is not None:
        return _found(outline, name, whole, found, author, date, words)
    return _beside(outline, whole, found, author, date, is_dated)


def _css(line: str) -> str:
    """Return the CSS of a locator."""
    return re.split(" ~ |@", line, maxsplit=1)[0]


def _found(outline: Outline, name: str, blocks: list[Block], found: list[Field], author: Field, date: Field, words: Words) -> Found:
    """Return posts whose words stand within their blocks."""
    found = [field for field in found if is_whole(field)]
    options = {"post": name, "text": words.field.line, "author": author.line, "date": date.line}
    key = key_of(blocks, found)
    fit = 0.02 * (author.score + date.score) + 0.2 * bool(key)
    fit -= 0.2 * any(block.is_nesting for block in blocks) + 0.3 * bool(words.drop)
    every = max(1, outline.elements[0].plain)
    fit += 0.4 * min(1.0, sum(place.plain for place in words.field.places if place) / every)
    score = len(blocks) + min(0.99, fit) - 0.01 * name.count(">")
    share = sum(len(element.own) for block in blocks for element in (block.element, *block.own) if element.tag not in LINKS) / every
    return Found(
        options=_with_places(outline, options, blocks, found, key, words, author.places), count=len(blocks), share=share, score=score
    )


def _beside(
    outline: Outline, heads: list[Block], found: list[Field], author: Field | None, date: Field, is_dated: Callable[[Element], bool]
) -> Found | None:
    """Return posts whose words stand in the element after the one with their date, as rows of a table often do."""
    found = [field for field in found if is_whole(field)]
    after = [_after(head.element) for head in heads]
    if any(element is None for element in after):
        return None
    bodies = [element for element in after if element is not None]
    wanted = {element.index for element in bodies}
    common = frozenset.intersection(*(of_block(element) for element in bodies))
    for name in sorted(common):
        if {element.index for element in outline.elements if name in of_block(element)} != wanted:
            continue
        blocks = _blocks(outline, bodies)
        inner = [field for field in fields(blocks) if is_whole(field)]
        own_author = author_of(inner, blocks, is_dated) if author is None else None
        if (author is None and own_author is None) or _is_rated(blocks, (own_author or author or date).places):
            return None
        words = words_of(outline, inner, blocks, (own_author,) if own_author else (), is_dated)
        most = sum(body.plain for body in bodies)
        if not are_words(outline, bodies):
            return None
        who = own_author.line if own_author else _before(author.line) if author else ""
        options = {"post": name, "author": who, "date": _before(date.line)}
        if words is not None and sum(place.plain for place in words.field.places if place) >= DATED * most:
            options["text"] = words.field.line
        keys = [key for key in (key_of(blocks, inner), key_of(heads, found, "< ")) if key]
        options = _with_places(outline, options, blocks, inner, max(keys, default=None), words, (own_author or author or date).places)
        if "anchor" not in options and (anchor := anchor_of(heads, found, "< ")):
            options["anchor"] = anchor
        share = most / max(1, outline.elements[0].plain)
        fit = min(0.9, 0.02 * date.score + 0.4 * min(1.0, share))
        return Found(options=options, count=len(bodies), share=share, score=len(bodies) + fit)
    return None


def _with_places(
    outline: Outline,
    options: dict[str, str],
    blocks: list[Block],
    found: list[Field],
    key: tuple[float, str] | None,
    words: Words | None,
    authors: Sequence[Element | None],
) -> dict[str, str]:
    """Return the options with where a post's key, its address, its quotes and what is not its words stand."""
    if key:
        options["key"] = key[1]
    anchor, link = anchor_of(blocks, found), link_of(blocks, found)
    if link:
        options["link"] = link
    elif anchor:
        options["anchor"] = anchor
    spots = words.field.places if words else tuple(block.element for block in blocks)
    names = [place.text if place else "" for place in authors] if authors else [""] * len(blocks)
    said = [(place, name) for place, name in zip(spots, names, strict=True) if place]
    places = [place for place, _ in said]
    drops = dict.fromkeys([*(words.drop if words else ()), *drops_of(outline, places, [name for _, name in said])])
    if (quotes := quotes_of(outline, places, {name for _, name in said}, drops.keys())) != "blockquote":
        options["quote"] = quotes
    if drops:
        options["drop"] = ", ".join(drops)
    if any(SIGNED.search(place.text) for place in places):
        options["cut"] = CUT
    return options


def _before(line: str) -> str:
    """Return a locator that looks in the element before the block."""
    return " || ".join(f"< {part}" for part in line.split(" || "))


def _after(element: Element) -> Element | None:
    """Return the element after another, or None."""
    siblings = element.parent.children if element.parent else []
    return siblings[element.place] if element.place < len(siblings) else None


def _leaves_out(dates: Sequence[Dated], blocks: Sequence[Block], date: Field) -> bool:
    """Return whether the page has more of the same beside the blocks: every second post, or one of two kinds of posts."""
    names = {part.split("@")[0] for part in date.line.split(" || ")}
    shown = {one.element.index: one.element for one in dates}
    beside = sum(
        not names.isdisjoint(within_block(element)) and not any(block.element.holds(element) for block in blocks)
        for element in shown.values()
    )
    return beside > LEFT_OUT * len(blocks)


def _is_rated(blocks: Sequence[Block], authors: Sequence[Element | None]) -> bool:
    """Return whether some blocks hold stars, and not their authors' ranks: reviews, whose ratings no option proposed here would read."""
    rated, ranks = 0, []
    for number, block in enumerate(blocks):
        classes = [element.attributes.get("class") or "" for element in block.own]
        marked = any(element.attributes.get("itemprop") in ("ratingValue", "reviewRating") for element in block.own)
        stars = [(one, element.text) for one, element in zip(classes, block.own, strict=True) if RATED.search(one) or STAR.search(one)]
        rated += marked or any(RATED.search(one) for one, _ in stars) or len(stars) >= STARS
        author = authors[number] if number < len(authors) else None
        ranks.append((author.text if author else None, tuple(stars)))
    return rated > RATED_LEAST * len(blocks) and not are_ranks(ranks)


def _are_titles(outline: Outline, blocks: Sequence[Block], dated: set[int]) -> bool:
    """Return whether the blocks are rows of a list: each with a headline of its own that leads to another page."""
    here = outline.answer.url.split("#")[0].split("?")[0].rstrip("/")
    titles = []
    for block in blocks:
        links = (element for element in block.own if element.tag == "a" and element.size >= TITLE_LEAST)
        title = next((link for link in links if _is_heading(link) and link.index not in dated and not _leads(link, here)), None)
        if title is not None:
            titles.append(title.text)
    return len(set(titles)) > OWN_TITLES * len(blocks)


def _is_heading(link: Element) -> bool:
    """Return whether a link stands in a headline, or is called a title."""
    around = (link, link.parent, link.parent.parent if link.parent else None)
    return any(one and (one.tag in HEADING or TITLED.search(one.attributes.get("class") or "")) for one in around)


def _leads(link: Element, here: str) -> bool:
    """Return whether a link leads to a person, to a post, or to this very page."""
    href = link.attributes.get("href") or ""
    page = re.split(r"[?#]", href)[0].rstrip("/")
    return not page or here.endswith(page) or bool(PROFILE.search(href) or POST_ITSELF.search(href))
