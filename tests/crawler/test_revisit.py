"""When to look again: within each site's bounds, within the budget, oftener where more is written for a request."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.pace import Pace
from crawler.revisit import SETTLE_S, Budget, Need, wait_s

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
LEAST_S, MOST_S = 300.0, 86_400.0


def pace(posts_an_hour, cost=1.0):
    """Give a pace that has been so for long."""
    return Pace(posts=posts_an_hour * 1000, hours=1000.0, cost=cost, at=NOW)


def waits(budget, paces, least_s=LEAST_S, most_s=MOST_S):
    for name, one in paces.items():
        budget.put(name, one, least_s, most_s)
    return {name: wait_s(one, NOW, budget.factor, least_s, most_s) for name, one in paces.items()}


def test_visits_grow_with_the_square_root_of_the_rate_for_a_request():
    found = waits(Budget(10.0), {"one": pace(1.0), "four": pace(4.0), "dear": pace(4.0, cost=4.0)})
    assert found["one"] == pytest.approx(2 * found["four"], rel=0.02)
    assert found["dear"] == pytest.approx(found["one"], rel=0.02)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0.0, 1000.0), st.floats(1.0, 50.0)), min_size=1, max_size=40), st.floats(0.01, 5.0))
def test_the_budget_is_spent_and_no_bound_is_passed(sites, share):
    paces = {str(number): pace(rate, cost) for number, (rate, cost) in enumerate(sites)}
    least = sum(one.cost for one in paces.values()) * 3600 / MOST_S
    most = sum(one.cost for one in paces.values()) * 3600 / LEAST_S
    per_h = min(most, max(least, share * sum(one.cost for one in paces.values())))
    found = waits(Budget(per_h), paces)
    assert all(LEAST_S <= wait <= MOST_S for wait in found.values())
    spent = sum(paces[name].cost * 3600 / wait for name, wait in found.items())
    assert 0.8 * per_h <= spent <= 1.2 * per_h


def test_without_a_given_budget_equal_sites_are_visited_at_the_mean_of_their_waits():
    found = waits(Budget(), {str(number): pace(1.0) for number in range(10)})
    assert all(wait == pytest.approx((LEAST_S * MOST_S) ** 0.5, rel=0.02) for wait in found.values())


def test_one_wait_for_least_and_most_is_kept():
    assert waits(Budget(), {"a": pace(5.0), "b": pace(0.001)}, 3600.0, 3600.0) == {"a": 3600.0, "b": 3600.0}


@pytest.mark.parametrize("rate", [0.0, 1e-9, 1e9])
def test_a_dead_site_and_a_flood_stay_within_their_bounds(rate):
    found = waits(Budget(), {"a": pace(rate), "b": pace(1.0)})
    assert LEAST_S <= found["a"] <= MOST_S


def test_the_factor_is_reckoned_now_and_then_and_for_a_new_site_at_once():
    now = [0.0]
    budget = Budget(10.0, clock=lambda: now[0])
    budget.put("a", pace(1.0), LEAST_S, MOST_S)
    alone = budget.factor
    budget.put("a", pace(100.0), LEAST_S, MOST_S)
    assert budget.factor == alone
    now[0] += SETTLE_S
    assert budget.factor < alone
    before = budget.factor
    budget.put("b", pace(100.0), LEAST_S, MOST_S)
    assert budget.factor < before
    budget.keep_only({"a"})
    assert budget.factor == pytest.approx(before, rel=0.01)


def test_a_visit_comes_sooner_before_a_busy_hour():
    by_hour = tuple(200.0 if hour in (18, 19, 20) else 1.0 for hour in range(24))
    busy = Pace(posts=1000.0, hours=1000.0, by_hour=by_hour, at=NOW)
    factor = 0.3
    at = [wait_s(busy, NOW.replace(hour=hour), factor, LEAST_S, MOST_S) for hour in (0, 17)]
    assert at[1] < at[0]
    assert Need.of(busy, LEAST_S, MOST_S).visits_per_h < Need.of(pace(1.0), LEAST_S, MOST_S).visits_per_h  # a mean of roots
