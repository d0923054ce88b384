"""Plain text as this project keeps it: NFC, printable, tidy in its blanks and lines."""

import re
import unicodedata
from dataclasses import dataclass, field

from mentions.mention import Quote

_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls but those that str.splitlines takes for line breaks
    "\u00ad\u200b\u2060-\u2064\ufeff"  # soft hyphen, zero-width space and BOM: they cut words that a reader sees whole
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # directions: display only, and a way to make text read otherwise than it is
    "\ufff9-\ufffb\ufffe\uffff]"
)
_MANY_NEWLINES = re.compile(r"\n{3,}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARK_RUN = re.compile(r"[^\w\s\x00-\x7f]{31,}")
SHORT = 1000  # characters; up to here the worst case takes less than a millisecond
_EDGES = (" ", "\n")
_MARKS_MAX = 30  # in a row: UAX #15's stream-safe limit; CPython's normalisation takes quadratic time over longer runs


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said in one post, apart from what they quote."""

    text: str = ""
    """Own words, as `clean` leaves them."""
    quotes: tuple[Quote, ...] = ()
    """What is quoted, in order; a quote within a quote follows it."""
    links: tuple[str, ...] = field(default=(), compare=False, repr=False)
    """Where its own words link to, off the site: canonical addresses, each once."""


def clean(text: str) -> str:
    r"""Give the text in NFC, without controls, lone surrogates and invisible characters; blanks collapsed, at most one empty line.

    Joiners stay (U+200C, U+200D: Persian words and family emoji need them), and so do variation selectors. `clean` of its own result
    changes nothing.

    >>> clean("  e\u0301t\u00e9 \t 2024\r\n\r\n\r\n\x00fin ")
    'été 2024\n\nfin'
    """
    if len(text) <= SHORT and _is_clean(text):
        return text
    if not text.isascii():
        if not text.isprintable() and _SURROGATE.search(text):
            text = without_surrogates(text)
        text = _nfc(text)
    text = "\n".join([" ".join(line.split()) for line in text.splitlines()])
    if not text.replace("\n", "").isprintable():  # isprintable looks at a character in a nanosecond, a regular expression in ten
        bare = _UNWANTED.sub("", text)
        if bare != text:  # what stood on both sides of them may now be two blanks, or a letter and its accent
            return clean(bare)
    if "\n\n\n" in text:
        text = _MANY_NEWLINES.sub("\n\n", text)
    return text.strip("\n")


def _is_clean(text: str) -> bool:
    """Tell whether a text is surely as `clean` leaves it: most are, and this costs a third of cleaning them."""
    lines = "\n" in text
    return (
        (text.replace("\n", "") if lines else text).isprintable()
        and "  " not in text
        and not (lines and (" \n" in text or "\n " in text or "\n\n\n" in text))
        and text[:1] not in _EDGES
        and text[-1:] not in _EDGES
        and (text.isascii() or unicodedata.is_normalized("NFC", text))
    )


def without_surrogates(text: str) -> str:
    """Give the text with pairs of surrogates, which are one character that came in halves, joined, and lone ones left out."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def _nfc(text: str) -> str:
    """Give the text in NFC, in linear time whatever marks are piled up in it."""
    if len(text) > SHORT:
        text = _MARK_RUN.sub(_cut_marks, text)
    return unicodedata.normalize("NFC", text)


def _cut_marks(run: re.Match[str]) -> str:
    """Give a run of marks and symbols with at most `_MARKS_MAX` combining marks in a row."""
    kept, marks = [], 0
    for char in run.group():
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MARKS_MAX:
            kept.append(char)
    return "".join(kept)
