"""Reviews that a page only shows: blocks of one build, side by side, under a name that says review, each with words, a person and a day.

The last resort for shops that describe nothing to machines. It asks for much, so that product lists and comment columns are not taken for
reviews: every block needs words and a date, or stars and a name where its own class says review.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborNode

from mentions.clean import Said
from mentions.dates import When
from mentions.html import html_to_text
from mentions.mention import Mention
from mentions.page import Answer
from mentions.urls import canonical
from spiders.base.engine import Engine
from spiders.base.locate import BLANKS, find
from spiders.base.markup import page_dates
from spiders.base.said_keys import with_own_keys
from spiders.base.shown_ids import shown_id
from spiders.base.subject import about, subject_of_page
from spiders.base.visible_parts import Reply, is_verified, is_within, labelled, reply_in, shown, votes_of, without_labelled
from spiders.base.visible_stars import BEST, STARS, full_icons, icons_of, stars_of

REVIEW = re.compile(
    r"review|testimonial|bewertung|rezension|kundenmeinung|recensi[eo]|beoordeling|\bavis\b|opinion|opinia|opinie|otzyv|otziv|reseña|resena|"
    r"valoracion|avaliac|recenze|anmeldelse|arvostelu|yorum|danh-?gia|feedback|recenzj",
    re.IGNORECASE,
)
HOLDS = re.compile(REVIEW.pattern + r"|comment|kommentar|commentaire|rating|discussion", re.IGNORECASE)
NO_BLOCK = re.compile(
    r"summary|average|aggregate|histogram|filter|sort|form|write|button|btn|pagination|header|title|product-?(?:card|tile|item|list|grid)|nav|tab(?!le)|"
    r"question|answer|reply|article|teaser|carousel|slider",
    re.IGNORECASE,
)
BODY = "p,q,blockquote,dd,[class*='text'],[class*='body'],[class*='content'],[class*='comment'],[class*='descr'],[class*='message']"
PLAIN = "div:not(:has(div,p,ul,table)),span,td,li:not(:has(div,p))"
FOLDED = "[style*='none'],[hidden],[aria-hidden],[class*='full'],[class*='hidden'],[class*='hide'],[class*='more'],[class*='long']"
CUT = re.compile(r"(?:…|\.\.\.)\s*(?:\S+ ?){0,4}$")
HIDDEN = re.compile(r"display:\s*none")
AUTHOR = (
    "[itemprop=author] [itemprop=name],[class*='author'] [class*='name'],[class*='user'] [class*='name'],[class*='nick'],[class*='pseudo']",
    "[class*='author'],[class*='reviewer'],[class*='customer'],[rel='author'],cite",
    "[class*='user'],[class*='name'],a[href*='/profile'],a[href*='/user']",
)
EMPHASIS = "strong,b"  # where a name may stand, if nothing else is called so
SAYS = re.compile(r"\s*(?:says|said|wrote|meint|sagt|schreibt|dit|dice|diz|scrive|пишет)?\s*:?\s*$", re.IGNORECASE)
HEADING = "h1,h2,h3,h4,h5,h6,[class*='title'],[class*='headline']"
MOST = 0.85  # share of its words by which an inner element is the body itself
DATES = (
    ("time[datetime],[datetime]", "datetime"),
    ("time,[class*='date'],[class*='Date']", None),
    ("[class*='time'],[class*='posted']", None),
)
DAY = re.compile(r"\b(\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2})\b")
MONTH = r"[^\W\d_]{3,12}\.?"
WORDED = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th|\.|º)?\s+(?:de\s+|of\s+)?{MONTH},?\s+(?:de\s+)?(?:19|20)\d{{2}}\b|"
    rf"\b{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d{{2}}\b|\b\d{{1,2}}\s+(?:tháng|thg)\s+\d{{1,2}},?\s+(?:năm\s+)?20\d{{2}}\b|"
    r"\b(?:\d{1,2}|an?|one)\s+[^\W\d_]+\s+(?:ago|назад|trước)\b|\b(?:vor|hace|il y a)\s+\w+\s+[^\W\d_]+",
    re.IGNORECASE,
)
BY = re.compile(r"^(?:(?:posted|written|reviewed|submitted|added)\s+)?(?:by|from|von|par|door|от|bởi|por|da|di|av)\s+", re.IGNORECASE)
LINKS = re.compile(r"[\s,·|–—-]*(?:\b(?:am|on|vom|le|el|il|op|dne|den|em)\b)?[\s,·|–—-]*$", re.IGNORECASE)
FEWEST = 2  # blocks of one build: one by itself proves nothing
SHORTEST = 15  # characters of a review's words
LONGEST_NAME = 60  # characters
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
    reply: Reply | None
    said: Mapping[str, str]
    """What stands behind the site's labels: `pros`, `cons`, `text`."""
    links: tuple[str, ...]
    """Where the words link to, off the site."""


def read_visible(engine: type[Engine], answer: Answer) -> list[Mention]:
    """Return the reviews that a page shows in the largest of its columns of like blocks; none where it has no such column."""
    column = max((one for one in _columns(answer) if _is_of_reviews(one)), key=len, default=[])
    full = full_icons(one.block for one in column)
    column = [replace(one, rating=BEST) if one.rating is None and icons_of(one.block) in full else one for one in column]
    dates = page_dates(answer, [one.date for one in column])
    replied = page_dates(answer, [one.reply.date if one.reply else None for one in column])
    subject = subject_of_page(answer)
    found = [_mention(engine, answer, *parts) for parts in zip(column, dates, replied, strict=True)]
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
        for parent in [holder, *holder.css("ul,ol,div,section,tbody,article")]:
            if parent.mem_id in seen:
                continue
            seen.add(parent.mem_id)
            for blocks in _alike(parent):
                column = [one for block in blocks if (one := _shown(block, answer.url))]
                if (len(column) >= FEWEST and len(column) * 2 >= len(blocks)) or (len(column) == 1 and _proves_itself(column[0])):
                    yield column


def _alike(parent: LexborNode) -> Iterator[list[LexborNode]]:
    """Yield the children of an element in groups of one build: of one tag and first class."""
    groups: dict[tuple[str, str], list[LexborNode]] = {}
    for child in parent.iter():
        names = child.attributes.get("class") or ""
        if not NO_BLOCK.search(names) and not _is_hidden(child):
            groups.setdefault((child.tag or "", names.partition(" ")[0]), []).append(child)
    yield from groups.values()


def _is_hidden(node: LexborNode) -> bool:
    """Return whether a browser shows nothing of an element: a template that waits to be filled."""
    return node.tag in ("template", "script") or "hidden" in node.attributes or bool(HIDDEN.search(node.attributes.get("style") or ""))


def _proves_itself(one: Shown) -> bool:
    """Return whether a block is a review although it stands alone: called so, with an id, stars, a name and a day."""
    is_whole = bool(one.author and one.date and one.rating is not None and REVIEW.search(_names(one.block)))
    return is_whole and shown_id(one.block) is not None


def _shown(block: LexborNode, url: str) -> Shown | None:
    """Return what a block shows, or None when it does not read like a review."""
    whole = BLANKS.sub(" ", block.text(deep=True, separator=" ")).strip()
    if len(whole) < SHORTEST:
        return None
    reply, said = reply_in(block), labelled(block)
    body = _body(block, reply)
    words = html_to_text(body, drop=HEADING, base_url=url) if body is not None else Said()
    text = words.text
    text = said.get("text") or (without_labelled(text, said) if said else _unfolded(block, text))
    if len(text) < SHORTEST and not said:
        return None
    rest = whole.replace(reply.text if reply else text, " ").replace(text, " ")
    named = _dated(block, reply)
    day = DAY.search(named or "") or DAY.search(rest) or WORDED.search(rest)
    date = named if named and any(letter.isdigit() for letter in named) else day[0] if day else None
    author = _author(block, text, day, reply)
    rating, best = stars_of(block)
    is_named = bool(REVIEW.search(_names(block)))
    if date is None and not (is_named and author and rating is not None):
        return None
    return Shown(block, text, author, date, rating, best, reply, said, words.links) if author or rating is not None or is_named else None


def _dated(block: LexborNode, reply: Reply | None) -> str | None:
    """Return what an element of the block that is called a date shows; not one of the answer's."""
    for css, attribute in DATES:
        for node in block.css(css):
            words = node.attributes.get(attribute) if attribute else shown(node)
            if words and words.strip() and not is_within(node, reply.node if reply else None):
                return words.strip()
    return None


def _body(block: LexborNode, reply: Reply | None) -> LexborNode | None:
    """Return the element that holds the block's words: the one with most of them that holds no date, no name and no answer beside them."""
    return _largest(block, BODY, reply) or _largest(block, PLAIN, reply)


def _largest(block: LexborNode, css: str, reply: Reply | None) -> LexborNode | None:
    """Return the element with most words, the innermost where several hold nearly the same."""
    best: LexborNode | None = None
    size = 0
    for node in block.css(css):
        if is_within(node, reply.node if reply else None) or (reply and is_within(reply.node, node)):
            continue
        if node.mem_id == block.mem_id or node.css_first("time,[class*='date'],[class*='author'],[class*='user'],img") is not None:
            continue
        length = len(node.text(deep=True).strip())
        is_inner = best is not None and length >= size * MOST and is_within(node, best)
        if length > size or is_inner:
            best, size = node, length
    return best


def _unfolded(block: LexborNode, text: str) -> str:
    """Return the whole of a text that is shown cut, where the block holds it too, hidden until somebody asks for more."""
    cut = CUT.search(text)
    head = BLANKS.sub(" ", text[: cut.start()]).strip() if cut else ""
    if len(head) < SHORTEST:
        return text
    for node in block.css(FOLDED):
        words = shown(node)
        if words.startswith(head) and len(words) > len(head) and not CUT.search(words):
            return html_to_text(node.inner_html or "").text
    return text


def _author(block: LexborNode, text: str, day: re.Match[str] | None, reply: Reply | None) -> str | None:
    """Return the name that a block shows: of an element that is called so, else what stands before the day."""
    nodes = (node for css in AUTHOR for node in block.css(css) if not is_within(node, reply.node if reply else None))
    named = next((name for node in nodes if (name := _name(node, text, day))), None)
    if named is None and day is not None:
        lines = [" ".join(line.split()) for line in block.text(deep=True, separator="\n").split("\n")]
        at = next((at for at, line in enumerate(lines) if day[0] in line), 0)
        before = [lines[at].partition(day[0])[0], *lines[:at][::-1]]
        named = next((name for line in before if (name := _as_name(LINKS.sub("", BY.sub("", line)).strip(" ,:·|-"), text))), None)
    return named or next((name for node in block.css(EMPHASIS) if (name := _name(node, text, day))), None)


def _name(node: LexborNode, text: str, day: re.Match[str] | None) -> str | None:
    """Return the name that an element shows: of several parts the first, without what stands around it; None for what is no name."""
    for part in node.text(deep=True, separator="\n").split("\n"):
        words = BLANKS.sub(" ", part).strip()
        if day is not None and day[0] in words:
            words = LINKS.sub("", words.partition(day[0])[0])
        words = SAYS.sub("", BY.sub("", words)).strip(" ,:·|-")
        if words:
            return _as_name(words, text)
    return None


def _as_name(words: str, text: str) -> str | None:
    """Return words that may be a name, or None."""
    is_one = 1 < len(words) <= LONGEST_NAME and words not in text and not STARS.search(words) and not DAY.search(words)
    is_one = is_one and any(letter.isalpha() for letter in words) and not WORDED.fullmatch(words)
    return words if is_one and not words.endswith(("?", "!", ":")) else None


def _names(node: LexborNode) -> str:
    """Return an element's class and id."""
    return f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"


def _mention(engine: type[Engine], answer: Answer, one: Shown, when: When | None, replied: When | None) -> Mention:
    """Return one block's review."""
    title, here = find(one.block, HEADING), canonical(answer.url)
    is_own = title and title not in (one.author, one.text) and not _is_cut(title, one.text)
    return Mention(
        site=answer.site.name,
        engine=engine.engine,
        key=shown_id(one.block) or "",
        kind="review",
        url=here,
        thread_url=here,
        title=title if is_own else None,
        text=one.text,
        links=one.links,
        author=one.author,
        posted_at=when.at if when else None,
        posted_at_precision=when.precision if when else None,
        verified=True if is_verified(one.block) else None,
        rating=one.rating,
        rating_max=one.best if one.rating is not None else None,
        votes=votes_of(one.block),
        pros=one.said.get("pros"),
        cons=one.said.get("cons"),
        owner_reply=one.reply.text if one.reply else None,
        owner_replied_at=replied.at if replied else None,
    )


def _is_cut(title: str, text: str) -> bool:
    """Return whether a title is only the beginning of the text, cut."""
    return title[-1] in "…." and text.startswith(title.rstrip("…. "))
