"""Whether a silence or a low count is chance: exact tests on counts and gaps, without a threshold that a quiet site can never reach.

Silence. Of `n` gaps that sum to `T`, with gaps exponential and their rate unknown, the next is longer than `s` with probability
(1 + s/T)^-n: the zero term of the negative binomial that a Poisson count has when its rate is learnt from `n` events in `T` (the
gamma-Poisson predictive; Gelman et al., Bayesian Data Analysis, 3rd ed., 2.6; Lawless & Fredette, Biometrika 92, 2005). Gaps more
uneven than exponential stretch the time scale by their index of dispersion.

Overdue. Of `n` gaps that sum to `T`, T over the true mean gap is Gamma-distributed with shape `n`, and the upper tail of that is a Poisson
sum: so it is known how likely a silence outlasts a number of true mean gaps, though the mean itself is only estimated.

Low counts. The lower tail of a negative binomial whose size is fitted by moments (Anscombe, Biometrika 36, 1949); Poisson where the
counts vary no more than that.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import exp, lgamma, log

LEAST_GAPS = 5
"""Gaps that must be known before a silence can be judged."""
DISPERSION_PRIOR = 20
"""Gaps that "as uneven as chance makes them" weighs: few gaps show their dispersion badly."""
CAP_GAP = 3.0
"""Means to which one gap's part in the dispersion is held: one holiday is no habit."""


def silence_p(events: Sequence[float], silence: float) -> float:
    """Return how likely a silence of at least this length is after events at these times (ascending); 1.0 when they say too little.

    >>> ten_days_apart = [10.0 * n for n in range(10)]
    >>> round(silence_p(ten_days_apart, 10.0), 2), round(silence_p(ten_days_apart, 30.0), 2), round(silence_p(ten_days_apart, 90.0), 3)
    (0.39, 0.08, 0.002)
    """
    gaps = [after - before for before, after in pairwise(events)]
    watched = sum(gaps)
    if len(gaps) < LEAST_GAPS or watched <= 0:
        return 1.0
    return (1 + max(0.0, silence) / (watched * dispersion(gaps))) ** -len(gaps)


def outlasts_p(silence: float, gaps: int, limit: float) -> float:
    """Return how likely a silence outlasts `limit` true mean gaps; its length is in mean gaps as `gaps` of them show it.

    >>> round(outlasts_p(3.0, 10_000, 3.0), 2), round(outlasts_p(2.0, 17, 3.0), 3), round(outlasts_p(2.0, 60, 3.0), 5)
    (0.5, 0.031, 0.00033)
    """
    if silence <= 0:
        return 0.0
    x = limit * gaps / silence
    return min(1.0, sum(exp(n * log(x) - x - lgamma(n + 1)) for n in range(gaps)))


def dispersion(gaps: Sequence[float]) -> float:
    """Return how many times more uneven gaps are than exponential ones: 1.0 at least."""
    mean = sum(gaps) / len(gaps)
    uneven = sum(min(gap / mean - 1, CAP_GAP) ** 2 for gap in gaps)
    return max(1.0, (DISPERSION_PRIOR + uneven) / (DISPERSION_PRIOR + len(gaps)))


def low_count_p(count: int, earlier: Sequence[int]) -> float:
    """Return how likely a count this low is after these earlier ones; 1.0 when there are none.

    >>> low_count_p(40, [38, 45, 41, 36, 44]) > 0.3, low_count_p(4, [38, 45, 41, 36, 44]) < 1e-4
    (True, True)
    >>> low_count_p(4, [90, 2, 60, 5, 40]) > 0.01
    True
    """
    if not earlier or not sum(earlier):
        return 1.0
    mean = sum(earlier) / len(earlier)
    spread = sum((one - mean) ** 2 for one in earlier) / max(1, len(earlier) - 1)
    learnt = mean**2 / len(earlier)  # of the mean itself, which is only an estimate
    excess = max(0.0, spread - mean) + learnt / max(1.0, mean)
    return negative_binomial_cdf(count, mean, mean**2 / excess)


def negative_binomial_cdf(count: int, mean: float, size: float) -> float:
    """Return P(X ≤ count) of a negative binomial with this mean and size (the variance is mean + mean² / size).

    >>> round(negative_binomial_cdf(0, 2.0, 1e9), 4), round(negative_binomial_cdf(0, 2.0, 1.0), 4)
    (0.1353, 0.3333)
    """
    stop, go = log(size / (size + mean)), log(mean / (size + mean))
    terms = (lgamma(n + size) - lgamma(size) - lgamma(n + 1) + size * stop + n * go for n in range(count + 1))
    return min(1.0, sum(exp(term) for term in terms))
