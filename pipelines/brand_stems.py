"""Stems of Slavic names: nouns and adjectives that change their end (Аптека: аптеке, аптек) and the endings each stem takes.

Folded letters only. Cyrillic rules serve Russian, Ukrainian, Belarusian, Bulgarian, Serbian and Macedonian; Latin ones Polish, Czech,
Slovak, Slovene and Croatian. Rules are those of school grammars: a name is declined by its last letters, whatever it means.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

LATIN_SLAVIC = frozenset(("pl", "cs", "sk", "sl", "hr", "sr", "bs", "sh"))
"""Languages that decline names written in Latin letters."""


@dataclass(frozen=True, slots=True)
class Stem:
    """A beginning that all forms of a declension share."""

    text: str
    """Folded letters."""
    tails: frozenset[str]
    """What may follow up to the end of the word; "" when the stem is a form itself."""


def _with(stems: str, ends: str) -> frozenset[str]:
    return frozenset(stem + end for stem, end in product(stems.split(), ends.split()))


_NONE = frozenset(("",))
_VOWELS = frozenset("аеиоуыэюяіїєaeiouy")
_MIN_STEM = 3  # letters; shorter ones begin too many other words

_ADJECTIVE = frozenset(
    "ый ий ой ого его ому ему ым им ом ем ая яя ей ую юю ою ое ее ые ие ых их ыми ими а е у і ої ій ім ия ите".split()  # noqa: SIM905 - a table
)
_RELATIVE = _with("ск овск евск инск ськ івськ овськ цк ов", "ий ого ому им ом ая ой ую ое ие их ими а е і у ім ій ої ою и")
_PEOPLE = _with("ник шник щик чик овец овц", "а у ом ем е и ы ов ам ами ах") | _with("шн", "ый ая ое ые ого ой ым ых ую")
_PEOPLE |= frozenset("ник шник щик чик овец".split())  # noqa: SIM905 - a table
_HARD = frozenset(
    "а у ом ем е и ы і ов ев ів ам ами ах ові еві ою ей ът а те ите ове амі аў ове ови от".split()  # noqa: SIM905 - a table
)
_RELATIVE_OF_A = _with("овск евск инск івськ ївськ овськ", "ий ого ому им ом ая ой ую ое ие их ими а е і у ім ій ої ою и")
_AFTER_A = _RELATIVE_OF_A | frozenset("ы и е у ю ой ою ей ею ам ами ах ям ями ях і ї о та ата ите єю".split())  # noqa: SIM905 - a table
_SOFT = frozenset("я ю ем е и ей ью ям ями ях ев їв ів єм і ї ею єю ят".split())  # noqa: SIM905 - a table
_NEUTER = frozenset("а у ом ем ою е і и ам ами ах".split())  # noqa: SIM905 - a table

_RELATIVE_LATIN = _with("sk owsk ovsk ow ov", "i a ie iego iej im ich imi iemu y e eho emu ym ych ou u o")
_HARD_LATIN = frozenset(
    "a u owi om em iem e ie y i ow ami ach ech ich um ovi ove ama ima".split()  # noqa: SIM905 - a table
)
_HARD_ANY = _HARD_LATIN | _RELATIVE_LATIN | _HARD
_AFTER_A_LATIN = frozenset("y i e ie o u a am ami ach ou om ama os oje oj ai oms omis ose".split())  # noqa: SIM905 - a table
_NEUTER_LATIN = frozenset("a u em ie om ach ami ama y e".split())  # noqa: SIM905 - a table
_AFTER_A_DERIVED = _AFTER_A_LATIN | _RELATIVE_LATIN
_HARD_CYRILLIC = _HARD | _RELATIVE | _PEOPLE
_ADJECTIVE_LATIN = frozenset("i a e y ie iego ego iej ej im ym ich ych imi ymi iemu emu eho ou u o en er es em".split())  # noqa: SIM905 - a table

_GEORGIAN = frozenset("ს მა ით ად ში ზე თან იდან დან ისთვის სთვის ისგან ო ები ების ებს ებმა ებში".split())  # noqa: SIM905 - a table

_WEAKENING = frozenset("kpt")  # Finnish: kauppa, "kaupan"
_WEAKENED = frozenset("n t ssa sta lla lta lle ksi".split())  # noqa: SIM905 - a table
_ADJECTIVAL = ("ski", "cki", "sky", "cky", "ska", "cka", "owa", "ova")

_INNER_LATIN = _ADJECTIVE_LATIN | _HARD_LATIN
_INNER_CYRILLIC = _ADJECTIVE | _HARD | _AFTER_A

ARTICLES = frozenset("ът ят та те то ите ото ата от ове ови".split())  # noqa: SIM905 - a table
"""Endings of Bulgarian and Macedonian alone."""
DERIVED = _RELATIVE | _RELATIVE_OF_A | _RELATIVE_LATIN | _PEOPLE
"""Endings that make an adjective or another noun of the name: of a name that is a common word they are the common word's."""

_CYRILLIC_SOFTENED = {"к": ("ці",), "г": ("зі",), "х": ("сі",)}  # Ukrainian dative: Розетка, Розетці
_LATIN_SOFTENED = {"k": ("ce",), "g": ("dze", "ze"), "t": ("cie",), "d": ("dzie",), "r": ("rze",), "h": ("ze",)}  # Żabka, Żabce


def stems(word: str) -> list[Stem]:
    """Give the stems of a folded word, with their endings; [] for words too short or of other scripts, which do not decline so.

    >>> sorted(stem.text for stem in stems("аптека"))
    ['аптек', 'аптец']
    """
    if not word.isalpha():
        return []
    last = word[-1]
    found = _cyrillic(word) if "\u0400" <= last <= "\u04ff" else _latin(word) if last <= "z" else _georgian(word) if last == "ი" else []
    if word[-2:-1] in _WEAKENING and word[-3:-2] == word[-2:-1] and last in "aou":
        found = [*found, Stem(word[:-2] + last, _WEAKENED)]
    return [stem for stem in found if len(stem.text) >= _MIN_STEM]


def inner_forms(word: str) -> tuple[Stem, ...]:
    """Give the forms of a word that stands before others in a name and agrees with them ("Красное и Белое": "Красного и Белого")."""
    base = word[:-1] if word[-1:] in _VOWELS else word
    cut = word[:-2] if word[-2:] in _ADJECTIVE else base
    latin = bool(word) and word[-1] <= "z"
    tails = _INNER_LATIN if latin else _INNER_CYRILLIC
    return tuple(Stem(stem, _union(tails, _NONE)) for stem in {base, cut} if len(stem) >= _MIN_STEM) if word.isalpha() else ()


@cache
def _union(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """Give one object for all names that decline alike: a set of endings is several kilobytes."""
    return one | other


def _cyrillic(word: str) -> list[Stem]:  # noqa: PLR0911 - one declension a line
    last, base = word[-1], word[:-1]
    if word[-2:] in ("ый", "ий", "ая", "яя", "ое", "ее", "ые", "ие"):
        return [Stem(word[:-2], _ADJECTIVE)]
    if word[-2:] == "ой":
        return [Stem(word[:-2], _ADJECTIVE), Stem(base, _SOFT)]
    if last in "ая":
        return [Stem(base, _union(_AFTER_A, _bare(base))), *_softened(base, _CYRILLIC_SOFTENED), *_inserted(base, "екок", ("ьк", "йк"))]
    if last in "ьй":
        return [Stem(base, _SOFT)]
    if last in "ое":
        return [Stem(base, _NEUTER)]
    if last in _VOWELS:
        return []
    return [Stem(word, _HARD_CYRILLIC), *_fleeting(word)]


def _georgian(word: str) -> list[Stem]:
    """Give the stem without the vowel of the nominative, which a name that ends in a consonant loses: ბანკი, "ბანკმა"."""
    return [Stem(word[:-1], _GEORGIAN)]


def _latin(word: str) -> list[Stem]:
    last, base = word[-1], word[:-1]
    foreign = Stem(word, _HARD)  # Russian adds its own endings to a foreign name: iPhoneом
    if word.endswith(_ADJECTIVAL):
        return [foreign, Stem(base, _ADJECTIVE_LATIN)]
    if last == "a":
        found = [
            Stem(base, _union(_AFTER_A_DERIVED, _bare(base))),
            *_softened(base, _LATIN_SOFTENED),
            *_inserted(base, "ek", ("jk",)),
        ]
        return [foreign, *found]
    if last in "oe":
        return [foreign, Stem(base, _NEUTER_LATIN)]
    if last in _VOWELS:
        return [foreign]
    return [Stem(word, _HARD_ANY), *_softened(word, {"t": ("cie",), "r": ("rze",), "d": ("dzie",)}), *_fleeting_latin(word)]


def _bare(base: str) -> frozenset[str]:
    """Give the form without ending (gen. pl. "аптек"), where the stem is long enough not to be another word."""
    return _NONE if len(base) > _MIN_STEM and base[-1] not in _VOWELS else frozenset()


def _softened(base: str, changes: Mapping[str, tuple[str, ...]]) -> list[Stem]:
    """Stems whose last consonant changes before the ending."""
    return [Stem(base[:-1] + change[:-1], _union(frozenset(change[-1]), frozenset())) for change in changes.get(base[-1:], ())]


def _inserted(base: str, ends: str, joints: tuple[str, ...]) -> list[Stem]:
    """Give the genitive plural with a vowel put in: пятерочк- gives "пятерочек", копейк- "копеек", biedronk- "biedronek"."""
    if base[-1:] not in ("к", "k") or base[-2:-1] in _VOWELS:
        return []
    stem = base[:-2] if base[-2:] in joints else base[:-1]
    return [Stem(stem + ends[at : at + 2], _NONE) for at in range(0, len(ends), 2)]


def _fleeting(word: str) -> list[Stem]:
    """Give the stem without the vowel that flees in all forms but the first: перекресток, "перекрестк-"; владелец, "владельц-"."""
    if len(word) <= _MIN_STEM + 1 or word[-2] not in "оеи" or word[-1] not in "кц" or word[-3] in _VOWELS:
        return []
    joints = ("", "ь") if word[-3] in "лн" else ("",)
    return [Stem(word[:-2] + joint + word[-1], _HARD) for joint in joints]


def _fleeting_latin(word: str) -> list[Stem]:
    """Give the same for Polish and Czech: zubek, "zubka"; zywiec, "zywca"."""
    end = next((end for end in ("iec", "ec", "ek") if word.endswith(end)), "")
    base = word.removesuffix(end)
    return [Stem(base + end[-1], _HARD_LATIN)] if end and len(base) >= _MIN_STEM and base[-1] not in _VOWELS else []
