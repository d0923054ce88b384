import pytest

from mentions.date_clock import clocks_in
from mentions.date_shown import Clock
from mentions.date_words import normal, tokens, words_of


@pytest.mark.parametrize(
    ("text", "clocks"),
    [
        ("14:03", [Clock(14, 3)]),
        ("2:03 p.m.", [Clock(14, 3)]),
        ("12:30 AM", [Clock(0, 30)]),
        ("10am", [Clock(10, 0)]),
        ("14 Uhr", [Clock(14, 0)]),
        ("10h15", [Clock(10, 15)]),
        ("klo 14.03", [Clock(14, 3)]),
        ("14.03", []),  # a day and a month as well
        ("下午3:21", [Clock(15, 21)]),
        ("오후 3:21", [Clock(15, 21)]),
        ("π.μ. 10:15 μ.μ.", [Clock(22, 15)]),  # the one after counts
        ("10:15:30.25", [Clock(10, 15, 30, 250_000)]),
        ("10:15 GMT+3", [Clock(10, 15, offset_min=180)]),
        ("10:15 -0730", [Clock(10, 15, offset_min=-450)]),
        ("10:15 (MSK)", [Clock(10, 15, offset_min=180)]),
        ("10:15 est mort", [Clock(10, 15)]),  # French, no zone
        ("2:1", []),
        ("99:15", []),
        ("10:15, 16:20", [Clock(10, 15), Clock(16, 20)]),
    ],
)
def test_clocks(text: str, clocks: list[Clock]) -> None:
    text, words = normal(text), words_of(())
    assert clocks == [found.shown.clock for found in clocks_in(text, tokens(text, words), words)]
