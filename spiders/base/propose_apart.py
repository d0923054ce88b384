"""What in the posts of an unknown board is not their author's: quotes, told by whose words they repeat, and buttons and signatures."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from mentions.attribution import quoted_author
from spiders.base.outline import Element, Outline

BUTTONS = re.compile(
    r"signature|\bsig\b|edited|edit-note|last-?edit|pstatus|reply|share|tools|actions|buttons|likes|controls|report|footer|"
    r"onebox|(?:link|url)[-_]?preview|unfurl",
    re.IGNORECASE,
)
QUOTE = re.compile(
    r"(?:^|[-_]|(?-i:(?<=[a-z])(?=[QC])))(?:quote|citation|cite|quoted)(?:[-_]?(?:block|box|container|wrapper|content|message|text|body))?$",
    re.IGNORECASE,
)
HEADS = re.compile(r"title|header|author", re.IGNORECASE)  # says whose the quote is, that follows
QUOTING = frozenset(("q", "blockquote", "fieldset", "table", "aside", "cite"))
CLASS = re.compile(r"[A-Za-z_][A-Za-z_-]*")
QUOTED = 0.8  # of a page's words in block quotes: these are no quotes
SHINGLE = 4  # words in a row by which words are known again
LEAST = 3  # of these that a quote must have
REPEATED = 0.6  # of a quote's are another post's
OWN = 0.97  # of a post's words in one element: that is the post, not a quote in it
LINE = 4  # characters of a line that says whose words follow: more than these
HEADING = 80  # characters around a quote that may name its author
USUAL = 0.3  # of what is called so must be quotes: of pages before this one, nothing is known
EVERY = 3  # posts in which the same words are no one's
AGAIN = 2  # times that an author's posts have the very same words in an element of one class: a signature, a button


def quotes_of(outline: Outline, places: Sequence[Element], authors: Collection[str], dropped: Collection[str]) -> str:
    """Return the CSS of the quotes in posts, the oldest post first, none of it dropped; "" where block quotes are the posts themselves."""
    inside = [element for place in places for element in outline.within(place)]
    named = [css for place in places for element in _outermost(outline, place) for css in _named(element, QUOTE)]
    quoted = sum(element.plain for element in (*inside, *places) if element.tag == "blockquote")
    bare = [] if quoted > QUOTED * sum(place.plain for place in places) else ["blockquote"]  # vBulletin 4 has its posts in them
    found = [*named, *_headed(outline, places, authors), *_repeating(outline, places, dropped)]
    return ", ".join(dict.fromkeys([*found, *bare]))


def _outermost(outline: Outline, place: Element) -> Iterator[Element]:
    """Yield the elements of a post that are called quotes, none of those within another of another name."""
    end, own = 0, ""
    for element in outline.within(place):
        called = (element.attributes.get("class") or "") if _named(element, QUOTE) else ""
        if called and not HEADS.search(called) and (element.index >= end or called == own):
            yield element
            end, own = (element.end, called) if element.index >= end else (end, own)


def drops_of(outline: Outline, places: Sequence[Element], authors: Sequence[str]) -> list[str]:
    """Return the CSS of what stands in posts and is no post's own: called so, or always the same with the same author."""
    drops: list[str] = []
    alike: dict[str, dict[str, list[str]]] = {}
    for place, author in zip(places, authors, strict=True):
        for element in outline.within(place):
            drops += _named(element, BUTTONS)
            for css in _classes(element):
                alike.setdefault(css, {}).setdefault(author, []).append(element.text)
    for css, by_author in alike.items():
        every = [text for texts in by_author.values() for text in texts]
        if len(every) >= EVERY and len(by_author) > 1 and len(set(every)) == 1 and every[0]:  # what all "say" is a button
            drops.append(css)
            continue
        again = sum(len(texts) - 1 for texts in by_author.values() if texts[0])
        if again >= AGAIN and all(len(set(texts)) == 1 for texts in by_author.values()):
            drops.append(css)
    return list(dict.fromkeys(drops))


def _repeating(outline: Outline, places: Sequence[Element], dropped: Collection[str]) -> list[str]:
    """Return the CSS of elements that repeat what posts before them say."""
    said = [set(_shingles(place.text)) for place in places]
    quoting: Counter[str] = Counter()
    before: set[tuple[str, ...]] = set()
    for place, words in zip(places, said, strict=True):
        others, before, end = before, before | words, 0
        for element in outline.within(place):
            if element.index < end or element.size > OWN * place.size:
                continue
            if any(css in dropped for css in _classes(element)):
                end = element.end
                continue
            shingles = list(_shingles(element.text))
            if len(shingles) >= LEAST and sum(one in others for one in shingles) >= REPEATED * len(shingles):
                end = element.end
                quoting.update(_called(_with_heading(element, place)))
    every = Counter(css for place in places for element in outline.within(place) for css in _called(element))
    return [css for css, count in quoting.items() if count >= USUAL * every[css]]


def _headed(outline: Outline, places: Sequence[Element], authors: Collection[str]) -> list[str]:
    """Return the CSS of elements that stand below a line of their own which says whose words they are."""
    quoting: Counter[str] = Counter()
    for place in places:
        for line in outline.within(place):
            if LINE < line.size <= HEADING and _names(line, authors):
                quoting.update(_called(_below(line, place)))
    every = Counter(css for place in places for element in outline.within(place) for css in _called(element))
    return [css for css, count in quoting.items() if count >= USUAL * every[css]]


def _names(line: Element, authors: Collection[str]) -> bool:
    """Return whether an element does nothing but say who is quoted: one of the authors, or anybody before a colon."""
    name = None if any(child.tag == "br" for child in line.children) else quoted_author(line.text)
    return bool(name) and (name in authors or line.text.endswith((":", "：")))


def _below(line: Element, place: Element) -> Element:
    """Return the element that holds a line at its beginning and what it is about; the one after it where that is the whole post."""
    around = line
    while around.parent is not None and around.parent is not place and around.size == line.size:
        around = around.parent
    if line.size < around.size < OWN * place.size and around.text.startswith(line.text):
        return around
    beside = line.parent.children if line.parent else []
    return beside[line.place] if line.place < len(beside) else line


def _with_heading(element: Element, place: Element) -> Element:
    """Return the element around a quote that also holds the line which says whose it is."""
    around = element.parent
    while around is not None and around is not place and around.size <= element.size + HEADING and around.size < OWN * place.size:
        element, around = around, around.parent
    return element


def _called(element: Element) -> list[str]:
    """Return how an element is called that may be a quote: by its class or tag, or by such a one directly in it."""
    own = [*_classes(element), *([element.tag] if element.tag in QUOTING else [])]
    if own or element.tag != "div":
        return own
    return [f"{element.tag}:has(> {css})" for child in element.children for css in _called(child) if ":has" not in css]


def _shingles(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of a text, several in a row at a time."""
    words = re.findall(r"\w+", text.casefold())
    return (tuple(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1))


def _classes(element: Element) -> list[str]:
    """Return an element's classes as CSS."""
    if element.tag == "a":
        return []
    return [f"{element.tag}.{name}" for name in (element.attributes.get("class") or "").split() if CLASS.fullmatch(name)]


def _named(element: Element, pattern: re.Pattern[str]) -> list[str]:
    """Return the classes of an element that a pattern knows, as CSS."""
    return [css for css in _classes(element) if pattern.search(css.partition(".")[2])]
