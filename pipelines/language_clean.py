"""What of a text counts for telling its language: no addresses, handles, marks of emotion, digits or brand names."""

import re
from collections.abc import Sequence

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
_ADDRESSES = re.compile(r"https?:\S*|www\.\S*|(?<![\w.+-])[\w.+-]*@[\w.@-]+|&#?\w{2,8};|</?\w[^<>]{0,200}>", re.IGNORECASE)
_HOSTS = re.compile(
    r"(?<![\w.-])(?:[\w-]{1,63}\.){1,4}(?:com|net|org|info|biz|io|ru|su|by|ua|kz|vn|co|de|me|tv|app|shop)\b(?:/\S*)?", re.IGNORECASE
)
_INNER_DOT = re.compile(r"\w\.\w")
_STOPS = frozenset(".,!?'’‘ʻʼ،؟।。、-")
_MARK = re.compile(f"[{_MARKS}]")


class _Kept(dict[int, str]):
    """Code point → itself where words need it, else a blank; filled as characters are met (`str.translate` takes it so)."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kept = char if char.isalpha() or char in _STOPS or _MARK.match(char) else " "
        self[code] = kept
        return kept


_KEPT = _Kept()
_FEW = 40  # different characters; each that goes costs a pass over the text


def _without_signs(text: str) -> str:
    """As `text.translate(_KEPT)`, for most texts ten times sooner: they have few different characters."""
    met = set(text)
    if len(met) > 4 * _FEW:
        return text.translate(_KEPT)
    for char in met.difference(_PLAIN):
        if _KEPT[ord(char)] == " ":
            text = text.replace(char, " ")
        else:
            _PLAIN.add(char)
    return text


_PLAIN: set[str] = set()  # characters met that stay: at most all letters


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
    if "@" in text or "&" in text or "<" in text or "://" in text or "www." in text:
        text = _ADDRESSES.sub(" ", text)
    if "." in text and _INNER_DOT.search(text):
        text = _HOSTS.sub(" ", text)
    return " ".join(_without_signs(text).split())


def lower_shouting(text: str) -> str:
    """`text` in lower case where capitals prevail; İ and I as Turkish and Azerbaijani write them, where their letters are seen."""
    if "İ" in text or "Ğ" in text or "Ş" in text or "Ə" in text:
        text = text.replace("I", "ı")
    return text.replace("İ", "i").lower()
