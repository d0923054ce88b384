"""The words of dates in the languages people write: dateparser's tables (from Unicode's CLDR), turned into dictionaries."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from dateparser.languages.loader import default_loader

from mentions.mention import Precision

COMMON = (
    *("en", "ru", "uk", "de", "fr", "es", "pt", "it", "nl", "pl", "cs", "sk", "tr", "vi", "id", "sv", "da", "nb", "fi", "hu", "ro", "bg"),
    *("el", "sr", "hr", "sl", "lt", "lv", "et", "kk", "be", "fa", "ar", "he", "ja", "zh", "ko", "th", "hi", "ka", "az", "ca"),
)
"""Languages whose words are known to every reading; a page's own come first, because "listopad" is two months."""
UNITS: tuple[Precision, ...] = ("second", "minute", "hour", "day", "week", "month", "year")

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HAS_DIGIT = re.compile(r"\d")
_FOREIGN_LETTERS = 3  # shorter words of other languages are too often words of this one
_NUMBER = r"(\d++[.,]?\d*+)"  # how dateparser writes the number in its patterns
_PERSIAN_MONTHS = ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"]
# What dateparser's tables lack:
_UNITS: Mapping[Precision, tuple[str, ...]] = {
    "second": ("s", "sec", "secs", "ثانیه"),
    "minute": ("m", "min", "mins", "دقیقه"),
    "hour": ("h", "hr", "hrs", "godz", "hod", "tim", "ساعت"),
    "day": ("d", "napja", "روز"),
    "week": ("w", "wk", "wks", "hete", "هفته"),
    "month": ("mo", "mos", "ماه"),
    "year": ("y", "yr", "yrs", "سال"),
}
_NOW = (
    *("just now", "now", "moments ago", "a moment ago", "a few seconds ago", "a few moments ago", "seconds ago", "gerade eben"),
    *("soeben", "eben", "vor wenigen sekunden", "vor kurzem", "только что", "сейчас", "щойно", "à l instant", "il y a quelques secondes"),
    *("ahora mismo", "hace un momento", "hace unos segundos", "agora mesmo", "há poucos segundos", "adesso", "poco fa", "zojuist"),
    *("przed chwilą", "právě teď", "před chvílí", "şimdi", "az önce", "vừa xong", "mới đây", "vài giây trước", "baru saja", "just nu"),
    *("lige nu", "juuri nyt", "épp most", "chiar acum", "τώρα", "刚刚", "刚才", "剛剛", "たった今", "방금", "همین الان", "الآن", "เมื่อสักครู่"),
)
_DAYS: Mapping[int, tuple[str, ...]] = {
    0: ("dziś", "dzisiaj", "бүгін", "hôm nay", "امروز", "วันนี้", "今天", "오늘"),
    1: ("wczoraj", "вчора", "кеше", "hôm qua", "دیروز", "เมื่อวาน", "เมื่อวานนี้", "昨天", "어제"),
    2: (
        *("позавчера", "позавчора", "przedwczoraj", "předevčírem", "predvčerom", "vorgestern", "avant hier", "anteontem", "avantieri"),
        *("l altro ieri", "kemarin dulu", "hôm kia", "evvelsi gün", "پریروز", "前天"),
    ),
}
_AGO = ("ago", "πριν", "전", "前", "پیش", "قبل", "temu", "тому", "бұрын", "yang lalu", "trước", "ที่แล้ว", "prije", "pre")
_AM = ("am", "上午", "오전", "午前", "πμ", "凌晨", "早上")
_PM = ("pm", "下午", "오후", "午後", "μμ", "晚上", "傍晚")


_WORD = re.compile(r"\d+|[^\s\d!-/:-@\[-`{-~«»“”„‘’…—–·•、。°→»|]+")
_GLUED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff]")
"""Scripts that write words without blanks."""
_GLUED_MAX = 20  # characters of the longest of their date words
_INITIALS = re.compile(r"\b([^\W\d_])\.\s?([^\W\d_])\.(?!\w)|\b([^\W\d_])\.([^\W\d_])\b")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
_SPELLING = str.maketrans({"ي": "ی", "ك": "ک", "\u0307": "", "\u200c": "", "\u200d": "", "\u200e": "", "\u200f": "", "ʼ": "'", "№": ""})


@dataclass(frozen=True, slots=True)
class Words:
    """Date words in normal form (`normal`) and what they say."""

    months: dict[str, int] = field(default_factory=dict)
    weekdays: dict[str, int] = field(default_factory=dict)
    """0 is Monday."""
    units: dict[str, Precision] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    """"a", "einem": only read beside a unit."""
    days: dict[str, int] = field(default_factory=dict)
    """Words that name a day by its distance from today: "yesterday" is 1."""
    spans: dict[str, Precision] = field(default_factory=dict)
    """Phrases that go back one unit: "last month"."""
    now: dict[str, Precision] = field(default_factory=dict)
    around: dict[tuple[str, str], Precision] = field(default_factory=dict)
    """What stands before and after a number that goes back: ("vor", "tagen")."""
    ago: set[str] = field(default_factory=set)
    am: set[str] = field(default_factory=set)
    pm: set[str] = field(default_factory=set)
    foreign: set[tuple[str, str]] = field(default_factory=set)
    """("months", word): only a language that was not named has it there, so it needs more evidence."""
    glued: set[str] = field(default_factory=set)
    """All words of scripts without blanks: where to cut."""
    month_starts: dict[str, int] = field(default_factory=dict)
    """First words of the months' names, and of how many words the longest is that begins so: "tháng 3"."""
    single: set[str] = field(default_factory=set)
    """Whatever one word can say of a date, the numbers among it."""


def normal(text: str) -> str:
    """Give text as date words are looked up: compatibility forms resolved, lower case, ASCII digits, initials joined ("a.m." is "am")."""
    if text.isascii():
        text = text.lower()
    else:
        text = unicodedata.normalize("NFKC", text).lower().translate(_SPELLING)
        text = _FOREIGN_DIGIT.sub(lambda match: str(unicodedata.decimal(match.group())), text)
    return _INITIALS.sub(lambda match: "".join(part or "" for part in match.groups()), text) if "." in text else text


def key(text: str) -> str:
    """Give the form under which a word or phrase is looked up: its words and numbers with single blanks."""
    return " ".join(_WORD.findall(normal(text)))


def tokens(text: str, words: Words) -> list[tuple[str, int, int]]:
    """Give the words and numbers of a normal text, each with start and end; scripts without blanks are cut at known words."""
    if text.isascii():
        return [(match.group(), *match.span()) for match in _WORD.finditer(text)]
    return list(_cut(text, words))


def _cut(text: str, words: Words) -> Iterator[tuple[str, int, int]]:
    """Give the tokens of a text that may be in a script without blanks."""
    for match in _WORD.finditer(text):
        word, start = match.group(), match.start()
        if word.isascii() or not _GLUED.search(word):
            yield word, start, match.end()
            continue
        at = 0
        while at < len(word):
            size = next((n for n in range(min(len(word) - at, _GLUED_MAX), 0, -1) if word[at : at + n] in words.glued), len(word) - at)
            yield word[at : at + size], start + at, start + at + size
            at += size


@lru_cache(maxsize=64)
def words_of(languages: tuple[str, ...]) -> Words:
    """Give the words of these languages and of all common ones; the first to claim a word has it. Unknown languages are passed over."""
    words = Words(months={key(name): number for number, name in enumerate(_PERSIAN_MONTHS, 1)})
    _add_extra(words)
    for language in dict.fromkeys((*languages, *COMMON)):
        try:
            locale = default_loader.get_locale(language)
        except (ValueError, IndexError):  # dateparser's answers to a language it does not know
            continue
        if locale is not None:
            _add(words, locale.info, is_own=language == "en" or language in languages)
    known = (words.months, words.weekdays, words.units, words.days, words.now, words.ago, words.am, words.pm)
    words.glued.update(word for table in known for word in table if _GLUED.search(word))
    for name in words.months:
        first, *more = name.split()
        words.month_starts[first] = max(words.month_starts.get(first, 0), 1 + len(more))
    words.single.update(words.months, words.weekdays, words.units, words.days, words.ago, words.am, words.pm, words.numbers)
    words.glued.update(suffix for _, suffix in words.around if _GLUED.search(suffix))
    return words


def _add(words: Words, info: Mapping[str, Any], *, is_own: bool) -> None:
    """Add one language's table."""
    claim = partial(_claim, words, is_own=is_own)
    for number, name in enumerate(_MONTHS, 1):
        claim("months", words.months, (word for word in info.get(name, ()) if len(word) > 1), number)
    for number, name in enumerate(_WEEKDAYS):
        claim("weekdays", words.weekdays, info.get(name, ()), number)
    phrases = info.get("relative-type", {})
    for unit in UNITS:
        claim("units", words.units, info.get(unit, ()), unit)
        if unit != "day":
            claim("spans", words.spans, phrases.get(f"1 {unit} ago", ()), unit)
        for around in _patterns(info, unit):
            words.around.setdefault(around, unit)
    for days in range(4):
        claim("days", words.days, (phrase for phrase in phrases.get(f"{days} day ago", ()) if not _HAS_DIGIT.search(phrase)), days)
    claim("now", words.now, phrases.get("0 second ago", ()), "second")
    for word, number in ((word, number) for rule in info.get("simplifications", ()) for word, number in rule.items()):
        if word.isalpha() and str(number).isdecimal():
            claim("numbers", words.numbers, (word,), int(number))
    words.ago.update(map(key, info.get("ago", ())))
    for table, name in ((words.am, "am"), (words.pm, "pm")):
        table.update(word for word in map(key, info.get(name, ())) if is_own or not word.isascii())


def _claim(words: Words, kind: str, table: dict[str, Any], names: Iterable[str], value: object, *, is_own: bool) -> None:
    """Enter names that nobody has claimed, and remember those of languages that were not named."""
    for word in map(key, names):
        if word and word not in table and (is_own or not word.isascii() or len(word) >= _FOREIGN_LETTERS or kind == "units"):
            table[word] = value
            if not is_own:
                words.foreign.add((kind, word))


def _patterns(info: Mapping[str, Any], unit: str) -> Iterator[tuple[str, str]]:
    """Give what stands before and after the number in a language's ways to say "5 units ago"."""
    for pattern in info.get("relative-type-regex", {}).get(f"\\1 {unit} ago", ()):
        before, number, after = pattern.partition(_NUMBER)
        around = key(before), key(after.replace(r"\s*", ""))
        if number and around != ("", ""):
            yield around


def _add_extra(words: Words) -> None:
    """Add what the tables lack."""
    words.units.update((key(word), unit) for unit, names in _UNITS.items() for word in names)
    words.now.update((key(word), "second") for word in _NOW)
    words.days.update((key(word), days) for days, names in _DAYS.items() for word in names)
    words.ago.update(map(key, _AGO))
    words.am.update(map(key, _AM))
    words.pm.update(map(key, _PM))
