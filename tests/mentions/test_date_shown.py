import pytest

from mentions.date_shown import Clock, clock_of


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((14, 3, None), Clock(14, 3)),
        ((24, 0, None), Clock(0, 0)),
        ((23, 59, 60), Clock(23, 59, 59)),  # a leap second
        ((25, 0, None), None),
        ((12, 60, None), None),
        ((12, 0, 61), None),
    ],
)
def test_clock_of(numbers: tuple[int, int, int | None], expected: Clock | None) -> None:
    assert expected == clock_of(*numbers)


def test_no_zone_is_further_than_kiribati() -> None:
    assert clock_of(1, 2, offset_min=15 * 60) is None
