"""Calendar dates in a text: numeric, with the month in words, in Chinese, Japanese or Korean, in the Persian calendar."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from mentions.date_shown import Found, Shown, Token, clock_of
from mentions.date_words import Words, normal
from mentions.site import DateOrder

ORDINAL = frozenset(("st", "nd", "rd", "th", "o", "a", "er", "ère", "e", "го", "й", "de", "del", "of", "d", "en", "the"))
ORDINAL |= frozenset(("ngày", "năm", "р", "г", "gada", "m", "жылғы"))
"""What may stand between the parts of one date."""

_ISO = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?P<by>-?)(?P<month>\d\d)(?P=by)(?P<day>\d\d)(?:(?:t|,?\s)\s?(?P<hour>\d\d):?(?P<minute>\d\d)"
    r"(?::?(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?\s?(?P<offset>z(?![a-z])|[+-]\d\d(?::?\d\d)?(?!\d|:))?)?(?!\d)"
)
_EAST_ASIAN = re.compile(r"(?<!\d)(?:(?P<year>\d{4})\s?[年년]\s?)?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日号號일]")
_NUMERIC = re.compile(
    r"(?<![\d.,:/-])(?P<a>\d{1,4})\s?(?P<by>[./-])\s?(?P<b>\d{1,2})(?:\s?(?P=by)|,)\s?(?P<c>\d{4}|\d{1,2})(?![\d:]|[./-]\d)"
)
_LEADING = re.compile(  # "tue jan 23, 2024", "12. märz 2021": a word, a month by its name, day and year
    r"(?:(?P<word>[^\W\d_]+)[.,]? )?"
    r"(?:(?P<name>[^\W\d_]+)\.? (?P<day>\d{1,2})|(?P<before>\d{1,2})\.? (?P<after>[^\W\d_]+)\.?),? (?P<year>\d{4})(?!\d)"
)
_JOINS = frozenset("./-")
_SHORT = re.compile(r"(?P<a>\d{1,2})(?P<by>[./-])(?P<b>\d{1,2})\.?,?\s")
_JOIN = re.compile(r"[\s.,/'’()-]{0,4}")
_IS_CLOCK = re.compile(r":|\s?(?:[ap]m|uhr|h)\b")
_PERSIAN = re.compile("فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند")
_NOT_A_DAY = frozenset(":#")
_JALALI = range(1300, 1451)
_BUDDHIST = range(2500, 2601)
_GREGORIAN = range(1970, 2100)
_YEAR_DIGITS, _DAY_DIGITS = 4, 2
_MONTHS, _DAYS = 12, 31
_LONG_MONTHS = 6  # months of 31 days that begin a Persian year
_ANCHOR_YEAR, _ANCHOR = 1400, dt.date(2021, 3, 21)  # 1 Farvardin 1400
_YEAR_FIRST = frozenset(("ja", "zh", "ko", "hu", "lt", "fa"))


def iso_in(text: str) -> Shown | None:
    """Give the ISO 8601 date, basic or extended, that a normal text is or holds in full form; None when there is none."""
    match = _ISO.search(text)
    if match is None or not (match["offset"] or "t" in match.group() or match.end() == len(text)):
        return None
    date = _gregorian(int(match["year"]), int(match["month"]), int(match["day"]))
    if date is None:
        return None
    if not match["hour"]:
        return Shown(*date)
    zone, offset = match["offset"], None
    if zone:
        digits = zone[1:].replace(":", "")
        offset = 0 if zone == "z" else (int(digits[:2]) * 60 + int(digits[2:] or 0)) * (-1 if zone[0] == "-" else 1)
    second = int(match["second"]) if match["second"] else None
    micro = int((match["fraction"] or "0").ljust(6, "0")[:6])
    clock = clock_of(int(match["hour"]), int(match["minute"]), second, microsecond=micro, offset_min=offset)
    return Shown(*date, clock=clock) if clock else None


def order_in(text: str) -> DateOrder | None:
    """Give the order of day, month and year that a numeric date proves by itself ("25.04.2015"), or None."""
    if text.isascii() and _JOINS.isdisjoint(text):
        return None
    match = _NUMERIC.search(normal(text))
    if match is None or (len(match["c"]) < _DAY_DIGITS and len(match["a"]) < _YEAR_DIGITS):
        return None
    first, second = int(match["a"]), int(match["b"])
    if len(match["a"]) == _YEAR_DIGITS or first > _DAYS:
        return "YMD"
    if second > _MONTHS >= first:
        return "MDY"
    return "DMY" if first > _MONTHS >= second and (len(match["c"]) == _YEAR_DIGITS or int(match["c"]) > _DAYS) else None


def leading_date(text: str, words: Words, languages: Sequence[str], order: DateOrder | None) -> Found | None:
    """Give the whole date that a normal text begins with, in the usual forms: what `dates_in` finds there, ten times as fast."""
    if text[:1].isdigit() and (match := _NUMERIC.match(text)):
        return next(_numeric(match, languages, order), None)
    match = _LEADING.match(text)
    if match is None or (match["word"] and match["word"] in words.month_starts):
        return None
    name = match["name"] or match["after"]
    if words.month_starts.get(name) != 1 or not _is_year(match["year"]):
        return None
    return next(_found(int(match["year"]), words.months[name], int(match["day"] or match["before"]), match.span()), None)


def dates_in(text: str, parts: Sequence[Token], words: Words, languages: Sequence[str], order: DateOrder | None) -> Iterator[Found]:
    """Give every calendar date in a normal text."""
    east_asian = [] if text.isascii() else list(_EAST_ASIAN.finditer(text))
    for match in east_asian:
        year = int(match["year"]) if match["year"] else None
        yield from _found(year, int(match["month"]), int(match["day"]), match.span())
    for match in _NUMERIC.finditer(text):
        yield from _numeric(match, languages, order)
    if (short := _SHORT.match(text)) and all(part.isdigit() or part in words.am or part in words.pm for part, _, _ in parts):
        first, second = int(short["a"]), int(short["b"])
        is_swapped = second > _MONTHS or (first <= _MONTHS and _is_month_first(short["by"], languages, order))
        yield from _found(None, *((first, second) if is_swapped else (second, first)), short.span())
    if not east_asian:  # whose months are words to `_worded` too
        yield from _worded(text, parts, words)


def _numeric(match: re.Match[str], languages: Sequence[str], order: DateOrder | None) -> Iterator[Found]:
    """Give a date of three numbers, in the order that it, the page or the language tells."""
    a, b, c = int(match["a"]), int(match["b"]), int(match["c"])
    if len(match["c"]) < _DAY_DIGITS and len(match["a"]) < _YEAR_DIGITS:  # "1.2.3" is a version; "2024-3-5" is a day
        return
    is_short = len(match["a"]) <= _DAY_DIGITS and len(match["c"]) <= _DAY_DIGITS
    is_year_first = order == "YMD" or (order is None and languages[:1] and languages[0] in _YEAR_FIRST)
    if len(match["a"]) == _YEAR_DIGITS or (is_short and (a > _DAYS or is_year_first)):
        yield from _found(a + 2000 if is_short else a, b, c, match.span())
    elif len(match["a"]) <= _DAY_DIGITS:
        is_month_first = a <= _MONTHS and (b > _MONTHS or _is_month_first(match["by"], languages, order))
        month, day = (a, b) if is_month_first else (b, a)
        is_swappable = order is None and a <= _MONTHS and b <= _MONTHS and a != b
        yield from _found(c + 2000 if is_short else c, month, day, match.span(), is_swappable=is_swappable)


def _is_month_first(by: str, languages: Sequence[str], order: DateOrder | None) -> bool:
    """Tell whether an ambiguous date puts the month first: as the page does, else as Americans do, who write English with slashes."""
    if order in ("DMY", "MDY"):
        return order == "MDY"
    return by != "." and (not languages or languages[0] == "en")


def _worded(text: str, parts: Sequence[Token], words: Words) -> Iterator[Found]:
    """Give every date whose month is a word."""
    at = 0
    while at < len(parts):
        longest = words.month_starts.get(parts[at][0].lstrip("0"))
        name, size = _month(parts[at : at + longest], words) if longest else ("", 0)
        if size:
            is_sure = ("months", name) not in words.foreign
            own = Found(Shown(month=words.months[name]), parts[at][1], parts[at + size - 1][2])
            yield from _around(text, parts, at, at + size, own, is_sure=is_sure)
        at += size or 1


def _month(parts: Sequence[Token], words: Words) -> tuple[str, int]:
    """Give the longest name of a month that begins a text, and of how many words it is; "" and 0 when none does."""
    said = [part.lstrip("0") for part, _, _ in parts]
    for size in range(len(said), 0, -1):
        name = " ".join(said[:size])
        if name in words.months:
            return name, size
    return "", 0


def _around(text: str, parts: Sequence[Token], at: int, after: int, name: Found, *, is_sure: bool) -> Iterator[Found]:
    """Give the date that the numbers around a month's name make, if any: the most complete reading of them."""
    month = name.shown.month or 0
    left, start, left_at = _number_before(text, parts, at)
    right, end, right_at = _number_after(text, parts, after)
    last, last_end, _ = _number_after(text, parts, right_at) if right else ("", end, after)
    if _is_year(left) and _is_day(right):  # 2021 March 12
        yield from _found(int(left), month, int(right), (start, end))
    elif _is_day(right) and _is_year(last):  # March 12, 2021
        yield from _found(int(last), month, int(right), (name.start, last_end))
    elif _is_day(left) and _is_year(right):  # 12 March 2021
        yield from _found(int(right), month, int(left), (start, end))
    elif _is_day(left) and len(right) == _DAY_DIGITS and is_sure:  # 12 Mar 21
        yield from _found(2000 + int(right), month, int(left), (start, end))
    elif _is_day(left) and _is_year((year := _number_before(text, parts, left_at))[0]):  # 2021. gada 12. martā
        yield from _found(int(year[0]), month, int(left), (year[1], name.end))
    elif _is_day(right) and (late := _year_behind_clock(text, parts, right_at)):  # Mar 12 10:11:12 2021
        yield from _found(late, month, int(right), (name.start, end))
    elif _is_year(right):  # March 2021
        yield from _found(int(right), month, None, (name.start, end))
    elif len(right) == _DAY_DIGITS and text[end - 3] in "'’":  # Mar '21
        yield from _found(2000 + int(right), month, None, (name.start, end))
    elif is_sure and (_is_day(left) or _is_day(right)) and not _PERSIAN.search(text):  # 12 March
        yield from _found(None, month, int(left if _is_day(left) else right), (start, name.end) if _is_day(left) else (name.start, end))


def _number_before(text: str, parts: Sequence[Token], at: int) -> tuple[str, int, int]:
    """Give the number before part `at`, ordinal endings and "de" passed over, with its start and its own place; "" for none."""
    start = parts[at][1]
    for i in range(at - 1, max(at - 4, -1), -1):
        part, part_start, part_end = parts[i]
        if not _JOIN.fullmatch(text, part_end, start):
            break
        if part.isdigit():
            return ("", start, at) if part_start and text[part_start - 1] in _NOT_A_DAY else (part, part_start, i)
        if part not in ORDINAL:
            break
        start = part_start
    return "", parts[at][1], at


def _number_after(text: str, parts: Sequence[Token], at: int) -> tuple[str, int, int]:
    """Give the number from part `at` on, passing over as `_number_before` does, with its end and the next place; "" for none."""
    end = parts[at - 1][2]
    for i in range(at, min(at + 3, len(parts))):
        part, part_start, part_end = parts[i]
        if not _JOIN.fullmatch(text, end, part_start):
            break
        if part.isdigit():
            return ("", end, at) if _IS_CLOCK.match(text, part_end) else (part, part_end, i + 1)
        if part not in ORDINAL:
            break
        end = part_end
    return "", parts[at - 1][2], at


def _year_behind_clock(text: str, parts: Sequence[Token], at: int) -> int | None:
    """Give the year of "Mar 12 10:11:12 +0000 2021" (C's asctime, Unix mail, older APIs), `at` being the hour's place."""
    if at >= len(parts) or not _IS_CLOCK.match(text, parts[at][2]):
        return None
    for part, start, _ in parts[at + 1 : at + 6]:
        if _is_year(part) and text[start - 1] == " ":
            return int(part)
    return None


def _is_year(number: str) -> bool:
    """Tell whether a number is a year with all its digits."""
    return len(number) == _YEAR_DIGITS and number.isdecimal() and any(int(number) in years for years in (_GREGORIAN, _JALALI, _BUDDHIST))


def _is_day(number: str) -> bool:
    """Tell whether a number can be a day of a month."""
    return 0 < len(number) <= _DAY_DIGITS and 1 <= int(number) <= _DAYS


def _found(year: int | None, month: int, day: int | None, span: tuple[int, int], *, is_swappable: bool = False) -> Iterator[Found]:
    """Give the date when there is such a day, in our calendar."""
    if year is not None and day is not None:
        date = _gregorian(year, month, day)
        if date:
            yield Found(Shown(*date, is_swappable=is_swappable), *span)
    elif 1 <= month <= _MONTHS and (day is None or 1 <= day <= _DAYS) and (year is None or year in _GREGORIAN):
        yield Found(Shown(year, month, day), *span)


def _gregorian(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    """Give a day in our calendar, Persian and Buddhist years told by their size; None when there is no such day."""
    if not (1 <= month <= _MONTHS and 1 <= day <= _DAYS):
        return None
    if year in _JALALI:
        return _from_jalali(year, month, day)
    if year in _BUDDHIST:
        year -= 543
    try:
        dt.date(year, month, day)
    except ValueError:
        return None
    return year, month, day


def _from_jalali(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    """Give a day of the Persian calendar in ours, by the 33-year cycle, right from 1244 to 1472.

    Source: M. Heydari-Malayeri, A concise review of the Iranian calendar, arXiv:astro-ph/0409620.
    """
    length = 31 if month <= _LONG_MONTHS else 30 if month < _MONTHS or _is_jalali_leap(year) else 29
    if day > length:
        return None
    first, last = sorted((year, _ANCHOR_YEAR))
    between = sum(365 + _is_jalali_leap(y) for y in range(first, last))
    within = (month - 1) * 30 + min(month - 1, _LONG_MONTHS) + day - 1
    date = _ANCHOR + dt.timedelta(days=within + (between if year > _ANCHOR_YEAR else -between))
    return date.year, date.month, date.day


def _is_jalali_leap(year: int) -> bool:
    """Tell whether a Persian year has 366 days."""
    return (25 * year + 11) % 33 < 8  # noqa: PLR2004 - 8 of 33 years are long
