"""What ordinary words say about names: which words are no inflection and no typo of a name, and which spellings mean something else.

The lists of `pipelines.frequencies` are read once when brands are compiled, and only the few words near a name are kept.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipelines import frequencies
from pipelines.brand_endings import glues
from pipelines.brand_fold import fold_plain
from pipelines.brand_sieve import Sieve
from pipelines.brand_stems import ARTICLES, LATIN_SLAVIC, stems
from pipelines.brand_typos import TypoIndex

COMMON = 4.2
"""Zipf frequency (log10 of uses in a billion words) from which a word is frequent."""

_IN_USE = 3.3
"""Zipf frequency from which two words may stand side by side by chance in a text of a language that has both."""
_UNLISTED = 2.9  # just below the lists' limit of 3.0
_MORE_THAN_A_FORM = 0.5  # an inflected form is hardly ever three times as frequent as its base
_NOT_A_MISSPELLING = 1.5  # misspellings of a name are thirty times rarer than the name
_HEAD = 3  # letters; a word shares its first three with a name it begins with
_MIN_TAIL = 3  # letters of a second word
_TRAVELS = 0.6  # share of the lists in Latin letters that know a name of the world
_KNOWN_ANYWHERE = 4.0  # zipf from which a word, often a place, is met in texts of other languages too

_AT_ONCE = 4_096  # words that are looked at together
_SCRIPTS = {
    **dict.fromkeys(("bg", "mk", "ru", "uk"), "cyrillic"),
    **dict.fromkeys(("ar", "bn", "el", "fa", "he", "hi", "ja", "ko", "ta", "ur", "zh"), "other"),
}
"""Scripts of the lists that are not in Latin letters."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What the word lists say."""

    other: frozenset[str]
    """Words that only look like an inflection of a name: "ozone"."""
    crowded: frozenset[str]
    """Names that other words begin with: nothing may be glued to them ("metro", metropolitan)."""
    spoken: Mapping[str, frozenset[str]]
    """Languages in which a part of a name is a word of some frequency: "sam", "sung"."""
    local: frozenset[str]
    """Spellings that are frequent words: in Cyrillic any ("шел"), in Latin letters those that few languages know, as names travel."""
    near: Mapping[str, frozenset[str]]
    """Words one edit away from a name, "samsun": in which languages; "" among them when frequent enough to be known anywhere."""


def survey(names: Mapping[str, str], parts: Collection[str], typos: TypoIndex) -> Survey:
    """Read the word lists. `names` maps each spelling or stem to the spelling that it is a form of."""
    spelled = frozenset((*names, *parts))
    sieve = Sieve(typos.heads.union(word[:_HEAD] for word in spelled), typos.ends)
    other: set[str] = set()
    crowded: set[str] = set()
    common: set[str] = set()
    near: dict[str, frozenset[str]] = {}
    listed: Counter[str] = Counter()
    spoken: dict[str, frozenset[str]] = {}
    latin = 0

    for language, rates in word_lists(frozenset(name[0] for name in spelled if name), sieve):
        latin += _SCRIPTS.get(language, "latin") == "latin"
        known = {word: zipf for word, zipf in rates.items() if word in spelled}
        listed.update(known.keys())
        for word, zipf in known.items():
            if word in parts and zipf >= _IN_USE:
                spoken[word] = spoken.get(word, frozenset()) | {language}
        common.update(word for word, zipf in known.items() if zipf >= COMMON)
        for word, zipf in rates.items():
            name = next((word[:size] for size in range(len(word) - 1, _HEAD - 1, -1) if word[:size] in names), "")
            if name and word[len(name) :].isalpha() and _is_own_word(name, word, zipf, language, known.get(names[name], _UNLISTED)):
                other.add(word)
                if len(word) - len(name) >= _MIN_TAIL:
                    crowded.add(name)
        for word in typos.likely(rates):
            terms = (term for term, _, _ in typos.candidates(word, language) if not word.startswith(term))
            if any(rates[word] >= known.get(term, _UNLISTED) - _NOT_A_MISSPELLING for term in terms):
                near[word] = near.get(word, frozenset()) | {language, *(("",) if rates[word] >= _KNOWN_ANYWHERE else ())}
    local = {word for word in common if not _is_latin(word) or listed[word] < _TRAVELS * latin}
    return Survey(frozenset(other), frozenset(crowded), spoken, frozenset(local), near)


def word_lists(letters: Collection[str], sieve: Sieve | None = None) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield language (ISO 639-1) and the Zipf frequencies of its frequent words, folded, most frequent first.

    Only languages that are written in the script of one of `letters`, and only the words that the sieve lets through.
    """
    for language in frequencies.languages():
        if any(_in_script(letter, language) for letter in letters):
            rates: dict[str, float] = {}
            for words, zipfs in _listed(language):
                for number, word in _folded(words, sieve):
                    rates.setdefault(word, zipfs[number])  # spellings that fold alike have the frequency of the first
            yield language, rates


def _listed(language: str) -> Iterator[tuple[list[str], list[float]]]:
    """Yield the words of a list and their frequencies, some thousand at a time, most frequent first."""
    words: list[str] = []
    rates: list[float] = []
    for zipf, found in frequencies.read(language):
        words += found
        rates += [zipf] * len(found)
        if len(words) >= _AT_ONCE:
            yield words, rates
            words, rates = [], []
    if words:
        yield words, rates


def _folded(words: list[str], sieve: Sieve | None) -> Iterable[tuple[int, str]]:
    """Give the words that the sieve lets through, folded, with their numbers."""
    folded = fold_plain("\n".join(words))  # at once: a hundred times sooner than word by word
    if folded.count(" ") == len(words) - 1 and not folded.startswith(" ") and not folded.endswith(" "):
        return enumerate(folded.split(" ")) if sieve is None else sieve.picked(folded)
    return ((number, fold_plain(word)) for number, word in enumerate(words))


def _in_script(letter: str, language: str) -> bool:
    """Tell whether a language is written in the script of a letter: Latin, Cyrillic, or any other."""
    script = _SCRIPTS.get(language, "latin")
    return script == ("latin" if letter < "\u0250" else "cyrillic" if "\u0400" <= letter < "\u0530" else "other")


def _is_latin(word: str) -> bool:
    return word[:1] < "\u0250"


def _is_own_word(name: str, word: str, zipf: float, language: str, base: float) -> bool:
    """Whether a word that begins with a name or stem is a word of its own and no form of the name in that language."""
    tail = word[len(name) :]
    declines = language in LATIN_SLAVIC if tail < "\u0250" else tail not in ARTICLES or language in ("bg", "mk")
    if glues(tail, language) or (declines and any(tail in stem.tails for stem in stems(name))):
        return zipf >= base + _MORE_THAN_A_FORM
    return zipf >= base - 1
