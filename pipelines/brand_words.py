"""What ordinary words say about names: which words are no inflection and no typo of a name, and which spellings mean something else.

The lists are those of `wordfreq` (Robyn Speer, https://github.com/rspeer/wordfreq): words seen once in a million or more, by language. They
are read once when brands are compiled, one language at a time, and only the few words near a name are kept.
"""

import bisect
import functools
import gzip
import importlib.util
import itertools
import pathlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgpack  # type: ignore[import-untyped]  # it ships no types

from pipelines.brand_endings import glues
from pipelines.brand_fold import fold_plain
from pipelines.brand_stems import ARTICLES, LATIN_SLAVIC, stems
from pipelines.brand_typos import TypoIndex

COMMON = 4.2
"""Zipf frequency (log10 of uses in a billion words) from which a word is frequent."""

_UNLISTED = 2.9  # just below the lists' limit of 3.0
_MORE_THAN_A_FORM = 0.5  # an inflected form is hardly ever three times as frequent as its base
_NOT_A_MISSPELLING = 1.5  # misspellings of a name are thirty times rarer than the name
_HEAD = 3  # letters; a word shares its first three with a name it begins with
_MIN_TAIL = 3  # letters of a second word
_TRAVELS = 0.6  # share of the lists in Latin letters that know a name of the world
_KNOWN_ANYWHERE = 4.0  # zipf from which a word, often a place, is met in texts of other languages too

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
    words: frozenset[str]
    """Parts of names that are words: "sam", "sung"."""
    local: frozenset[str]
    """Spellings that are frequent words: in Cyrillic any ("шел"), in Latin letters those that few languages know, as names travel."""
    near: Mapping[str, frozenset[str]]
    """Words one edit away from a name, "samsun": in which languages; "" among them when frequent enough to be known anywhere."""


def survey(names: Mapping[str, str], parts: Collection[str], typos: TypoIndex) -> Survey:
    """Read the word lists. `names` maps each spelling or stem to the spelling that it is a form of."""
    heads = frozenset(name[:_HEAD] for name in names)
    spelled = frozenset((*names, *parts))
    other: set[str] = set()
    crowded: set[str] = set()
    common: set[str] = set()
    near: dict[str, frozenset[str]] = {}
    listed: Counter[str] = Counter()
    latin = 0
    for language, words, zipf in word_lists(frozenset(name[0] for name in spelled if name)):
        latin += _is_latin(words[0])
        known = {words[at]: zipf(at) for at in [at for at, word in enumerate(words) if word in spelled][::-1]}
        listed.update(known)
        common.update(word for word, rate in known.items() if rate >= COMMON)
        for at in [at for at, word in enumerate(words) if word[:_HEAD] in heads]:
            word = words[at]
            name = next((word[:size] for size in range(len(word) - 1, _HEAD - 1, -1) if word[:size] in names), "")
            if name and word[len(name) :].isalpha() and _is_own_word(name, word, zipf(at), language, known.get(names[name], _UNLISTED)):
                other.add(word)
                if len(word) - len(name) >= _MIN_TAIL:
                    crowded.add(name)
        for at in typos.likely(words):
            terms = (term for term, _, _ in typos.candidates(words[at], language) if not words[at].startswith(term))
            if any(zipf(at) >= known.get(term, _UNLISTED) - _NOT_A_MISSPELLING for term in terms):
                near[words[at]] = near.get(words[at], frozenset()) | {language, *(("",) if zipf(at) >= _KNOWN_ANYWHERE else ())}
    local = {word for word in common if not _is_latin(word) or listed[word] < _TRAVELS * latin}
    return Survey(frozenset(other), frozenset(crowded), frozenset(listed), frozenset(local), near)


def word_lists(letters: Collection[str]) -> Iterator[tuple[str, list[str], Callable[[int], float]]]:
    """Yield language (ISO 639-1), its frequent words, folded, most frequent first, and the zipf frequency of the word at an index.

    Only languages that are written in the script of one of `letters`.
    """
    spec = importlib.util.find_spec("wordfreq")  # found, not imported: its tokenizer takes time and memory that nobody needs here
    assert spec is not None
    assert spec.origin is not None
    for path in sorted((pathlib.Path(spec.origin).parent / "data").glob("small_*.msgpack.gz")):
        language = path.name.removeprefix("small_").split(".")[0]
        if not any(_in_script(letter, language) for letter in letters):
            continue
        with gzip.open(path) as file:
            bins: list[list[str]] = msgpack.load(file, raw=False)[1:]  # after a header: words of frequency 10 ** (-n / 100), by n
        words = fold_plain("\n".join("\n".join(words) for words in bins if words)).split(" ")
        ends = list(itertools.accumulate(map(len, bins)))
        if len(words) == ends[-1]:
            yield language, words, functools.partial(_zipf, ends)


def _zipf(ends: Sequence[int], at: int) -> float:
    """Give the zipf frequency of a word by the bin it lies in."""
    return 9 - bisect.bisect_right(ends, at) / 100


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
