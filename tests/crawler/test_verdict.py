"""The exact tests agree with what they are derived from."""

import random
from itertools import accumulate
from math import exp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.verdict import LEAST_GAPS, dispersion, low_count_p, negative_binomial_cdf, outlasts_p, silence_p

GAPS = st.lists(st.floats(0.1, 100), min_size=LEAST_GAPS, max_size=60)


def times(gaps):
    return list(accumulate(gaps, initial=0.0))


def test_a_long_known_rate_gives_the_exponential_tail():
    assert silence_p(times([1.0] * 10_000), 3.0) == pytest.approx(exp(-3), rel=0.01)


def test_a_little_known_rate_leaves_room_for_doubt():
    assert silence_p(times([1.0] * 6), 3.0) > silence_p(times([1.0] * 60), 3.0)


def test_too_few_gaps_say_nothing():
    assert silence_p(times([1.0] * (LEAST_GAPS - 1)), 1e9) == 1.0
    assert silence_p([5.0] * 20, 1e9) == 1.0


@settings(deadline=None)
@given(GAPS, st.floats(0, 1000), st.floats(0, 1000))
def test_a_longer_silence_is_less_likely(gaps, one, more):
    assert 0 <= silence_p(times(gaps), one + more) <= silence_p(times(gaps), one) <= 1


def test_a_silence_outlasts_the_true_gap_as_often_as_is_said():
    rng, said, seen = random.Random(3), 0.0, 0
    for _ in range(4000):
        shown = sum(rng.expovariate(1) for _ in range(12)) / 12  # the true mean gap is 1
        said += outlasts_p(2.0, 12, 3.0)
        seen += 2.0 * shown > 3.0
    assert said / 4000 == pytest.approx(seen / 4000, abs=0.015)
    assert outlasts_p(0.0, 12, 3.0) == outlasts_p(1e-9, 12, 3.0) == 0.0
    assert outlasts_p(1e9, 12, 3.0) == pytest.approx(1.0)


def test_uneven_gaps_stretch_the_scale_and_one_holiday_does_not():
    assert dispersion([10.0] * 20) == 1
    assert dispersion([0.1, 0.1, 0.1, 0.1, 60.0] * 8) > 1.5
    assert dispersion([10.0] * 40 + [200.0]) == 1


@pytest.mark.parametrize(("mean", "size"), [(0.5, 0.3), (3.0, 2.0), (40.0, 1e6)])
def test_the_negative_binomial_sums_to_one_and_has_its_mean(mean, size):
    cdf = [negative_binomial_cdf(n, mean, size) for n in range(400)]
    assert cdf[-1] == pytest.approx(1, abs=1e-6)
    assert sum(1 - one for one in cdf) == pytest.approx(mean, rel=1e-3)  # the mean is the sum of the upper tails


def test_a_low_day_is_unlikely_for_a_steady_site_and_not_for_a_fitful_one():
    assert low_count_p(10, [100, 96, 110, 104, 92, 99, 101]) < 1e-9
    assert low_count_p(10, [300, 8, 90, 2, 150, 20, 40]) > 0.05
    assert low_count_p(0, []) == low_count_p(0, [0, 0]) == 1.0
