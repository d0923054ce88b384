"""How soon posts are found on 1,000 sites, by rule of revisiting, at an equal budget of requests.

The made-up sites differ in rate by a heavy-tailed law; each follows its own day and week, drifts, and has bursts of heavy-tailed
strength; posts come in clusters, as replies do. Ours (`crawler.pace`, `crawler.revisit`) learns only from the times of the posts that
its visits find, and is compared with

- the oracle, who knows each site's rate at every moment, bursts to come included: the better of visits at factor · √(rate / cost) and
  of visits whenever the expected posts have waited for a fixed sum of hours; at the requests that ours spent;
- every site at equal intervals; at the requests that ours spent;
- the doubling rule of Apache StormCrawler's AdaptiveScheduler (which is Nutch's): half the way to the shortest interval after a change,
  1.5 times the interval without. Twice: with the bounds of all others, ours then given the requests that it spent, and with its shortest
  interval searched so that it spends what ours did; the worse of the two ratios counts;
- the rule of Media Cloud's rss-fetcher: intervals grow by 10 minutes above 67 % duplicates in the newest 20 items, shrink by 60 below
  33 %; ours given the requests that it spent.
"""

import argparse
import heapq
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from crawler.pace import FIRST_LOOK, Pace
from crawler.revisit import Budget, wait_s

Floats = NDArray[np.float64]

EPOCH = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday
STEP_H = 0.1  # of the rates' grid
HISTORY_DAYS = 7  # before any rule begins: what a first visit may read
LEARNING_DAYS = 7  # visited, not measured
LEAST_S, MOST_S = 300.0, 24 * 3600.0  # bounds of every rule
TURNS = 16  # of a knob, until a rule spends the budget to within a hundredth or better
FIRST_S = 6 * 3600.0  # the interval that the rules without knowledge begin with


@dataclass(frozen=True, kw_only=True)
class World:
    """Made-up sites. Times are hours since the epoch."""

    rates: Floats
    """Posts an hour: a row a site, a column a step."""
    costs: Floats
    """Requests that a visit to each site takes."""
    posts: list[Floats]
    """When each site's posts were written, ascending."""
    hours: float
    """How long the world lasts."""

    @property
    def begin(self) -> float:
        """When visits begin."""
        return HISTORY_DAYS * 24.0

    @property
    def measured(self) -> float:
        """From when on posts and requests count."""
        return self.begin + LEARNING_DAYS * 24.0


def make_world(sites: int, days: int, seed: int) -> World:
    """Return sites that live for so many days."""
    rng = np.random.default_rng(seed)
    hours = days * 24.0
    grid = np.arange(0.0, hours, STEP_H)
    mean = np.exp(rng.normal(np.log(0.2), 1.7, sites))  # posts an hour: a few sites write as much as all others together
    peak, sharp = rng.uniform(0, 24, sites), rng.uniform(0.3, 1.3, sites)
    weekend = rng.uniform(0.4, 1.4, sites)
    rates = np.empty((sites, len(grid)))
    posts = []
    for site in range(sites):
        day = np.exp(sharp[site] * np.cos((grid - peak[site]) * 2 * np.pi / 24)) / np.i0(sharp[site])
        week = np.where((grid // 24) % 7 >= 5, weekend[site], 1.0)
        rates[site] = mean[site] * day * week * _drift(rng, grid) * _bursts(rng, grid)
        posts.append(_posts(rng, rates[site], hours))
    costs = 1.0 + np.round(rng.lognormal(0.3, 0.7, sites))
    return World(rates=rates, costs=costs, posts=posts, hours=hours)


def _drift(rng: np.random.Generator, grid: Floats) -> Floats:
    """Return how a site's rate changes for good: a walk that moves it by a tenth or so a day."""
    by_day = np.cumsum(rng.normal(0, 0.1, int(grid[-1] // 24) + 2))
    return np.exp(np.interp(grid / 24, np.arange(len(by_day)), by_day))


def _bursts(rng: np.random.Generator, grid: Floats) -> Floats:
    """Return how many times its usual self a site is: bursts of heavy-tailed strength that fade within hours or days."""
    heat = np.ones_like(grid)
    for start in rng.uniform(-100, grid[-1], rng.poisson((grid[-1] + 100) / (24 * 3.0))):  # one in three days
        strength, fades_h = min(60.0, 1.5 * (1 + rng.pareto(1.3))), rng.lognormal(np.log(8.0), 0.8)
        since = grid - start
        heat += np.where(since >= 0, strength * np.exp(-np.maximum(since, 0) / fades_h), 0)
    return heat


def _posts(rng: np.random.Generator, rates: Floats, hours: float) -> Floats:
    """Return times of posts at these rates: one in three draws a few others after it within the hour."""
    counts = rng.poisson(rates / 1.5 * STEP_H)
    seeds = np.repeat(np.arange(len(rates)) * STEP_H, counts) + rng.uniform(0, STEP_H, counts.sum())
    more = rng.geometric(0.4, len(seeds)) * (rng.random(len(seeds)) < 0.2)
    drawn = np.repeat(seeds, more) + rng.exponential(0.5, more.sum())
    found = np.sort(np.concatenate([seeds, drawn]))
    return found[found < hours]


Visits = list[Floats]
"""Each site's visit times, ascending."""


def ours(world: World, per_h: float) -> Visits:
    """Return the visits of the product's own code at this budget."""
    now = world.begin
    budget = Budget(per_h, clock=lambda: now * 3600)
    rng = np.random.default_rng(7)
    paces = [Pace.guess(MOST_S)] * len(world.posts)
    found: list[list[float]] = [[] for _ in world.posts]
    due = [(world.begin + rng.uniform(0, 1), site) for site in range(len(world.posts))]
    heapq.heapify(due)
    for site, pace in enumerate(paces):
        budget.put(str(site), pace, LEAST_S, MOST_S)
    while due[0][0] < world.hours:
        now, site = due[0]
        pace, at = paces[site], EPOCH + timedelta(hours=now)
        since = pace.at or at - FIRST_LOOK
        last = found[site][-1] if found[site] else now - FIRST_LOOK / timedelta(hours=1)
        new = world.posts[site][np.searchsorted(world.posts[site], last) : np.searchsorted(world.posts[site], now)]
        pace = pace.after([EPOCH + timedelta(hours=float(hour)) for hour in new], since, at, int(world.costs[site]))
        paces[site] = pace
        found[site].append(now)
        budget.put(str(site), pace, LEAST_S, MOST_S)
        heapq.heapreplace(due, (now + wait_s(pace, at, budget.factor, LEAST_S, MOST_S) / 3600, site))
    return [np.array(times) for times in found]


def oracle(world: World, factor: float) -> Visits:
    """Return the visits of one who knows every rate at every moment."""
    found = []
    for rates, cost in zip(world.rates, world.costs, strict=True):
        visits_per_h = np.clip(factor * np.sqrt(rates / cost), 3600 / MOST_S, 3600 / LEAST_S)
        due = np.concatenate([[0.0], np.cumsum(visits_per_h * STEP_H)])
        times = np.interp(np.arange(1, int(due[-1]) + 1), due, np.arange(len(due)) * STEP_H)
        found.append(times[times >= world.begin])
    return found


def patient_oracle(world: World, waited_h: float) -> Visits:
    """Return the visits of one who goes when the posts expected since the last visit have together waited so many hours a request."""
    found = []
    ahead = int(MOST_S / 3600 / STEP_H)
    for rates, cost in zip(world.rates, world.costs, strict=True):
        posts = np.cumsum(rates * STEP_H)
        waited = np.cumsum(posts * STEP_H)
        at, times = int(world.begin / STEP_H), []
        while at < len(rates) - 1:
            steps = np.arange(1, min(ahead, len(rates) - 1 - at) + 1)
            sums = waited[at + steps] - waited[at] - posts[at] * steps * STEP_H
            at += int(steps[min(int(np.searchsorted(sums, waited_h * cost)), len(steps) - 1)])
            times.append(at * STEP_H)
        found.append(np.array(times))
    return found


def equal(world: World, interval_h: float) -> Visits:
    """Return visits at equal intervals."""
    offsets = np.linspace(0, interval_h, len(world.posts), endpoint=False)
    return [np.arange(world.begin + offset, world.hours, interval_h) for offset in offsets]


def doubling(world: World, least_h: float) -> Visits:
    """Return the visits of StormCrawler's AdaptiveScheduler."""

    def following(interval: float, new: int) -> float:
        return 0.5 * interval + 0.5 * least_h if new else min(MOST_S / 3600, 1.5 * interval)

    return _by_interval(world, max(least_h, FIRST_S / 3600), following)


def media_cloud(world: World) -> Visits:
    """Return the visits of Media Cloud's rss-fetcher."""
    shown = 20  # items of a feed

    def following(interval: float, new: int) -> float:
        if new <= 0.33 * shown:
            return min(MOST_S / 3600, interval + 10 / 60)
        if new > 0.67 * shown:
            return max(10 / 60, interval - 1)
        return interval

    return _by_interval(world, FIRST_S / 3600, following)


def _by_interval(world: World, first_h: float, following: Callable[[float, int], float]) -> Visits:
    """Return visits whose next interval follows from the last one and the number of new posts."""
    found = []
    for posts in world.posts:
        now, interval, times = world.begin, first_h, []
        seen = int(np.searchsorted(posts, now))
        while now < world.hours:
            times.append(now)
            now += interval
            upto = int(np.searchsorted(posts, now))
            interval, seen = following(interval, upto - seen), upto
        found.append(np.array(times))
    return found


def measure(world: World, visits: Visits) -> tuple[float, float]:
    """Return the mean hours until a post is seen, and the requests an hour, of the measured days."""
    end = world.hours - MOST_S / 3600  # what is written later may be found after the world's end
    delay, posts, requests = 0.0, 0, 0.0
    for written, times, cost in zip(world.posts, visits, world.costs, strict=True):
        requests += cost * np.count_nonzero((times >= world.measured) & (times < end))
        counted = written[(written >= world.measured) & (written < end)]
        seen = np.append(times, world.hours)[np.searchsorted(times, counted)]
        delay += float((seen - counted).sum())
        posts += len(counted)
    return delay / posts, requests / (end - world.measured)


def at_budget(world: World, rule: Callable[[World, float], Visits], per_h: float, least: float, most: float) -> float:
    """Return the mean delay of a rule whose knob is turned until it spends the budget; it spends less the higher the knob."""
    for _ in range(TURNS):
        middle = (least * most) ** 0.5
        delay, spent = measure(world, rule(world, middle))
        if spent > per_h:
            least = middle
        else:
            most = middle
    if abs(spent - per_h) > 0.01 * per_h:
        print(f"  {rule.__name__} cannot spend {per_h:.0f} requests an hour: it spent {spent:.0f}")
    return delay


def main() -> None:
    """Print what is measured and, last, one line of JSON."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--quick", action="store_true", help="60 sites: for tests")
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--visits_per_h", type=float, default=0.5, help="the budget: mean visits an hour and site")
    a = args.parse_args()
    sites, days = (60, 18) if a.quick else (1000, 28)
    began = time.perf_counter()
    world = make_world(sites, days, a.seed)
    count = sum(map(len, world.posts))
    print(f"{sites} sites, {days} days, {count} posts; {LEARNING_DAYS} days of learning, the rest is measured")
    delay, per_h = measure(world, ours(world, a.visits_per_h * world.costs.sum()))
    print(f"ours: a post is seen after {delay * 60:.1f} minutes, at {per_h:.0f} requests an hour")
    best = at_budget(world, lambda w, knob: oracle(w, 1 / knob), per_h, 0.01, 100)
    patient = at_budget(world, patient_oracle, per_h, 0.001, 100)
    print(f"oracle: {best * 60:.1f} by frequency, {patient * 60:.1f} by hours waited")
    at_intervals = at_budget(world, equal, per_h, 0.05, 100)
    print(f"equal intervals: {at_intervals * 60:.1f}")
    searched = at_budget(world, doubling, per_h, 0.0005, 24)
    doubled, doubled_per_h = measure(world, doubling(world, LEAST_S / 3600))
    beside_doubled, _ = measure(world, ours(world, doubled_per_h))
    print(
        f"doubling: {searched * 60:.1f}; by itself {doubled * 60:.1f} at {doubled_per_h:.0f} requests, ours then {beside_doubled * 60:.1f}"
    )
    cloud, cloud_per_h = measure(world, media_cloud(world))
    beside_cloud, beside_per_h = measure(world, ours(world, cloud_per_h))
    print(f"Media Cloud: {cloud * 60:.1f} at {cloud_per_h:.0f} requests, ours then {beside_cloud * 60:.1f} at {beside_per_h:.0f}")
    figures = {
        "benchmark": "revisit",
        "sites": sites,
        "posts": count,
        "requests_per_h": round(per_h, 1),
        "delay_min": round(delay * 60, 2),
        "delay_over_oracle": round(delay / min(best, patient), 3),
        "delay_over_equal": round(delay / at_intervals, 3),
        "delay_over_doubling": round(max(delay / searched, beside_doubled / doubled), 3),
        "delay_over_media_cloud": round(beside_cloud / cloud, 3),
        "seconds": round(time.perf_counter() - began, 1),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
