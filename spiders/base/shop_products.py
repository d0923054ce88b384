"""From a shop's page of many products to the pages of each, and the pieces of pages that its scripts ask for."""

import re

from mentions.errors import UnreadablePageError
from mentions.page import Answer
from mentions.urls import canonical, same_host
from spiders.base.locate import find_all
from spiders.base.markup import base_url

OPENED = re.compile(r"<(/?)(?:div|table|ul|ol|dl)[\s>]", re.IGNORECASE)


def linked(answer: Answer, line: str) -> list[str]:
    """Return the canonical addresses of the shop that a locator finds on a page, each once, in order."""
    root = answer.html.root
    assert root is not None, "a parsed page always has a root"
    base = base_url(answer)
    urls = (canonical(href, base) for href in find_all(root, line))
    return list(dict.fromkeys(url for url in urls if url and same_host(url, answer.url) and url != canonical(answer.url)))


def page_after(answer: Answer, line: str) -> str | None:
    """Return the address of a list's next page, as a locator finds it; None on the last."""
    return next(iter(linked(answer, line)), None)


def require_closed(answer: Answer) -> None:
    """Raise UnreadablePageError when a piece of a page breaks off: it leaves blocks open."""
    if sum(-1 if slash else 1 for slash in OPENED.findall(answer.text)) > 0:
        msg = "the answer breaks off before its end"
        raise UnreadablePageError(msg)
