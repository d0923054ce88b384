"""When to look again: a site's rate of new posts, learnt as it runs, and the wait that it earns.

Posts arrive as a Poisson process whose rate is Gamma-distributed, forgotten with a half-life, and follows the hour of the day. Visits
at frequency f find a post after 1/(2f) on average; the sum of these delays over all sites, at a fixed budget of requests, is least for
f ∝ √(rate / cost) (Cho & Garcia-Molina, "Effective page refresh policies for web crawlers", ACM TODS 28(4), 2003; with every post
counting alike: Azar et al., "Tractable near-optimal policies for crawling", PNAS 115(32), 2018).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import exp, log, sqrt
from typing import Any, Self

from mentions.site import Site

SCOPE = "revisit"
"""Under which a site's pace is kept among what it remembers."""
HOUR = timedelta(hours=1)
HALF_LIFE_H = 72.0  # of what was seen: a few days, so that a burst is followed and a week-end not forgotten at once
PRIOR_HOURS = 6.0  # how long a site must be watched until it is believed more than the guess made before
HOURS_HALF_LIFE_H = 24 * 14.0  # of the profile of the day, which changes slowly
HOURS_PRIOR = 40.0  # posts that a flat day weighs at the start
FIRST_LOOK = timedelta(days=7)  # how far back a first run's posts tell of the rate
LEAST_RATE = 1e-4  # posts an hour: a site that seems dead is still looked at now and then


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What is known of how fast a site grows. Rates are posts an hour."""

    posts: float
    """Gamma shape: posts seen, forgotten with a half-life."""
    hours: float
    """Gamma rate: hours watched, weighted by the profile of the day and forgotten alike."""
    by_hour: tuple[float, ...]
    """Posts seen in each UTC hour of the day, forgotten slowly."""
    cost: float
    """Requests that a visit takes, a moving mean."""
    at: datetime | None
    """Aware UTC: up to when it was watched; None before the first run."""

    @classmethod
    def guess(cls, every_s: float) -> Self:
        """Return what is believed of a site never seen: a post in its longest wait."""
        return cls(posts=PRIOR_HOURS * 3600 / every_s, hours=PRIOR_HOURS, by_hour=(0.0,) * 24, cost=1.0, at=None)

    @classmethod
    def of(cls, state: Mapping[str, Any] | None, every_s: float) -> Self:
        """Return the pace that a site remembers, or the guess."""
        if not state:
            return cls.guess(every_s)
        at = datetime.fromisoformat(state["at"])
        return cls(posts=state["posts"], hours=state["hours"], by_hour=tuple(state["by_hour"]), cost=state["cost"], at=at)

    def as_state(self) -> dict[str, Any]:
        """Return it as JSON."""
        assert self.at is not None, "kept after a run"
        return {
            "posts": round(self.posts, 4),
            "hours": round(self.hours, 4),
            "by_hour": [round(n, 3) for n in self.by_hour],
            "cost": round(self.cost, 3),
            "at": self.at.isoformat(),
        }

    def profile(self, hour: int) -> float:
        """Return how much busier than its mean the site is at a UTC hour; neighbours are smoothed in, 1.0 while little is known."""
        near = 0.25 * self.by_hour[(hour - 1) % 24] + 0.5 * self.by_hour[hour % 24] + 0.25 * self.by_hour[(hour + 1) % 24]
        return (24 * near + HOURS_PRIOR) / (sum(self.by_hour) + HOURS_PRIOR)

    def rate(self, now: datetime) -> float:
        """Return the expected posts an hour at this time of day."""
        return max(LEAST_RATE, self.posts / self.hours * self.profile(now.hour))

    def after(self, posted: Sequence[datetime], since: datetime, now: datetime, requests: int) -> Self:
        """Return the pace after a run that saw these posts, all posted after `since`, at a cost of so many requests."""
        watched_h = max(0.0, (now - since) / HOUR)
        if watched_h == 0.0:
            return replace(self, at=now)
        kept = exp(-log(2) * watched_h / HALF_LIFE_H)
        kept_hours = exp(-log(2) * watched_h / HOURS_HALF_LIFE_H)
        by_hour = [n * kept_hours for n in self.by_hour]
        for at in posted:
            by_hour[at.hour] += 1
        return replace(
            self,
            posts=self.posts * kept + len(posted) + (1 - kept) * LEAST_RATE,
            hours=self.hours * kept + self._exposure(since, now) + (1 - kept) * PRIOR_HOURS * 0.01,
            by_hour=tuple(by_hour),
            cost=max(1.0, 0.7 * self.cost + 0.3 * requests) if self.at else max(1.0, min(requests, 3.0)),
            at=now,
        )

    def _exposure(self, since: datetime, now: datetime) -> float:
        """Return the hours between, each weighted by how busy it is: a quiet night says little about the day."""
        total = (now - since) / HOUR
        if total >= 24:  # noqa: PLR2004 - hours of a day: whole days weigh one each
            return total
        steps = max(1, round(total * 4))
        return total / steps * sum(self.profile((since + (now - since) * (i + 0.5) / steps).hour) for i in range(steps))


def wait_s(pace: Pace, now: datetime, multiplier: float) -> float:
    """Return the seconds until the next visit: 1 / (multiplier · √(rate / cost)), the multiplier being the budget's."""
    return 3600 / (multiplier * sqrt(pace.rate(now) / pace.cost))


def multiplier_for(paces: Iterable[Pace], now: datetime, budget_per_h: float) -> float:
    """Return the multiplier at which visits to all these sites take the budget, in requests an hour."""
    need = sum(sqrt(pace.rate(now) * pace.cost) for pace in paces)
    return budget_per_h / need if need else 1.0


def budget_per_h(sites: Iterable[Site], paces: Mapping[str, Pace]) -> float:
    """Return the requests an hour that the sites' bounds allow: each at the geometric mean of its longest and shortest wait."""
    return sum(3600 / sqrt(site.every_s * site.every_min_s) * (paces[site.name].cost if site.name in paces else 1.0) for site in sites)
