"""What a site's past says of a run that looks well: a silence, or a day with few posts, that chance does not explain.

A site remembers in which hours its newest posts were written, by its own clock and by ours where it shows none, and how often it is
visited. A chance is spent on each usual gap (not on each visit: those of one silence are one): a site that is visited `v` times in a usual
gap costs p / v false alarms a run when its silences are told at a chance of p.

A site that dies is to be told within `TOLD_WITHIN` usual gaps, and no healthy one before it must be: its silence is told once it may be
longer than that, the usual gap being known from few. Three gaps are outlasted by chance once in e^3 = 20, so this costs 1 / (20 v) false
alarms a run at least, and three times as much where the gap is learnt from twenty. Where it would cost more than `DEAR` (a site visited
less than twenty times in a usual gap) it is not tried, and false alarms are held to `BUDGET`.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple, Self

from crawler.verdict import low_count_p, outlasts_p, silence_p
from mentions.mention import Mention

SCOPE = "health"
"""Under which a site's history is kept among what it remembers."""
BUDGET = 0.001
"""False alarms a healthy run may cost,"""
DEAR = 0.004
"""and those it may where a site that dies is so told in time: twenty such silences, and no more, would be."""
TOLD_WITHIN = 3.0
"""Usual gaps within which a site that dies is told."""
LATE_P = 0.01
"""How likely a silence may be longer than that before it is told."""
MOST_P = 0.3
"""The likeliest silence that is told: about 1.3 usual gaps."""
QUIET_P = 0.15
"""The likeliest silence that makes a site a quiet one when it is first visited: about 2.1 usual gaps."""
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
DAY_H = 24


class Stamp(NamedTuple):
    """A mention's key and time alone: a long run must not hold its texts."""

    key: str
    posted_at: datetime | None
    posted_at_precision: str | None


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

    def after(self, posts: Iterable[Mention | Stamp], now: datetime, *, is_whole: bool) -> Self:
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
        before = max(0.0, first - events[-1])
        was_quiet = silence_p(events, before) <= QUIET_P or _is_odd(events, before, visits_a_gap)
        if not was_quiet and _is_odd(events, hour - events[-1], visits_a_gap):
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


def _is_odd(events: list[float], silence: float, visits_a_gap: float) -> bool:
    """Return whether a silence after these days with posts is to be told; once it is, a longer one is too."""
    gaps = len(events) - 1
    usual = (events[-1] - events[0]) / max(1, gaps)
    p = silence_p(events, silence)
    if silence_p(events, TOLD_WITHIN * usual) > DEAR * visits_a_gap:
        return p <= BUDGET * visits_a_gap
    alone = max(1.0, usual - DAY_H)  # a day with posts has no next one within it: so the posts themselves come
    return p <= min(MOST_P, DEAR * visits_a_gap) and outlasts_p(silence / alone, gaps, TOLD_WITHIN) >= LATE_P


def _by_day(active: list[int]) -> list[float]:
    """Return the hours that open a day with posts: posts of one day are one event, for they answer one another."""
    opens: list[float] = []
    for hour in active:
        if not opens or hour - opens[-1] >= DAY_H:
            opens.append(float(hour))
    return opens


def _long(hours: float) -> str:
    """Return a length of time as a person says it.

    >>> _long(5.2), _long(240)
    ('5 hours', '10 days')
    """
    return f"{hours:.0f} hours" if hours < 72 else f"{hours / 24:.0f} days"  # noqa: PLR2004 - three days
