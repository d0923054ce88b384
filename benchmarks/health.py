"""False alarms of the tests on a site's own past, and how soon a site that dies is told.

Made-up sites write from three posts a month to hundreds a day; each follows its own day and week, posts come in threads, and rates
drift. `crawler.history` sees what a visit finds, hour by hour as the scheduler would, or once a day. An alarm is what an operator gets:
a change of a healthy site's verdict, once however long it lasts. A site of three posts a month that dies is visited on until it is told;
"told" is the time since its last post in usual gaps: in those of the rate that made it, which nobody can know, and in the mean of those it
had (`own_gaps`). The first visit reads the past half year.

No rule is better than the rate allows: of the silences of a healthy site one in e^3 = 20 is longer than three mean gaps, so that a rule
which tells the dead by then raises 1,000 / (20 v) false alarms per 1,000 runs at the least, where a usual gap has v visits: that is
`bound_per_1000`, for sites of three posts a month alone.
"""

import argparse
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from crawler.history import History
from mentions.mention import Mention

Floats = NDArray[np.float64]

EPOCH = datetime(2025, 6, 2, tzinfo=UTC)  # a Monday
PAST_DAYS = 180
PER_DAY = (0.1, 0.1, 0.1, 0.3, 1.0, 3.0, 10.0, 40.0, 200.0, 600.0)
"""Posts a day of the made-up sites: three in ten write three posts a month."""
LOW = PER_DAY[0]
WATCHED = timedelta(days=30)  # that a site was visited before it dies
WITHIN = 3.0  # usual gaps
GIVEN_UP = 12.0  # usual gaps after which a silent site counts as never told


@dataclass(frozen=True, kw_only=True)
class Visits:
    """What a healthy stretch of visits gave."""

    runs: int
    """Visits."""
    alarms: int
    """Changes from well to silent or low."""


def posts(rng: np.random.Generator, per_day: float, days: float) -> Floats:
    """Return when a site's posts are written, in days, ascending."""
    peak, week_end, drift = rng.uniform(0, 24), rng.uniform(0.4, 1.3), rng.normal(0, 0.4)
    size = rng.choice([1.0, 1.0, 3.0]) if per_day >= 1 else 1.0  # posts a thread: a low site's are its own, or it would be lower still
    count = rng.poisson(per_day / size * days * 3)
    at = np.sort(rng.uniform(0, days, count))
    rate = np.exp(0.9 * np.cos((at * 24 - peak) * 2 * np.pi / 24)) / np.i0(0.9) * np.where(at % 7 >= 5, week_end, 1.0)
    rate *= np.exp(drift * (at / days - 0.5))
    at = at[rng.uniform(0, 3, count) < rate]
    if size > 1:
        answers = [one + rng.exponential(0.3, rng.geometric(1 / size)).cumsum() for one in at]
        at = np.sort(np.concatenate([*answers, at[:0]]))
    return at[at < days]


def visit(history: History, site: Sequence[Mention], now: datetime) -> tuple[History, bool]:
    """Return the history after a visit, and whether it raises an alarm."""
    after = history.after(site, now, is_whole=True)
    return after, after.silent(now) is not None or after.is_low(now) is not None


def mentions(at: Floats) -> list[Mention]:
    """Return posts written at these days."""
    return [
        Mention(site="made", engine="feed", key=f"{day:.6f}", text="", posted_at=_time(day), posted_at_precision="second") for day in at
    ]


def _time(day: float) -> datetime:
    """Return when a day of the made-up time is."""
    return EPOCH + timedelta(days=float(day))


def healthy(rng: np.random.Generator, per_day: float, every: timedelta, days: int) -> Visits:
    """Return what visits to one healthy site give."""
    written = mentions(posts(rng, per_day, PAST_DAYS + days))
    now = EPOCH + timedelta(days=PAST_DAYS)
    history, was_told, alarms, runs, start = History(), False, 0, 0, 0
    while now < EPOCH + timedelta(days=PAST_DAYS + days):
        end = start
        while end < len(written) and (written[end].posted_at or now) <= now:
            end += 1
        history, is_told = visit(history, written[max(0, start - 5) if runs else 0 : end], now)
        alarms += is_told and not was_told
        runs, was_told, start, now = runs + 1, is_told, end, now + every
    return Visits(runs=runs, alarms=alarms)


def told_after(rng: np.random.Generator, per_day: float, every: timedelta) -> tuple[float, float]:
    """Return after how many usual gaps of silence a site that dies is told: of the rate that made it, and of those that it had."""
    at = posts(rng, per_day, PAST_DAYS)
    written, last = mentions(at), _time(at[-1])
    now, history = last - WATCHED, History()
    while (now - last) / timedelta(days=1) * per_day < GIVEN_UP:
        history, is_told = visit(history, [one for one in written if (one.posted_at or now) <= now], now)
        if is_told and now > last:
            break
        now += every
    days = (now - last) / timedelta(days=1)
    return days * per_day, days / float(np.diff(at).mean())


def main() -> None:
    """Print the figures as one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few sites and days: for tests")
    parser.add_argument("--sites", type=int, default=40)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    if args.quick:
        args.sites, args.days = 8, 3
    rng = np.random.default_rng(args.seed)
    hour, day = timedelta(hours=1), timedelta(days=1)
    hourly = [healthy(rng, PER_DAY[n % len(PER_DAY)], hour, args.days) for n in range(args.sites)]
    low = [healthy(rng, LOW, hour, args.days * 4) for _ in range(args.sites // 4)]
    six_hourly = [healthy(rng, PER_DAY[n % len(PER_DAY)], 6 * hour, args.days * 4) for n in range(args.sites)]
    daily = [healthy(rng, PER_DAY[n % len(PER_DAY)], day, args.days * 12) for n in range(args.sites)]
    all_healthy = [*hourly, *low, *six_hourly, *daily]
    figures: dict[str, float | str] = {
        "benchmark": "health",
        "healthy_runs": sum(one.runs for one in all_healthy),
        "false_alarms_per_1000": _per_1000(all_healthy),
        "false_alarms_per_1000_hourly": _per_1000(hourly),
        "false_alarms_per_1000_three_a_month": _per_1000(low),
        "false_alarms_per_1000_six_hourly": _per_1000(six_hourly),
        "false_alarms_per_1000_daily": _per_1000(daily),
    }
    for name, every in (("", hour), ("_six_hourly", 6 * hour)):
        dead, own = np.array([told_after(rng, LOW, every) for _ in range(args.sites * 2)]).T
        figures |= {
            f"dead_told_in_gaps_median{name}": round(float(np.median(dead)), 2),
            f"dead_told_in_gaps_p98{name}": round(float(np.quantile(dead, 0.98)), 2),
            f"dead_told_within_3_gaps_share{name}": round(float(np.mean(dead <= WITHIN)), 3),
            f"dead_told_within_3_own_gaps_share{name}": round(float(np.mean(own <= WITHIN)), 3),
            f"bound_per_1000{name}": round(1000 * math.exp(-WITHIN) * LOW * (every / day), 3),
        }
    print(json.dumps(figures))


def _per_1000(visits: Sequence[Visits]) -> float:
    """Return alarms per 1,000 visits."""
    return round(1000 * sum(one.alarms for one in visits) / sum(one.runs for one in visits), 3)


if __name__ == "__main__":
    main()
