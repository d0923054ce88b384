"""Typos of long names at a flat cost: words that are one edit away, found by a look-up of their one-letter deletions.

After SymSpell (Wolf Garbe, https://github.com/wolfgarbe/SymSpell): two words one edit apart share a word that is left when one letter is
deleted from either. An edit is a letter left out, put in, wrong, or swapped with the next; the first letter is right.
"""

from collections.abc import Collection, Mapping

from rapidfuzz.distance import OSA

from pipelines.brand_endings import glues

MIN_LETTERS = 6
"""Letters of a name whose typos are looked for; in shorter ones most edits make another word."""

_LONGEST_TAIL = 5
_ELONGATED = 3  # times a letter is repeated before it is taken for drawn out


class TypoIndex:
    """The deletions of a set of folded names and stems, each with the endings of its declension ("" for a form of its own)."""

    def __init__(self, names: Mapping[str, Collection[str]]) -> None:
        self._tails = {name: frozenset(tails) for name, tails in names.items() if len(name) >= MIN_LETTERS and name.isalpha()}
        self._near: dict[str, tuple[str, ...]] = {}
        self.heads = frozenset(name[:3] for name in self._tails)
        """First three letters of the names: one edit leaves them, or the last two, as they are."""
        self.ends = frozenset(name[0] + name[-2:] for name in self._tails)
        """First letter and last two of the names."""
        for name in sorted(self._tails):
            for key in {name, *_deletions(name)}:
                self._near[key] = (*self._near.get(key, ()), name)
        self.shortest = min(map(len, self._tails), default=10**6) - 1
        """Letters of the shortest word that may be a typo."""
        self._longest = max(map(len, self._tails), default=0) + 1

    def near(self, word: str) -> tuple[str, ...]:
        """Give the names that are exactly one edit away from a folded word and begin with the same letter."""
        if not self.shortest <= len(word) <= self._longest:
            return ()
        if word[:3] not in self.heads and word[0] + word[-2:] not in self.ends:
            return ()
        found = set(self._near.get(word, ()))
        for key in _deletions(word):
            found.update(self._near.get(key, ()))
        return tuple(sorted(name for name in found if name[0] == word[0] and OSA.distance(name, word, score_cutoff=1) == 1))

    def candidates(self, word: str, language: str | None) -> list[tuple[str, str, str]]:
        """Names that a word may be a typo of: (name, the mistyped stem, the ending). Drawn-out letters are read as one or two."""
        found = [
            (name, word[:cut], word[cut:])
            for cut in range(len(word), max(self.shortest, len(word) - _LONGEST_TAIL) - 1, -1)
            for name in self.near(word[:cut])
            if self._takes(name, word[cut:], language)
        ]
        if not found and (short := _shortened(word)) != word:
            found = [(name, word, "") for name in (short, *self.near(short)) if name in self._tails and "" in self._tails[name]]
        return found

    def _takes(self, name: str, tail: str, language: str | None) -> bool:
        """Whether the ending may follow the name."""
        tails = self._tails[name]
        return tail in tails or (tail != "" and "" in tails and glues(tail, language))


def _deletions(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(1, len(word))}


def _shortened(word: str) -> str:
    """Give the word with letters that stand three times or more in a row written once."""
    kept: list[str] = []
    at = 0
    while at < len(word):
        run = at
        while run < len(word) and word[run] == word[at]:
            run += 1
        kept.append(word[at] if run - at >= _ELONGATED else word[at:run])
        at = run
    return "".join(kept)
