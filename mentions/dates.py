"""Dates as pages print them, in any of the usual languages, as aware UTC: "gestern, 14:03", "5 мин. назад", "14 Tháng 3, 2021"."""

import calendar
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from mentions.date_calendar import order_in
from mentions.date_shown import Shown
from mentions.date_text import TEXT_MAX, read_date
from mentions.mention import Precision
from mentions.site import DateOrder

EARLIEST = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)
"""What is older is a mistake, not a post on the web; 1970-01-01 is "no date" in many a database."""
AHEAD = dt.timedelta(days=2)
"""How far in the future a time is still believed: a day of time zones and a day of bad clocks."""

_EPOCH = re.compile(r"\s*(\d{9,19})(?:\.\d+)?\s*", re.ASCII)
_STAMP = re.compile(r"(?:19[7-9]|20\d)\d-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z| ?[+-]\d\d:?\d\d)?", re.ASCII)
_TO_THE_MINUTE = len("2024-05-01T12:00")
_BASIC = re.compile(r"\s*(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d\s*", re.ASCII)
_SECONDS: dict[Precision, int] = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 7 * 86400}
_CLOCK_SLACK = dt.timedelta(minutes=10)  # a board's clock may be a little fast
_MILLISECONDS = 1e11  # a number of seconds above this is in the year 5138


@dataclass(frozen=True, slots=True)
class When:
    """A time, and how exact it is."""

    at: dt.datetime
    """Aware, UTC: the start of the day or month where the page tells no more."""
    precision: Precision
    """The smallest unit the page shows."""


def parse_date(
    text: str | None, *, now: dt.datetime, languages: Sequence[str] = (), timezone: str | None = None, order: DateOrder | None = None
) -> When | None:
    """Give the time a printed date means, or None when it is no date, or none to be believed (before 1990, two days ahead of now).

    `now` is aware: what "2 hours ago" is counted from. `languages` are the page's, ISO 639-1. `timezone` is the IANA zone of times
    printed without one; None means UTC. `order` is that of numeric dates (`order_of`); None: as the text proves, else as the language
    has it, English with slashes meaning month first. A date without a year is the last such day; a bare clock the last such time.

    >>> now = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
    >>> parse_date("vor 3 Tagen", now=now, languages=["de"])
    When(at=datetime.datetime(2024, 4, 28, 12, 0, tzinfo=datetime.timezone.utc), precision='day')
    >>> parse_date("Posted: Tue Aug 27, 2019 1:47 am", now=now).at.isoformat()
    '2019-08-27T01:47:00+00:00'
    """
    if not text or len(text) > TEXT_MAX:
        return None
    if _STAMP.fullmatch(text) and (when := _of_stamp(text, timezone)) is not None:
        return when if _is_believable(when, now) else None
    if _EPOCH.fullmatch(text) and not _BASIC.fullmatch(text):
        return from_epoch(text, now=now)
    shown = read_date(text, tuple([language[:2].lower() for language in languages]), order)
    if shown is None:
        return None
    zone = dt.UTC if timezone is None else ZoneInfo(timezone)
    when = _resolve(shown, now, zone)
    if shown.is_swappable and not _is_believable(when, now):  # a day in the future was the month
        when = _resolve(replace(shown, month=shown.day, day=shown.month), now, zone)
    return when if _is_believable(when, now) else None


def _of_stamp(text: str, timezone: str | None) -> When | None:
    """Give the time of an ISO 8601 stamp, what machines are told: ten times as fast as by words. None for what is no such time."""
    try:
        at = dt.datetime.fromisoformat(text[:_TO_THE_MINUTE] + text[_TO_THE_MINUTE:].replace(" ", ""))
    except ValueError:
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=dt.UTC if timezone is None else ZoneInfo(timezone))
    return When(at.astimezone(dt.UTC), "second" if len(text) > _TO_THE_MINUTE and text[_TO_THE_MINUTE] == ":" else "minute")


def from_epoch(value: float | str | None, *, now: dt.datetime) -> When | None:
    """Give the time that a number of seconds, milli-, micro- or nanoseconds since 1970 means; its size tells which. None as `parse_date`.

    >>> from_epoch(1556668800000, now=dt.datetime(2024, 5, 1, tzinfo=dt.UTC)).at.isoformat()
    '2019-05-01T00:00:00+00:00'
    """
    try:
        number = float(value or 0)
        for _ in ("milli", "micro", "nano"):
            number = number / 1000 if abs(number) >= _MILLISECONDS else number
        when = When(dt.datetime.fromtimestamp(number, dt.UTC), "second")
    except (ValueError, OverflowError, OSError):  # no number, infinite, or beyond what the platform counts
        return None
    return when if _is_believable(when, now) else None


def order_of(samples: Iterable[str]) -> DateOrder | None:
    """Give the order of numeric dates that a page's dates prove: one with a number above 12 decides. None when none does, or they differ.

    >>> order_of(["04/05/2021", "04/25/2021"])
    'MDY'
    """
    proved = Counter(order for sample in samples if len(sample) <= TEXT_MAX and (order := order_in(sample)))
    return next(iter(proved)) if len(proved) == 1 else None


def is_stamp(text: str) -> bool:
    """Tell whether a text is an ISO 8601 time: what `parse_date` reads without an order and without words."""
    return _STAMP.fullmatch(text) is not None


def _resolve(shown: Shown, now: dt.datetime, zone: dt.tzinfo) -> When | None:
    """Give the time that a text's words mean at `now`; None when it is out of range."""
    clock = shown.clock
    if clock and clock.offset_min is not None:
        zone = dt.timezone(dt.timedelta(minutes=clock.offset_min))
    try:
        here = now.astimezone(zone).replace(microsecond=0)
        if shown.back:
            return When(_back(shown, here).astimezone(dt.UTC), shown.back[-1][1])
        day = _day(shown, here)
        if clock is None:
            at = dt.datetime(day.year, day.month, day.day, tzinfo=zone)
            return When(at.astimezone(dt.UTC), "day" if shown.day or shown.days_ago is not None else "month")
        at = dt.datetime(day.year, day.month, day.day, clock.hour, clock.minute, clock.second or 0, clock.microsecond, tzinfo=zone)
        if shown.month is None and shown.days_ago is None and at > here + _CLOCK_SLACK:  # a bare clock, a weekday: not yet today
            at -= dt.timedelta(days=1 if shown.weekday is None else 7)
        return When(at.astimezone(dt.UTC), "minute" if clock.second is None else "second")
    except (ValueError, OverflowError):  # 29 February of another year; 10,000 years ago
        return None


def _back(shown: Shown, here: dt.datetime) -> dt.datetime:
    """Give the time that lies so far back; months and years are counted on the calendar. Raises ValueError or OverflowError off it."""
    for count, unit in shown.back:
        if unit in _SECONDS:
            here -= dt.timedelta(seconds=count * _SECONDS[unit])
        else:
            months = here.year * 12 + here.month - 1 - count * (12 if unit == "year" else 1)
            year, month = months // 12, months % 12 + 1
            here = here.replace(year=year, month=month, day=min(here.day, calendar.monthrange(year, month)[1]))
    return here


def _day(shown: Shown, here: dt.datetime) -> dt.date:
    """Give the calendar day. Raises ValueError when there is none."""
    if shown.month is not None:
        if shown.year is not None:
            return dt.date(shown.year, shown.month, shown.day or 1)
        latest = (here + AHEAD).date()
        for year in range(latest.year, latest.year - 9, -1):  # 29 February is found within eight years
            try:
                day = dt.date(year, shown.month, shown.day or 1)
            except ValueError:
                continue
            if day <= latest:
                return day
        msg = "no such day"
        raise ValueError(msg)
    if shown.weekday is not None:
        return here.date() - dt.timedelta(days=(here.weekday() - shown.weekday) % 7)
    return here.date() - dt.timedelta(days=shown.days_ago or 0)


def _is_believable(when: When | None, now: dt.datetime) -> bool:
    """Tell whether something may have been posted then."""
    return when is not None and EARLIEST <= when.at <= now + AHEAD
