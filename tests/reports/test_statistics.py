"""Shares and their intervals."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.statistics import share


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),  # Brown, Cai & DasGupta 2001, table of Wilson intervals: never below 0
        (1, 10, 0.0179, 0.4042),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, example a
        (15, 148, 0.0624, 0.1605),  # Newcombe 1998, example b
        (0, 20, 0.0, 0.1611),  # Newcombe 1998, example c
        (1, 29, 0.0061, 0.1718),  # Newcombe 1998, example d
    ],
)
def test_the_interval_is_wilson_s(count: int, of: int, low: float, high: float) -> None:
    one = share(count, of)
    assert (round(one.low, 4), round(one.high, 4)) == (low, high)
    assert one.value == count / of


def test_of_nothing_all_is_possible() -> None:
    assert (share(0, 0).value, share(0, 0).low, share(0, 0).high) == (None, 0.0, 1.0)


@pytest.mark.parametrize(("count", "of"), [(-1, 10), (11, 10), (1, 0)])
def test_a_count_that_is_no_part_is_refused(count: int, of: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        share(count, of)


@settings(deadline=None)
@given(st.integers(1, 10**9).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_share_lies_in_its_interval_and_the_interval_in_0_to_1(pair: tuple[int, int]) -> None:
    one, other = share(*pair), share(pair[1] - pair[0], pair[1])
    assert one.value is not None
    assert 0 <= one.low <= one.value <= one.high <= 1
    assert one.low == pytest.approx(1 - other.high, abs=1e-9)
