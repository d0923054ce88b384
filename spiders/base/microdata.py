"""Microdata as nodes that know their elements: what a page shows of a review is then read as any other post.

Standard: https://html.spec.whatwg.org/multipage/microdata.html . As search engines do, and unlike the standard, `content` counts on any
element, and a link's words are the value of a property that is no address.
"""

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


def microdata(answer: Answer) -> list[Node]:
    """Return the things that a page's microdata describes, outermost ones only."""
    if "itemscope" not in answer.text and "itemprop" not in answer.text:
        return []
    seen: set[int] = set()
    elements = answer.html.css("[itemscope]")[:MOST_ITEMS]
    return [_item(answer, element, seen) for element in elements if element.mem_id not in seen]


def _item(answer: Answer, root: LexborNode, seen: set[int]) -> Node:
    """Return one item with all below it; items that stand in it without being its property follow as roots of their own."""
    top = _new(root, answer)
    seen.add(root.mem_id)
    stack = [(child, top) for child in reversed(_inside(answer, root))]
    while stack:
        element, item = stack.pop()
        if element.mem_id in seen:
            continue
        attributes = element.attributes
        names = (attributes.get("itemprop") or "").split()
        is_item = "itemscope" in attributes
        if is_item and not names:
            continue
        inner = item
        if is_item:
            seen.add(element.mem_id)
            inner = _new(element, answer)
        value = inner if is_item else None
        for name in {local_name(name): None for name in names}:
            said = value if value is not None else _value(element, name, answer)
            if said:
                item.props.setdefault(name, []).append(said)
                if value is None and not attributes.get("content"):
                    item.elements.setdefault(name, element)
        stack += [(child, inner) for child in reversed(_inside(answer, element) if is_item else list(element.iter()))]
    return top


def _new(element: LexborNode, answer: Answer) -> Node:
    """Return an item without its properties."""
    attributes = element.attributes
    types = frozenset(local_name(name) for name in (attributes.get("itemtype") or "").split())
    stated = attributes.get("itemid")
    return Node(types, join(answer.url, stated) if stated else None, element=element)


def _inside(answer: Answer, element: LexborNode) -> list[LexborNode]:
    """Return the elements in which an item's properties stand: its own, and those that it names elsewhere on the page."""
    inside = list(element.iter())
    for name in (element.attributes.get("itemref") or "").split():
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
