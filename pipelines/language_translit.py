"""Russian in Latin letters ("privet, kak dela"): written back into Cyrillic, it reads better than it did."""

import math
import re
from collections.abc import Callable, Mapping, Sequence

_BACK: Mapping[str, str] = {
    "shch": "щ", "sch": "щ", "shh": "щ", "zh": "ж", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш", "yo": "ё", "jo": "ё", "yu": "ю", "ju": "ю",
    "ya": "я", "ja": "я", "ia": "я", "iy": "ий", "ij": "ий", "yy": "ый", "yj": "ый", "ye": "е", "je": "е", "a": "а", "b": "б", "v": "в",
    "g": "г", "d": "д", "e": "е", "z": "з", "i": "и", "j": "й", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "r": "р",
    "s": "с", "t": "т", "u": "у", "f": "ф", "h": "х", "c": "ц", "y": "ы", "x": "х", "q": "к", "w": "в", "'": "ь",
}  # fmt: skip
_LETTERS = re.compile("|".join(_BACK))
_SHORT_I = re.compile("(?<=[аеёиоуыэюя])ы(?![аеёиоуыэюя])")
# Spellings that romanised Russian has and Latin-script languages of the neighbourhood lack.
_SPELLINGS = re.compile(r"zh|kh|shch|y[aou]|[iye]y\b|aya\b|oye\b|[oy]i\b|sya\b|ogo\b|ego\b|oj\b|ch?to\b|ts[ayuo]|shh")
_ROMANISED = """
    chto shto eto eta etot eti ochen ocen kak net esli yesli jesli ya vy mne menya tebya tolko tol'ko uzhe uje eshche
    esche eshe eshyo prosto spasibo privet khorosho horosho xorosho nado mozhno mojno pochemu potomu kogda gde seychas
    seichas sejchas chtoby chtobi nichego budet byl bil bila byla ego yego ee ona oni on ili dazhe daje tozhe toje vse
    vsyo vsjo ikh dlya dlja posle yest zdes zakaz zakaza zakazal zakazala prishel prishol prishla prishlo prishli privezli dostavka
    dostavku dostavili rabotaet rabotayet rabotal deneg dengi dnya dnei dney nedelyu bolshe luchshe huzhe hotel hotela mogu
    mozhet mojet dumayu znayu znaet znaju kakoy kakoi kakaya kakie takoy takoi takaya vsego segodnya vchera zavtra poka poluchil
    poluchila kupil zhdu jdu sovetuyu sovetuu nravitsya ponravilos ponravilas cheloveka lyudi ludi delaet delat chego nikto nikogda
    vsegda snova khochu hochu davai davay skolko stolko magazin magazine skazali skazal govoryat pomogite podskazhite
    pozhaluysta pojaluista pozhaluista zdravstvuyte zdravstvuite mashina kachestvo kachestva horoshiy khoroshiy xoroshiy plokho ploho"""
_SHARED = "nas vas ih ix pro bez est ne ni i v s k na po za ot iz u o da no a my mi on ona oni tak net vse ja vy bila gde"
_LATIN_WORDS = frozenset(_ROMANISED.split()) | frozenset(_SHARED.split())
_TELLING_WORDS = _LATIN_WORDS - frozenset(_SHARED.split())
_TELLING = re.compile(r"zh|kh|shch|shh|\bch?to\b|[oe]go\b|omu\b|\bemu\b|ts[yu]a|aya\b|[iy]y\b|tsya|tsia|yu\b")
_FEWEST_SIGNS, _MANY_WORDS = 0.1, 12  # such spellings and words that a text of many words has for each of them
_WORD = re.compile(r"[^\W\d_]+'?")
_LONG = 3  # letters of words that are looked up

FEWEST_LETTERS = 10
"""Shorter texts are not looked at."""
SURE = 0.8
"""Probability from which a text is called Russian: three of four such texts, cut to three words or whole, and one in 2,000 of others."""


def back_to_cyrillic(text: str) -> str:
    """Write `text` in lower case and Cyrillic letters, by the commonest of the many ways of romanising."""
    written = _LETTERS.sub(lambda found: _BACK[found[0]], text.lower())
    return _SHORT_I.sub("й", written)


Score = Callable[[str], Mapping[str, float]]
Shares = Callable[[Sequence[str], str, str], tuple[float, float]]


def chance_of_russian(text: str, letters: int, chance: float, score: Score, shares: Shares) -> float:
    """Give the probability that a text in Latin letters is Russian.

    `chance` is that of its likeliest Latin-script language, `score` gives ELD-C's scores of a text, `shares` is `WordLists.shares`.
    A logistic regression on texts romanised in four ways and on texts of all languages in Latin letters, whole and cut short.
    """
    if not text.isascii():
        return 0.0
    lower = text.lower()
    words = _WORD.findall(lower)
    n = len(words)
    spellings = len(_SPELLINGS.findall(lower))
    ours = sum(1 for word in words if word in _LATIN_WORDS)
    if not spellings + ours or (n >= _MANY_WORDS and spellings + ours <= n * _FEWEST_SIGNS):
        return 0.0
    telling = sum(1 for word in words if word in _TELLING_WORDS)
    back = back_to_cyrillic(text)
    as_cyrillic = score(back).get("ru", 0.0)
    gain = max(-1.5, min(2.0, as_cyrillic - max(score(text).values(), default=0.0)))
    russian, _ = shares([word for word in _WORD.findall(back) if len(word) >= _LONG], "Cyrillic", "ru")
    _, known = shares([word for word in words if len(word) >= _LONG], "Latin", "en")
    doubt = min(4.0, -math.log(1 - min(0.9999, chance)))
    longer = math.log(n + 1)
    figure = (
        -5.31 - 0.35 * gain + 1.18 * min(as_cyrillic, 2.5) + 0.61 * min(1.0, spellings / n) + 4.58 * min(1.0, ours / n) - 0.45 * doubt
        - 0.19 * math.log(letters) + 2.16 * gain * min(4.0, longer) + 0.9 * min(1.0, spellings / n) * longer - 2.9 * known
        + 3.74 * russian * longer + 3.61 * min(1.0, telling / n) + 2.41 * bool(_TELLING.search(lower))
    )  # fmt: skip
    return 1 / (1 + math.exp(-figure))
