"""What a printed date says, before anybody asks what time it is now: "yesterday, 14:03" is a day back and a clock."""

from dataclasses import dataclass

from mentions.mention import Precision

_HOURS, _MINUTES, _SECONDS = 24, 60, 60
_OFFSET_MAX_MIN = 14 * 60  # Kiribati

Token = tuple[str, int, int]
"""A word or number of a text, with start and end."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as printed."""

    hour: int
    minute: int
    second: int | None = None
    microsecond: int = 0
    offset_min: int | None = None
    """Minutes east of UTC; None where no zone is printed."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a text says of a time: a calendar date, a day (`days_ago`, `weekday`), a distance (`back`), or a clock alone."""

    year: int | None = None
    """Gregorian; None where none is printed."""
    month: int | None = None
    day: int | None = None
    is_swappable: bool = False
    """Day and month may be the other way round: nothing in the text tells."""
    clock: Clock | None = None
    back: tuple[tuple[int, Precision], ...] = ()
    """How far back, in parts: a year and two months."""
    days_ago: int | None = None
    """0 is today."""
    weekday: int | None = None
    """0 is Monday: the last such day."""


@dataclass(frozen=True, slots=True)
class Found:
    """A date or a clock within a text, and where it stands."""

    shown: Shown
    start: int
    end: int


def clock_of(hour: int, minute: int, second: int | None = None, *, microsecond: int = 0, offset_min: int | None = None) -> Clock | None:
    """Give a time of day; None when there is none such. A leap second is the one before it; 24:00 is midnight."""
    if hour > _HOURS or minute >= _MINUTES or (second or 0) > _SECONDS or abs(offset_min or 0) > _OFFSET_MAX_MIN:
        return None
    return Clock(hour % _HOURS, minute, second if second is None else min(second, _SECONDS - 1), microsecond, offset_min)
