"""Typos of long names at a flat cost: words that are one edit away, found by a look-up of their one-letter deletions.

After SymSpell (Wolf Garbe, https://github.com/wolfgarbe/SymSpell): two words one edit apart share a word that is left when one letter is
deleted from either. An edit is a letter left out, put in, wrong, or swapped with the next; the first letter is right.
"""

import re
from collections.abc import Collection, Iterable, Mapping

from rapidfuzz.distance import OSA

from pipelines.brand_endings import glues

MIN_LETTERS = 6
"""Letters of a name whose typos are looked for; in shorter ones most edits make another word."""

HEAD = 6
"""Letters of a word that tell most words from all typos."""
_LONGEST_TAIL = 5
_DRAWN_OUT = re.compile(r"(.)\1{2,}")


class TypoIndex:
    """The deletions of a set of folded names and stems, each with the endings of its declension ("" for a form of its own)."""

    def __init__(self, names: Mapping[str, Collection[str]]) -> None:
        self._tails = {name: frozenset(tails) for name, tails in names.items() if len(name) >= MIN_LETTERS and name.isalpha()}
        self._near: dict[str, tuple[str, ...]] = {}
        for name in sorted(self._tails):
            for key in {name, *_deletions(name)}:
                self._near[key] = (*self._near.get(key, ()), name)
        self._keys = frozenset(self._near)
        self._begin = frozenset(key[:5] for key in self._near)  # whatever letter a word loses, what is left must begin so
        self._declensions = frozenset(tail for tails in self._tails.values() for tail in tails if tail)
        self._firsts = frozenset(name[0] for name in self._tails)
        self.heads = frozenset(name[:3] for name in self._tails)
        """First three letters of the names."""
        self.ends = frozenset(name[0] + name[-2:] for name in self._tails)
        """Their first and last two letters."""
        self._shortest = min(map(len, self._tails), default=10**6) - 1
        self._longest = max(map(len, self._tails), default=0) + 1

    def likely(self, words: Iterable[str]) -> list[str]:
        """Give the words worth asking about: one edit leaves the first three letters, or the first and the last two."""
        heads, ends = self.heads, self.ends
        return [word for word in words if word[:3] in heads or word[:1] + word[-2:] in ends]

    def near(self, word: str) -> list[str]:
        """Give the names that are exactly one edit away from a folded word and begin with the same letter."""
        if not self._shortest <= len(word) <= self._longest:
            return []
        keys = self._keys.intersection((word, *_deletions(word)))
        if not keys:
            return []
        found = {name for key in keys for name in self._near[key]}
        return sorted(name for name in found if name[0] == word[0] and OSA.distance(name, word, score_cutoff=1) == 1)

    def is_far(self, head: str) -> bool:
        """Tell by its first `HEAD` letters that a word is a typo of no name; False when only `candidates` can tell."""
        if len(head) < MIN_LETTERS - 1 or head[0] not in self._firsts:
            return True
        begin = (head[:5], head[:4] + head[5:], head[:3] + head[4:], head[:2] + head[3:], head[:1] + head[2:])
        return self._begin.isdisjoint(begin) and not _DRAWN_OUT.search(head)

    def candidates(self, word: str, language: str | None) -> list[tuple[str, str, str]]:
        """Give the names that a word may be a typo of: (name, the mistyped stem, the ending). Drawn-out letters are read as one."""
        if len(word) < self._shortest or self.is_far(word[:HEAD]):
            return []
        found = [(name, word, "") for name in self.near(word) if "" in self._tails[name]]
        for cut in range(len(word) - 1, max(self._shortest, len(word) - _LONGEST_TAIL) - 1, -1):
            tail = word[cut:]
            glued = glues(tail, language) and (language is not None or len(tail) > 1)  # one letter is an ending in some language always
            if glued or tail in self._declensions:
                found += [
                    (name, word[:cut], tail)
                    for name in self.near(word[:cut])
                    if tail in self._tails[name] or (glued and "" in self._tails[name])
                ]
        return found or (self._drawn_out(word) if _DRAWN_OUT.search(word) else [])

    def _drawn_out(self, word: str) -> list[tuple[str, str, str]]:
        short = _DRAWN_OUT.sub(r"\1", word)
        return [(name, word, "") for name in (short, *self.near(short)) if "" in self._tails.get(name, ())]


def _deletions(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(1, len(word))]
