"""How noisy a brand's name is: the share held back, the words that go with noise, and what each would change as `exclude`."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.brand_edges import begins_word
from pipelines.brand_fold import Folded, fold

_AROUND = 5  # words on either side that may tell noise from the brand
_FEWEST = 2  # texts that a word must stand in to be worth an operator's time
_PRIOR = 0.5  # added to each count, so that a word never seen with one side has finite odds
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One place that looks like the brand."""

    text: str
    """The text, or the part of it around the place."""
    matched: str
    """The characters that look like the brand."""
    start: int | None = None
    """Where they begin in `text`; None: the place nearest to its middle."""
    held_back: bool
    """Whether context ruled it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseWord:
    """A word that stands near the name more often where it is noise."""

    word: str
    """Folded."""
    log_odds: float
    """How much likelier it stands near noise than near the brand; 0 is no difference, 2 is seven times."""
    held_back: int
    """Places held back that it stands near."""
    matched: int
    """Matches that it stands near."""
    exclude: str | None
    """The phrase of name and word that could be an `exclude`; None when they never stand side by side."""
    takes_out: int
    """Matches that this `exclude` would hold back."""
    covers: int
    """Places held back today that it would cover."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """What `brands noise` shows of one brand."""

    held_back: int
    """Places that context ruled out."""
    matched: int
    """Places that count."""
    words: tuple[NoiseWord, ...]
    """Words that go with noise, the strongest first."""

    @property
    def share(self) -> float:
        """Give the share held back, 0 to 1; 0 when nothing looks like the brand."""
        return self.held_back / max(1, self.held_back + self.matched)


def noise(samples: Iterable[Sample], *, most: int = 20) -> Noise:
    """Give the noise of one brand's places, with at most so many words.

    Log-odds with a prior, after Monroe, Colaresi, Quinn 2008 ("Fightin' Words"), weighed by how often the word was seen.
    """
    places = [_Place(sample) for sample in samples]
    held = [place for place in places if place.held_back]
    matched = [place for place in places if not place.held_back]
    beside_held, beside_matched = (Counter(word for place in some for word in place.words) for some in (held, matched))
    scored = []
    for word, count in beside_held.items():
        other = beside_matched[word]
        log_odds = math.log((count + _PRIOR) / (len(held) - count + _PRIOR)) - math.log((other + _PRIOR) / (len(matched) - other + _PRIOR))
        sure = log_odds / math.sqrt(1 / (count + _PRIOR) + 1 / (other + _PRIOR))
        if count >= _FEWEST and log_odds > 0:
            scored.append((sure, word, log_odds, count, other))
    words = tuple(
        _word(word, log_odds, count, other, held, matched)
        for _, word, log_odds, count, other in sorted(scored, key=lambda row: (-row[0], row[1]))[:most]
    )
    return Noise(held_back=len(held), matched=len(matched), words=words)


class _Place:
    """A sample, folded, with the words around the name."""

    def __init__(self, sample: Sample) -> None:
        self.held_back = sample.held_back
        self.text = fold(sample.text).text
        name = fold(sample.matched).text
        self.start = _offset(fold(sample.text), sample.start) if sample.start is not None else _middle(self.text, name)
        self.end = self.start + len(name)
        before = [found[0] for found in _WORD.finditer(self.text, 0, self.start)][-_AROUND:]
        after = [found[0] for found in _WORD.finditer(self.text, self.end)][:_AROUND]
        self.words = frozenset((*before, *after))

    def phrase(self, word: str) -> str | None:
        """Give name and word as they stand side by side; None when they do not."""
        after = re.compile(rf"[ \-]{{1,3}}{re.escape(word)}(?!\w)").match(self.text, self.end)
        if after:
            return self.text[self.start : after.end()]
        before = re.search(rf"(?<!\w){re.escape(word)}[ \-]{{1,3}}\Z", self.text[: self.start])
        return self.text[before.start() : self.end] if before else None

    def is_covered(self, phrase: str) -> bool:
        """Tell whether an exclusion would cover the name here."""
        at = self.text.find(phrase)
        while at >= 0:
            if at <= self.start and self.end <= at + len(phrase) and begins_word(self.text, at):
                return True
            at = self.text.find(phrase, at + 1)
        return False


def _word(word: str, log_odds: float, count: int, other: int, held: Sequence[_Place], matched: Sequence[_Place]) -> NoiseWord:
    phrases = Counter(phrase for place in held if (phrase := place.phrase(word)))
    exclude = max(sorted(phrases), key=phrases.__getitem__) if phrases else None
    return NoiseWord(
        word=word,
        log_odds=round(log_odds, 2),
        held_back=count,
        matched=other,
        exclude=exclude,
        takes_out=sum(place.is_covered(exclude) for place in matched) if exclude else 0,
        covers=sum(place.is_covered(exclude) for place in held) if exclude else 0,
    )


def _offset(folded: Folded, at: int) -> int:
    """Give the folded offset of a character of the source."""
    if folded.origin is None:
        return at
    return int(folded.origin.searchsorted(at))


def _middle(text: str, name: str) -> int:
    """Give where the occurrence of the name nearest to the text's middle begins; 0 when there is none."""
    places = [found.start() for found in re.finditer(re.escape(name), text)]
    return min(places, key=lambda at: abs(at + len(name) / 2 - len(text) / 2), default=0)
