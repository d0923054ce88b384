"""The skeleton of a text: what is left of it when case, marks, punctuation, markup, links and look-alike letters are taken away.

Two texts that differ only in those have equal skeletons. One table look-up a character, done by numpy for the whole text.
"""

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

NORMALISER_VERSION = 2
"""Stored with the keys made from a skeleton; raise it with any change that gives another skeleton or another fingerprint."""

MAX_CHARS = 20_000
"""Longer texts are compared by their first 20,000 characters: a page of books, and 1 MB must not hold the loop."""

Codes = npt.NDArray[np.uint32]
Bounds = npt.NDArray[np.int64]

BLANK = 0x20
_DROPPED = 0
_SYLLABLES = range(0xAC00, 0xD7A4)  # Hangul syllables decompose into jamo: they stay whole
_HAN_PLANES = range(0x20000, 0x323B0)

# After case folding. Letters of other scripts that are drawn like a Latin one, capitals included (В is B, Н is H), and Latin letters
# whose mark is part of the glyph, so that Unicode does not decompose them.
_LOOK_ALIKES = str.maketrans(
    "авеёкмнорстухіїјѕһԁԛԝүғқәөαβεικνορτυχωıđłøħŧßæœðþəɡɩʀ",
    "abeekmhopctyxiijshdqwygkaoabeiknoptuxwidlohtsaodbagir",
)
# Marks that decorate a letter, in scripts where people leave them out. Vowel signs of Indic scripts and Thai carry meaning: they stay.
_MARKS: tuple[range, ...] = (
    range(0x0300, 0x0370),
    range(0x0483, 0x048A),
    range(0x0591, 0x05C8),
    range(0x0610, 0x061B),
    range(0x064B, 0x0660),
)
_MARKS += (range(0x06D6, 0x06EE), range(0x1AB0, 0x1B00), range(0x1DC0, 0x1E00), range(0x20D0, 0x2100), range(0xFE00, 0xFE30))
_APOSTROPHES = "'’ʼ‘`´ʹ"  # inside words, typed or left out at will

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>|<!--.{0,300}?-->", re.DOTALL)
_QUOTED = re.compile(r"<(/?)blockquote\b[^<>]{0,300}>")  # as boards mark it, which is read later
_LINK = re.compile(r"(?:[Hh][Tt][Tt][Pp][Ss]?://|[Ww]{3}\.)[^\s…]+")  # an ellipsis there means: cut short
_SHARED = re.compile(r"(?:\s*RT\s+@\w+\s*:?)+")


@dataclass(frozen=True, slots=True)
class Folded:
    """Texts folded together: the code points of all, one after the other."""

    codes: Codes
    bounds: Bounds
    """Where each text begins, and the end of the last."""

    def words(self) -> list[str]:
        """Give the skeletons."""
        spelled = str(self.codes.tobytes(), "utf-32-le")
        return [spelled[start:end].rstrip() for start, end in pairwise(self.bounds.tolist())]

    def letters(self) -> "Folded":
        """Give the texts without blanks."""
        return self.where(self.codes != BLANK)

    def where(self, kept: npt.NDArray[np.bool_]) -> "Folded":
        """Give the texts with some of their code points."""
        places = np.flatnonzero(kept)
        return Folded(self.codes.take(places), places.searchsorted(self.bounds))


def skeleton(text: str) -> str:
    """Give folded letters and digits, words parted by one blank. A text of signs alone (emoji) is its own skeleton."""
    codes = fold(plain(text))
    return spell(codes) or text[:MAX_CHARS].strip()


def plain(text: str) -> str:
    """Give the first `MAX_CHARS` characters without markup, entities, links and the `RT @name:` of a share."""
    text = text[:MAX_CHARS]
    if "&" in text and ";" in text:
        text = html.unescape(html.unescape(text))  # twice: feeds escape what pages had escaped already
    if "<" in text:
        if "</blockquote" in text:
            text = _QUOTED.sub(r"[\1quote]", text)
        text = _TAG.sub(" ", text)
    if "://" in text or "www." in text:
        text = _LINK.sub(" ", text)
    if text.lstrip().startswith("RT "):
        text = _SHARED.sub("", text, count=1)
    return text


def fold(text: str) -> Codes:
    """Give the code points of the folded text, each run of blanks and signs one blank, none at the beginning; never raises."""
    found = _look_up(text)
    codes: Codes = found[found != _DROPPED]
    return codes[_wanted(codes)]


def fold_all(texts: Sequence[str]) -> Folded:
    """Fold many texts at once, each as `fold` does; a blank ends each."""
    bounds = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) + 1 for text in texts], out=bounds[1:])
    codes = _look_up(" ".join((*texts, "")))
    folded = Folded(codes, bounds).where(codes != _DROPPED)
    return folded.where(_wanted(folded.codes))


def fold_in_place(text: str) -> str:
    """Fold each character to one, so that places stay; dropped ones are NUL."""
    return str(_look_up(text).tobytes(), "utf-32-le")


def spell(codes: Codes) -> str:
    """Give the string of code points."""
    return str(codes.tobytes(), "utf-32-le").rstrip()


def fold_word(text: str) -> str:
    """Fold a name to its letters and digits alone: `Maria_K.` and `mariak` fold alike."""
    return spell(fold(text)).replace(" ", "")


def _wanted(codes: Codes) -> npt.NDArray[np.bool_]:
    """Tell which code points to keep: all but blanks that follow a blank or begin the text."""
    solid: npt.NDArray[np.bool_] = codes != BLANK
    wanted = solid.copy()
    wanted[1:] |= solid[:-1]
    return wanted


def _look_up(text: str) -> Codes:
    codes: Codes = _table().take(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32), mode="clip")
    return codes


@cache
def _table() -> Codes:
    """Folded code point by code point: 0 drops it, a blank parts words; the last stands for all that follow."""
    table: Codes = np.full(_HAN_PLANES.stop + 1, BLANK, np.uint32)
    table[_HAN_PLANES.start : _HAN_PLANES.stop] = np.arange(_HAN_PLANES.start, _HAN_PLANES.stop)
    for code in range(0x20000):
        table[code] = _folded(chr(code))
    for marks in _MARKS:
        table[marks.start : marks.stop] = _DROPPED
    for sign in _APOSTROPHES:
        table[ord(sign)] = _DROPPED
    return table


def _folded(char: str) -> int:
    """Give the one code point that stands for a character."""
    category = unicodedata.category(char)
    if category in ("Cf", "Cs"):  # zero-width characters, direction marks, soft hyphens, lone surrogates
        return _DROPPED
    if category[0] not in "LNM":
        return BLANK
    if ord(char) in _SYLLABLES:
        return ord(char)
    for base in unicodedata.normalize("NFKD", char).casefold():
        if unicodedata.category(base)[0] in "LNM":
            return ord(base.translate(_LOOK_ALIKES))
    return BLANK
