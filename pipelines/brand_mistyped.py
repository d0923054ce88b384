"""The typo tier: words of a text that are one edit away from a long, unambiguous name, and from no word that people use."""

import functools
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
_REMEMBERED = 100_000
"""Words known to mistype nothing, 10 MB at most: texts repeat their words, so most are read once."""
_TYPOS_REMEMBERED = 4_096  # and words beside which there are always others
_MOST_READ = 500  # new words of one text that are compared with names: a crawl's first pages have some fifty
_MOST_PLACES = 100  # of typos in one text
_SIGNS = '.,!?:/)("'  # that words are parted by most often: to take these away costs less than to look at every character
_DIGIT = re.compile(r"\d")
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
        self._readings = functools.lru_cache(maxsize=_TYPOS_REMEMBERED)(self._read)

    def look(self, folded: Folded, language: str | None) -> Iterable[Spot]:
        """Give the mistyped names of one field."""
        clear = self._clear.get(language)
        if clear is None or len(clear) * len(self._clear) > _REMEMBERED:
            clear = self._clear[language] = set()
        text = folded.text
        for sign in _SIGNS:
            text = text.replace(sign, " ")
        unsure = {*itertools.filterfalse(clear.__contains__, text.split(" "))}
        typos = self._typos_among(unsure, clear, language) if unsure else None
        if not typos:
            return ()
        places = (spot for word in sorted(typos) for spot in self._places(word, typos[word], folded))
        return itertools.islice(places, _MOST_PLACES)

    def _typos_among(self, tokens: Iterable[str], clear: set[str], language: str | None) -> dict[str, list[Reading]]:
        """Give the mistyped names among what stands between blanks, by word; what has none is `clear`."""
        typos: dict[str, list[Reading]] = {}
        read, is_far = 0, self._typos.is_far
        for token in tokens:
            if len(token) < _MIN_WORD:
                clear.add(token)
                continue
            words = _WORD.findall(token)
            near = [word for word in words if not is_far(word[:HEAD])]
            read += len(near)
            if read > _MOST_READ:
                break
            found = {word: readings for word in near if len(word) <= _MAX_WORD and (readings := self._readings(word, language))}
            if found:
                typos |= found
            elif len(token) <= _MAX_WORD and (words or token.isascii()) and not _DIGIT.search(token):  # numbers hardly ever come again
                clear.add(token)
        return typos

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
