"""Brands compiled for matching: every spelling, handle, domain and exclusion in one automaton, with what each needs to count."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import ahocorasick_rs

from mentions.brand import Brand
from pipelines.brand_fold import fold_plain
from pipelines.brand_stems import Stem, inner_forms, stems
from pipelines.brand_typos import MIN_LETTERS, TypoIndex
from pipelines.brand_variants import Variant, variants, words
from pipelines.brand_words import Survey, survey
from pipelines.memory import give_back

Kind = Literal["name", "handle", "domain", "exclude"]

_WHOLE = frozenset(("",))
_SHORT = 4
"""Letters of a Latin name up to which only the operator's own Cyrillic spelling of it counts, if there is one: "Sony" is not "соны"."""
_FAST_CHARS = 8_000
"""Characters of patterns (some thirty names) up to which the fastest automaton takes no more than 2 MB; it saves two microseconds."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a pattern of the automaton stands for."""

    brand: int
    """Number of its brand."""
    kind: Kind
    """A name in one of its spellings, an account, a host, or a phrase that rules matches out."""
    term: str
    """As the operator wrote it."""
    folded: str
    """The term, folded."""
    rule: str = "term"
    """As in `BrandMatch.rule`, for a match without an ending."""
    confidence: float = 1.0
    """As in `BrandMatch.confidence`."""
    whole: bool = True
    """False for a stem that needs one of its tails."""
    tails: frozenset[str] = frozenset()
    """Endings of its declension."""
    parts: tuple[str, ...] = ()
    """Words that need capitals because they also stand side by side in ordinary text."""
    doubtful: bool = False
    """True for a generated spelling that is a frequent word of its own: it needs a signal."""
    form: tuple[tuple[Stem, ...], ...] = ()
    """For a name of several declined words, found by the stem of its first: the forms of each."""


@dataclass(frozen=True)
class Index:
    """Brands, compiled."""

    brands: tuple[Brand, ...]
    """In the order given; `Entry.brand` counts in it."""
    automaton: ahocorasick_rs.AhoCorasick | None
    """Finds patterns in folded text; None when there are none."""
    entries: tuple[tuple[Entry, ...], ...]
    """What each pattern stands for."""
    survey: Survey
    """What word lists say about the names."""
    typos: TypoIndex | None
    """Long names, for the typo tier; None without it."""
    mistyped: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    """Entries by name in `typos`."""


def compile_brands(brands: Sequence[Brand], *, typos: bool) -> Index:
    """Compile. Brands without terms, and terms without a letter or digit, are compiled to nothing."""
    patterns: dict[str, list[Entry]] = {}
    bases: dict[str, str] = {}
    parts: set[str] = set()
    mistyped: dict[str, list[Entry]] = {}
    tails: dict[str, frozenset[str]] = {}
    for number, brand in enumerate(brands):
        for pattern, entry, base in _entries(number, brand):
            patterns.setdefault(pattern, []).append(entry)
            parts.update(entry.parts)
            if entry.kind == "name" and pattern.isalpha() and entry.rule in ("term", "joined", "translit"):
                bases.setdefault(pattern, base)
            if typos and entry.kind == "name" and entry.rule == "term" and not entry.form and not brand.ambiguous:
                for word, ends in _typed(pattern, entry):
                    mistyped.setdefault(word, []).append(entry)
                    tails[word] = _joint(tails.get(word, ends), ends)
    index = TypoIndex(tails)
    said = survey(bases, parts, index)
    give_back()
    kept = {pattern: tuple(dict.fromkeys(_doubted(pattern, entry, said) for entry in entries)) for pattern, entries in patterns.items()}
    return Index(
        brands=tuple(brands),
        automaton=automaton_of(list(kept)),
        entries=tuple(kept.values()),
        survey=said,
        typos=index if tails else None,
        mistyped={word: tuple(entries) for word, entries in mistyped.items()},
    )


def automaton_of(patterns: list[str]) -> ahocorasick_rs.AhoCorasick | None:
    """Give the automaton of folded patterns; None when there are none."""
    if not patterns:
        return None
    small = sum(map(len, patterns)) <= _FAST_CHARS
    kind = ahocorasick_rs.Implementation.DFA if small else ahocorasick_rs.Implementation.ContiguousNFA
    return ahocorasick_rs.AhoCorasick(patterns, implementation=kind, store_patterns=False)


def _entries(number: int, brand: Brand) -> Iterator[tuple[str, Entry, str]]:
    """Give each pattern, what it stands for, and the spelling that it is a stem of (itself, when it is none)."""
    cyrillic = [len(term) for term in brand.terms if any("\u0400" <= char <= "\u04ff" for char in term)]
    for term in brand.terms:
        is_written = len(term) <= _SHORT and term.isascii() and any(abs(letters - len(term)) <= 1 for letters in cyrillic)
        for variant in variants(term):
            if not (is_written and variant.rule == "translit"):
                yield from _named(number, term, variant)
        yield from _declined(number, term)
        yield from _owned(number, term)
    for handle in brand.handles:
        yield from _fixed(number, "handle", handle.lstrip("@"))
    for domain in brand.domains:
        yield from _fixed(number, "domain", domain.removeprefix("www."))
    for phrase in brand.exclude:
        for spelling in (phrase, re.sub(r"[\s\-–]+", "-", phrase), re.sub(r"[\s\-–]+", " ", phrase)):
            yield from _fixed(number, "exclude", spelling)


def _fixed(number: int, kind: Kind, text: str) -> Iterator[tuple[str, Entry, str]]:
    if pattern := fold_plain(text.strip()):
        yield pattern, Entry(number, kind, text, pattern, rule="link" if kind == "domain" else kind), pattern


def _named(number: int, term: str, variant: Variant) -> Iterator[tuple[str, Entry, str]]:
    """Give a spelling as it stands, and by its stems."""
    inflected = variant.rule in ("term", "joined", "translit")
    last = re.split(r"[ \-_.&+]", variant.text)[-1] if inflected else ""
    found = stems(last)
    own = next((stem for stem in found if stem.text == last), Stem(last, frozenset()))
    shared = _entry(number, term, variant.rule, variant.confidence, True, own.tails, variant.parts)
    yield variant.text, shared, variant.text
    for stem in found:
        if stem is not own:
            stemmed = _entry(number, term, variant.rule, variant.confidence, False, stem.tails, variant.parts)
            yield variant.text[: len(variant.text) - len(last)] + stem.text, stemmed, variant.text


@functools.lru_cache(maxsize=64)
def _entry(number: int, term: str, rule: str, confidence: float, whole: bool, tails: frozenset[str], parts: tuple[str, ...]) -> Entry:
    """One entry for all spellings that differ in text only: ten thousand terms have hundreds of thousands of spellings."""
    return Entry(number, "name", term, fold_plain(term.strip()), rule, confidence, whole, tails, parts)


def _owned(number: int, term: str) -> Iterator[tuple[str, Entry, str]]:
    """Give the declined forms of a long name in 's, which is declined without it: "McDonald's", "McDonalda"."""
    name = fold_plain(term.strip())
    base = re.sub(r"['’ʼ]s\Z", "", name)
    if base != name and len(base) >= MIN_LETTERS:
        for stem in stems(base):
            yield stem.text, Entry(number, "name", term, name, "inflected", 0.95, whole=False, tails=stem.tails - _WHOLE), base


def _declined(number: int, term: str) -> Iterator[tuple[str, Entry, str]]:
    """Give a name of several words, each of which may be declined: "Красное и Белое", "Deutsche Bank"."""
    pieces = words(term)
    if len(pieces) < 2 or not (heads := inner_forms(pieces[0])):  # noqa: PLR2004 - two words at least
        return
    form = tuple((*inner_forms(piece), *stems(piece), Stem(piece, frozenset(("",)))) for piece in pieces)
    shortest = min((head.text for head in heads), key=len)
    yield shortest, Entry(number, "name", term, fold_plain(term.strip()), "inflected", 0.95, form=form), shortest


def _typed(pattern: str, entry: Entry) -> Iterator[tuple[str, frozenset[str]]]:
    """Give the long words of a name, whose typos are looked for, with their endings: the name or stem itself, or the words of several."""
    if pattern.isalpha():
        found = [(pattern, _joint(entry.tails, _WHOLE) if entry.whole else entry.tails)]
    else:
        found = [(word, _WHOLE) for word in re.split(r"[ \-]", pattern) if entry.whole]
    yield from ((word, tails) for word, tails in found if len(word) >= MIN_LETTERS)


@functools.lru_cache(maxsize=256)
def _joint(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """Give the union; one object for all names that decline alike."""
    return one | other


def _doubted(pattern: str, entry: Entry, said: Survey) -> Entry:
    """Give the entry as the word lists leave it: a generated word is doubtful, parts that are no words need no capitals."""
    if entry.kind != "name" or entry.rule == "term" or entry.form:
        return entry
    if entry.parts and not frozenset.intersection(*(said.spoken.get(part, frozenset()) for part in entry.parts)):
        return replace(entry, parts=())
    return replace(entry, doubtful=True) if pattern in said.local else entry
