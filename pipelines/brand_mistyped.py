"""The typo tier: words of a text that are one edit away from a long, unambiguous name, and from no word that people use."""

import re
from collections.abc import Iterator

from pipelines.brand_edges import LETTERS
from pipelines.brand_fold import Folded
from pipelines.brand_index import Entry, Index
from pipelines.brand_links import address_around
from pipelines.brand_spot import Spot

_CONFIDENCE = 0.7
_REMEMBERED = 100_000
"""Blank-separated pieces of texts known to hold no typo: texts repeat their words, so most are looked at once."""
_MAX_PIECE = 80  # characters; longer ones are links and noise
_SKIPPED = ("http://", "https://", "www.", "@")
_JOINT = r"[ \-]?"


class Mistyped:
    """Finds typos by `Index.typos`. What it remembers changes its speed, never its answers."""

    def __init__(self, index: Index) -> None:
        assert index.typos is not None
        self._index = index
        self._typos = index.typos
        self._clean: set[str] = set()

    def look(self, folded: Folded, language: str | None) -> Iterator[Spot]:
        """Give the mistyped names of one field."""
        pieces = set(folded.text.split(" "))
        for piece in sorted(pieces - self._clean):
            if not self._may_hold(piece):
                if len(piece) <= _MAX_PIECE and not piece.startswith(_SKIPPED):
                    self._remember(piece)
                continue
            at = folded.text.find(piece)
            while at >= 0:
                yield from self._read(folded, at, piece, language)
                at = folded.text.find(piece, at + len(piece))

    def _remember(self, piece: str) -> None:
        if len(self._clean) >= _REMEMBERED:
            self._clean = set()
        self._clean.add(piece)

    def _may_hold(self, piece: str) -> bool:
        """Whether some word of the piece is near a name in any language."""
        if not self._typos.shortest <= len(piece) <= _MAX_PIECE or piece.startswith(_SKIPPED):
            return False
        return any(self._typos.candidates(word, None) for word in LETTERS.findall(piece))

    def _read(self, folded: Folded, at: int, piece: str, language: str | None) -> Iterator[Spot]:
        for word in LETTERS.finditer(folded.text, at, at + len(piece)):
            for name, stem, tail in self._typos.candidates(word[0], language):
                if self._is_word(stem, language) or (tail and self._is_word(word[0], language)):
                    break
                for entry in self._index.mistyped.get(name, ()):
                    if spot := _placed(entry, name, folded, word.start(), word.start() + len(stem), word.end()):
                        yield spot

    def _is_word(self, word: str, language: str | None) -> bool:
        """Whether people use the word: often anywhere, or at all in the text's language or in English, which all others borrow from."""
        return not self._index.survey.near.get(word, frozenset()).isdisjoint(("", "en", language))


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
