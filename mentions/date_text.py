"""Reading a printed date: a calendar date with its clock, "3 days ago", "yesterday, 14:03", "Monday at 10:15", or a clock alone."""

import re
from collections.abc import Sequence
from functools import lru_cache

from mentions.date_calendar import ORDINAL, dates_in, iso_in, leading_date
from mentions.date_clock import clocks_in, closing_clock
from mentions.date_shown import Clock, Found, Shown, Token
from mentions.date_words import UNITS, Words, normal, tokens, words_of
from mentions.mention import Precision
from mentions.site import DateOrder

TEXT_MAX = 300
"""Characters; a longer text is prose, whatever dates it holds."""
_UNKNOWN_MAX = 16  # words beside a full date: "post #1 of 23 (permalink) Old … Thread Starter"
_UNKNOWN_MAX_VAGUE = 4  # words beside less than a full date: "edited 4 years ago by the moderators"
_UNKNOWN_MAX_BARE = 2  # words beside a clock or a weekday alone
_CLOCK_GAP = 20  # characters between a date and its clock: " um ", " at ", " » "
_COUNT_MAX = 10_000  # of any unit: a larger number beside a unit is not how long ago something was
_DIGIT = re.compile(r"\d")
_FILLERS = ORDINAL | frozenset(
    ("at", "um", "uhr", "on", "om", "lúc", "à", "las", "le", "el", "am", "в", "о", "alle", "ore", "kl", "klo", "jam")
)
_FILLERS |= frozenset(("about", "around", "almost", "over", "less", "than", "more", "und", "and", "y", "et", "i", "pukul", "by"))
_FILLERS |= frozenset(("posted", "edited", "last", "latest", "reply", "replied", "post"))


@lru_cache(maxsize=8192)
def read_date(text: str, languages: tuple[str, ...] = (), order: DateOrder | None = None) -> Shown | None:
    """Give what a printed date says, or None when it says nothing or is prose. `languages` are ISO 639-1, the page's own first."""
    text = normal(text).strip()
    if not text:
        return None
    if shown := iso_in(text):
        return shown
    words = words_of(languages)
    return _usual(text, words, languages, order) or _said(text, words, languages, order)


def _usual(text: str, words: Words, languages: Sequence[str], order: DateOrder | None) -> Shown | None:
    """Give what a text says that is nothing but a date with its year and perhaps a clock, in the usual forms; None for all others."""
    date = leading_date(text, words, languages, order)
    if date is None or not (date.shown.year and date.shown.day):
        return None
    if date.end == len(text):
        return date.shown
    clock = closing_clock(text, date.end)
    return _at(date.shown, clock) if clock else None


def _said(text: str, words: Words, languages: tuple[str, ...], order: DateOrder | None) -> Shown | None:
    """Give what any text says, word by word."""
    parts = tokens(text, words)
    unknown = len([part for part, _, _ in parts if not (part.isdigit() or part in words.single or part in _FILLERS)])
    if unknown > _UNKNOWN_MAX:
        return None
    clocks = list(clocks_in(text, parts, words))
    dates = sorted(dates_in(text, parts, words, languages, order), key=lambda date: (not date.shown.day, not date.shown.year, date.start))
    if dates and dates[0].shown.year and dates[0].shown.day:
        return _with_clock(dates[0], text, clocks)
    if unknown > _UNKNOWN_MAX_VAGUE:
        return None
    clock = clocks[0].shown.clock if clocks else None
    return (
        _named_day(parts, words, unknown, clock)
        or _relative(parts, words, clock)
        or (_with_clock(dates[0], text, clocks) if dates else None)
        or (_weekday_or_clock(parts, words, clock) if clock and unknown <= _UNKNOWN_MAX_BARE else None)
    )


def _with_clock(date: Found, text: str, clocks: Sequence[Found]) -> Shown:
    """Give the date with the clock that stands next to it, if one does."""
    near: tuple[int, Clock] | None = None
    for one in clocks:
        gap = (one.start - date.end) if one.start >= date.end else (date.start - one.end)
        between = text[date.end : one.start] if one.start >= date.end else text[one.end : date.start]
        if 0 <= gap <= _CLOCK_GAP and not _DIGIT.search(between) and one.shown.clock and (near is None or gap < near[0]):
            near = gap, one.shown.clock
    return _at(date.shown, near[1]) if near else date.shown


def _at(date: Shown, clock: Clock) -> Shown:
    """Give a date with its clock."""
    return Shown(date.year, date.month, date.day, date.is_swappable, clock)


def _relative(parts: Sequence[Token], words: Words, clock: Clock | None) -> Shown | None:
    """Give a distance from now ("1 year, 2 months ago"); None when the text states none."""
    said = [part for part, _, _ in parts]
    whole = " ".join(said)
    if whole in words.now:
        return Shown(back=((0, "second"),))
    if whole in words.spans:
        return Shown(back=((1, words.spans[whole]),))
    is_ago = any(" ".join(said[i : i + n]) in words.ago for i in range(len(said)) for n in (1, 2, 3))
    back: list[tuple[int, Precision]] = []
    counted = 0
    for i, part in enumerate(said):
        count = int(part) if part.isdigit() and len(part) <= len(str(_COUNT_MAX)) else words.numbers.get(part)
        if count is None or count > _COUNT_MAX:
            continue
        unit = _unit_around(said, i, words) or (_unit_after(said, i, words) if is_ago else None)
        if unit is None and not is_ago and (bare := _unit_after(said, i, words)) and part.isdigit():
            back.append((count, bare))
            counted += 2
        elif unit is not None:
            back.append((count, unit))
            counted = len(said)
    if not back and is_ago and not any(part.isdigit() for part in said):  # "час назад", "hace un mes" without the number
        unit = next((words.units[part] for part in said if part in words.units and ("units", part) not in words.foreign), None)
        back = [(1, unit)] if unit else []
        counted = len(said)
    if not back or counted < len(said):  # "2 days" alone is how long ago; "2 days of rain" is not
        return None
    if clock and len(back) == 1 and back[0][1] == "day":
        return Shown(days_ago=back[0][0], clock=clock)
    return Shown(back=tuple(sorted(back, key=lambda step: -UNITS.index(step[1]))))


def _unit_around(said: Sequence[str], i: int, words: Words) -> Precision | None:
    """Give the unit when the words on both sides of number `i` are one of a language's patterns: ("vor", "tagen")."""
    for before in (0, 1, 2, 3):
        if before > i:
            break
        prefix = " ".join(said[i - before : i])
        for after in (3, 2, 1):
            suffix = " ".join(said[i + 1 : i + 1 + after])
            if unit := words.around.get((prefix, suffix)):
                return unit
    return None


def _unit_after(said: Sequence[str], i: int, words: Words) -> Precision | None:
    """Give the unit that the word after number `i` names."""
    return next((words.units[name] for n in (2, 1) if (name := " ".join(said[i + 1 : i + 1 + n])) in words.units), None)


def _named_day(parts: Sequence[Token], words: Words, unknown: int, clock: Clock | None) -> Shown | None:
    """Give "yesterday" and its like; a word that only another language has for it must stand alone or beside a clock."""
    said = [part for part, _, _ in parts]
    for i in range(len(said)):
        for n in (3, 2, 1):
            name = " ".join(said[i : i + n])
            if (
                i + n <= len(said)
                and name in words.days
                and (clock or len(said) == n or (("days", name) not in words.foreign and unknown <= _UNKNOWN_MAX_BARE))
            ):
                return Shown(days_ago=words.days[name], clock=clock)
    return None


def _weekday_or_clock(parts: Sequence[Token], words: Words, clock: Clock) -> Shown | None:
    """Give "Monday at 10:15", or a clock alone when the text holds no other number."""
    said = [part for part, _, _ in parts]
    for name in said:
        if name in words.weekdays and ("weekdays", name) not in words.foreign:
            return Shown(weekday=words.weekdays[name], clock=clock)
    numbers = 1 + (clock.second is not None) + any(":" not in part and part.isdigit() for part in said[1:])
    return Shown(clock=clock) if sum(part.isdigit() for part in said) <= numbers else None
