r"""Locators: one line that says where on a page a value stands, for engine files and for operators' tables alike.

    CSS [@attribute] [~ pattern] [|| another locator]

`time@datetime` is the attribute, `.author a` the text of the first match, `@id ~ (\d+)$` the first group of the pattern in the
block's own attribute. Alternatives stand behind `||`; the first that gives a value wins. An empty CSS means the block itself; a CSS
that begins with `<` looks in the element before the block, where a post's heading stands beside its body. A pattern sees a line for
each `<br>`. A sibling combinator is written without blanks (`b~a`), as ` ~ ` begins a pattern.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from mentions.errors import ConfigError

NO_PAGE = LexborHTMLParser("")
BLANKS = re.compile(r"\s+")
PLAIN = re.compile(r"[a-z][a-z0-9-]*")  # an attribute that CSS may name as it is
SMALL = 4_000  # bytes of a page to each of its blocks: searching them takes as long as beginning a search
PARTS = re.compile(r"^(?P<css>.*?)\s*(?:@(?P<attribute>[\w:-]+))?\s*(?:~\s(?P<pattern>.+))?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Locator:
    """Where one value stands."""

    css: str
    attribute: str | None
    pattern: re.Pattern[str] | None
    is_before: bool
    """It is looked for in the element before the block."""
    query: str
    """CSS of what may hold the value: of what has the attribute, where the CSS is one alone."""

    def nodes(self, node: LexborNode) -> Iterator[LexborNode]:
        """Yield the nodes in which the value may stand, in the page's order; all are looked for only when the first is not enough."""
        place = _before(node) if self.is_before else node
        first = place.css_first(self.query) if place is not None and self.css else place
        if first is not None and place is not None:
            yield first
            if self.css:
                yield from place.css(self.query)[1:]

    def value(self, found: LexborNode) -> str | None:
        """Return what stands in a node, blanks folded; None where that is nothing."""
        raw = found.attrs.get(self.attribute) if self.attribute else _text(found, lines=self.pattern is not None)
        if raw is None:
            return None
        if self.pattern is not None:
            match = self.pattern.search(raw)
            raw = match.group(match.lastindex or 0) if match else None
        return " ".join(raw.split()) or None if raw else None

    def first(self, node: LexborNode) -> str | None:
        """Return the first value that stands there."""
        place = _before(node) if self.is_before else node
        found = place.css_first(self.query) if place is not None and self.css else place
        if found is None or place is None:
            return None
        value = self.value(found)
        if value is not None or not self.css:
            return value
        others = (self.value(other) for other in place.css(self.query)[1:])
        return next((value for value in others if value is not None), None)

    def values(self, node: LexborNode) -> Iterator[str]:
        """Yield what stands there, blanks folded, empty values left out, in the page's order."""
        for found in self.nodes(node):
            if (value := self.value(found)) is not None:
                yield value


def check_line(line: str) -> None:
    """Check a locator line that an operator wrote. Raises ConfigError for a pattern or a CSS that is none."""
    for locator in locators(line):
        if locator.css:
            check_css(locator.css)


def check_css(css: str) -> None:
    """Check a CSS selector. Raises ConfigError."""
    try:
        NO_PAGE.css(css)
    except SelectolaxError as error:
        msg = f"{css!r} is no CSS selector"
        raise ConfigError(msg) from error


@cache
def locators(line: str) -> tuple[Locator, ...]:
    """Return the alternatives of a line. Raises ConfigError when its pattern is none."""
    found = []
    for part in line.split("||"):
        match = PARTS.match(part.strip())
        assert match is not None, "every line matches"
        pattern = match["pattern"]
        is_before = match["css"].startswith("<")
        css = match["css"].removeprefix("<").strip()
        attribute = match["attribute"]
        query = f"{css}[{attribute}]" if css and attribute and PLAIN.fullmatch(attribute) and "," not in css else css
        try:
            found.append(Locator(css, attribute, re.compile(pattern) if pattern else None, is_before, query))
        except re.error as error:
            msg = f"locator {part.strip()!r}: the pattern behind ~ is not a regular expression ({error})"
            raise ConfigError(msg) from error
    return tuple(found)


def find(node: LexborNode, line: str | None) -> str | None:
    """Return the first value that a line locates in the node, or None."""
    for place in locators(line) if line else ():
        if (value := place.first(node)) is not None:
            return value
    return None


class Search:
    """Finding the same lines in many blocks of one page.

    A search costs more to begin than to make. So what one of many small blocks lacks is looked for in the whole page, once: where the page
    holds it nowhere, no other block is searched for it.
    """

    def __init__(self, page: LexborNode, *, size: int, blocks: int) -> None:
        self._page = page
        self._is_worth_it = size < blocks * SMALL
        self._places: dict[str, tuple[Locator, ...]] = {}
        self._asked: set[str] = set()

    def find(self, block: LexborNode, line: str | None) -> str | None:
        """Return what `find` does."""
        if line is None:
            return None
        places = self._places.get(line)
        if places is None:
            places = self._places[line] = locators(line)
        for place in places:
            if (value := place.first(block)) is not None:
                return value
            if self._is_worth_it and place.css and place.query not in self._asked and not self._is_held(place):
                self._places[line] = tuple([one for one in self._places[line] if one is not place])
        return None

    def _is_held(self, place: Locator) -> bool:
        """Return whether the page holds anything in which a value may stand."""
        self._asked.add(place.query)
        return place.css[0] == ">" or self._page.css_first(place.query) is not None


def find_all(node: LexborNode, line: str | None) -> Iterator[str]:
    """Yield the values of the first alternative that has any."""
    for locator in locators(line) if line else ():
        any_value = False
        for value in locator.values(node):
            any_value = True
            yield value
        if any_value:
            return


def find_text(node: LexborNode, line: str | None) -> str | None:
    """Return the text of the element in which a line locates its first value (of a link, what it says), or None."""
    for locator in locators(line) if line else ():
        text, has_value = "", False
        for found in locator.nodes(node):
            text = text or " ".join(found.text(deep=True).split())
            has_value = has_value or locator.value(found) is not None
            if text and has_value:
                return text
        if has_value:
            return None
    return None


def is_match(node: LexborNode, css: str | None) -> bool:
    """Return whether the node itself, or anything in it, matches a CSS selector."""
    return css is not None and (node.css_matches(css) or node.css_first(css) is not None)


def _before(node: LexborNode) -> LexborNode | None:
    """Return the element before a node, or None."""
    before = node.prev
    while before is not None and not (before.tag or "-")[0].isalpha():
        before = before.prev
    return before


def _text(node: LexborNode, *, lines: bool) -> str:
    """Return a node's text; with `lines`, a line break for each `<br>`."""
    child = node.first_child
    if child is not None and child.next is None and child.tag == "-text":  # most often
        return child.text_content or ""
    if not lines or node.css_first("br") is None:
        return node.text(deep=True)
    return "".join(
        "\n" if part.tag == "br" else part.text_content or "" for part in node.traverse(include_text=True) if part.tag in ("br", "-text")
    )
