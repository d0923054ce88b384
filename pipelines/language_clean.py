"""What of a text counts for telling its language: no addresses, handles, marks of emotion, digits or brand names."""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

ENOUGH = 160
"""Characters of a cleaned text that are looked at: more cost time and change one answer in a thousand."""
_WINDOWS = (200, 1_500, 15_000, 150_000)  # characters of the raw text; the next one only where the one before was mostly noise
_MOSTLY = 120

SHOUTING = 0.6
"""Share of capitals among the cased letters above which a text is lower-cased: detectors know few capitals."""

# Marks that are letters to their writers and no `\w` to Python: vowels from Devanagari to Khmer, points of Hebrew and Arabic.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0dff\u0e30-\u0eff\u0f00-\u109f\u1780-\u17dd\u200c\u200d"
)
_MARKUP = re.compile(r"&#?\w{2,8};|</?\w[^<>]{0,200}>")
_LINKS = re.compile(r"(?:[Hh][Tt][Tt][Pp][Ss]?:|[Ww]{3}\.)\S*")
_HANDLES = re.compile(r"(?<![\w.+-])[\w.+-]*@[\w.@-]+")
_HOSTS = re.compile(
    r"(?<![\w.-])(?:[\w-]{1,63}\.){1,4}(?:com|net|org|info|biz|io|ru|su|by|ua|kz|vn|co|de|me|tv|app|shop)\b(?:/\S*)?", re.IGNORECASE
)
_INNER_DOT = re.compile(r"\.(?<=\w\.)\w")  # the dot first: it is what a search runs to
_STOPS = frozenset(".,!?'’‘ʻʼ،؟।。、-")
_MARK = re.compile(f"[{_MARKS}]")


@cache
def _shown() -> NDArray[np.uint32]:
    """Give each code point that words need, a blank for the others; the last stands for all that follow."""
    chars = map(chr, range(_END + 1))
    kept = (ord(char) if char.isalpha() or char in _STOPS or _MARK.match(char) else _BLANK for char in chars)
    return np.fromiter(kept, np.dtype("<u4"), _END + 1)


_BLANK = 32
_END = 0x32000  # no letters from here on
_ASCII = {code: chr(code) if chr(code).isalpha() or chr(code) in _STOPS else " " for code in range(128)}


def _without_signs(text: str) -> str:
    """Give the text with a blank for every character that words do not need."""
    if text.isascii():
        return text.translate(_ASCII)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return _shown().take(codes, mode="clip").tobytes().decode("utf-32-le")


def clean(text: str, ignore: Sequence[tuple[int, int]] = ()) -> str:
    """Give the first `ENOUGH` characters of the words of `text`, one space between them.

    `ignore` are spans of `text` that do not count (brand names).
    """
    for start, end in sorted(ignore, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    words = ""
    for window in _WINDOWS:
        words = _words(text[:window])
        if len(words) >= _MOSTLY or window >= len(text):
            break
    if len(words) <= ENOUGH:
        return words
    cut = words.rfind(" ", ENOUGH // 2, ENOUGH)
    return words[: cut if cut > 0 else ENOUGH]


def _words(text: str) -> str:
    if "&" in text or "<" in text:
        text = _MARKUP.sub(" ", text)
    if "://" in text or "www." in text:
        text = _LINKS.sub(" ", text)
    if "@" in text:
        text = _HANDLES.sub(" ", text)
    if "." in text and _INNER_DOT.search(text):
        text = _HOSTS.sub(" ", text)
    return " ".join(_without_signs(text).split())


def lower_shouting(text: str) -> str:
    """`text` in lower case where capitals prevail; İ and I as Turkish and Azerbaijani write them, where their letters are seen."""
    if "İ" in text or "Ğ" in text or "Ş" in text or "Ə" in text:
        text = text.replace("I", "ı")
    return text.replace("İ", "i").lower()
