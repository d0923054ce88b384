"""Structured data of any page, in one shape: JSON-LD as nodes with lower-case property names (`microdata` gives the same).

A node has types, an id and properties; a value is a string or another node. What real pages do is taken as it comes: `@graph`, lists in
lists, wrong case, comments in JSON, one broken script among good ones.
Vocabulary: https://schema.org/docs/full.html .
"""

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import jstyleson
from selectolax.lexbor import LexborNode

from mentions.page import Answer
from spiders.base.json_mending import mended

WRAPPED = re.compile(r"^(?:<!--|(?://|/\*)?\s*<!\[CDATA\[\s*(?:\*/)?)|(?:-->|(?://|/\*)?\s*\]\]>\s*(?:\*/)?)$")
DEEPEST = 40  # levels of nesting; hostile JSON goes on for ever


@dataclass(slots=True)
class Node:
    """One thing that a page describes."""

    types: frozenset[str]
    """Names of its types in lower case, without their vocabulary: `product`, `review`."""
    id: str | None = None
    """`@id` or `itemid`."""
    props: dict[str, list["str | Node"]] = field(default_factory=dict)
    """Property name in lower case → its values, lists flattened, empty ones left out."""
    element: LexborNode | None = field(default=None, repr=False)
    """Where it stands on the page; None for what stands in a script."""
    elements: dict[str, LexborNode] = field(default_factory=dict, repr=False)
    """Property name → the element whose words are its first value."""

    def text(self, *names: str) -> str | None:
        """Return the first text among these properties; of a node its name or value."""
        for name in names:
            for value in self.props.get(name, ()):
                found = value if isinstance(value, str) else value.text("name", "@value", "ratingvalue", "text", "url")
                if found and found.strip():
                    return found.strip()
        return None

    def nodes(self, *names: str) -> list["Node"]:
        """Return the nodes among the values of these properties."""
        return [value for name in names for value in self.props.get(name, ()) if isinstance(value, Node)]

    def walk(self, depth: int = 0) -> Iterator["Node"]:
        """Yield the node and all below it."""
        yield self
        if depth < DEEPEST:
            for values in self.props.values():
                for value in values:
                    if isinstance(value, Node):
                        yield from value.walk(depth + 1)


def json_ld(answer: Answer) -> list[Node]:
    """Return the nodes of all JSON-LD scripts; a script that is no JSON is passed over."""
    found: list[Node] = []
    for script in answer.html.css("script[type*='ld+json']"):
        data = _loaded(script.text() or "")
        found += [node for node in _nodes(data) if node.types or node.props]
    return found


def _loaded(text: str) -> Any:  # noqa: ANN401 - JSON
    """Return a script's JSON as browsers and search engines would take it, or None."""
    text = WRAPPED.sub("", text.strip()).strip().rstrip(";")
    for attempt in (str, jstyleson.dispose, html.unescape, mended):
        try:
            return json.loads(attempt(text), strict=False)
        except (ValueError, RecursionError, IndexError):
            continue
    return None


def _nodes(data: Any, depth: int = 0) -> list[Node]:  # noqa: ANN401 - JSON
    """Return the nodes that stand at the top of JSON-LD."""
    if depth > DEEPEST:
        return []
    if isinstance(data, list):
        return [node for item in data for node in _nodes(item, depth + 1)]
    if not isinstance(data, Mapping):
        return []
    graph = data.get("@graph")
    rest = [_node(data, depth)] if any(key not in ("@graph", "@context") for key in data) else []
    return rest + (_nodes(graph, depth + 1) if graph is not None else [])


def _node(data: Mapping[str, Any], depth: int = 0) -> Node:
    """Return one node: `@type`, properties beside it."""
    types = data.get("@type")
    names = types if isinstance(types, list) else [types]
    node = Node(frozenset(local_name(name) for name in names if isinstance(name, str)), _string(data.get("@id")))
    for name, value in data.items():
        if not isinstance(name, str) or name in ("@type", "@id", "@context", "@graph"):
            continue
        values = list(_values(value, depth + 1))
        if values:
            node.props.setdefault("@value" if name == "@value" else local_name(name), []).extend(values)
    return node


def _values(value: Any, depth: int) -> Iterator["str | Node"]:  # noqa: ANN401 - JSON
    """Yield a property's values, lists of lists flattened."""
    if depth > DEEPEST or value is None:
        return
    if isinstance(value, list):
        for one in value:
            yield from _values(one, depth + 1)
    elif isinstance(value, Mapping):
        node = _node(value, depth)
        if set(node.props) == {"@value"}:
            yield from (v for v in node.props["@value"] if isinstance(v, str))
        else:
            yield node
    elif (text := _string(value)) is not None:
        yield text


def _string(value: Any) -> str | None:  # noqa: ANN401 - JSON
    """Return a scalar as text; None for none and for blanks."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return value if isinstance(value, str) and value.strip() else None


def local_name(name: str) -> str:
    """Return a type's or property's name without its vocabulary, in lower case.

    >>> local_name("https://schema.org/reviewBody")
    'reviewbody'
    """
    return name.rstrip("/").rpartition("/")[2].rpartition("#")[2].rpartition(":")[2].lower()
