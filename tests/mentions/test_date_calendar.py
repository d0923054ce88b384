import datetime as dt

import pytest

from mentions.date_calendar import dates_in, iso_in, order_in
from mentions.date_shown import Clock, Shown
from mentions.date_words import normal, tokens, words_of


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2024-01-02", Shown(2024, 1, 2)),
        ("2024-01-02t03:04z", Shown(2024, 1, 2, clock=Clock(3, 4, offset_min=0))),
        ("20240102t030405", Shown(2024, 1, 2, clock=Clock(3, 4, 5))),
        ("2024-13-02", None),
        ("2024-01-02t25:00", None),
        ("2024-01-02, 09:14 pm", None),  # not ISO: the half of the day counts
        ("1394-11-27", Shown(2016, 2, 16)),  # Persian
        ("2564-03-14", Shown(2021, 3, 14)),  # Buddhist
    ],
)
def test_iso(text: str, shown: Shown | None) -> None:
    assert shown == iso_in(text)


@pytest.mark.parametrize(
    ("text", "languages", "days"),
    [
        ("12 March 2021", (), [(2021, 3, 12)]),
        ("March 12, 2021", (), [(2021, 3, 12)]),
        ("2 of 3: March 12, 2021", (), [(2021, 3, 12)]),
        ("12 Mar 21", (), [(2021, 3, 12)]),
        ("2021 March 12", (), [(2021, 3, 12)]),
        ("2021. gada 12. marts", ("lv",), [(2021, 3, 12)]),
        ("12. listopadu 2021", ("cs",), [(2021, 11, 12)]),
        ("12. listopada 2021", ("hr",), [(2021, 10, 12)]),  # the same month's name, another month
        ("12 tháng 03 năm 2021", ("vi",), [(2021, 3, 12)]),
        ("3月14日", ("ja",), [(None, 3, 14)]),
        ("12.03. 10:15", ("de",), [(None, 3, 12)]),
        ("21.03.14", ("ko",), [(2021, 3, 14)]),
        ("2021-3-4 10:15", ("zh",), [(2021, 3, 4)]),
        ("2021/3/14", ("ja",), [(2021, 3, 14)]),
        ("1.2.3", ("de",), []),  # a version
        ("30.02.2021", ("de",), []),
        ("February 30", (), [(None, 2, 30)]),  # of which year is not known yet
        ("5 out of 9", ("en",), []),  # October is "out" elsewhere
        ("10:15 March", (), []),
    ],
)
def test_dates(text: str, languages: tuple[str, ...], days: list[tuple[int | None, int, int]]) -> None:
    text, words = normal(text), words_of(languages)
    found = [date.shown for date in dates_in(text, tokens(text, words), words, languages, None)]
    assert days == [(shown.year, shown.month, shown.day) for shown in found]


@pytest.mark.parametrize(
    ("year", "new_year"),  # Iran's official calendar
    [(1375, "1996-03-20"), (1376, "1997-03-21"), (1394, "2015-03-21"), (1399, "2020-03-20"), (1400, "2021-03-21"), (1403, "2024-03-20")],
)
def test_persian_new_year(year: int, new_year: str) -> None:
    first, last = iso_in(f"{year}-01-01"), iso_in(f"{year - 1}-12-29")
    assert first is not None
    assert last is not None
    day = dt.date(first.year or 0, first.month or 0, first.day or 0)
    assert new_year == day.isoformat()
    assert (day - dt.date(last.year or 0, last.month or 0, last.day or 0)).days in (1, 2)


@pytest.mark.parametrize(
    ("text", "order"),
    [("25.04.2015", "DMY"), ("04/25/15", "MDY"), ("2015-04-05", "YMD"), ("04/05/2015", None), ("15/04/19", None), ("no date", None)],
)
def test_order(text: str, order: str | None) -> None:
    assert order == order_in(text)
