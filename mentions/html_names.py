"""Whether HTML can hold what a selector asks for, told by the names in both: a search in a page of one post costs ten times as much."""

import re
from functools import lru_cache

_COMMA = re.compile(r",\s*(?![^()\[\]]*[)\]])")  # between selectors, not within one
_PSEUDO = re.compile(r"::?[\w-]+|\([^()]*\)")
_VALUE = re.compile(r"\[\s*([\w-]+)[^\]]*\]")
_NAME = re.compile(r"[a-z_][\w-]*")
_IMPLIED = frozenset(("html", "head", "body", "tbody", "tr", "colgroup", "p"))  # elements that a parser adds


def possible(css: str, html: str) -> str:
    """Give those of a list of selectors whose names all stand in HTML given in lower case; "" when none can match.

    >>> possible("aside.quote, .edited:not(.own), blockquote", "<aside class='quote'>mine</aside> edit")
    'aside.quote'
    """
    return ", ".join([one for one, names in _selectors(css) if all(name in html for name in names)]) if css else ""


@lru_cache(maxsize=256)
def _selectors(css: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give each selector of a list with the names of elements, classes and attributes without which it matches nothing."""
    return tuple((one, _names(one)) for one in _COMMA.split(css.strip()))


def _names(selector: str) -> tuple[str, ...]:
    """Give the names that a selector needs: not those within `:not()` and its like."""
    bare, count = _VALUE.sub(r" \1 ", selector), 1
    while count:
        bare, count = _PSEUDO.subn(" ", bare)
    return tuple(name for name in _NAME.findall(bare.lower()) if name not in _IMPLIED)
