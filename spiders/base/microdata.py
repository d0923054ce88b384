"""Microdata and RDFa as nodes that know their elements: what a page shows of a review is then read as any other post.

Standards: https://html.spec.whatwg.org/multipage/microdata.html , https://www.w3.org/TR/rdfa-lite/ (which pages that follow schema.org
keep to). As search engines do, and unlike the standards, `content` counts on any element, and a link's words are the value of a property
that is no address.
"""

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from mentions.page import Answer
from mentions.urls import join
from spiders.base.locate import BLANKS
from spiders.base.structured import Node, local_name

SOURCES = {"audio": "src", "embed": "src", "iframe": "src", "img": "src", "source": "src", "track": "src", "video": "src", "object": "data",
           "data": "value", "meter": "value"}  # fmt: skip
ADDRESSES = frozenset({"url", "sameas", "image", "photo", "item", "mainentityofpage", "discussionurl", "thumbnailurl", "contenturl"})
LINKS = frozenset({"a", "area", "link"})
MOST_ITEMS = 5000  # things that one page describes


@dataclass(frozen=True, slots=True)
class Syntax:
    """Names of the attributes by which elements describe things."""

    scope: str
    """Makes an element a thing."""
    types: str
    names: str
    """Names of the properties whose value an element is."""
    ids: tuple[str, ...]
    refs: str
    """Ids of elements elsewhere that hold properties of the thing."""


MICRODATA = Syntax("itemscope", "itemtype", "itemprop", ("itemid",), "itemref")
RDFA = Syntax("typeof", "typeof", "property", ("resource", "about"), "")


def microdata(answer: Answer) -> list[Node]:
    """Return the things that a page's microdata describes, outermost ones only."""
    return _described(answer, MICRODATA)


def rdfa(answer: Answer) -> list[Node]:
    """Return the things that a page's RDFa describes, outermost ones only."""
    return _described(answer, RDFA)


def _described(answer: Answer, syntax: Syntax) -> list[Node]:
    if syntax.scope not in answer.text:
        return []
    seen: set[int] = set()
    elements = answer.html.css(f"[{syntax.scope}]")[:MOST_ITEMS]
    return [_item(answer, syntax, element, seen) for element in elements if element.mem_id not in seen]


def _item(answer: Answer, syntax: Syntax, root: LexborNode, seen: set[int]) -> Node:
    """Return one item with all below it; items that stand in it without being its property follow as roots of their own."""
    top = _new(answer, syntax, root)
    seen.add(root.mem_id)
    stack = [(child, top) for child in reversed(_inside(answer, syntax, root))]
    while stack:
        element, item = stack.pop()
        if element.mem_id in seen:
            continue
        attributes = element.attributes
        names = (attributes.get(syntax.names) or "").split()
        is_item = syntax.scope in attributes
        if is_item and not names:
            continue
        inner = item
        if is_item:
            seen.add(element.mem_id)
            inner = _new(answer, syntax, element)
        value = inner if is_item else None
        for name in {local_name(name): None for name in names}:
            said = value if value is not None else _value(element, name, answer)
            if said:
                item.props.setdefault(name, []).append(said)
                if value is None and not attributes.get("content"):
                    item.elements.setdefault(name, element)
        stack += [(child, inner) for child in reversed(_inside(answer, syntax, element) if is_item else list(element.iter()))]
    return top


def _new(answer: Answer, syntax: Syntax, element: LexborNode) -> Node:
    """Return an item without its properties."""
    attributes = element.attributes
    types = frozenset(local_name(name) for name in (attributes.get(syntax.types) or "").split())
    stated = next((stated for name in syntax.ids if (stated := attributes.get(name))), None)
    return Node(types, join(answer.url, stated) if stated else None, element=element)


def _inside(answer: Answer, syntax: Syntax, element: LexborNode) -> list[LexborNode]:
    """Return the elements in which an item's properties stand: its own, and those that it names elsewhere on the page."""
    inside = list(element.iter())
    for name in (element.attributes.get(syntax.refs) or "").split():
        other = answer.html.css_first(f'[id="{name}"]') if '"' not in name and "\\" not in name else None
        if other is not None:
            inside.append(other)
    return inside


def _value(element: LexborNode, name: str, answer: Answer) -> str | None:
    """Return what a property says."""
    attributes, tag = element.attributes, element.tag or ""
    if attributes.get("content"):
        return attributes["content"]
    if tag in LINKS and (name in ADDRESSES or tag == "link"):
        return join(answer.url, attributes.get("href") or "")
    if tag == "time" and attributes.get("datetime"):
        return attributes["datetime"]
    if tag in SOURCES and attributes.get(SOURCES[tag]):
        stated = attributes[SOURCES[tag]] or ""
        return stated if SOURCES[tag] == "value" else join(answer.url, stated)
    return BLANKS.sub(" ", element.text(deep=True)).strip() or None
