"""How fast a site grows: posts an hour, learnt from when its posts were written, at three time scales.

New posts are a Poisson process whose rate is Gamma-distributed and forgotten with a half-life (the slow scale), follows the hour of the
day, and is heated by bursts: what was seen over the last day and the last hours, against what was expected then, says how much busier
the site is than it should be; that passes away as the burst does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from math import exp, log
from typing import Any, Self

SCOPE = "revisit"
"""Under which a site's pace is kept among what it remembers."""
HOUR = timedelta(hours=1)
HALF_LIFE_H = 24 * 12.0  # of the slow scale: a week-end or a quiet week is no reason to forget
PRIOR_HOURS = 6.0  # how long a site must be watched until it is believed more than the guess made before
PROFILE_HALF_LIFE_H = 24 * 21.0  # of the profile of the day, which changes slowly
PROFILE_PRIOR = 24.0  # posts that a flat day weighs at the start
HEATS = ((30.0, 5.0), (3.0, 2.0))  # bursts: hours in which one passes, posts that "as expected" weighs
LEAST_RATE = 1e-4  # posts an hour: a site that seems dead is still looked at now and then
FIRST_LOOK = timedelta(days=7)  # how far back a first run's posts tell of the rate
NEAR = ((-2, 0.1), (-1, 0.2), (0, 0.4), (1, 0.2), (2, 0.1))  # hours that are smoothed into each other
DAY_H = 24  # whole days weigh one an hour


@dataclass(frozen=True, kw_only=True)
class Pace:
    """What is known of how fast a site grows. Rates are posts an hour."""

    posts: float
    """Gamma shape: posts seen, forgotten with a half-life."""
    hours: float
    """Gamma rate: hours watched, weighted by the profile of the day and forgotten alike."""
    by_hour: tuple[float, ...] = (0.0,) * 24
    """Posts seen in each UTC hour of the day, forgotten slowly."""
    heat: tuple[tuple[float, float], ...] = ((0.0, 0.0),) * len(HEATS)
    """Of each time scale of bursts: posts seen and posts expected lately, both fading."""
    cost: float = 1.0
    """Requests that a visit takes, a moving mean."""
    at: datetime | None = None
    """Aware UTC: up to when it was watched; None before the first run."""
    newest: datetime | None = None
    """Aware UTC, by the site's own clock: the newest post seen; what is later is new."""
    untimed: tuple[str, ...] = field(default=(), repr=False)
    """Keys of the latest posts seen that tell no exact time: those are new once."""

    @classmethod
    def guess(cls, every_s: float) -> Self:
        """Return what is believed of a site never seen: a post in its longest wait."""
        return cls(posts=PRIOR_HOURS * 3600 / every_s, hours=PRIOR_HOURS)

    @cached_property
    def profile(self) -> tuple[float, ...]:
        """How much busier than its mean the site is at each UTC hour; 1.0 while little is known."""
        total = sum(self.by_hour) + PROFILE_PRIOR
        flat = PROFILE_PRIOR / 24
        return tuple(24 * (sum(weight * self.by_hour[(hour + by) % 24] for by, weight in NEAR) + flat) / total for hour in range(24))

    @cached_property
    def slow(self) -> float:
        """Posts an hour without bursts, mean of the day."""
        return max(LEAST_RATE, self.posts / self.hours)

    @cached_property
    def heats(self) -> tuple[float, ...]:
        """How many times busier than expected the site is, by time scale, each measured against the slower ones."""
        return tuple((seen + weight) / (expected + weight) for (seen, expected), (_, weight) in zip(self.heat, HEATS, strict=True))

    def rates(self, start: datetime) -> Iterator[tuple[float, float]]:
        """Yield `(hours, posts an hour)` of the stretches that follow a time, for ever; each ends with its UTC hour."""
        ahead = 0.0
        hour, hours = start.hour, 1 - (start.minute * 60 + start.second) / 3600
        since = max(0.0, (start - self.at) / HOUR) if self.at else 0.0
        while True:
            rate = self.slow * self.profile[hour]
            for heat, (fades_h, _) in zip(self.heats, HEATS, strict=True):
                rate *= 1 + (heat - 1) * exp(-(since + ahead + hours / 2) / fades_h)
            yield hours, max(LEAST_RATE, rate)
            ahead += hours
            hour, hours = (hour + 1) % 24, 1.0

    def after(self, posted: Sequence[datetime], since: datetime, now: datetime, requests: int) -> Self:
        """Return the pace after a run that saw these posts, all posted after `since`, at a cost of so many requests."""
        if now <= since:
            return replace(self, at=now)
        posted = [max(since, min(now, at)) for at in posted]
        watched_h = (now - since) / HOUR
        kept = exp(-log(2) * watched_h / HALF_LIFE_H)
        kept_profile = exp(-log(2) * watched_h / PROFILE_HALF_LIFE_H)
        by_hour = [count * kept_profile for count in self.by_hour]
        for at in posted:
            by_hour[at.hour] += 1
        stretches = list(self._stretches(since, now))
        exposure = sum(hours * self.profile[hour] for _, hours, hour in stretches) if watched_h < DAY_H else watched_h
        cost = 0.8 * self.cost + 0.2 * max(1, requests) if self.at else float(max(1, min(requests, 3)))
        return replace(
            self,
            posts=self.posts * kept + len(posted) + (1 - kept) * LEAST_RATE,
            hours=self.hours * kept + exposure + (1 - kept) * 0.1,
            by_hour=tuple(by_hour),
            heat=self._heated(posted, stretches, now),
            cost=cost,
            at=now,
        )

    def _heated(
        self, posted: Sequence[datetime], stretches: Sequence[tuple[float, float, int]], now: datetime
    ) -> tuple[tuple[float, float], ...]:
        """Return the heat after these posts in these stretches of time."""
        watched_h = sum(hours for _, hours, _ in stretches)
        found = []
        slower = 1.0
        for (seen_before, expected_before), (fades_h, weight) in zip(self.heat, HEATS, strict=True):
            kept = exp(-watched_h / fades_h)
            seen = seen_before * kept + sum(exp(-((now - at) / HOUR) / fades_h) for at in posted)
            expected = expected_before * kept + slower * self.slow * sum(
                self.profile[hour] * fades_h * (exp(-(ago - hours) / fades_h) - exp(-ago / fades_h)) for ago, hours, hour in stretches
            )
            found.append((seen, expected))
            slower *= (seen + weight) / (expected + weight)
        return tuple(found)

    @staticmethod
    def _stretches(since: datetime, now: datetime) -> Iterator[tuple[float, float, int]]:
        """Yield `(hours ago at its start, its hours, UTC hour)` of each clock hour between two times, the last three days of them."""
        at = max(since, now - 72 * HOUR)
        while at < now:
            end = min(now, at.replace(minute=0, second=0, microsecond=0) + HOUR)
            yield (now - at) / HOUR, (end - at) / HOUR, at.hour
            at = end

    @classmethod
    def of(cls, state: Mapping[str, Any] | None, every_s: float) -> Self:
        """Return the pace that a site remembers, or the guess."""
        if not state or "heat" not in state:
            return cls.guess(every_s)
        return cls(
            posts=state["posts"],
            hours=state["hours"],
            by_hour=tuple(state["by_hour"]),
            heat=tuple((seen, expected) for seen, expected in state["heat"]),
            cost=state["cost"],
            at=datetime.fromisoformat(state["at"]),
            newest=datetime.fromisoformat(state["newest"]) if state["newest"] else None,
            untimed=tuple(state["untimed"]),
        )

    def as_state(self) -> dict[str, Any]:
        """Return it as JSON."""
        assert self.at is not None, "kept after a run"
        return {
            "posts": round(self.posts, 4),
            "hours": round(self.hours, 4),
            "by_hour": [round(count, 3) for count in self.by_hour],
            "heat": [[round(seen, 4), round(expected, 4)] for seen, expected in self.heat],
            "cost": round(self.cost, 3),
            "at": self.at.isoformat(),
            "newest": self.newest.isoformat() if self.newest else None,
            "untimed": list(self.untimed),
        }
