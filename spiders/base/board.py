"""A board known by its markup alone: an engine names its layouts, the marks that only it makes, and where its address begins."""

import re
from collections.abc import Mapping
from typing import ClassVar

from mentions.page import Answer, Page
from spiders.base.engine import Detection
from spiders.base.forum import ForumSpider
from spiders.base.locate import find
from spiders.base.markup import Markup, folder_of, read_markup


class BoardSpider(ForumSpider):
    """A board: its index names the forums, each forum its threads."""

    layouts: ClassVar[tuple[Markup, ...]]
    """How its pages are built, in its versions and themes."""
    marks: ClassVar[str] = ""
    """CSS of what only its pages hold; "" where `versions` says it."""
    version: ClassVar[str | None] = None
    """Locator of its version; None where pages do not print it."""
    versions: ClassVar[Mapping[str, str]] = {}
    """CSS of what only the pages of a version hold: the version, where the page does not print it; the first that matches."""
    links: ClassVar[str] = ""
    """CSS of links to the board's own scripts: they lie in its folder."""
    places: ClassVar[re.Pattern[str] | None] = None
    """What an address of the board begins with, before the paths that are its own: for boards without scripts in their addresses."""

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the posts, threads or forums of a page."""
        return read_markup(cls, answer, cls.layouts)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection where a page bears the board's marks."""
        root = None if answer.is_json else answer.html.root
        if root is None or not cls.is_marked(answer):
            return None
        version = find(root, cls.version) or next((name for css, name in cls.versions.items() if answer.html.css_matches(css)), None)
        return Detection(engine=cls.engine, score=1.0, version=version or None, url=cls.home(answer))

    @classmethod
    def is_marked(cls, answer: Answer) -> bool:
        """Return whether a page bears the marks that only this board's pages do."""
        return answer.html.css_matches(cls.marks or ", ".join(cls.versions))

    @classmethod
    def home(cls, answer: Answer) -> str | None:
        """Return where the board begins, as its links or the page's own address tell; None where neither does."""
        if cls.places is None or answer.html.root is None:
            return folder_of(answer, cls.links) if cls.links else None
        found = cls.places.match(find(answer.html.root, "link[rel=canonical]@href") or "") or cls.places.match(answer.url)
        return found[0] if found else None
