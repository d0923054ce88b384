"""Platforms that live at one address: a page of theirs is known by its host."""

from mentions.page import Answer
from mentions.urls import host

HEAD = 2000  # characters in which a page shows that it is one, and no feed
SAME = ("www.", "m.", "old.", "new.", "mobile.")  # the same site in other clothes


def is_page_at(answer: Answer, *names: str) -> bool:
    """Return whether an answer is an HTML page of one of these hosts."""
    name = host(answer.url)
    for prefix in SAME:
        name = name.removeprefix(prefix)
    return name in names and not answer.is_json and "<html" in answer.text[:HEAD].lower()
