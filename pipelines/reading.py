"""A text as the comparison sees it: its own words, the quoted ones, whether it is cut short, whether it says enough to be told apart."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from mentions.mention import Mention
from pipelines.quoting import split_quoted
from pipelines.skeleton import MAX_CHARS, Codes, fold, plain, spell
from pipelines.winnow import WIDE, is_wide

# An informative text is one that two people do not write by chance (measured: facts, A0).
LEAST_CHARS = 45  # characters of the skeleton
LEAST_WORDS = 7
LEAST_DISTINCT = 6
UNSURE_HEAD = 8
"""Letters more that a text cut by "..." alone must have, as many people end a sentence."""
_LETTERS_A_WORD = 5  # in scripts that write no blanks but letters (Thai, Lao, Khmer, Burmese)
_UNSPACED = range(0x0E00, 0x1000)
_KHMER = range(0x1780, 0x1800)
_KANA = range(0x3040, 0x3100)

_CUT = re.compile(r"(?:([\[(]?…|[\[(]\.{3}[\])])|\.{3})\s*((?:[^\W\d_]+\s*){0,4})[»>→\])]*\s*$")
_ENOUGH = 90  # characters in which most texts have shown their words
_WIDE = re.compile("[\u3040-\u9fff\U00020000-\U0003ffff]")
_LONGEST_TAIL = 60  # characters: "… [continue reading on our site]"
_DOMAIN = re.compile(r"\b(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}\b|©", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """One text, read for comparison. `letters` fields are skeletons without blanks."""

    text: str
    """Without markup and links."""
    own: str
    """Skeleton of the author's own words, each Han character and kana a word; of all words when all are quoted."""
    own_letters: str
    letters: str
    """Of the whole text."""
    quoted_letters: str
    """Of the words marked as quoted; empty for none."""
    passages: tuple[str, ...]
    """The same, each by itself."""
    comments: bool
    """True when it quotes and has words of its own."""
    informative: bool
    """True when two people would not write it by chance."""
    head: str
    """Letters before the ellipsis of a teaser ("… Read more"); empty for a text that is not cut."""
    surely_cut: bool
    """True when the ellipsis is a typographic one or has such words after it."""
    links: frozenset[str]
    """Addresses in it."""

    @cached_property
    def notices(self) -> frozenset[str]:
        """Domains and copyright signs in it, as a portal's notice of origin has."""
        return frozenset(found.lower() for found in _DOMAIN.findall(self.text))


def said(mention: Mention) -> str:
    """Give what the author says in a mention, its first `MAX_CHARS`: text, pros and cons; the title when there is nothing else."""
    parts = [part for part in (mention.text, mention.pros, mention.cons) if part]
    return ("\n".join(parts) or mention.title or "")[:MAX_CHARS]


def weight(letters: str) -> int:
    """Give how much letters say, in letters of an alphabet: a Han character or kana counts for `WIDE`."""
    return len(letters) if letters.isascii() else len(letters) + (WIDE - 1) * len(_WIDE.findall(letters))


def head(text: str) -> tuple[str, bool] | None:
    """Give what stands before the ellipsis at a text's end, and whether it is surely a cut; None for a text that ends otherwise."""
    text = text.rstrip()
    cut = _CUT.search(text, max(0, len(text) - _LONGEST_TAIL))
    return (text[: cut.start()], bool(cut[1] or cut[2])) if cut else None


@lru_cache(maxsize=128)
def read(text: str) -> Reading:
    """Read a text. Cached, since a text is compared with many."""
    clean = plain(text)
    own, passages = split_quoted(clean)
    quoted = tuple(letters for one in passages if (letters := spell(fold(one)).replace(" ", "")))
    codes = whole = fold(clean)
    if quoted:
        own_codes = fold(own)
        codes = own_codes if own_codes.size else whole
    own_words, words = spell(codes) or clean.strip(), spell(whole) or clean.strip()
    start, surely = head(clean) or ("", False)
    return Reading(
        text=clean,
        own=_WIDE.sub(r" \g<0> ", own_words),
        own_letters=own_words.replace(" ", ""),
        letters=words.replace(" ", ""),
        quoted_letters="".join(quoted),
        passages=quoted,
        comments=bool(quoted) and codes is not whole,
        informative=is_informative(codes, own_words),
        head=spell(fold(start)).replace(" ", "") if start else "",
        surely_cut=surely,
        links=frozenset(re.findall(r"https?://\S+", text)) if "://" in text else frozenset(),
    )


def is_informative(codes: Codes, words: str) -> bool:
    """Tell whether a skeleton is long and varied enough to be one person's; characters of scripts without blanks are weighed."""
    if len(words) >= LEAST_CHARS and len(set(words[:_ENOUGH].split())) >= LEAST_WORDS:
        return True
    distinct = set(words.split())
    if not codes.size or codes.max() < _UNSPACED.start:
        return len(words) >= LEAST_CHARS and len(words.split()) >= LEAST_WORDS and len(distinct) >= LEAST_DISTINCT
    wide = codes[is_wide(codes)]
    kana = int(np.count_nonzero((codes >= _KANA.start) & (codes < _KANA.stop)))  # a letter of them says less than a Han character
    unspaced = codes[((codes >= _UNSPACED.start) & (codes < _UNSPACED.stop)) | ((codes >= _KHMER.start) & (codes < _KHMER.stop))]
    more_words = wide.size // 2 - kana // 4 + unspaced.size // _LETTERS_A_WORD
    more_distinct = np.unique(wide).size // 2 + np.unique(unspaced).size // 2
    return (
        len(words) + (WIDE - 1) * wide.size - kana >= LEAST_CHARS
        and len(words.split()) + more_words >= LEAST_WORDS
        and len(distinct) + more_distinct >= LEAST_DISTINCT
    )
