"""How deep elements are nested, told before they are parsed: the parser and selectors take quadratic time over what nobody nests."""

import re
from collections import Counter

from selectolax.lexbor import LexborHTMLParser

DEEPEST = 512
"""Elements in one another; browsers nest them no deeper."""
_TOO_DEEP = " > ".join("*" * (DEEPEST + 1))
_MANY_TAGS = 6_000  # HTML of fewer may be as deep as it likes: the worst takes a fraction of a second
_TAG = re.compile(r"<(/?)([a-z][a-z0-9:-]*)", re.ASCII | re.IGNORECASE)
_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"))


def is_too_deep(html: str) -> bool:
    """Tell whether long HTML nests its elements more than `DEEPEST` deep.

    Counted are the elements begun and not ended. As many need no end (`<p>`, `<li>`), what is counted too deep is parsed up to there.
    """
    if html.count("<") <= _MANY_TAGS:
        return False
    begun: Counter[str] = Counter()
    depth, limit = 0, DEEPEST
    for match in _TAG.finditer(html):
        slash, name = match.groups()
        name = name.lower()
        if slash:
            if begun[name]:
                begun[name] -= 1
                depth -= 1
        elif name not in _VOID:
            begun[name] += 1
            depth += 1
            if depth > limit:
                if LexborHTMLParser(html[: match.start()] + "<p>").css_first(_TOO_DEEP) is not None:
                    return True
                limit = 2 * depth
    return False
