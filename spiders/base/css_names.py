"""How an element may be called in CSS so that its like on other pages of the board is called the same: never by a number of its own."""

import re
from collections.abc import Iterator

from spiders.base.outline import DATE_ATTRIBUTES, Element

CLASS = re.compile(r"-?[A-Za-z_](?:[A-Za-z_-]|\d(?!\d))*")  # "row1" is one, "post-4711" and "css-1x2y3z9" are not
NUMBERED = re.compile(r"([A-Za-z][A-Za-z_-]*?)\d+")
DATA_ID = re.compile(r"data-(?:[a-z]+-)*(?:id|pk|pid|cid|uuid|(?:post|comment|message|msg|reply)-uid)")
WORD = re.compile(r"[A-Za-z][\w-]*")
PROFILE = re.compile(
    r"(?:^|/)(?:(?:users?|u|members?|profiles?|people|authors?|accounts?|bio|korisnik|nutzer|mitglied|thanh-vien)(?:/|\.php|-)|@|~)|"
    r"[?&](?:user|uid|u|member|author|user_?name|showuser)=|profile|userinfo|viewuser|memberlist",
    re.IGNORECASE,
)
SAYING = ("itemprop", "rel", "role", "component", "slot", "data-role", "data-testid", "data-test", "data-qa")  # what an element is
PLACED = frozenset(("td", "th", "dd", "dt", "li", "div", "span", "a", "b", "i", "small", "font"))
INLINE = frozenset(("a", "b", "strong", "cite", "em", "time", "abbr"))
SMALL = frozenset(("span", "small", "font"))
STEPS = 8  # of elements around one without a name by which it is called
STEP = re.compile(r"/[A-Za-z][\w-]*/")


def within_block(element: Element) -> tuple[str, ...]:
    """Return the names of something within a block, those that tell most first."""
    if element.names is None:
        element.names = tuple(dict.fromkeys(_within_block(element)))
    return element.names


def of_block(element: Element) -> frozenset[str]:
    """Return the names of a block that is repeated on its page."""
    if element.block_names is None:
        element.block_names = frozenset(_of_block(element))
    return element.block_names


def _within_block(element: Element) -> Iterator[str]:
    yield from _marks(element)
    href = element.attributes.get("href") or ""
    if element.tag == "a" and PROFILE.search(href):
        for step in dict.fromkeys(step for step in STEP.findall(href) if PROFILE.search(step)):
            yield f"a[href*='{step}']"
    if element.parent is None:
        return
    parents = list(_marks(element.parent)) or [element.parent.tag]
    yield from (f"{parents[0]} {element.tag}[{name}]" for name in DATE_ATTRIBUTES if name in element.attributes)
    if element.tag not in ("span", "div", "i"):
        yield f"{parents[0]} {element.tag}"
    yield f"{parents[0]} > {element.tag}"
    if element.tag in INLINE:
        around = (*_marks(element.parent), *(_marks(element.parent.parent) if element.parent.parent is not None else ()))
        yield from (f"{mark} {element.tag}" for mark in around)
    if element.tag in SMALL and CLASS.fullmatch(element.attributes.get("class") or ""):
        yield f"{element.tag}[class={element.attributes['class']}]"  # where others have this class and one more
    if element.tag in PLACED and (not any(_classes(element)) or _is_like_another(element, element.parent)):
        yield f"{parents[0]} > {element.tag}:nth-child({element.place})"


def _is_like_another(element: Element, parent: Element) -> bool:
    """Return whether an element before one, beside it, has the same classes: only its place tells it."""
    own = element.attributes.get("class")
    return any(other.tag == element.tag and other.attributes.get("class") == own for other in parent.children[: element.place - 1])


def _of_block(element: Element) -> Iterator[str]:
    yield from _marks(element)
    for child in element.children:
        if element.tag in ("tr", "li", "dd", "dt", "tbody", "table"):
            for mark in _marks(child):
                yield f"{element.tag}:has(> {mark})"
    yield _chain(element)


def _marks(element: Element) -> Iterator[str]:
    """Yield the names that an element's own attributes give it."""
    attributes, tag = element.attributes, element.tag
    for name in SAYING:
        value = attributes.get(name)
        if value and WORD.fullmatch(value) and value not in ("nofollow", "button", "presentation", "noopener"):
            yield f"{tag}[{name}={value}]"
    for name in _classes(element):
        yield f"{tag}.{name}"
    for name in ("id", "name"):
        if match := NUMBERED.fullmatch(attributes.get(name) or ""):
            yield f"{tag}[{name}^='{match[1]}']"
    for name in attributes:
        if DATA_ID.fullmatch(name):
            yield f"{tag}[{name}]"
    if tag in ("time", "cite", "blockquote") or "-" in tag:  # an element of the board's own making
        yield tag


def _classes(element: Element) -> Iterator[str]:
    """Yield the classes that hold no number of this very element."""
    for name in dict.fromkeys((element.attributes.get("class") or "").split()):
        if CLASS.fullmatch(name):
            yield name


def _chain(element: Element) -> str:
    """Return an element's name by those around it, up to one that has a name of its own."""
    steps = [element.tag]
    around = element.parent
    while around is not None and len(steps) < STEPS:
        mark = _own_id(around) or next(_marks(around), None)
        steps.append(mark or around.tag)
        if mark:
            break
        around = around.parent
    return " > ".join(reversed(steps))


def _own_id(element: Element) -> str | None:
    """Return the name by an id without numbers."""
    own = element.attributes.get("id") or ""
    return f"{element.tag}#{own}" if CLASS.fullmatch(own) else None
