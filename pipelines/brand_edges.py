"""Where a word begins and ends, script by script: blanks part words in most, nothing does in Chinese, Japanese or Thai."""

import re
import unicodedata

LETTERS = re.compile(r"[^\W\d_]{1,80}")
"""A run of letters of a folded text; no word is longer."""

_NO_SPACES = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
)
_KATAKANA = re.compile(r"[\u30a0-\u30ff\u31f0-\u31ff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")

# Words that Arabic and Hebrew write together with the next one: and, with, to, in, from, the.
_PROCLITICS = re.compile(r"[وف]?(?:ال|لل|[بكل](?:ال)?)?|ו?[הבלמשכ]{0,2}")
_LONGEST_PROCLITIC = 4
_OTHERS = "\u0590"  # Latin, Greek and Cyrillic letters come before
_NOT_SYLLABLES = "\u0e00"  # letters before it are parted by blanks alone


def is_word_char(char: str) -> bool:
    """Whether a character is part of a word: letters, digits, and the vowel signs that Indic scripts write after them."""
    return char.isalnum() or (char > "\u0300" and unicodedata.category(char)[0] == "M")


def joins(left: str, right: str) -> bool:
    """Whether two neighbouring characters belong to one word."""
    if left < _OTHERS and right < _OTHERS and left.isalnum() and right.isalnum():
        return True  # what follows finds the same
    if not is_word_char(left) or not is_word_char(right):
        return False
    if unicodedata.category(right)[0] == "M":
        return True
    if _NO_SPACES.match(left) or _NO_SPACES.match(right):
        return bool(_KATAKANA.match(left) and _KATAKANA.match(right))
    return is_hangul(left) == is_hangul(right) or left.isdigit() or right.isdigit()


def is_hangul(char: str) -> bool:
    """Whether a text begins with a Korean syllable."""
    return _HANGUL.match(char) is not None


def begins_word(text: str, at: int) -> bool:
    """Whether a word begins at `at`, words written together with the next one (Arabic "and the") set aside."""
    if not at or not joins(text[at - 1], text[at]):
        return True
    if not "\u0590" <= text[at] <= "\u06ff":
        return False
    back = at
    while back and at - back <= _LONGEST_PROCLITIC and is_word_char(text[back - 1]):
        back -= 1
    return at - back <= _LONGEST_PROCLITIC and _PROCLITICS.fullmatch(text, back, at) is not None


def tail_after(text: str, at: int) -> str:
    """Give the letters that follow a name directly, up to the end of the word; "" where the word ends, or where digits follow letters."""
    if at >= len(text) or not joins(text[at - 1], text[at]):
        return ""
    if text[at].isdigit():
        return "" if not text[at - 1].isdigit() else text[at]
    found = LETTERS.match(text, at)
    if found is None:
        return text[at]
    if found[0] < _NOT_SYLLABLES:
        return found[0]
    last = next((end for end in range(at + 1, found.end()) if not joins(text[end - 1], text[end])), found.end())
    return text[at:last]
