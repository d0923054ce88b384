"""What speaks for or against a place that looks like a brand: context words, quotes, capitals, the page's subject, exclusions."""

import bisect
import re
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from mentions.brand import Brand, Near
from mentions.mention import Where
from pipelines.brand_edges import begins_word
from pipelines.brand_fold import Folded, fold_plain
from pipelines.brand_index import automaton_of
from pipelines.brand_spot import Spot

_MOST_WORDS = 2_000  # places of one context word in one text
_NEAR_CHARS = 600
"""How far a context word speaks for a name, in characters; in a long text what stands elsewhere is about other things."""
_WORD_CHARS = 40  # of the words counted between a name and a word near it; longer ones count as several
_SENTENCE_CHARS = 300  # looked at on either side of a name
_MOSTLY = 0.6  # share of a sentence's words in capitals, or begun with one, from which a capital tells nothing
_NOUNS_IN_CAPITALS = frozenset(("de", "lb"))

_BREAK = re.compile(r"[.!?…:;\n。！？][\s»”\"')\]]+|\n")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_NOT_SAID = re.compile(r"(?:[@#]\w+|https?://\S+|www\.\S+|\bRT\b|&\w+;)")
_OPENING, _CLOSING = "«“„‟\"'‘‚‹「『《〈【", "»”“\"'’›」』》〉】"


class WordFinder:
    """Finds the context, `near` and `require_all` words of all brands in one pass over a folded text."""

    def __init__(self, brands: Sequence[Brand]) -> None:
        self._words: dict[str, None] = {}
        for brand in brands:
            for word in (*brand.context, *brand.require_all, *(brand.near.words if brand.near else ())):
                if folded := fold_plain(word.strip()):
                    self._words.setdefault(folded)
        self._spelled = list(self._words)
        self._automaton = automaton_of(self._spelled)

    def find(self, text: str) -> dict[str, list[tuple[int, int]]]:
        """Where each word begins a word: folded word → (start, end), in order."""
        found: dict[str, list[tuple[int, int]]] = {}
        if self._automaton is not None and text:
            for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
                word = self._spelled[number]
                if len(found.get(word, ())) < _MOST_WORDS and begins_word(text, start):
                    found.setdefault(word, []).append((start, end))
        return found


class Evidence:
    """What one mention holds beside its names; context words are looked for when the first ambiguous name asks.

    `subject` is the folded name of what the page is about, `named` the numbers of the brands it names.
    """

    def __init__(
        self, words: WordFinder, fields: Mapping[Where, Folded], subject: str, named: Collection[int], language: str | None
    ) -> None:
        self.language = language
        """ISO 639-1; None when not known."""
        self._words = words
        self._fields = fields
        self._subject = subject
        self._named = named

    @cached_property
    def _found(self) -> dict[str, dict[str, list[tuple[int, int]]]]:
        """Context words by field, the subject being one."""
        found = {str(where): self._words.find(folded.text) for where, folded in self._fields.items()}
        return {**found, "subject": self._words.find(self._subject)}

    def lacks(self, brand: Brand) -> str:
        """Give the first of the brand's `require_all` words that neither text nor title holds; "" when all are there."""
        fields = [self._found[where] for where in self._fields]
        return next((word for word in brand.require_all if not any(fold_plain(word.strip()) in found for found in fields)), "")

    def is_near(self, near: Near, spot: Spot) -> bool:
        """Whether one of the condition's words stands near enough."""
        text, found = self._fields[spot.where].text, self._found[spot.where]
        reach = (near.within + 1) * _WORD_CHARS
        for word in near.words:
            places = found.get(fold_plain(word.strip()), [])
            for start, end in places[bisect.bisect_left(places, (spot.start - reach, 0)) :]:
                if start > spot.end + reach:
                    break
                between = text[end : spot.start] if end <= spot.start else text[spot.end : start]
                if len(between.split()) <= near.within and len(re.findall(r"\w+", between)) < near.within:
                    return True
        return False

    def signal(self, brand: Brand, spot: Spot) -> tuple[str, float]:  # noqa: PLR0911 - one signal a line
        """Give what makes an ambiguous name the brand's, and how sure that is; ("", 0.0) when nothing does."""
        if spot.entry.brand in self._named:
            return "the page's subject", 0.95
        if word := self._context(brand, spot):
            return f"context: {word}", 0.9
        if not spot.exact:
            return "", 0.0
        if spot.tagged:
            return f"the whole {spot.rule}", 0.8
        folded = self._fields[spot.where]
        start, end = folded.start(spot.start), folded.end(spot.end)
        if is_quoted(folded.source, start, end):
            return "in quotes", 0.9
        if self.language not in _NOUNS_IN_CAPITALS and has_capital_inside(folded.source, start, end, spot.entry.term):
            return "a capital inside a sentence", 0.8
        return "", 0.0

    def _context(self, brand: Brand, spot: Spot) -> str:
        """Give the first context word that stands in the same field near by, or anywhere in another field or the subject."""
        for word in brand.context:
            folded = fold_plain(word.strip())
            if any(folded in found for where, found in self._found.items() if where != spot.where):
                return word
            places = self._found[spot.where].get(folded, [])
            first = bisect.bisect_left(places, (spot.start - _NEAR_CHARS, 0))
            for start, end in places[first:]:
                if start > spot.end + _NEAR_CHARS:
                    break
                if end <= spot.start or start >= spot.end:
                    return word
        return ""


def is_quoted(source: str, start: int, end: int) -> bool:
    """Whether a name stands at the beginning of quotation marks that close within a few words.

    >>> is_quoted("в «Магните» дешевле", 3, 10), is_quoted("it's fine", 3, 4)
    (True, False)
    """
    if not start or source[start - 1] not in _OPENING or (start > 1 and source[start - 2].isalnum()):
        return False
    return any(char in _CLOSING for char in source[end : end + 40].split("\n", maxsplit=1)[0])


def has_capital_inside(source: str, start: int, end: int, term: str) -> bool:
    """Whether a name is written with a capital where ordinary words are not: inside a sentence that is not all capitals.

    >>> has_capital_inside("went to Orange again", 8, 14, "Orange"), has_capital_inside("Orange again", 0, 6, "Orange")
    (True, False)
    """
    written = source[start:end]
    if not written[:1].isupper():
        return False
    shouted = len(written) > 1 and written.isupper()
    if shouted and not term.isupper():
        return False
    before = _BREAK.split(source[max(0, start - _SENTENCE_CHARS) : start])[-1]
    after = _BREAK.split(source[end : end + _SENTENCE_CHARS], maxsplit=1)[0]
    said = _WORD.findall(_NOT_SAID.sub(" ", before))
    others = said + _WORD.findall(_NOT_SAID.sub(" ", after))
    if not said:
        return False
    capitals = sum(word.isupper() and len(word) > 1 if shouted else word[0].isupper() for word in others)
    return bool(capitals < max(2, _MOSTLY * len(others)))
