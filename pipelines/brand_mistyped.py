"""The typo tier: words of a text that are one edit away from a long, unambiguous name, and from no word that people use."""

import itertools
import re
from collections.abc import Iterable, Iterator

from pipelines.brand_fold import Folded
from pipelines.brand_index import Entry, Index
from pipelines.brand_links import address_around
from pipelines.brand_spot import Spot
from pipelines.brand_typos import HEAD, MIN_LETTERS

Reading = tuple[str, str, str]
"""A name, and the stem and ending of the word that mistypes it."""

_CONFIDENCE = 0.7
_REMEMBERED = 90_000
"""Words, with the signs they stand beside, that are known to mistype nothing, 9 MB at most: texts repeat them, so most are read once."""
_MOST_READ = 500  # new words of one text that are compared with names: a crawl's first pages have some fifty
_MOST_PLACES = 100  # of typos in one text
_MIN_WORD = MIN_LETTERS - 1
_MAX_WORD = 40  # letters; longer runs are no names
_JOINT = r"[ \-]?"
_WORD = re.compile(rf"[^\W\d_\u2e00-\U0010ffff]{{{_MIN_WORD},}}")  # of alphabets: from U+2E00 on there are Chinese signs and such


class Mistyped:
    """Finds typos by `Index.typos`. What it remembers changes its speed; its answers only for texts of more than `_MOST_READ` new words."""

    def __init__(self, index: Index) -> None:
        assert index.typos is not None
        self._index = index
        self._typos = index.typos
        self._clear: dict[str | None, set[str]] = {}

    def look(self, folded: Folded, language: str | None) -> Iterable[Spot]:
        """Give the mistyped names of one field."""
        clear = self._clear.get(language)
        if clear is None or len(clear) * len(self._clear) > _REMEMBERED:
            clear = self._clear[language] = set()
        unsure = list(itertools.filterfalse(clear.__contains__, folded.text.split(" ")))
        return self._found(unsure, clear, folded, language) if unsure else ()

    def _found(self, tokens: list[str], clear: set[str], folded: Folded, language: str | None) -> Iterator[Spot]:
        """Yield the mistyped names among what stands between blanks; what has none is `clear`."""
        typos: dict[str, list[Reading]] = {}
        read, is_far = 0, self._typos.is_far
        for token in dict.fromkeys(tokens):
            near = [word for word in _WORD.findall(token) if not is_far(word[:HEAD])] if len(token) >= _MIN_WORD else []
            read += len(near)
            if read > _MOST_READ:
                break
            found = {word: readings for word in near if len(word) <= _MAX_WORD and (readings := self._read(word, language))}
            if found:
                typos |= found
            elif len(token) <= _MAX_WORD:
                clear.add(token)
        places = (spot for word in sorted(typos) for spot in self._places(word, typos[word], folded))
        yield from itertools.islice(places, _MOST_PLACES)

    def _places(self, word: str, typos: list[Reading], folded: Folded) -> Iterator[Spot]:
        text = folded.text
        at = text.find(word)
        while at >= 0:
            end = at + len(word)
            if not text[at - 1 : at].isalpha() and not text[end : end + 1].isalpha():
                for name, stem, _ in typos:
                    for entry in self._index.mistyped.get(name, ()):
                        if spot := _placed(entry, name, folded, at, at + len(stem), end):
                            yield spot
            at = text.find(word, end)

    def _read(self, word: str, language: str | None) -> list[Reading]:
        """Give the names that a word mistypes, with stem and ending; [] for a word that people use."""
        typos = self._typos.candidates(word, language)
        return [] if any(self._is_word(one, language) for _, stem, _ in typos for one in (stem, word)) else typos

    def _is_word(self, word: str, language: str | None) -> bool:
        """Tell whether people use the word: often anywhere, or at all in the text's language or in English, which all borrow from."""
        said = self._index.survey
        return word in said.other or not said.near.get(word, frozenset()).isdisjoint(("", "en", language))


def _placed(entry: Entry, name: str, folded: Folded, start: int, core: int, end: int) -> Spot | None:
    """Give the place of a mistyped name, whose other words stand around it as they should; None inside links and handles."""
    text = folded.text
    if (
        (start and (text[start - 1] in "@#_." or text[start - 1].isdigit()))
        or text[end : end + 1] in ("@", "_")
        or address_around(text, start, end)
    ):
        return None
    before, _, after = entry.folded.partition(name)
    first = _matched_back(before, text, start)
    last = _matched_on(after, text, core) if after else end
    if first is None or last is None:
        return None
    return Spot(entry, first, last if after else core, last, "typo", _CONFIDENCE)


def _matched_back(words: str, text: str, at: int) -> int | None:
    """Where the words before a mistyped one begin; None when others stand there."""
    if not words:
        return at
    found = re.search(_spaced(words) + r"\Z", text[max(0, at - 2 * len(words)) : at])
    first = None if found is None else at - len(found[0])
    return None if first is None or (first and text[first - 1].isalnum()) else first


def _matched_on(words: str, text: str, at: int) -> int | None:
    """Where the words after a mistyped one end; None when others stand there."""
    found = re.compile(_spaced(words)).match(text, at)
    return None if found is None or text[found.end() : found.end() + 1].isalnum() else found.end()


def _spaced(words: str) -> str:
    return _JOINT.join(map(re.escape, re.split(r"[ \-]", words)))
