"""A page's elements as a flat list, for looking at all of them at once: what stands in each, where it ends, which are dates."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from selectolax.lexbor import LexborNode

from mentions.date_text import TEXT_MAX
from mentions.dates import When, parse_date
from mentions.page import Answer
from spiders.base.markup import page_languages

MOST = 30_000  # elements; of a larger page only the first are listed
SKIPPED = frozenset(("script", "style", "template", "head", "svg", "select", "iframe", "object", "canvas", "textarea"))
NOT_WORDS = frozenset(("a", "button", "form"))
DATE_ATTRIBUTES = ("datetime", "data-time", "data-timestamp", "data-datetime", "data-date", "data-utime", "title", "content")
A_CLOCK = timedelta(days=2)  # how long ago a bare clock may be
DATE_MAX = 70  # characters of a text that is a date and little else
SHORT = 24  # characters of one without a digit: "yesterday", "a month ago"
NUMBER = re.compile(r"[\d\s.,%#+]*")


@dataclass(slots=True, eq=False)
class Element:
    """One element: its place in the list, and what stands in it."""

    node: LexborNode
    index: int
    parent: "Element | None"
    tag: str
    attributes: dict[str, str | None]
    place: int
    """Its number among its parent's elements, from 1."""
    end: int = 0
    """Index behind its last descendant."""
    own: str = ""
    """Its own pieces of text, blanks folded."""
    size: int = 0
    """Characters of text in it, at any depth."""
    plain: int = 0
    """Of these, those outside links, buttons and forms."""
    children: "list[Element]" = field(default_factory=list)
    """What stands in it directly."""
    names: tuple[str, ...] | None = None
    """How it may be called within a block, once that was asked."""
    block_names: frozenset[str] | None = None
    """How it may be called as a block, once that was asked."""

    def holds(self, other: "Element") -> bool:
        """Return whether another element lies in this one, or is it."""
        return self.index <= other.index < self.end

    @property
    def text(self) -> str:
        """Its text, at any depth, blanks folded, as a locator reads it."""
        return " ".join(self.node.text(deep=True).split())


@dataclass(frozen=True, slots=True)
class Dated:
    """A place where a date stands."""

    element: Element
    attribute: str | None
    """Where it stands; None: in the text."""
    when: When


@dataclass(slots=True)
class Outline:
    """The elements of a page that may show something, in its order."""

    answer: Answer
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        """List the elements of the body, without recursion."""
        body = self.answer.html.body
        if body is None:
            return
        open_ = [self._add(body, None)]
        node = body.first_child
        while open_ and len(self.elements) < MOST:
            inside = open_[-1]
            if node is None:
                node = inside.node.next
                _close(open_.pop(), len(self.elements))
                continue
            tag = node.tag or "-"
            if tag == "-text":
                if text := " ".join((node.text_content or "").split()):
                    inside.own = f"{inside.own} {text}".lstrip()
                    inside.size += len(text)
                    inside.plain += len(text)
            elif tag[0].isalpha() and tag not in SKIPPED:
                open_.append(self._add(node, inside))
                node = node.first_child
                continue
            node = node.next
        while open_:
            _close(open_.pop(), len(self.elements))

    def _add(self, node: LexborNode, parent: Element | None) -> Element:
        """List an element."""
        place = len(parent.children) + 1 if parent is not None else 1
        element = Element(node, len(self.elements), parent, node.tag or "", node.attributes, place)
        if parent is not None:
            parent.children.append(element)
        self.elements.append(element)
        return element

    def within(self, element: Element) -> Iterator[Element]:
        """Yield an element's descendants."""
        for index in range(element.index + 1, element.end):
            yield self.elements[index]

    def dates(self) -> list[Dated]:
        """Return the dates that the page shows, each once: where an attribute tells it, and where a text does."""
        languages = self.answer.site.languages or page_languages(self.answer)

        def read(text: str) -> When | None:
            return parse_date(text, now=self.answer.fetched_at, languages=languages, timezone=self.answer.site.timezone)

        found: list[Dated] = []
        by_text: dict[int, Dated] = {}
        inside: dict[int, int] = {}
        only: dict[int, When] = {}
        for element in reversed(self.elements):  # children before parents
            for name in DATE_ATTRIBUTES:
                value = element.attributes.get(name)
                if value and len(value) <= DATE_MAX and any(map(str.isdigit, value)) and (when := read(value)):
                    found.append(Dated(element, name, when))
                    break
            below = inside.get(element.index, 0)
            when = _of_text(element, read) if below != 1 or any(map(str.isdigit, element.own)) else None
            is_only = below == 1 and when == only[element.index]  # "12 answers" beside a date tell nothing of it
            if when is not None and (is_only or (below > 1 and self._tells_two_days(by_text, element, when))):
                when = None
            if when is not None:
                for index in range(element.index + 1, element.end):  # a date in several elements is one
                    by_text.pop(index, None)
                by_text[element.index] = Dated(element, None, when)
            if element.parent is not None:
                inside[element.parent.index] = inside.get(element.parent.index, 0) + (1 if when else below)
                if sole := when or only.get(element.index):
                    only[element.parent.index] = sole
        return sorted([*found, *by_text.values()], key=lambda dated: dated.element.index)

    def _tells_two_days(self, dates: Mapping[int, Dated], element: Element, when: When) -> bool:
        """Return whether an element holds a date of another day than it shows: as of joining and of posting. A clock is today's."""
        inner = (dates[index].when.at for index in range(element.index + 1, element.end) if index in dates)
        return any(at.date() != when.at.date() and self.answer.fetched_at - at > A_CLOCK for at in inner)


def _close(element: Element, end: int) -> None:
    """Note where an element ends, and what it holds with its parent."""
    element.end = end
    if element.parent is not None:
        element.parent.size += element.size
        element.parent.plain += 0 if element.tag in NOT_WORDS else element.plain


def _of_text(element: Element, read: Callable[[str], When | None]) -> When | None:
    """Return the date that is (nearly) all an element shows, or that it shows itself before a note in another element."""
    if not 0 < element.size <= TEXT_MAX:
        return None
    text = element.text
    if element.size > DATE_MAX:
        when = _read(element.own, read) if len(element.own) <= DATE_MAX else None
        return when if when and when == read(text) else None
    return _read(text, read)


def _read(text: str, read: Callable[[str], When | None]) -> When | None:
    """Return the date that a short text shows; None for numbers and for words without any."""
    if NUMBER.fullmatch(text) or (len(text) > SHORT and not any(map(str.isdigit, text))):
        return None
    return read(text)
