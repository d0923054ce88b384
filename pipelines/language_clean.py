"""What of a text counts for telling its language: no addresses, handles, marks of emotion, digits or brand names."""

import re
from collections.abc import Sequence

WINDOWS = (1_500, 15_000, 150_000)
"""Characters of the raw text that are looked at: the next window only where the one before held next to no letters."""
ENOUGH_LETTERS = 30
"""Letters that make a window worth stopping at."""
SHOUTING = 0.6
"""Share of capitals among the cased letters above which a text is lower-cased: detectors know few capitals."""

# Letters of many scripts carry marks that are no `\w`: vowels of Indic scripts, Thai, Lao, Tibetan, Burmese, Khmer; points of Hebrew and Arabic.
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0dff\u0e30-\u0eff\u0f00-\u109f\u1780-\u17dd\u200c\u200d"
_ADDRESSES = re.compile(
    r"https?:\S*|www\.\S*"
    r"|(?<![\w.+-])[\w.+-]*@[\w.@-]+"  # handles and mail addresses; the look-behind keeps a long run of letters linear
    r"|(?<![\w.-])(?:[\w-]{1,63}\.){1,4}(?:com|net|org|info|biz|io|ru|su|by|ua|kz|vn|co|de|me|tv|app|shop)\b(?:/\S*)?"
    r"|&#?\w{2,8};|</?\w[^<>]{0,200}>",
    re.IGNORECASE,
)
_NOT_WORDS = re.compile(rf"[^\w\s.,!?'’‘ʻʼ،؟।。、{_MARKS}\-]+|[\d_]+")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{3,}")
_SPACES = re.compile(r"\s+")


def clean(text: str, ignore: Sequence[tuple[int, int]] = ()) -> str:
    """The words of `text`, one space between them; `ignore` are spans of `text` that do not count (brand names)."""
    for window in WINDOWS:
        words = _clean(text[:window], ignore)
        if window >= len(text) or len(words) >= ENOUGH_LETTERS:
            break
    return words


def _clean(text: str, ignore: Sequence[tuple[int, int]]) -> str:
    for start, end in sorted(ignore, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    if "/" in text or "@" in text or "." in text or "&" in text or "<" in text:
        text = _ADDRESSES.sub(" ", text)
    text = _NOT_WORDS.sub(" ", text)
    text = _DRAWN_OUT.sub(r"\1\1", text)  # "soooo good": no model has met it so
    return _SPACES.sub(" ", text).strip()


def lower_shouting(text: str) -> str:
    """`text` in lower case where capitals prevail; İ and I as Turkish and Azerbaijani write them, where their letters are seen."""
    if "İ" in text or "Ğ" in text or "Ş" in text or "Ə" in text:
        text = text.replace("I", "ı")
    return text.replace("İ", "i").lower()
