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

_FEW_PARTS, _LEAST_PART, _LONGEST_PART = 3, 2, 24
"""How many parts may differ, and the letters of one: a single character is a slip of the pen."""

_BETWEEN = 2  # letters that two names may have in common by chance

_CASED = re.compile("[A-Za-z\u0370-\u03ff\u0400-\u052f]{3}")
_PART = re.compile("[\u3041-\u9fff]|[^\\W\u3041-\u9fff\u0e00-\u0eff]+|[\u0e00-\u0eff]")
_WORD = re.compile(r"[@#]?[^\W_][\w]*(?:['’.-]\w+)*")
_AFTER_SENTENCE = re.compile(r"(?:^|[.!?…:\n\"«“>*]\s*|\d\)\s*)$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, and whether it looks like what fills a slot."""

    folded: str
    written: str
    """In lower case, marks and all: folded, "Lan" is "lần"."""
    name: bool
    """A capitalised word inside a sentence or before a comma, a handle, a hashtag or a number."""


def changed_slots(one: str, two: str) -> list[tuple[str, str]]:
    """Pairs of names that stand in the same place of two texts, where nothing else can explain the difference; empty for plain edits."""
    if one > two:  # of several ways to line two texts up, the same one both ways
        return [(was, became) for became, was in changed_slots(two, one)]
    a, b = words(one), words(two)
    seen_a, seen_b = {word.written for word in a}, {word.written for word in b}
    found = []
    for start_a, end_a, start_b, end_b in replaced([w.folded for w in a], [w.folded for w in b]):
        if max(end_a - start_a, end_b - start_b) > SLOT_WORDS:
            continue
        # A word that the other text has elsewhere was moved, not put in.
        left = [w for w in a[start_a:end_a] if w.written not in seen_b]
        right = [w for w in b[start_b:end_b] if w.written not in seen_a]
        if not any(w.name for w in left) or not any(w.name for w in right):
            continue
        was, became = (" ".join(w.folded for w in side) for side in (left, right))
        if was.isdigit() or became.isdigit() or fuzz.ratio(was, became) < TYPO_RATIO:
            found.append((was, became))
    return found


def replaced(a: list[str], b: list[str], apart: int = 0) -> list[tuple[int, int, int, int]]:
    """Give where two lists differ: start and end in one and in the other. Changes with at most `apart` equal parts between them are one."""
    found: list[tuple[int, int, int, int]] = []
    for change in Levenshtein.opcodes(a, b):
        if change.tag == "equal":
            continue
        start_a, start_b = change.src_start, change.dest_start
        if found and start_a - found[-1][1] <= apart and start_b - found[-1][3] <= apart:
            start_a, _, start_b, _ = found.pop()
        found.append((start_a, change.src_end, start_b, change.dest_end))
    return found


def changed_parts(one: str, two: str) -> list[tuple[str, str]]:
    """Pairs of parts that alone differ between two texts in a script without capitals, where names cannot be told from other words.

    Empty where more differs than a few short parts, where anything was only added, and for a typo.
    """
    if _CASED.search(one) or _CASED.search(two):
        return []
    if one > two:
        return [(was, became) for became, was in changed_parts(two, one)]
    a, b = (_PART.findall(text)[: 2 * MAX_WORDS] for text in (one, two))
    found = []
    changes = replaced(a, b, apart=_BETWEEN)
    if len(changes) > _FEW_PARTS or a == b:
        return []
    for start_a, end_a, start_b, end_b in changes:
        was, became = "".join(a[start_a:end_a]), "".join(b[start_b:end_b])
        if not was or not became or max(len(was), len(became)) > _LONGEST_PART:
            return []
        if max(len(was), len(became)) >= _LEAST_PART and fuzz.ratio(was, became) < TYPO_RATIO:
            found.append((was, became))
    return found


def words(text: str) -> list[Word]:
    """Give the words of a text with what they look like; in a text of capitals no word looks like a name."""
    found = list(_WORD.finditer(text))[:MAX_WORDS]
    capitals = sum(match[0][0].isupper() for match in found)
    shouting = capitals > len(found) / 2
    folded = fold_in_place(text)
    return [Word(_letters(folded, match), match[0].lower(), _is_name(match, text, shouting=shouting)) for match in found]


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
