"""When to look again: the wait that a site's pace earns, within the budget of requests that all sites share.

Visits at frequency f find a post after 1/(2f) on average; the sum of these delays over all sites, at a fixed budget of requests, is least
for f ∝ √(rate / cost) (Cho & Garcia-Molina, "Effective page refresh policies for web crawlers", ACM TODS 28(4), 2003; with every post
counting alike: Azar et al., "Tractable near-optimal policies for crawling", PNAS 115(32), 2018). The factor of proportion is the same
for all sites and hours, so the budget is that of a day, not of each hour.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from math import inf, sqrt
from time import monotonic

from crawler.pace import Pace

SETTLE_S = 60.0  # between two reckonings of the budget's factor: one looks at every site
ROUNDS = 30  # of finding the factor; a round takes in the sites that the last one put at their bounds


@dataclass(frozen=True, slots=True)
class Need:
    """What one site asks of the budget, mean of a day."""

    visits_per_h: float
    """At factor 1."""
    cost: float
    """Requests a visit."""
    least_s: float
    """Shortest wait."""
    most_s: float
    """Longest wait."""

    @classmethod
    def of(cls, pace: Pace, least_s: float, most_s: float) -> "Need":
        """Return what a site of this pace and these bounds needs."""
        by_hour = sum(sqrt(busy) for busy in pace.profile) / len(pace.profile)
        return cls(sqrt(pace.slow / pace.cost) * by_hour, pace.cost, least_s, most_s)


class Budget:
    """The requests an hour that all sites share, and the factor that spends them."""

    def __init__(self, per_h: float | None = None, clock: Callable[[], float] = monotonic) -> None:
        """Share `per_h` requests; by default as many as the sites' bounds ask for, each at the geometric mean of its waits."""
        self._per_h = per_h
        self._clock = clock
        self._needs: dict[str, Need] = {}
        self._factor = 1.0
        self._settle_at = -inf

    def put(self, name: str, pace: Pace, least_s: float, most_s: float) -> None:
        """Note what a site needs now."""
        if name not in self._needs:
            self._settle_at = -inf
        self._needs[name] = Need.of(pace, least_s, most_s)

    def keep_only(self, names: set[str]) -> None:
        """Forget the sites that are no longer among these."""
        self._needs = {name: need for name, need in self._needs.items() if name in names}
        self._settle_at = -inf

    @property
    def factor(self) -> float:
        """What √(rate / cost) is multiplied with to give a site's visits an hour."""
        if self._clock() >= self._settle_at:
            self._factor = _factor(list(self._needs.values()), self._per_h, self._factor)
            self._settle_at = self._clock() + SETTLE_S
        return self._factor


def _factor(needs: list[Need], per_h: float | None, factor: float) -> float:
    """Return the factor at which visits to these sites, each within its bounds, take the budget."""
    if per_h is None:
        per_h = sum(need.cost * 3600 / sqrt(need.least_s * need.most_s) for need in needs)
    for _ in range(ROUNDS):
        bound = free = 0.0
        for need in needs:
            wanted = factor * need.visits_per_h
            if wanted > 3600 / need.least_s:
                bound += need.cost * 3600 / need.least_s
            elif wanted < 3600 / need.most_s:
                bound += need.cost * 3600 / need.most_s
            else:
                free += need.cost * need.visits_per_h
        if not free:
            factor *= 2 if bound < per_h else 0.5  # all at their bounds: look for where they leave them
            continue
        better = max(0.5 * factor, (per_h - bound) / free)
        if abs(better - factor) <= 0.001 * factor:
            return better
        factor = better
    return factor


def wait_s(pace: Pace, now: datetime, factor: float, least_s: float, most_s: float) -> float:
    """Return the seconds until the next visit: when factor · √(rate / cost), which varies with the hour, adds up to one visit."""
    due = wait_h = 0.0
    for hours, rate in pace.rates(now):
        visits = factor * sqrt(rate / pace.cost) * hours
        if due + visits >= 1:
            wait_h += hours * (1 - due) / visits
            break
        due += visits
        wait_h += hours
        if wait_h * 3600 >= most_s:
            break
    return min(most_s, max(least_s, wait_h * 3600))
