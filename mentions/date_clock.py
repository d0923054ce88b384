"""Times of day in a text: 14:03, 2:03 p.m., 10h15, klo 14.03, 下午3:21, each with the zone printed after it."""

import re
from collections.abc import Iterator, Sequence

from mentions.date_shown import Clock, Found, Shown, Token, clock_of
from mentions.date_words import Words

_CLOCK = re.compile(
    r"(?<![\d:.,/-])(?P<hour>\d{1,2})(?:"
    r"\s?(?P<by>:|h|時|时|點|点|시|giờ)\s?(?P<minute>\d{1,2})(?!\d)(?:\s?[分분])?(?:[:.](?P<second>\d\d)(?!\d)(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"|\.(?P<dotted>\d\d)(?![\d.])"
    r"|(?=\s?(?:uhr|[ap]m|h)\b))"
)
_BEFORE_DOTTED = re.compile(
    r"(?:\b(?:kl|klo|klokka|kello|ore|pukul|um|om|at|à|alle|jam)\.?|,|@)\s*$"
)  # what stands before a clock written 14.03
_ZONE = re.compile(
    r"[\s,]*\(?(?:(?:gmt|utc)\s?(?P<sign>[+-])\s?(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?(?!\d)"
    r"|(?P<direct>[+-])(?P<direct_hours>\d\d):?(?P<direct_minutes>\d\d)(?!\d)"
    r"|(?P<name>[a-zа-я]{1,5})\b\s*(?:$|[)\],.;|]|\d{4}\b))"
)
_ZONES = {  # hours east of UTC; where an abbreviation has several meanings, the one most texts have
    "z": 0,
    "ut": 0,
    "utc": 0,
    "gmt": 0,
    "wet": 0,
    "bst": 1,
    "west": 1,
    "ist": 5.5,
    "cet": 1,
    "mez": 1,
    "cest": 2,
    "mesz": 2,
    "eet": 2,
    "eest": 3,
    "msk": 3,
    "мск": 3,
    "msd": 4,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "akst": -9,
    "akdt": -8,
    "hst": -10,
    "ast": -4,
    "adt": -3,
    "nst": -3.5,
    "ndt": -2.5,
    "brt": -3,
    "art": -3,
    "jst": 9,
    "kst": 9,
    "hkt": 8,
    "sgt": 8,
    "pht": 8,
    "wib": 7,
    "wita": 8,
    "wit": 9,
    "ict": 7,
    "pkt": 5,
    "npt": 5.75,
    "irst": 3.5,
    "trt": 3,
    "sast": 2,
    "eat": 3,
    "cat": 2,
    "wat": 1,
    "awst": 8,
    "acst": 9.5,
    "acdt": 10.5,
    "aest": 10,
    "aedt": 11,
    "nzst": 12,
    "nzdt": 13,
}
_NOON = 12
_CLOSING = re.compile(r"(?:,| at| -| »)? (?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?: ?(?P<half>[ap]m))?")


def closing_clock(text: str, start: int) -> Clock | None:
    """Give the time of day that is all of a normal text from `start` on, in the usual forms: what `clocks_in` finds there."""
    match = _CLOSING.fullmatch(text, start)
    if match is None:
        return None
    hour, minute, second, half = match.groups()
    return clock_of(_hour(int(hour), half or ""), int(minute), int(second) if second else None)


def clocks_in(text: str, parts: Sequence[Token], words: Words) -> Iterator[Found]:
    """Give every time of day in a normal text, with where it stands, its half of the day and its zone included."""
    for match in _CLOCK.finditer(text):
        dotted = match["dotted"]
        start, end = match.span()
        half, end_of_half = _half_after(end, text, parts, words)
        if dotted and not half and not _BEFORE_DOTTED.search(text, 0, start):
            continue
        if not half:
            half, start = _half_before(start, text, parts, words)
        minute = match["minute"] or dotted
        if minute is not None and len(minute) == 1 and match["by"] in (":", "h"):  # "2:1" is a score
            continue
        end = max(end, end_of_half)
        offset, end = _zone(text, end)
        second = int(match["second"]) if match["second"] else None
        micro = int((match["fraction"] or "0").ljust(6, "0")[:6])
        clock = clock_of(_hour(int(match["hour"]), half), int(minute or 0), second, microsecond=micro, offset_min=offset)
        if clock:
            yield Found(Shown(clock=clock), start, end)


def _hour(hour: int, half: str) -> int:
    """Give the hour of 24; "23:22:11 PM", which broken boards print, is 23."""
    if half == "pm" and hour < _NOON:
        return hour + _NOON
    return 0 if half == "am" and hour == _NOON else hour


def _half_after(end: int, text: str, parts: Sequence[Token], words: Words) -> tuple[str, int]:
    """Give "am", "pm" or "" as the word after position `end` says, and where it ends."""
    for word, start, word_end in parts:
        if start >= end:
            if text[end:start].strip():
                break
            return ("am", word_end) if word in words.am else ("pm", word_end) if word in words.pm else ("", end)
    return "", end


def _half_before(start: int, text: str, parts: Sequence[Token], words: Words) -> tuple[str, int]:
    """Give "am", "pm" or "" as the word before position `start` says, and where it starts: Chinese, Japanese, Korean."""
    for word, word_start, end in parts:
        if not word.isascii() and end <= start and not text[end:start].strip() and (word in words.am or word in words.pm):
            return ("am" if word in words.am else "pm"), word_start
    return "", start


def _zone(text: str, end: int) -> tuple[int | None, int]:
    """Give the zone printed at position `end`, in minutes east of UTC, and where it ends; None and `end` when there is none."""
    match = _ZONE.match(text, end)
    if match is None:
        return None, end
    if match["name"]:
        hours = _ZONES.get(match["name"])
        return (None, end) if hours is None else (round(hours * 60), match.end("name"))
    sign, hours_text, minutes = (
        match["sign"] or match["direct"],
        match["hours"] or match["direct_hours"],
        match["minutes"] or match["direct_minutes"],
    )
    offset = (int(hours_text) * 60 + int(minutes or 0)) * (-1 if sign == "-" else 1)
    return (offset, match.end()) if abs(offset) <= 14 * 60 else (None, end)
