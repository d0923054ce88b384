"""Which posts of a run are new, and when they were written, by the site's own clock: what its pace is learnt from.

A site's clock may be hours off (a zone that nobody configured), so a post is new when it is later than the newest seen before, whatever
our clock says; its time is then brought into the time watched.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from crawler.pace import FIRST_LOOK, Pace
from mentions.mention import Mention

EXACT = frozenset({"second", "minute", "hour"})
AHEAD = timedelta(hours=26)  # how far a zone can put a time into the future; what is later is no time but a mistake
UNTIMED = 100  # keys of posts without an exact time that a site remembers
VAGUE = {"day": timedelta(days=2), "week": timedelta(days=9), "month": timedelta(days=40), "year": timedelta(days=400)}
"""How much older than it is a post may look, by the precision of its time."""


class Arrivals:
    """The new posts of one run, filled page by page."""

    def __init__(self, pace: Pace, started: datetime) -> None:
        self.pace = pace
        self.started = started
        self.since = pace.at or started - FIRST_LOOK
        self._newer_than = pace.newest or self.since
        self._newest = pace.newest
        self._timed: dict[str, datetime] = {}
        self._untimed: dict[str, datetime | None] = {}

    def see(self, mentions: Iterable[Mention]) -> None:
        """Note the posts of a page."""
        for mention in mentions:
            at = mention.posted_at
            if at is None or mention.posted_at_precision not in EXACT:
                vague = VAGUE.get(mention.posted_at_precision or "", timedelta())
                if self.pace.at is None or at is None or at > self.since - vague:  # else old: seen because it is read anew
                    self._untimed.setdefault(mention.key, at)
            elif at <= self.started + AHEAD:
                self._newest = at if self._newest is None else max(at, self._newest)
                if at > self._newer_than:
                    self._timed[mention.key] = at

    def pace_after(self, requests: int) -> Pace:
        """Return the site's pace after this run."""
        shift = max(timedelta(), self._newest - self.started) if self._newest else timedelta()
        posted = [at - shift for at in self._timed.values()]
        posted += self._spread()
        known = [key for key in self.pace.untimed if key not in self._untimed]
        untimed = tuple([*known, *self._untimed][-UNTIMED:])
        return replace(self.pace.after(posted, self.since, self.started, requests), newest=self._newest, untimed=untimed)

    def _spread(self) -> list[datetime]:
        """Return made-up times, evenly over the time watched, of the new posts that tell none; of a first run, those not too old."""
        known = set(self.pace.untimed)
        new = [at for key, at in self._untimed.items() if key not in known]
        if self.pace.at is None or not known:
            new = [at for at in new if at is not None and at > self.since]
        return [self.since + (self.started - self.since) * (number + 0.5) / len(new) for number in range(len(new))]
