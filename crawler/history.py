"""What a site's past says of a run that looks well: a silence, or a day with few posts, that chance does not explain.

A site remembers in which hours its newest posts were written, by its own clock and by ours where it shows none, and how often it is
visited. A chance is spent on each usual gap (not on each visit: those of one silence are one), so that false alarms stay below
`BUDGET` a run however often the site is visited.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Self

from crawler.verdict import low_count_p, silence_p
from mentions.mention import Mention

SCOPE = "health"
"""Under which a site's history is kept among what it remembers."""
BUDGET = 0.003
"""False alarms a healthy run may cost."""
MOST_P = 0.15
"""The likeliest silence that is told: about 2.1 usual gaps."""
HOURS = 336  # hours with posts that are remembered
EVENTS = 60  # days with posts that a silence is judged by: a site's habits of long ago are not today's
ROUND_THE_CLOCK = 120  # hours with posts, and
WEEKS = 9 * 24  # hours they span at least, a week-end among them, before a silence of less than days is judged
LONGER = 2.0  # times the longest silence known: nights, week-ends
DAYS = 28  # whole days that a day is compared with
LEAST_DAYS = 10
BUSY = 20.0  # posts a day, from which on a low day can be told
LOW = 0.2  # share of the usual that is a low day: less of a drop is not worth a person's time
LOW_P = 1e-4
EXACT = frozenset({"second", "minute", "hour"})
UNTIMED = 200  # keys of posts without an exact time that are remembered
HOUR_S = 3600


@dataclass(frozen=True, kw_only=True)
class History:
    """What a site remembers of its posts. Hours are counted from 1970 in UTC."""

    hours: Mapping[int, int] = field(default_factory=dict)
    """Hour → posts written in it: the newest hours that had any."""
    newest: datetime | None = None
    """Aware UTC, by the site's own clock: the newest post seen; what is later is new."""
    untimed: tuple[str, ...] = field(default=(), repr=False)
    """Keys of the latest posts seen that show no exact time: those are new once."""
    visits: int = 0
    """Runs that saw the site."""
    since: datetime | None = None
    """Aware UTC: the first of them; None before."""
    whole_since: datetime | None = None
    """Aware UTC: from when on no run left anything unread; None when the last one did."""

    def after(self, posts: Iterable[Mention], now: datetime, *, is_whole: bool) -> Self:
        """Return the history after a run that read these posts; `is_whole` when it left nothing unread."""
        dated: dict[str, datetime] = {}
        untimed: dict[str, datetime | None] = {}
        for post in posts:
            if post.posted_at is not None and post.posted_at_precision in EXACT:
                dated[post.key] = post.posted_at
            elif post.posted_at is None or post.posted_at_precision == "day":
                untimed[post.key] = post.posted_at
        new = [min(at, now) for at in dated.values() if self.newest is None or at > self.newest]
        known = set(self.untimed)
        for key, at in untimed.items():
            if key in known or (at is None and self.since is None):  # a first run's posts without a date: any time before
                continue
            if at is None or self.newest is None or at >= self.newest - timedelta(days=2):  # an old one is shown again, not new
                new.append(min(at, now) if at else now)
        hours = Counter(self.hours)
        hours.update(int(at.timestamp()) // HOUR_S for at in new)
        newest = [at for at in (self.newest, *dated.values(), *untimed.values()) if at and at <= now + timedelta(days=2)]
        return replace(
            self,
            hours=dict(sorted(hours.items())[-HOURS:]),
            newest=max(newest, default=None),
            untimed=tuple([*(key for key in self.untimed if key not in untimed), *untimed][-UNTIMED:]),
            visits=self.visits + 1,
            since=self.since or now,
            whole_since=(self.whole_since or now) if is_whole else None,
        )

    def silent(self, now: datetime) -> str | None:
        """Return in words a silence that chance does not explain, or None.

        A silence that was long when the site was first visited is none: it is a quiet site, and nothing has changed.
        """
        if not self.hours or self.since is None:
            return None
        hour, first = now.timestamp() / HOUR_S, self.since.timestamp() / HOUR_S
        active = list(self.hours)
        events = _by_day(active)[-EVENTS:]
        gap = (events[-1] - events[0]) / max(1, len(events) - 1)
        visits_a_gap = self.visits * gap / max(1.0, hour - first, gap)
        is_odd = silence_p(events, hour - events[-1]) <= min(MOST_P, BUDGET * visits_a_gap)
        was_odd = silence_p(events, max(0.0, first - events[-1])) <= MOST_P
        if is_odd and not was_odd:
            return f"no new post for {_long(hour - active[-1])}, where one comes every {_long(gap)}"
        longest = LONGER * max(3, *(after - before for before, after in pairwise(active)), 0)
        is_known = len(active) >= ROUND_THE_CLOCK and active[-1] - active[0] >= WEEKS
        if is_known and first - active[-1] <= longest < hour - active[-1]:
            return f"no new post for {_long(hour - active[-1])}; its longest silence before was {_long(longest / LONGER)}"
        return None

    def is_low(self, now: datetime) -> str | None:
        """Return in words a last day with so few posts that chance does not explain it, or None; only where nothing was left unread."""
        if self.whole_since is None or now - self.whole_since < timedelta(days=2):
            return None
        end = int(now.timestamp()) // HOUR_S
        active = list(self.hours)
        counts = list(self.hours.values())
        days = min(DAYS, (end - active[0]) // 24 - 1) if active else 0
        if days < LEAST_DAYS:
            return None
        edges = [bisect_left(active, end - 24 * day) for day in range(days + 2)]
        last, *earlier = (sum(counts[below:above]) for above, below in pairwise(edges))
        mean = sum(earlier) / len(earlier)
        if mean < BUSY or last >= LOW * mean or low_count_p(last, earlier) > LOW_P:
            return None
        return f"{last} new posts in 24 hours, where {mean:.0f} are usual"

    @classmethod
    def of(cls, state: Mapping[str, Any] | None) -> Self:
        """Return the history that a site remembers, or an empty one."""
        if not state:
            return cls()
        times = {name: datetime.fromisoformat(state[name]) for name in ("newest", "since", "whole_since") if state[name]}
        hours = dict(sorted((int(hour), count) for hour, count in state["hours"]))
        return cls(hours=hours, untimed=tuple(state["untimed"]), visits=state["visits"], **times)

    def as_state(self) -> dict[str, Any]:
        """Return it as JSON."""
        times = {name: at.isoformat() if (at := getattr(self, name)) else None for name in ("newest", "since", "whole_since")}
        return {"hours": [list(one) for one in self.hours.items()], "untimed": list(self.untimed), "visits": self.visits, **times}


def _by_day(active: list[int]) -> list[float]:
    """Return the hours that open a day with posts: posts of one day are one event, for they answer one another."""
    opens: list[float] = []
    for hour in active:
        if not opens or hour - opens[-1] >= 24:  # noqa: PLR2004 - hours of a day
            opens.append(float(hour))
    return opens


def _long(hours: float) -> str:
    """Return a length of time as a person says it.

    >>> _long(5.2), _long(240)
    ('5 hours', '10 days')
    """
    return f"{hours:.0f} hours" if hours < 72 else f"{hours / 24:.0f} days"  # noqa: PLR2004 - three days
