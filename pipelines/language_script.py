"""Which script a text is written in, and which languages come into question there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

# First code point → script; a script ends where the next entry begins. Unicode's Blocks.txt, letters only.
_BLOCKS: tuple[tuple[int, str], ...] = (
    (0x0000, ""), (0x0041, "Latin"), (0x005B, ""), (0x0061, "Latin"), (0x007B, ""), (0x00AA, "Latin"), (0x00AB, ""), (0x00BA, "Latin"),
    (0x00BB, ""), (0x00C0, "Latin"), (0x00D7, ""), (0x00D8, "Latin"), (0x00F7, ""), (0x00F8, "Latin"), (0x02B0, ""), (0x0370, "Greek"),
    (0x0400, "Cyrillic"), (0x0530, "Armenian"), (0x0590, "Hebrew"), (0x0600, ""), (0x0620, "Arabic"), (0x0660, ""), (0x066E, "Arabic"),
    (0x06D4, ""), (0x06D5, "Arabic"), (0x06F0, ""), (0x06FA, "Arabic"), (0x0700, ""), (0x0750, "Arabic"), (0x0780, "Thaana"), (0x07C0, ""),
    (0x08A0, "Arabic"), (0x0900, "Devanagari"), (0x0964, ""), (0x0971, "Devanagari"), (0x0980, "Bengali"), (0x0A00, "Gurmukhi"),
    (0x0A80, "Gujarati"), (0x0B00, "Oriya"), (0x0B80, "Tamil"), (0x0C00, "Telugu"), (0x0C80, "Kannada"), (0x0D00, "Malayalam"),
    (0x0D80, "Sinhala"), (0x0E00, "Thai"), (0x0E3F, ""), (0x0E40, "Thai"), (0x0E80, "Lao"), (0x0F00, "Tibetan"), (0x1000, "Myanmar"),
    (0x10A0, "Georgian"), (0x1100, "Hangul"), (0x1200, "Ethiopic"), (0x13A0, ""), (0x1780, "Khmer"), (0x1800, ""), (0x1C80, "Cyrillic"),
    (0x1C90, "Georgian"), (0x1CC0, ""), (0x1E00, "Latin"), (0x1F00, "Greek"), (0x2000, ""), (0x2DE0, "Cyrillic"), (0x2E00, ""),
    (0x3041, "Kana"), (0x3100, ""), (0x3130, "Hangul"), (0x3190, ""), (0x31F0, "Kana"), (0x3200, ""), (0x3400, "Han"), (0x4DC0, ""),
    (0x4E00, "Han"), (0xA000, ""), (0xA640, "Cyrillic"), (0xA6A0, ""), (0xA722, "Latin"), (0xA800, ""), (0xAC00, "Hangul"), (0xD7B0, ""),
    (0xF900, "Han"), (0xFB00, "Latin"), (0xFB07, ""), (0xFB1D, "Hebrew"), (0xFB50, "Arabic"), (0xFE00, ""), (0xFE70, "Arabic"),
    (0xFEFF, ""), (0xFF21, "Latin"), (0xFF3B, ""), (0xFF41, "Latin"), (0xFF5B, ""), (0xFF66, "Kana"), (0xFFA0, ""), (0x20000, "Han"),
    (0x32000, ""),
)  # fmt: skip
_STARTS = tuple(start for start, _ in _BLOCKS)
_CASED_END = 0x10000  # no script beyond has letters with case that this table knows

ALONE: Mapping[str, str] = {
    "Thai": "th", "Hangul": "ko", "Kana": "ja", "Greek": "el", "Hebrew": "he", "Armenian": "hy", "Georgian": "ka", "Tamil": "ta",
    "Telugu": "te", "Kannada": "kn", "Malayalam": "ml", "Gujarati": "gu", "Gurmukhi": "pa", "Oriya": "or", "Sinhala": "si", "Lao": "lo",
    "Myanmar": "my", "Khmer": "km", "Ethiopic": "am", "Tibetan": "bo", "Thaana": "dv",
}  # fmt: skip
"""Scripts that one language has to itself, near enough."""

# A Han character or a Hangul syllable says as much as two or three letters: weighed so when scripts are mixed.
_WEIGHT = {"Han": 3.0, "Hangul": 2.0, "Kana": 2.0, "Latin": 1.0}
_OTHER_WEIGHT = 1.0
# Latin is what names of brands and models are written in whatever the language: another script rules a text from this share of it on.
_MIXED = 0.3
_KANA_SHARE = 0.06  # Chinese lends の as an ornament; Japanese is a third kana and more
_ORNAMENT = "の"


_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_NO_CAPITALS = bytes(code for code in range(128) if not chr(code).isupper())
_ABOVE_LATIN = re.compile("[^\\x00-\u036f\u1e00-\u1eff\u2000-\u206f\ufb00-\ufb06]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")


@dataclass(frozen=True, slots=True)
class Letters:
    """What the letters of a text are."""

    script: str
    """The ruling script, `` for a text without letters."""
    count: int
    """Letters of the ruling script."""
    capitals: float
    """Share of capitals among the cased letters; 0 for scripts without case."""
    mixed: bool
    """True when letters of other scripts stand in it too."""


_NAMES = tuple(dict.fromkeys(script for _, script in _BLOCKS))
_CAPITAL, _SMALL = 1, 2
_NO_LETTER = bytes(range(3))


@cache
def _kinds() -> NDArray[np.uint8]:
    """Give of every code point three times its script's place in `_NAMES`, and its case; the last stands for all that follow."""
    kinds = np.zeros(_STARTS[-1] + 1, dtype=np.uint8)
    for (start, script), end in zip(_BLOCKS, (*_STARTS[1:], len(kinds)), strict=True):
        kinds[start:end] = 3 * _NAMES.index(script)
    for code in range(_CASED_END):
        char = chr(code)
        kinds[code] += _CAPITAL if char.isupper() else _SMALL if char.islower() else 0
    return kinds


def letters_of(text: str) -> Letters:
    """Count the letters of `text` and name the script that rules it."""
    if text.isascii():
        data = text.encode()
        count = len(data.translate(None, _NO_LETTERS))
        return Letters("Latin" if count else "", count, len(data.translate(None, _NO_CAPITALS)) / max(1, count), False)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    kinds = _kinds().take(codes, mode="clip").tobytes()
    letters = kinds.translate(None, _NO_LETTER)
    kind = letters[0] // 3 if letters else 0
    small, capital, rest = (letters.count(3 * kind + case) for case in (_SMALL, _CAPITAL, 0))
    if small + capital + rest == len(letters):  # of one script, as nearly all texts
        return Letters(_NAMES[kind], len(letters), capital / max(1, capital + small), False)
    found = np.bincount(np.frombuffer(letters, np.uint8))
    counts: dict[str, int] = {}
    upper = lower = 0
    for kind in np.flatnonzero(found).tolist():
        times = int(found[kind])
        script, case = _NAMES[kind // 3], kind % 3
        counts[script] = counts.get(script, 0) + times
        upper += times * (case == _CAPITAL)
        lower += times * (case == _SMALL)
    script = _ruling(counts, text)
    own = counts.get(script, 0) + (counts.get("Han", 0) if script == "Kana" else 0)
    return Letters(script, own, upper / max(1, upper + lower), True)


def _ruling(counts: Mapping[str, int], text: str) -> str:
    weights = {script: _WEIGHT.get(script, _OTHER_WEIGHT) * n for script, n in counts.items()}
    total = sum(weights.values())
    eastern = {script: weight for script, weight in weights.items() if script != "Latin"}
    best = max(eastern, key=lambda script: (eastern[script], script))
    if best in ("Han", "Kana"):
        together = weights.get("Han", 0.0) + weights.get("Kana", 0.0)
        kana = counts.get("Kana", 0)
        ornament = kana == text.count(_ORNAMENT)
        best_weight = together
        japanese = kana and not ornament and kana >= _KANA_SHARE * (kana + counts.get("Han", 0))
        best = "Kana" if japanese or "Han" not in counts else "Han"
    else:
        best_weight = eastern[best]
    return best if "Latin" not in counts or best_weight >= _MIXED * total else "Latin"


def only(script: str, text: str) -> str:
    """Give `text` without the letters that are foreign to its script: Latin ones, or in a Latin text all others."""
    foreign = _ABOVE_LATIN if script == "Latin" else _LATIN
    return " ".join(foreign.sub(" ", text).split())
