"""What a locator finds on the whole of a page."""

from mentions.page import Answer
from spiders.base.locate import find


def on_page(answer: Answer, line: str) -> str | None:
    """Return the first value that a line locates on an answer's page, or None."""
    root = answer.html.root
    return find(root, line) if root is not None else None
