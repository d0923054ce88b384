"""Reviews that a page only shows: blocks of one build, side by side, under a name that says review, each with words, a person and a day.

The last resort for shops that describe nothing to machines. It asks for much, so that product lists and comment columns are not taken for
reviews: every block needs words and a date, or stars and a name where its own class says review.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborNode

from mentions.dates import When
from mentions.html import html_to_text
from mentions.mention import Mention
from mentions.page import Answer
from mentions.urls import canonical
from spiders.base.engine import Engine
from spiders.base.locate import BLANKS, find
from spiders.base.markup import page_dates
from spiders.base.numbers import decimal
from spiders.base.said_keys import with_own_keys
from spiders.base.shown_ids import shown_id
from spiders.base.subject import about, subject_of_page

REVIEW = re.compile(
    r"review|testimonial|bewertung|rezension|kundenmeinung|recensi[eo]|beoordeling|\bavis\b|opinion|opinia|opinie|otzyv|otziv|reseña|resena|"
    r"valoracion|avaliac|recenze|anmeldelse|arvostelu|yorum|danh-?gia|feedback|recenzj",
    re.IGNORECASE,
)
HOLDS = re.compile(REVIEW.pattern + r"|comment|kommentar|commentaire|rating", re.IGNORECASE)
NO_BLOCK = re.compile(
    r"summary|average|aggregate|histogram|filter|sort|form|write|button|btn|pagination|header|title|product-?(?:card|tile|item|list|grid)|nav|tab|"
    r"question|answer|reply|article|teaser|carousel|slider",
    re.IGNORECASE,
)
BODY = "p,q,blockquote,dd,[class*='text'],[class*='body'],[class*='content'],[class*='comment'],[class*='descr'],[class*='message']"
AUTHOR = (
    "[itemprop=author] [itemprop=name],[class*='author'] [class*='name'],[class*='user'] [class*='name'],[class*='nick'],[class*='pseudo']",
    "[class*='author'],[class*='reviewer'],[class*='customer'],[rel='author'],cite",
    "[class*='user'],[class*='name'],a[href*='/profile'],a[href*='/user']",
)
EMPHASIS = "strong,b"  # where a name may stand, if nothing else is called so
SAYS = re.compile(r"\s*(?:says|said|wrote|meint|sagt|schreibt|dit|dice|diz|scrive|пишет)?\s*:?\s*$", re.IGNORECASE)
HEADING = "h1,h2,h3,h4,h5,h6,[class*='title'],[class*='headline']"
MOST = 0.85  # share of its words by which an inner element is the body itself
DATE = "time@datetime || [datetime]@datetime || time || [class*='date'] || [class*='Date'] || [class*='time'] || [class*='posted']"
DAY = re.compile(r"\b(\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2})\b")
NAMED = re.compile(
    r"^(?:by|from|von|par|de|door|od|от|av|da|di)?\s*(.{2,60}?)"
    r"[\s,·|-]*(?:\b(?:am|on|vom|le|el|il|op|dne|den|em|on the)\b)?[\s,·|-]*$"
)
STARS = re.compile(
    r"(\d(?:[.,]\d+)?)\s*(?:/|out of|von|из|sur|de|van|su|av|z|trên|of)\s*(5|10)\b|(\d(?:[.,]\d+)?)[\s-]*(?:stars?|sterne?|étoiles?)",
    re.IGNORECASE,
)
STATED = "[data-rating]@data-rating || [data-score]@data-score || [data-stars]@data-stars || [data-rate]@data-rate"
TOLD = "[aria-label],[title],[alt],[class*='sr-only'],[class*='hidden']"
BARS = (
    "[class*='star'] [style*='width'],[class*='rating'] [style*='width'],[class*='star'][style*='width'],[class*='rating'][style*='width']"
)
FILLED = re.compile(r"full|fill|(?:^|[\s_-])on(?:$|[\s_-])|active|check|select|gold|yellow|solid|\bfas\b", re.IGNORECASE)
EMPTY = re.compile(r"empty|(?:^|[\s_-])off(?:$|[\s_-])|inactive|star-o\b|outline|gr[ae]y|\bfar\b|unfilled|hollow", re.IGNORECASE)
WIDTH = re.compile(r"width:\s*(\d+(?:\.\d+)?)%")
FEWEST = 2  # blocks of one build: one by itself proves nothing
SHORTEST = 15  # characters of a review's words
LONGEST_NAME = 60  # characters
BEST = 5.0
PLACEHOLDER = 25  # characters; a template's word in place of every text is no longer


@dataclass(frozen=True, slots=True)
class Shown:
    """One block that reads like a review."""

    block: LexborNode
    text: str
    author: str | None
    date: str | None
    rating: float | None
    best: float


def read_visible(engine: type[Engine], answer: Answer) -> list[Mention]:
    """Return the reviews that a page shows in the largest of its columns of like blocks; none where it has no such column."""
    column = max((one for one in _columns(answer) if _is_of_reviews(one)), key=len, default=[])
    dates = page_dates(answer, [one.date for one in column])
    subject, here = subject_of_page(answer), canonical(answer.url)
    found = [_mention(engine, answer, one, when, here) for one, when in zip(column, dates, strict=True)]
    return with_own_keys(about(one, subject) for one in found)


def with_shown_words(answer: Answer, mentions: list[Mention]) -> list[Mention]:
    """Return mentions with the words that the page shows of them, where a template's placeholder stands in place of every text."""
    said = {mention.text for mention in mentions}
    if len(mentions) < FEWEST or len(said) > 1 or len(next(iter(said))) > PLACEHOLDER or not any(said):
        return mentions
    column = [one for column in _columns(answer) for one in column]
    by_author = [(BLANKS.sub(" ", one.block.text(deep=True)), one.text) for one in column]
    filled = []
    for mention in mentions:
        words = next((text for shown, text in by_author if mention.author and mention.author in shown), None)
        filled.append(replace(mention, text=words or "", title=None if mention.title == mention.text else mention.title))
    return with_own_keys(replace(one, key="") if one.key.startswith("said-") else one for one in filled)


def _is_of_reviews(column: list[Shown]) -> bool:
    """Return whether a column is of reviews rather than of comments: half of it has stars, or its blocks are called so."""
    rated = sum(one.rating is not None for one in column)
    return rated * 2 >= len(column) or bool(REVIEW.search(_names(column[0].block)))


def _columns(answer: Answer) -> Iterator[list[Shown]]:
    """Yield the columns of like blocks that read like reviews."""
    seen: set[int] = set()
    for holder in answer.html.css("[class],[id]"):
        if holder.mem_id in seen or not HOLDS.search(_names(holder)):
            continue
        for parent in [holder, *holder.css("ul,ol,div,section,tbody")]:
            if parent.mem_id in seen:
                continue
            seen.add(parent.mem_id)
            for blocks in _alike(parent):
                shown = [one for block in blocks if (one := _shown(block))]
                if len(shown) >= FEWEST and len(shown) * 2 >= len(blocks):
                    yield shown


def _alike(parent: LexborNode) -> Iterator[list[LexborNode]]:
    """Yield the children of an element in groups of one build: of one tag and first class."""
    groups: dict[tuple[str, str], list[LexborNode]] = {}
    for child in parent.iter():
        names = child.attributes.get("class") or ""
        if not NO_BLOCK.search(names):
            groups.setdefault((child.tag or "", names.partition(" ")[0]), []).append(child)
    yield from (group for group in groups.values() if len(group) >= FEWEST)


def _shown(block: LexborNode) -> Shown | None:
    """Return what a block shows, or None when it does not read like a review."""
    whole = BLANKS.sub(" ", block.text(deep=True)).strip()
    if len(whole) < SHORTEST:
        return None
    body = _body(block)
    text = html_to_text(body, drop=HEADING).text if body is not None else ""
    if len(text) < SHORTEST:
        return None
    shown = find(block, DATE)
    day = DAY.search(shown or "") or DAY.search(whole.replace(text, " "))
    date = shown if shown and any(letter.isdigit() for letter in shown) else day[1] if day else None
    author = _author(block, text, day)
    rating, best = _rating(block)
    is_named = bool(REVIEW.search(_names(block)))
    if date is None and not (is_named and author and rating is not None):
        return None
    return Shown(block, text, author, date, rating, best) if author or rating is not None or is_named else None


def _body(block: LexborNode) -> LexborNode | None:
    """Return the element that holds the block's words: the one with most of them that holds no date and no name beside them."""
    best: LexborNode | None = None
    size = 0
    for node in block.css(BODY):
        if node.mem_id == block.mem_id or node.css_first("time,[class*='date'],[class*='author'],[class*='user'],img") is not None:
            continue
        length = len(node.text(deep=True).strip())
        is_inner = best is not None and length >= size * MOST and _is_within(node, best)
        if length > size or is_inner:
            best, size = node, length
    return best


def _is_within(node: LexborNode, other: LexborNode) -> bool:
    """Return whether a node stands in another."""
    around = node.parent
    while around is not None and around.mem_id != other.mem_id:
        around = around.parent
    return around is not None


def _author(block: LexborNode, text: str, day: re.Match[str] | None) -> str | None:
    """Return the name that a block shows: of an element that is called so, else what stands before the day."""
    named = next((name for css in AUTHOR for node in block.css(css) if (name := _name(node, text))), None)
    if named is None and day is not None:
        lines = block.text(deep=True, separator="\n").split("\n")
        at = next((at for at, line in enumerate(lines) if day[1] in line), 0)
        before = " ".join(" ".join([*lines[max(0, at - 3) : at], lines[at].partition(day[1])[0]]).split())
        match = NAMED.match(before) if len(before) <= LONGEST_NAME else None
        named = match[1].strip(" ,") or None if match and any(letter.isalpha() for letter in match[1]) else None
    return named or next((name for node in block.css(EMPHASIS) if (name := _name(node, text))), None)


def _name(node: LexborNode, text: str) -> str | None:
    """Return the name that an element shows: of several parts the first; None for what is no name."""
    parts = [SAYS.sub("", BLANKS.sub(" ", part)).strip(" ,:·|-") for part in node.text(deep=True, separator="\n").split("\n")]
    name = next((part for part in parts if part), "")
    is_one = 1 < len(name) <= LONGEST_NAME and name not in text and not STARS.search(name) and not DAY.search(name)
    return name if is_one and not name.endswith(("?", "!", ":")) else None


def _rating(block: LexborNode) -> tuple[float | None, float]:
    """Return the stars that a block shows, and their scale."""
    value = decimal(find(block, STATED))
    if value and value <= BEST:
        return value, BEST
    for node in block.css(f"{TOLD},{BARS}"):
        said = " ".join(node.attributes.get(name) or "" for name in ("aria-label", "title", "alt")) + node.text(deep=True)[:40]
        if match := STARS.search(said):
            return decimal(match[1] or match[3]), float(match[2] or BEST)
        width = WIDTH.search(node.attributes.get("style") or "")
        if width and float(width[1]) > 0:
            return round(float(width[1]) / 100 * BEST, 1), BEST
    icons = [node.attributes.get("class") or "" for node in block.css("[class*='star']") if node.child is None or node.child.tag == "-text"]
    filled = sum(bool(FILLED.search(icon)) and not EMPTY.search(icon) for icon in icons)
    hollow = sum(bool(EMPTY.search(icon)) for icon in icons)
    is_told = len(icons) == BEST and filled > 0 and (filled + hollow == BEST or hollow == 0)
    return (float(filled), BEST) if is_told and len(set(icons)) > 1 else (None, BEST)


def _names(node: LexborNode) -> str:
    """Return an element's class and id."""
    return f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"


def _mention(engine: type[Engine], answer: Answer, shown: Shown, when: When | None, here: str | None) -> Mention:
    """Return one block's review."""
    title = find(shown.block, HEADING)
    return Mention(
        site=answer.site.name,
        engine=engine.engine,
        key=shown_id(shown.block) or "",
        kind="review",
        url=here,
        thread_url=here,
        title=title if title and title != shown.author and title not in shown.text else None,
        text=shown.text,
        author=shown.author,
        posted_at=when.at if when else None,
        posted_at_precision=when.precision if when else None,
        rating=shown.rating,
        rating_max=shown.best if shown.rating is not None else None,
    )
