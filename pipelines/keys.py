"""What is kept of a text to find it again: a few signed numbers, equal where texts have passages in common."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import xxhash

from mentions.mention import Mention
from pipelines.identity import author_name
from pipelines.quoting import split_quoted
from pipelines.reading import UNSURE_HEAD, head, is_informative, said, weight
from pipelines.skeleton import MAX_CHARS, fold_all, plain
from pipelines.winnow import fingerprints

STORED = 16
"""Fingerprints kept of a text, evenly spread over it; all are looked up, so a passage of a sixteenth of a text is found either way."""
STORED_OF_QUOTE = 8
QUOTES = 3
"""Quotes looked at of a post, marked by the page or in the text: those who quote more quote pieces."""
LEAST_HEAD = 12
"""Characters from which on a teaser is looked for by its fingerprints."""
_TOGETHER = 64_000  # characters folded at once: numpy's work arrays stay in the processor's cache


class Prepared(NamedTuple):
    """The keys of one mention."""

    skeleton: str
    """See `pipelines.skeleton`."""
    text_key: int
    """Signed 64-bit xxh3 of the skeleton: equal for texts that differ in case, marks, punctuation and markup only."""
    fingerprints: tuple[int, ...]
    """Signed 32-bit keys to look up."""
    stored: tuple[int, ...]
    """Signed 32-bit keys to keep: those that a look-up for a related text will meet; at most `STORED + QUOTES * STORED_OF_QUOTE + 1`."""
    informative: bool
    """False for texts that different people write alike: they are found by author and exact words, and as teasers."""
    is_sparse: bool
    """True when there are so few keys that one in common makes a candidate."""


def prepare(mention: Mention) -> Prepared:
    """Give the keys of a mention's words and of its quotes. Never raises: any string is a text."""
    return prepare_all([mention])[0]


def prepare_all(mentions: Sequence[Mention]) -> list[Prepared]:
    """Give the keys of mentions, in their order; by the page it costs a third of one by one."""
    return [prepared for together in _portions(mentions) for prepared in _prepare(together)]


def _portions(mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    portion: list[Mention] = []
    size = 0
    for mention in mentions:
        portion.append(mention)
        size += min(MAX_CHARS, len(mention.text))
        if size > _TOGETHER:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _prepare(mentions: Sequence[Mention]) -> Iterator[Prepared]:
    texts = [plain(said(mention)) for mention in mentions]
    folded = fold_all(texts)
    quoted = _of_quotes([(plain(quote), place) for place, text in enumerate(texts) for quote in _quotes(mentions[place], text)])
    starts = folded.bounds.tolist()
    found = zip(mentions, folded.words(), fingerprints(folded.letters()), strict=True)
    for place, (mention, skeleton, of_words) in enumerate(found):
        words = skeleton or said(mention)[:MAX_CHARS].strip()
        informative = is_informative(folded.codes[starts[place] : starts[place + 1]], words)
        wanted: tuple[int, ...] = ()
        kept: tuple[int, ...] = ()
        if informative or _is_teaser(mention.text):
            wanted, kept = of_words, _spread(of_words, STORED)
        name = "" if informative else author_name(mention)
        if name and words:
            own = _signed(_hash(f"{name}|{words}"), 32)
            wanted, kept = (own, *wanted), (own, *kept)
        for of_quote in quoted.get(place, ()):
            wanted, kept = wanted + of_quote, kept + _spread(of_quote, STORED_OF_QUOTE)
        yield Prepared(
            skeleton=words,
            text_key=_signed(_hash(words), 64),
            fingerprints=tuple(set(wanted)),
            stored=tuple(set(kept)),
            informative=informative,
            is_sparse=not informative and not mention.quotes,
        )


def _quotes(mention: Mention, text: str) -> list[str]:
    return [*(quote.text for quote in mention.quotes), *split_quoted(text)[1]][:QUOTES]


def _of_quotes(quotes: Sequence[tuple[str, int]]) -> dict[int, list[tuple[int, ...]]]:
    """Give the fingerprints of quotes by the place of their post."""
    found: dict[int, list[tuple[int, ...]]] = {}
    if quotes:
        for (_, place), of_quote in zip(quotes, fingerprints(fold_all([quote for quote, _ in quotes]).letters()), strict=True):
            found.setdefault(place, []).append(of_quote)
    return found


def _is_teaser(text: str) -> bool:
    """Tell whether a text is cut short and long enough to be found by what is left."""
    start, surely = head(text) or ("", False)
    return weight(start) >= LEAST_HEAD + (0 if surely else UNSURE_HEAD)


def _spread(found: tuple[int, ...], most: int) -> tuple[int, ...]:
    """Give the first, and others evenly spread over the text, at most `most` of them."""
    return found[:: -(-len(found) // most)] if found else ()


def _hash(text: str) -> int:
    return xxhash.xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"))


def _signed(number: int, bits: int) -> int:
    number &= (1 << bits) - 1
    return number - (1 << bits) if number >> (bits - 1) else number
