"""Ratings of schema.org nodes, on their scale: numbers, texts, percents, fractions, and what stands for "not rated"."""

import re

from spiders.base.numbers import decimal
from spiders.base.structured import Node

DEFAULT_BEST = 5.0  # https://schema.org/bestRating: "If bestRating is omitted, 5 is assumed"
ZERO_COUNTS = 10.0  # a best value from which on 0 may be meant: of five stars, none is no rating
OUT_OF = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:/|out of|von|из|sur|de|van|su)\s*(\d+)")


def rating_of(node: Node) -> tuple[float | None, float | None]:
    """Return the author's rating and the best value of its scale; None, None when not rated."""
    rated = node.nodes("reviewrating", "rating")
    whole = [one for one in rated if not one.text("reviewaspect")]  # others judge a part: service, food
    for rating in whole or rated:
        shown = rating.text("ratingvalue", "value")
        value = _on_scale(shown, decimal(rating.text("bestrating", "best")), decimal(rating.text("worstrating", "worst")))
        if value[0] is not None:
            return value
    return (None, None) if rated else _on_scale(node.text("reviewrating", "ratingvalue", "rating"), decimal(node.text("bestrating")), None)


def _on_scale(shown: str | None, best: float | None, worst: float | None) -> tuple[float | None, float | None]:
    """Return a rating as shown, with its scale."""
    fraction = OUT_OF.search(shown or "")
    if fraction:
        shown, best = fraction[1], best or decimal(fraction[2])
    value = decimal(shown)
    if value is None or (value == 0 and (worst != 0 or best is None or best < ZERO_COUNTS)):
        return None, None
    if best is None:
        best = 100.0 if "%" in (shown or "") else DEFAULT_BEST
    return value, best if value <= best else None
