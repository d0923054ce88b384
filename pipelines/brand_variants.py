"""The ways people write a name: joined, hyphened, in parts, in the other alphabet, or disguised; all as folded text."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.brand_fold import fold_plain
from pipelines.brand_translit import readings

_MAX_COMBINED = 36
"""Combinations of gaps tried for one name; names of many words use one kind of gap throughout."""
_MIN_SPLIT, _MIN_PART = 5, 2
"""Letters of a word that may be written in two, with a blank or a hyphen, and of each of them."""
_LONG_PAIR = 6
"""Letters from which two words joined by & may do without it."""
_MIN_DISGUISED, _MAX_SPACED = 4, 14
"""Letters of names looked for disguised, and of names looked for letter by letter."""
_SHORT_UNPARTED = 3
"""Letters and digits up to which a name is not taken apart: "3 m" is a length, no "3M"."""
_MIN_ALIKE = 4
"""Letters of names looked for in letters of another alphabet that look the same."""
_SHORT_PART = 2
"""Letters of a part ("in", "e") that is too common a word to prove a name when written apart in lower case."""

_LIGATURES = {"ß": "ss", "æ": "ae", "œ": "oe"}
_SPELLED_OUT = (str.maketrans(_LIGATURES), str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", **_LIGATURES}))
_AND = re.compile(r"\s*&\s*|\s+(?:and|und|et|и|та)\s+", re.IGNORECASE)
_ANDS = ("&", " & ", " and ", " и ", "&amp;", "and", "und", " und ")
_GAP = re.compile(rf"{_AND.pattern}|\s*[-–—‑/·_\u200c]\s*|\.\s*(?=\w)|\s+", re.IGNORECASE)
_LEET = (
    ("a", "4"), ("a", "@"), ("e", "3"), ("i", "1"), ("o", "0"), ("s", "5"), ("s", "$"), ("t", "7"), ("b", "8"),
    ("а", "4"), ("а", "@"), ("е", "3"), ("о", "0"), ("з", "3"), ("ч", "4"),
)  # fmt: skip
_LEET_ALL = (
    str.maketrans("aeiostаеозч", "43105743034"),
    str.maketrans("aeiosаео", "@310$@30"),
    str.maketrans("aeioаео", "4310430"),
    str.maketrans("aosао", "@0$@0"),
)
_VOWEL = re.compile("[aeiouyаеиоуыэюяіїє]")
_MASKED = 2  # vowels of a name, each of which may be hidden: "S*msung"
_ALIKE = (str.maketrans("abceikmoptxyr", "авсеікмортхуг"), str.maketrans("abeikmnoptxyz", "αβεικμνορτχυζ"))
_RUSSIAN_I = re.compile("(?=.*и)[^a-zыэъіїєґў]+")
"""A Cyrillic name that Ukrainian may write with і."""
_SPACERS = (" ", ".", "-", "*", "_")


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to write a name."""

    text: str
    """Folded."""
    rule: str
    """As in `BrandMatch.rule`."""
    confidence: float = 1.0
    """As in `BrandMatch.confidence`."""
    parts: tuple[str, ...] = ()
    """The words of a spelling in two; when each is an ordinary word they need capitals."""


def variants(term: str) -> list[Variant]:
    """Give the ways to write a term, surest first, each text once; the term itself is the first. [] for a term without letters or digits.

    >>> [variant.text for variant in variants("JetBlue")][:3]
    ['jetblue', 'jet blue', 'jet-blue']
    """
    found: dict[str, Variant] = {}
    for variant in _all_variants(term):
        text = variant.text.strip()
        if text and any(char.isalnum() for char in text):
            found.setdefault(text, variant)
    return list(found.values())


def words(term: str) -> list[str]:
    """Give the folded words of a term that is written with blanks or hyphens."""
    return [fold_plain(word) for word in re.split(r"[\s\-–\u200c]+", term.strip()) if word]


def _all_variants(term: str) -> Iterator[Variant]:
    plain = fold_plain(term.strip())
    yield Variant(plain, "term")
    for spelling in dict.fromkeys((term, *(term.lower().translate(table) for table in _SPELLED_OUT))):
        yield from _joined(spelling.strip())
    bare = plain.replace(" ", "").replace("-", "")
    if bare.isalpha():
        if plain.isalpha() and not _camel_parts(term)[1:]:
            yield from _split(plain)
        yield from _disguised(bare)
        yield from _alike(bare)
    soft = plain[:-1] + "я" if plain[-2:] in ("еа", "иа") else plain
    for spelling in (soft, soft.replace("и", "і")) if _RUSSIAN_I.fullmatch(plain) else (soft,):
        yield Variant(spelling, "translit", 0.95)
    for reading in readings(plain):
        yield Variant(reading, "translit", 0.95)
        for gap in ("", "-", " "):
            yield Variant(re.sub("[ -]", gap, reading), "translit", 0.95)


def _joined(term: str) -> Iterator[Variant]:
    """Other gaps between the parts of a name, the word for &, no apostrophe, "plus" for +, no closing sign."""
    core = term.rstrip("!?+.™®")
    for head in dict.fromkeys((core, re.sub("['’ʼ`]", "", core))):
        pieces, gaps = _pieces(head)
        if not pieces:
            continue
        for joints in _joints(gaps, sum(map(len, pieces))):
            text = fold_plain("".join(itertools.chain(*zip(pieces, (*joints, ""), strict=True))))
            apart = " " in joints and "camel" in gaps and min(map(len, pieces)) <= _SHORT_PART
            for end in ("+", " +", " plus", " плюс") if term.endswith("+") else ("",):
                yield Variant(text + end, "joined", 0.8 if apart else 0.95, tuple(map(fold_plain, pieces)) if apart else ())


def _pieces(name: str) -> tuple[list[str], list[str]]:
    """Give the parts of a name and what lies between each two: its own sign, "&", "camel" or "digit"."""
    pieces: list[str] = []
    gaps: list[str] = []
    sign, at = "", 0
    for gap in [*_GAP.finditer(name), None]:
        parts = _camel_parts(name[at : gap.start() if gap else None])
        gaps += [kind or sign for kind, _ in parts][0 if pieces else 1 :]
        pieces += [part for _, part in parts]
        if gap:
            sign, at = "&" if _AND.fullmatch(gap[0]) else gap[0].strip() or " ", gap.end()
    return pieces, gaps


def _joints(gaps: list[str], letters: int) -> Iterator[tuple[str, ...]]:
    """Ways to fill the gaps of a name of so many letters: alike everywhere first, then mixed."""
    ways = []
    for gap in gaps:
        if gap == "&":
            ways.append(_ANDS + (("+",) if letters > _SHORT_PART else ()) + (("", " ", " et ", " y ") if letters > _LONG_PAIR else ()))
        elif gap == ".":
            ways.append((".", " ", "-", "", ".-"))
        else:
            ways.append(("", " ", "-") if gap in ("camel", "digit") else tuple(dict.fromkeys((gap, " ", "-", ""))))
    yield tuple(way[0] for way in ways)
    if letters <= _SHORT_UNPARTED and "digit" in gaps:
        return
    if "&" not in gaps:
        for joint in ("", " ", "-", "_", *((" - ",) if "-" in gaps else ())):
            yield (joint,) * len(gaps)
    yield from itertools.islice(itertools.product(*ways), _MAX_COMBINED)


def _camel_parts(word: str) -> list[tuple[str, str]]:
    """Give a word cut where capitals or digits begin: [("", "Jet"), ("camel", "Blue")]."""
    parts: list[tuple[str, str]] = []
    for char in word:
        before = parts[-1][1][-1] if parts else ""
        if before and before.isalpha() and before.islower() and char.isupper():
            parts.append(("camel", char))
        elif before and ((before.isdigit() and char.isalpha()) or (before.isalpha() and char.isdigit())):
            parts.append(("digit", char))
        elif parts:
            parts[-1] = (parts[-1][0], parts[-1][1] + char)
        else:
            parts.append(("", char))
    return parts


def _alike(word: str) -> Iterator[Variant]:
    """Give the word in Cyrillic or Greek letters alone that look like its own: "ΙΚΕΑ"; words that mix alphabets are read anyhow."""
    if len(word) >= _MIN_ALIKE:
        for table in _ALIKE:
            written = word.translate(table)
            if not any("a" <= char <= "z" for char in written) and written != word:
                yield Variant(written, "lookalike", 0.85)


def _split(word: str) -> Iterator[Variant]:
    """Give the word with a blank or a hyphen typed inside: "sam sung", "go-jek"."""
    if len(word) >= _MIN_ALIKE:
        yield Variant(f"{word[0]}-{word[1:]}", "split", 0.8)
    if len(word) >= _MIN_SPLIT:
        for at in range(_MIN_PART, len(word) - _MIN_PART + 1):
            yield Variant(f"{word[:at]}-{word[at:]}", "split", 0.8)
            yield Variant(f"{word[:at]} {word[at:]}", "split", 0.8, (word[:at], word[at:]))


def _disguised(word: str) -> Iterator[Variant]:
    """Letter by letter ("s a m s u n g", "M.T.S.") and with digits and signs for letters."""
    if _MIN_DISGUISED <= len(word) <= _MAX_SPACED:
        yield from (Variant(spacer.join(word), "spaced", 0.9) for spacer in _SPACERS)
    elif len(word) == _MIN_DISGUISED - 1:
        yield Variant(".".join(word), "spaced", 0.9)
    if len(word) >= _MIN_DISGUISED:
        for letter, sign in _LEET:
            if letter in word:
                yield Variant(word.replace(letter, sign), "leet", 0.85)
                yield Variant(word.replace(letter, sign, 1), "leet", 0.85)
        for vowel in itertools.islice(_VOWEL.finditer(word, 1, len(word) - 1), _MASKED):
            yield Variant(f"{word[: vowel.start()]}*{word[vowel.end() :]}", "leet", 0.85)
        for table in _LEET_ALL:
            disguised = word.translate(table)
            if sum(char.isalpha() for char in disguised) >= 2:  # noqa: PLR2004 - "4110" is a number, no name
                yield Variant(disguised, "leet", 0.85)
