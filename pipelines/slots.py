"""Where two nearly identical texts differ: in names, numbers and handles, as a form letter does, or in words, as an edit does."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from pipelines.skeleton import fold_in_place

MAX_WORDS = 400
"""Words compared of each text; a form letter shows its slots earlier."""
SLOT_WORDS = 4
"""A slot holds at most a full name or a short address."""
TYPO_RATIO = 65
"""From here on, two words are one word mistyped or inflected, not two names."""

_WORD = re.compile(r"[@#]?[^\W_][\w]*(?:['’.-]\w+)*")
_AFTER_SENTENCE = re.compile(r"(?:^|[.!?…:\n\"«“>*]\s*|\d\)\s*)$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, and whether it looks like what fills a slot."""

    folded: str
    name: bool
    """A capitalised word inside a sentence or before a comma, a handle, a hashtag or a number."""


def changed_slots(one: str, two: str) -> list[tuple[str, str]]:
    """Pairs of names that stand in the same place of two texts, where nothing else can explain the difference; empty for plain edits."""
    if one > two:  # of several ways to line two texts up, the same one both ways
        return [(was, became) for became, was in changed_slots(two, one)]
    a, b = words(one), words(two)
    seen_a, seen_b = {word.folded for word in a}, {word.folded for word in b}
    found = []
    for change in Levenshtein.opcodes([w.folded for w in a], [w.folded for w in b]):
        if change.tag != "replace" or change.src_end - change.src_start > SLOT_WORDS:
            continue
        # A word that the other text has elsewhere was moved, not put in.
        left = [w for w in a[change.src_start : change.src_end] if w.folded not in seen_b]
        right = [w for w in b[change.dest_start : change.dest_end] if w.folded not in seen_a]
        if not any(w.name for w in left) or not any(w.name for w in right):
            continue
        was, became = (" ".join(w.folded for w in side) for side in (left, right))
        if was.isdigit() or became.isdigit() or fuzz.ratio(was, became) < TYPO_RATIO:
            found.append((was, became))
    return found


def words(text: str) -> list[Word]:
    """Give the words of a text with what they look like; in a text of capitals no word looks like a name."""
    found = list(_WORD.finditer(text))[:MAX_WORDS]
    capitals = sum(match[0][0].isupper() for match in found)
    shouting = capitals > len(found) / 2
    folded = fold_in_place(text)
    return [Word(_letters(folded, match), _is_name(match, text, shouting=shouting)) for match in found]


def _letters(folded: str, match: re.Match[str]) -> str:
    letters = folded[match.start() : match.end()].replace("\0", "").strip()
    return match[0][0] + letters if match[0][0] in "@#" else letters


def _is_name(match: re.Match[str], text: str, *, shouting: bool) -> bool:
    word = match[0]
    if word[0] in "@#" or any(char.isdigit() for char in word):
        return True
    if shouting or not word[0].isupper() or len(word) == 1:
        return False
    before = text[max(0, match.start() - 4) : match.start()]
    return not _AFTER_SENTENCE.search(before) or text[match.end() : match.end() + 1] == ","
