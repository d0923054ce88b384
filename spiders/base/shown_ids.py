"""The id that a page shows for a review or comment somewhere in its element, where structured data gives none."""

import re

from selectolax.lexbor import LexborNode

NAMES = re.compile(r"data-(?:bv-)?(?:review|comment|rating|feedback|opinion|post|item|entity|rev|r|content)?-?_?(?:id|uid|uuid|pk)")
INSIDE = "[data-review-id],[data-reviewid],[data-review_id],[data-comment-id],[data-commentid],[data-feedback-id],[data-rating-id]"
LINKED = re.compile(
    r"[?&/#](?:review|comment|opinion|recenz|feedback)s?(?:[_-]?id)?[=/_-](\d{2,}|[0-9a-f]{16,}|[0-9a-f-]{36})(?=$|[&/#?.])", re.IGNORECASE
)
OWN = re.compile(r"^(?:.*?[_-])??(?=[\w-]*\d)([0-9a-f]{8}-[0-9a-f-]{27}|\d{2,}|[A-Za-z0-9]{10,})$")


def shown_id(element: LexborNode) -> str | None:
    """Return the id of a review's element: its own attributes', else the only one that anything in it names; None for none or several."""
    own = {name: value for name, value in element.attributes.items() if value}
    for name, value in own.items():
        if value and NAMES.fullmatch(name) and value.strip("0"):
            return value
    match = OWN.match(own.get("id") or "")
    if match:
        return match[1]
    inside = {
        value
        for node in element.css(INSIDE)
        for name, value in node.attributes.items()
        if value and value.strip("0") and NAMES.fullmatch(name) and name != "data-id"
    }
    linked = {match[1] for node in element.css("a[href]") if (match := LINKED.search(node.attributes.get("href") or ""))}
    for ids in (inside, linked):
        if len(ids) == 1:
            return ids.pop()
    return None
