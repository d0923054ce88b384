"""A name written in the other alphabet: Cyrillic in Latin letters and Latin in Cyrillic, as people of Russia, Ukraine and Bulgaria write.

No standard rules what people type, so each letter has several readings; the likeliest combinations come first and only those are kept.
Folded letters in, folded letters out (й, і, ї and є are letters of their own, ё is е).
"""

import re
from collections.abc import Mapping
from functools import cache

MAX_READINGS = 8
"""Spellings kept for one name."""

_TO_LATIN: Mapping[str, tuple[str, ...]] = {
    **{letter: (latin,) for letter, latin in zip("абдезлмнопрстуф", "abdezlmnoprstuf", strict=True)},
    "в": ("v", "w"), "г": ("g", "h"), "ж": ("zh", "j"), "и": ("i", "y"), "й": ("y", "i", "j"), "к": ("k", "c"), "х": ("h", "kh"),
    "ц": ("ts", "c"),
    "ч": ("ch",), "ш": ("sh",), "щ": ("shch", "sch", "sht"), "ъ": ("", "a"), "ы": ("y", "i"), "ь": ("", "y"),
    "ю": ("yu", "iu", "ju"), "я": ("ya", "ia", "ja"), "і": ("i",), "ї": ("yi", "i"), "є": ("ye", "ie"), "ў": ("u", "w"),
}  # fmt: skip
_UKRAINIAN: Mapping[str, tuple[str, ...]] = {
    "г": ("h", "g"), "и": ("y", "i"), "ї": ("i", "yi"), "є": ("ie", "ye"), "й": ("i", "y"), "х": ("kh", "h"),
    "я": ("ia", "ya"), "ю": ("iu", "yu"),
}  # fmt: skip
"""Readings of a name with letters that only Ukrainian has (the passport's, of 2010)."""
_PAIRS_TO_LATIN: Mapping[str, tuple[str, ...]] = {
    "кс": ("ks", "x"), "ый": ("y", "yy", "iy"), "ий": ("y", "iy", "ii"), "ья": ("ya", "ia"), "дж": ("dzh", "j"), "ия": ("iya", "ia"),
}  # fmt: skip

_TO_CYRILLIC: Mapping[str, tuple[str, ...]] = {
    **{letter: (cyrillic,) for letter, cyrillic in zip("abdfglmnoprtvz", "абдфглмнопртвз", strict=True)},
    "c": ("к", "с", "ц"), "e": ("е",), "h": ("х", "г"), "i": ("и",), "j": ("дж", "й", "ж"), "k": ("к",), "q": ("к",),
    "s": ("с", "з"), "u": ("у", "ю"), "w": ("в", "у"), "x": ("кс",), "y": ("й", "и", "ы"),
}  # fmt: skip
_GROUPS_TO_CYRILLIC: Mapping[str, tuple[str, ...]] = {
    "shch": ("щ",), "sch": ("ш", "щ"), "tch": ("ч",), "sh": ("ш",), "ch": ("ч", "ш", "х"), "zh": ("ж",), "kh": ("х",), "ph": ("ф",),
    "th": ("т",), "ts": ("ц", "тс"), "wh": ("в", "у"), "ck": ("к",), "ee": ("и",),
    "oo": ("у",), "ou": ("у",), "ya": ("я",), "yu": ("ю",), "yo": ("йо", "е"),
    "ia": ("иа", "ия"), "iy": ("ий",), "ay": ("ай", "ей"), "ey": ("ей",), "oy": ("ой",),
    "uy": ("уй",), "gi": ("ги", "джи"), "ge": ("ге", "дже"), "qu": ("кв",), "ce": ("се", "це"),
    "ci": ("си", "ци"), "cy": ("си",),
    "ew": ("ью",), "ll": ("лл", "л"), "ss": ("сс", "с"), "tt": ("тт", "т"), "pp": ("пп", "п"), "nn": ("нн", "н"), "ff": ("фф", "ф"),
    "ei": ("ей", "еи"), "ai": ("ай", "аи"), "oi": ("ой", "ои"),
    "ea": ("и", "еа"), "jo": ("джо", "йо"), "lt": ("льт", "лт"), "lv": ("льв", "лв"), "lf": ("льф", "лф"),
}  # fmt: skip
_LONGEST_GROUP = 4
_BY_PLACE: Mapping[str, tuple[str, ...]] = {
    "^": ("",), "$": ("",), "^x": ("кс", "икс", "х"), "^u": ("ю", "у"),
    "nz": ("нз", "нц"), "tz": ("ц", "тз"), "ault": ("о", "ольт"), "eau": ("о",),
    "uck": ("ак", "ук"), "ubw": ("абв", "убв"), "unk": ("унк", "анк"), "ump": ("умп", "амп"),
    "ot$": ("от", "о"), "et$": ("ет", "е"), "ier$": ("иер", "ье"),
    "ea$": ("еа", "ея"), "ia$": ("иа", "ия"), "y$": ("и", "ай", "ы"), "e$": ("е", ""), "le$": ("л", "ле"),
}  # fmt: skip
"""Letters at the start (^) or the end ($) of a word; a "y" that ends it after a vowel is read with the vowel."""
_LONG_VOWELS: Mapping[str, str] = {"a": "ей", "i": "ай", "o": "оу", "u": "ю", "y": "ай"}
"""What English makes of a vowel before a consonant and a silent e: "Nike" is "найк"."""
_WORD = re.compile(r"[a-z]+")


def readings(name: str) -> list[str]:
    """Spellings of a folded name in the other alphabet, likeliest first; [] when it holds both alphabets or neither.

    >>> readings("megafon")[0], readings("самсунг")[0], readings("samsung 5")[0]
    ('мегафон', 'samsung', 'самсунг 5')
    """
    latin = any("a" <= char <= "z" for char in name)
    cyrillic = any("\u0400" <= char <= "\u04ff" for char in name)
    if latin == cyrillic:
        return []
    if latin:
        found = _spell(_WORD.sub(r"^\g<0>$", name), _cyrillic_rules(), 2 * MAX_READINGS)
        sharp = [reading for reading in found if not _softens_s(name, reading)][: MAX_READINGS - 2]
        return list(dict.fromkeys((*sharp, *(reading.replace("и", "і") for reading in sharp[:2]))))  # Russian и is Ukrainian і
    own = _UKRAINIAN if any(char in "іїє" for char in name) else {}
    return _spell(name, {**_TO_LATIN, **_PAIRS_TO_LATIN, **own}, MAX_READINGS)


def _softens_s(name: str, reading: str) -> bool:
    """Tell whether an s that begins a word is read as a z, which nobody does."""
    return any(word[:1] == "s" and read[:1] == "з" for word, read in zip(name.split(), reading.split(), strict=False))


@cache
def _cyrillic_rules() -> Mapping[str, tuple[str, ...]]:
    silent = {
        f"{vowel}{consonant}e$": (long + written, f"{_TO_CYRILLIC[vowel][0]}{written}е", _TO_CYRILLIC[vowel][0] + written)
        for vowel, long in _LONG_VOWELS.items()
        for consonant, written in zip("bcdfgklmnprstvz", "бсдфгклмнпрствз", strict=True)
    }
    return {**_TO_CYRILLIC, **_GROUPS_TO_CYRILLIC, **_BY_PLACE, **silent}


def _spell(name: str, rules: Mapping[str, tuple[str, ...]], most: int) -> list[str]:
    """Breadth first with a bound: each spelling carries how unusual its choices are, and the usual ones stay."""
    spellings: list[tuple[int, str]] = [(0, "")]
    at = 0
    while at < len(name):
        size = next((n for n in range(_LONGEST_GROUP, 0, -1) if name[at : at + n] in rules and at + n <= len(name)), 1)
        choices = rules.get(name[at : at + size], (name[at : at + size],))
        spellings = sorted((cost + rank, done + choice) for cost, done in spellings for rank, choice in enumerate(choices))[:most]
        at += size
    return [spelling for _, spelling in spellings]
