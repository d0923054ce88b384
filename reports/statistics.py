"""Shares with honest intervals: pure functions."""

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959963984540054
"""The standard normal quantile that leaves 2.5 % on either side."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a count, with the interval in which it lies 95 times of 100."""

    of: int
    """The whole: how many were looked at."""
    count: int
    """How many of them."""
    value: float | None
    """`count / of`; None of nothing."""
    low: float
    """Lower end, 0 to 1; 0 of nothing."""
    high: float
    """Upper end, 0 to 1; 1 of nothing: all is possible."""


def share(count: int, of: int) -> Share:
    """Give a share with its Wilson score interval (E. B. Wilson, JASA 22, 1927), which holds for few and for extreme counts too.

    Raises ValueError for a count that is no part of the whole.

    >>> [round(x, 3) for x in (share(8, 10).low, share(8, 10).high)]
    [0.49, 0.943]
    """
    if not 0 <= count <= of:
        msg = f"{count} of {of} is no share"
        raise ValueError(msg)
    if of == 0:
        return Share(of=0, count=0, value=None, low=0.0, high=1.0)
    p = count / of
    z2 = Z_95 * Z_95
    centre = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = Z_95 / (1 + z2 / of) * sqrt(p * (1 - p) / of + z2 / (4 * of * of))
    # at the ends the formula is exact but for rounding
    return Share(
        of=of, count=count, value=p, low=max(0.0, centre - half) if count else 0.0, high=min(1.0, centre + half) if count < of else 1.0
    )
