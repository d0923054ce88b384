import pytest

from mentions.date_shown import Clock, Shown
from mentions.date_text import read_date


@pytest.mark.parametrize(
    ("text", "languages", "shown"),
    [
        ("3 days ago", (), Shown(back=((3, "day"),))),
        ("3 days ago at 14:03", (), Shown(days_ago=3, clock=Clock(14, 3))),
        ("2 months 1 year ago", (), Shown(back=((1, "year"), (2, "month")))),  # the smallest last
        ("vor einer Stunde", ("de",), Shown(back=((1, "hour"),))),
        ("yesterday", (), Shown(days_ago=1)),
        ("hier", ("de",), Shown(days_ago=1)),  # alone, French for yesterday
        ("hier klicken", ("de",), None),  # German
        ("hier à 14:03", ("fr",), Shown(days_ago=1, clock=Clock(14, 3))),
        ("Friday, 10:15", (), Shown(weekday=4, clock=Clock(10, 15))),
        ("10:15", (), Shown(clock=Clock(10, 15))),
        ("10:15 of 7 and 8", (), None),
        ("10:15 on 2 May 2020, 11:16", (), Shown(2020, 5, 2, clock=Clock(11, 16))),  # the nearer clock
        ("2 May 2020; and long after that, say 11:16", (), Shown(2020, 5, 2)),  # not its clock
        ("2 days of rain", (), None),
        ("123456 days ago", (), None),
    ],
)
def test_read_date(text: str, languages: tuple[str, ...], shown: Shown | None) -> None:
    assert shown == read_date(text, languages)
