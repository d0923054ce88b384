"""Handles and hashtags: what stands around a name inside `@…` and `#…`, and whether the name is what they are about."""

from dataclasses import dataclass

from pipelines.brand_fold import Folded

_MAX_CHARS = 100  # of a handle or hashtag
_MIN_INNER = 6  # letters of a name that is found inside a hashtag without a capital to mark it
_MIN_PREFIX = 4  # letters of a name that may begin a handle or hashtag without a border after it
_VOWELS = frozenset("aeiouyаеиоуыэюяіїєё")


@dataclass(frozen=True, slots=True)
class Tag:
    """A handle or hashtag of a folded text."""

    sign: str
    """`@` or `#`."""
    start: int
    """First character after the sign."""
    end: int
    """One past its last character."""


def tag_around(text: str, start: int, end: int) -> Tag | None:
    """Give the handle or hashtag that a place lies in; None when in none (an e-mail address is none)."""
    first = start
    while first and start - first < _MAX_CHARS and (text[first - 1].isalnum() or text[first - 1] == "_"):
        first -= 1
    sign = text[first - 1] if first else ""
    if sign not in ("@", "#") or (
        sign == "@" and first > 1 and (text[first - 2].isalnum() or text[first - 2] in "_-")
    ):  # a dot is none: ".@acme" is how a reply is shown to all
        return None
    last = end
    while last < len(text) and last - first < _MAX_CHARS and (text[last].isalnum() or text[last] == "_"):
        last += 1
    return Tag(sign, first, last)


def is_about(tag: Tag, folded: Folded, start: int, end: int) -> bool:
    """Whether a name at `start`..`end` is what its tag is about, rather than letters that happen to stand in it.

    It is when it fills the tag or is set off by `_`, a digit or a capital; else it must begin the tag and be long, or have no vowel
    (no word begins with "vtb"), and only in a hashtag may a long name stand inside.
    """
    text = folded.text
    before = start == tag.start or _border(folded, start)
    after = end == tag.end or _border(folded, end)
    if before and after:
        return True
    letters = end - start
    if start == tag.start:
        return letters >= _MIN_PREFIX or (not _VOWELS & set(text[start:end]) and text[end] not in _VOWELS)
    if before and tag.sign == "#":
        return letters >= _MIN_PREFIX
    return tag.sign == "#" and letters >= _MIN_INNER


def _border(folded: Folded, at: int) -> bool:
    """Whether one part of a tag ends and another begins at `at`."""
    left, right = folded.text[at - 1], folded.text[at]
    if not (left.isalpha() and right.isalpha()):
        return True
    return folded.source[folded.start(at)].isupper() and not folded.source[folded.start(at - 1)].isupper()
