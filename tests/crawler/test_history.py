"""A site's past: what is remembered, and what silence it makes of a run that looks well."""

import json
import random
from datetime import UTC, datetime, timedelta
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.history import BUDGET, DAY_H, DEAR, HOURS, TOLD_WITHIN, UNTIMED, History, _is_odd
from mentions.mention import Mention

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def post(at, key=None, precision="second"):
    return Mention(site="made", engine="feed", key=key or str(at), text="", posted_at=at, posted_at_precision=precision if at else None)


def visited(history, start, visits, every=HOUR, posts=(), *, is_whole=True):
    """Return the history after so many visits, each of which sees the posts written until then."""
    for number in range(visits):
        now = start + number * every
        history = history.after([one for one in posts if one.posted_at is None or one.posted_at <= now], now, is_whole=is_whole)
    return history


def every(gap, count, until=NOW):
    return [post(until - gap * n) for n in range(count)]


def test_three_posts_a_month_are_told_dead_within_three_gaps_and_not_before_one_and_a_quarter():
    history = visited(History(), NOW - 30 * DAY, 30 * 24 + 1, posts=every(10 * DAY, 12))
    told = next(hours for hours in range(24 * 90) if visited(history, NOW + hours * HOUR, 1).silent(NOW + hours * HOUR))
    assert 12.5 <= told / 24 <= 30


@pytest.mark.parametrize(
    ("gaps", "visits_a_gap", "most"),
    [(8, 240, 0.02), (17, 240, 0.02), (40, 240, 0.02), (17, 44, 0.04), (40, 44, 0.02)],  # visited hourly, and six-hourly
)
def test_of_the_sites_that_die_few_are_told_after_more_than_three_of_their_true_gaps(gaps, visits_a_gap, most):
    rng = random.Random(gaps)
    late = 0
    for _ in range(300):
        events = list(accumulate((DAY_H + rng.expovariate(1 / 240) for _ in range(gaps)), initial=0.0))
        late += not _is_odd(events, DAY_H + TOLD_WITHIN * 240, visits_a_gap)
    assert late / 300 <= most


@pytest.mark.parametrize(("visits_a_gap", "most"), [(11, BUDGET), (44, DEAR), (240, BUDGET)])
def test_false_alarms_cost_what_they_may(visits_a_gap, most):
    rng = random.Random(7)
    alarms = 0
    for _ in range(2000):
        events = list(accumulate((DAY_H + rng.expovariate(1 / 240) for _ in range(20)), initial=0.0))
        alarms += _is_odd(events, DAY_H + rng.expovariate(1 / 240), visits_a_gap)
    assert 0 < alarms / (2000 * visits_a_gap) <= most


@given(st.lists(st.floats(24, 500), min_size=5, max_size=60), st.floats(0, 3000), st.floats(0, 3000), st.floats(0.1, 2000))
@settings(deadline=None)
def test_a_silence_that_is_told_stays_told(gaps, silence, more, visits_a_gap):
    events = list(accumulate(gaps, initial=0.0))
    assert _is_odd(events, silence + more, visits_a_gap) >= _is_odd(events, silence, visits_a_gap)


def test_a_site_seen_seldom_is_not_told_early_since_each_visit_spends_a_chance():
    seldom = visited(History(), NOW - 60 * DAY, 6, every=10 * DAY, posts=every(10 * DAY, 12))
    assert seldom.silent(NOW + 28 * DAY) is None


def test_a_site_that_was_silent_when_it_was_added_is_quiet():
    old = every(10 * DAY, 12, until=NOW - 400 * DAY)
    assert visited(History(), NOW, 24 * 30, posts=old).silent(NOW + 30 * DAY) is None


def test_a_busy_site_is_told_after_twice_its_longest_silence():
    posts = [post(NOW - HOUR * n) for n in range(24 * 14) if 8 <= (NOW - HOUR * n).hour <= 22]
    history = visited(History(), NOW - 2 * DAY, 48, posts=posts)
    last = max(one.posted_at for one in posts)
    assert history.silent(last + 18 * HOUR) is None  # a night and the hours after
    assert "longest silence before was 10 hours" in history.silent(last + 22 * HOUR)


def test_nights_and_week_ends_are_no_silence():
    posts = [post(at) for n in range(24 * 20) if (at := NOW - HOUR * n).weekday() < 5 and 8 <= at.hour <= 18]
    history = visited(History(), NOW - 2 * DAY, 48, posts=posts)
    friday = NOW + 4 * DAY
    history = history.after([post(friday + 6 * HOUR)], friday + 6 * HOUR, is_whole=True)
    assert history.silent(friday + 2 * DAY + 20 * HOUR) is None


def test_a_day_with_few_posts_is_told_where_nothing_was_left_unread():
    posts = [post(NOW - HOUR * n / 4) for n in range(4 * 4, 24 * 4 * 14)] + [post(NOW - HOUR)]
    posts = [one for one in posts if one.posted_at < NOW - DAY or one.posted_at == NOW - HOUR]
    assert visited(History(), NOW - 4 * DAY, 97, posts=posts).is_low(NOW) == "1 new posts in 24 hours, where 96 are usual"
    assert visited(History(), NOW - 4 * DAY, 97, posts=posts, is_whole=False).is_low(NOW) is None


def test_posts_seen_again_are_counted_once_and_old_ones_not_at_all():
    history = visited(History(), NOW, 1, posts=every(DAY, 5))
    again = visited(history, NOW + HOUR, 3, posts=[*every(DAY, 5), post(NOW - 300 * DAY)])
    assert again.hours == history.hours
    assert sum(history.hours.values()) == 5


@pytest.mark.parametrize("precision", [None, "day"])
def test_posts_without_an_exact_time_are_new_once(precision):
    at = NOW.replace(hour=0) if precision else None
    history = visited(History(), NOW, 3, posts=[post(at, "a", precision)])
    assert sum(history.hours.values()) == (1 if precision else 0)  # without any date a first run's posts may be of any time
    history = visited(history, NOW + DAY, 3, posts=[post(at, "a", precision), post(at and at + DAY, "b", precision)])
    assert sum(history.hours.values()) == (2 if precision else 1)


def test_it_is_kept_as_json_and_bounded():
    posts = [post(NOW - HOUR * n) for n in range(HOURS * 2)] + [post(None, f"k{n}") for n in range(UNTIMED * 2)]
    history = visited(History(), NOW, 2, posts=posts)
    assert (len(history.hours), len(history.untimed)) == (HOURS, UNTIMED)
    assert History.of(json.loads(json.dumps(history.as_state()))) == history
    assert History.of(None) == History()
