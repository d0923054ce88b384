"""Russian in Latin letters ("privet, kak dela"): written back into Cyrillic, it reads better than it did."""

import math
import re
from collections.abc import Callable, Mapping

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
    vsyo vsjo nas vas ikh ih ix pro dlya dlja posle bez yest est ne ni i v s k na po za ot iz u o da no a my mi"""
_LATIN_WORDS = frozenset(_ROMANISED.split())
_RUSSIAN = """
    что как но это он она они мы был была было были от с из очень нет только ещё еще уже когда где почему потому или
    если который которая которые этот эта эти меня его её ее их мне тебе ему ей хорошо хороший спасибо пожалуйста надо
    можно просто сейчас потом тоже даже чтобы чем во всё все себе себя кто вот ну да будет быть есть так не на по за для
    под над при без до мой моя твой наш ваш один два раз день год люди жизнь"""
_WORDS = frozenset(_RUSSIAN.split())
_FEWEST_SIGNS, _MANY_WORDS = 0.1, 12  # such spellings and words that a text of many words has for each of them
_WORD = re.compile(r"[^\W\d_]+'?")

FEWEST_LETTERS = 10
"""Shorter texts are not looked at."""
SURE = 0.8
"""Probability from which a text is called Russian: 78 % of such texts, and one in 6,000 of others."""


def back_to_cyrillic(text: str) -> str:
    """Write `text` in lower case and Cyrillic letters, by the commonest of the many ways of romanising."""
    written = _LETTERS.sub(lambda found: _BACK[found[0]], text.lower())
    return _SHORT_I.sub("й", written)


def chance_of_russian(text: str, letters: int, chance: float, score: Callable[[str], Mapping[str, float]]) -> float:
    """Give the probability that a text in Latin letters is Russian.

    `chance` is that of its likeliest Latin-script language, `score` gives ELD-C's scores of a text.
    A logistic regression on texts romanised in five ways.
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
    back = back_to_cyrillic(text)
    as_cyrillic = score(back).get("ru", 0.0)
    gain = max(-1.5, min(2.0, as_cyrillic - max(score(text).values(), default=0.0)))
    russian = min(0.6, sum(1 for word in _WORD.findall(back) if word in _WORDS) / n)
    doubt = min(4.0, -math.log(1 - min(0.9999, chance)))
    longer = math.log(n + 1)
    figure = (
        -5.27 + 1.87 * gain + 1.34 * min(as_cyrillic, 2.5) + 3.58 * russian + 1.71 * min(1.0, spellings / n) + 6.05 * min(1.0, ours / n)
        - 0.66 * doubt - 0.29 * math.log(letters) + 1.38 * gain * min(4.0, longer) + 0.88 * min(1.0, spellings / n) * longer
    )  # fmt: skip
    return 1 / (1 + math.exp(-figure))
