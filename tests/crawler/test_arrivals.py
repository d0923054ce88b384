"""Which posts of a run are new, by the site's own clock, whatever zone or mistake that has."""

import datetime as dt

import pytest

from crawler.arrivals import UNTIMED, Arrivals
from crawler.pace import Pace
from mentions.mention import Mention

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def post(key, at, precision="second"):
    return Mention(site="s", engine="e", key=str(key), text="x", posted_at=at, posted_at_precision=precision if at else None)


def run(pace, now, *posts):
    """Give the pace after a run that saw these posts, and how many of them it took for new."""
    arrivals = Arrivals(pace, now)
    arrivals.see(posts)
    after = arrivals.pace_after(2)
    return after, round(sum(after.by_hour) - sum(pace.by_hour) * 0.5 ** ((now - arrivals.since) / HOUR / (24 * 21)), 1)


def test_a_post_is_new_once():
    pace, first = run(Pace.guess(3600.0), NOW, post(1, NOW - HOUR), post(2, NOW - 2 * HOUR))
    assert first == 2
    pace, again = run(pace, NOW + HOUR, post(1, NOW - HOUR), post(2, NOW - 2 * HOUR), post(3, NOW + HOUR / 2))
    assert again == 1
    assert run(pace, NOW + 2 * HOUR, post(3, NOW + HOUR / 2))[1] == 0


@pytest.mark.parametrize("zone_h", [-11, -3, 3, 9, 14])
def test_a_site_whose_clock_is_in_another_zone_is_read_by_its_own(zone_h):
    off = zone_h * HOUR
    pace, _ = run(Pace.guess(3600.0), NOW, *(post(n, NOW + off - n * HOUR) for n in range(20)))
    pace, new = run(pace, NOW + HOUR, post("new", NOW + off + HOUR / 2), *(post(n, NOW + off - n * HOUR) for n in range(20)))
    assert new == 1
    assert pace.at == NOW + HOUR


def test_a_time_in_the_far_future_is_a_mistake_and_hides_nothing():
    pace, new = run(Pace.guess(3600.0), NOW, post(1, NOW + 24 * 400 * HOUR), post(2, NOW - HOUR))
    assert (new, pace.newest) == (1, NOW - HOUR)
    assert run(pace, NOW + HOUR, post(3, NOW + HOUR / 2))[1] == 1


def test_posts_without_an_exact_time_are_new_once():
    days = [post(n, NOW - n * 24 * HOUR, "day") for n in range(30)]
    pace, first = run(Pace.guess(3600.0), NOW, *days)
    assert first == 7  # of a first run, those of the week before it
    pace, again = run(pace, NOW + HOUR, post("new", NOW, "day"), *days)
    assert again == 1
    assert run(pace, NOW + 2 * HOUR, post("new", NOW, "day"), post("none", None), *days)[1] == 1


def test_old_posts_that_a_sweep_shows_again_are_not_new():
    seen = [post(n, NOW - HOUR, "day") for n in range(UNTIMED)]
    pace, _ = run(Pace.guess(3600.0), NOW, *seen)
    old = [post(f"old{n}", NOW - 300 * 24 * HOUR, precision) for n, precision in enumerate(("day", "month", "week"))]
    assert run(pace, NOW + HOUR, *old)[1] == 0


def test_no_more_keys_are_remembered_than_needed():
    pace, _ = run(Pace.guess(3600.0), NOW, *(post(n, None) for n in range(5 * UNTIMED)))
    assert len(pace.untimed) == UNTIMED
