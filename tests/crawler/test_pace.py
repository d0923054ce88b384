"""How fast a site grows: learnt from its posts, forgotten slowly, hot after a burst, by the hour of the day."""

import datetime as dt
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.pace import LEAST_RATE, Pace

BEGIN = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def visited(pace, start, posts_an_hour, hours, every=6):
    """Give the pace after visits every few hours to a site that writes evenly."""
    now = start
    while now < start + hours * HOUR:
        since, now = now, now + every * HOUR
        count = round(posts_an_hour * every)
        posted = [since + every * HOUR * (number + 0.5) / count for number in range(count)]
        pace = pace.after(posted, since, now, 1)
    return pace, now


def rate(pace, start, hours=24):
    """Give the mean rate of the hours that follow."""
    return sum(rate for _, rate in islice(pace.rates(start), hours)) / hours


@pytest.mark.parametrize("posts_an_hour", [0.5, 2.0, 20.0])
def test_a_steady_sites_rate_is_learnt_within_days(posts_an_hour):
    pace, now = visited(Pace.guess(3600.0), BEGIN, posts_an_hour, 120)
    assert rate(pace, now) == pytest.approx(posts_an_hour, rel=0.35)


def test_a_site_that_falls_silent_is_believed_less_and_less_and_never_dead():
    pace, now = visited(Pace.guess(3600.0), BEGIN, 5.0, 240)
    rates = []
    for _ in range(4):
        pace, now = visited(pace, now, 0.0, 24 * 15)
        rates.append(rate(pace, now))
    assert rates == sorted(rates, reverse=True)
    assert LEAST_RATE <= rates[-1] < 1.0


def test_a_burst_is_expected_to_go_on_and_to_pass():
    pace, now = visited(Pace.guess(3600.0), BEGIN, 1.0, 24 * 10)
    calm = rate(pace, now, 6)
    hot = pace.after([now + HOUR * number / 40 for number in range(40)], now, now + HOUR, 1)
    days = [rate(hot, now + HOUR + day * 24 * HOUR) for day in range(8)]
    assert rate(hot, now + HOUR, 1) > 4 * calm
    assert days == sorted(days, reverse=True)
    assert days[-1] < 2 * calm


def test_the_hour_of_the_day_is_learnt():
    pace, now = Pace.guess(3600.0), BEGIN
    for day in range(14):
        posted = [BEGIN + day * 24 * HOUR + 20 * HOUR + HOUR * number / 10 for number in range(10)]
        pace = pace.after(posted, now, BEGIN + (day + 1) * 24 * HOUR, 1)
        now = BEGIN + (day + 1) * 24 * HOUR
    by_hour = [rate for _, rate in islice(pace.rates(now), 24)]
    assert by_hour.index(max(by_hour)) == 20
    assert by_hour[20] > 5 * by_hour[8]


def test_a_clock_that_was_set_back_teaches_nothing_and_breaks_nothing():
    pace, now = visited(Pace.guess(3600.0), BEGIN, 2.0, 48)
    after = pace.after([now], now, now - HOUR, 1)
    assert (after.posts, after.hours, after.heat, after.at) == (pace.posts, pace.hours, pace.heat, now - HOUR)
    assert rate(after, now - HOUR) > 0


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0.0, 400.0), st.integers(0, 60), st.integers(0, 900)), min_size=1, max_size=12),
    st.floats(60.0, 1e6),
)
def test_whatever_is_seen_rates_are_numbers_and_the_state_comes_back_the_same(visits, every_s):
    pace, now = Pace.guess(every_s), BEGIN
    for hours, posts, requests in visits:
        since, now = now, now + hours * HOUR
        pace = pace.after([since + (now - since) * number / (posts + 1) for number in range(posts)], since, now, requests)
    assert all(LEAST_RATE <= rate < 1e9 and 0 < hours <= 1 for hours, rate in islice(pace.rates(now), 200))
    again = Pace.of(pace.as_state(), every_s)
    assert Pace.of(again.as_state(), every_s) == again
    assert again.slow == pytest.approx(pace.slow, rel=0.01, abs=0.01)


@pytest.mark.parametrize("state", [None, {}, {"posts": 1.0}])
def test_a_site_without_a_past_is_guessed(state):
    assert Pace.of(state, 3600.0) == Pace.guess(3600.0)
    assert Pace.guess(3600.0).slow == pytest.approx(1.0)
