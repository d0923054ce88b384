"""What an operator names: the place at the site's address, and further ones among its options."""

import re
from collections.abc import Iterable


def named(url: str, place: re.Pattern[str], more: Iterable[str]) -> list[str]:
    """Return the place that a pattern's first group finds in an address, and those named beside it, each once.

    >>> named("https://t.me/s/tea", re.compile(r"/s/([a-z]+)"), ("coffee", "tea"))
    ['tea', 'coffee']
    """
    found = place.search(url)
    return list(dict.fromkeys([*((found[1],) if found and found[1] else ()), *more]))
