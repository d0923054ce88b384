"""What ordinary words say about names: which words are no inflection and no typo of a name, and which spellings mean something else.

The lists are those of `wordfreq` (Robyn Speer, https://github.com/rspeer/wordfreq): words seen once in a million or more, by language. They
are read once when brands are compiled, one language at a time, and only the few words near a name are kept.
"""

import gzip
import importlib.util
import pathlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import msgpack  # type: ignore[import-untyped]  # it ships no types

from pipelines.brand_endings import glues
from pipelines.brand_fold import fold_plain
from pipelines.brand_stems import stems
from pipelines.brand_typos import TypoIndex

COMMON = 4.2
"""Zipf frequency (log10 of uses in a billion words) from which a word is frequent."""

_UNLISTED = 2.9  # just below the lists' limit of 3.0
_MORE_THAN_A_FORM = 0.7  # an inflected form is hardly ever five times as frequent as its base
_NOT_A_MISSPELLING = 1.5  # misspellings of a name are thirty times rarer than the name
_HEAD = 3  # letters; a word shares its first three with a name it begins with
_MIN_TAIL = 3  # letters of a second word
_SAMPLE = 500  # words of a list that show its script
_TRAVELS = 0.6  # share of the lists of its script that know a name of the world
_KNOWN_ANYWHERE = 4.0  # zipf from which a word, often a place, is met in texts of other languages too


@dataclass(frozen=True, slots=True)
class Survey:
    """What the word lists say."""

    other: frozenset[str]
    """Words that only look like an inflection of a name: "ozone"."""
    crowded: frozenset[str]
    """Names that other words begin with: nothing may be glued to them ("metro", metropolitan)."""
    common: frozenset[str]
    """Parts of names that are frequent words: "sam", "sung"."""
    local: frozenset[str]
    """Spellings that are frequent words in some languages and unknown in most: a word ("шел"), no name, which travels ("samsung")."""
    near: Mapping[str, frozenset[str]]
    """Words one edit away from a name, "samsun": in which languages; "" among them when frequent enough to be known anywhere."""


def survey(names: Mapping[str, str], parts: Collection[str], typos: TypoIndex) -> Survey:
    """Read the word lists. `names` maps each spelling or stem to the term it stands for."""
    heads = {name[:_HEAD] for name in names}
    letters = {name[:1] for name in (*names, *parts)}
    other: set[str] = set()
    crowded: set[str] = set()
    common: set[str] = set()
    near: dict[str, frozenset[str]] = {}
    listed: Counter[str] = Counter()
    lists: Counter[bool] = Counter()
    for language, words, rates in word_lists():
        if letters.isdisjoint(word[:1] for word in words[:_SAMPLE]):
            continue  # another script
        lists[_is_latin(words[_SAMPLE])] += 1
        known = {words[at]: rates[at] for at in range(len(words) - 1, -1, -1) if words[at] in names or words[at] in parts}
        listed.update(known)
        common.update(word for word, zipf in known.items() if zipf >= COMMON)
        for at in [at for at, word in enumerate(words) if word[:_HEAD] in heads]:
            for name in _own_words(words[at], rates[at], language, names, known):
                other.add(words[at])
                if len(words[at]) - len(name) >= _MIN_TAIL:
                    crowded.add(name)
        for word, zipf in zip(words, rates, strict=True):
            if candidates := typos.candidates(word, language):
                terms = (term for term, _, _ in candidates if not word.startswith(term))
                if any(zipf >= known.get(term, _UNLISTED) - _NOT_A_MISSPELLING for term in terms):
                    near[word] = near.get(word, frozenset()) | {language, *(("",) if zipf >= _KNOWN_ANYWHERE else ())}
    local = {word for word in common if listed[word] < _TRAVELS * lists[_is_latin(word)]}
    return Survey(frozenset(other), frozenset(crowded), frozenset(common), frozenset(local), near)


def word_lists() -> Iterator[tuple[str, list[str], list[float]]]:
    """Language (ISO 639-1) and its frequent words, folded, with their zipf frequencies, most frequent first; one language at a time."""
    spec = importlib.util.find_spec("wordfreq")  # found, not imported: its tokenizer takes time and memory that nobody needs here
    assert spec is not None
    assert spec.origin is not None
    for path in sorted((pathlib.Path(spec.origin).parent / "data").glob("small_*.msgpack.gz")):
        with gzip.open(path) as file:
            bins: list[list[str]] = msgpack.load(file, raw=False)[1:]  # after a header: words of frequency 10 ** (-n / 100), by n
        words = fold_plain("\n".join("\n".join(words) for words in bins if words)).split(" ")
        rates = [9 - rate / 100 for rate, words in enumerate(bins) for _ in words]
        if len(words) == len(rates):
            yield path.name.removeprefix("small_").split(".")[0], words, rates


def _is_latin(word: str) -> bool:
    return word[:1] < "\u0250"


def _own_words(word: str, zipf: float, language: str, names: Mapping[str, str], known: Mapping[str, float]) -> Iterator[str]:
    """Give the names that a word begins with without being a form of them."""
    for size in range(_HEAD, len(word)):
        name = word[:size]
        if name in names and word[size:].isalpha() and _is_own_word(name, word, zipf, language, known.get(names[name], _UNLISTED)):
            yield name


def _is_own_word(name: str, word: str, zipf: float, language: str, base: float) -> bool:
    """Whether a word that begins with a name or stem is a word of its own and no form of the name in that language."""
    tail = word[len(name) :]
    if glues(tail, language) or any(tail in stem.tails for stem in stems(name)):
        return zipf >= base + _MORE_THAN_A_FORM
    return zipf >= base - 1
