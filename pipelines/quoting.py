"""Which words of a post are somebody else's: quote blocks, `>` lines, quotation marks, a share with a comment."""

import re

LEAST_QUOTED = 25
"""Characters between quotation marks from which on they hold words of another, not a name or an irony."""

_SPACE = r"[^\S\n]*"
_BLOCK = re.compile(r"\[quote\b[^\]]*\](.*?)\[/quote\]", re.DOTALL | re.IGNORECASE)
# An attribution ("Anna wrote:") belongs to the quoted lines under it.
_ANGLES = re.compile(rf"(?:^[^\n>]{{1,80}}:{_SPACE}\n)?((?:^{_SPACE}>[^\n]*(?:\n|\Z))+)", re.MULTILINE)
_PARAGRAPH = re.compile(r'(?:^|\n)\s*["“„«](.{25,})["”“»]\s*(?=\n\s*\n|\Z)', re.DOTALL)
_MARKS = re.compile(r"“([^“”]{25,})”|„([^„“”]{25,})[“”]|«([^«»]{25,})»|\"([^\"\n]{25,})\"")
_OPENING = {_BLOCK: "[", _PARAGRAPH: '"“„«'}  # what is sought from to the end of the text, each time
_MOST_OPENED = 200  # of these in one text; who opens more does not quote
_COMMENTED_SHARE = re.compile(r"(?<=\S)\s+RT\s+@\w+\s*:?(.*)", re.DOTALL)


def split_quoted(text: str) -> tuple[str, tuple[str, ...]]:
    """Give the author's own words, and the quoted passages; a text without quotes is all own."""
    if not ('"' in text or ">" in text or "«" in text or "“" in text or "„" in text or "RT" in text or "[/" in text):
        return text.strip(), ()  # ten times sooner told so than by a pattern
    quoted: list[str] = []

    def take(match: re.Match[str]) -> str:
        quoted.extend(group for group in match.groups() if group)
        return "\n"

    for pattern, sign in ((_BLOCK, "[/"), (_ANGLES, ">"), (_PARAGRAPH, ""), (_MARKS, ""), (_COMMENTED_SHARE, "RT")):
        if sign in text and sum(map(text.count, _OPENING.get(pattern, ""))) <= _MOST_OPENED:
            text = pattern.sub(take, text)
    return text.strip(), tuple(quoted)
