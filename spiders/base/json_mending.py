"""JSON as shops' templates write it: quotation marks within strings, wrong escapes, commas too many, several documents in one script."""

import re

OPENS, CLOSES = "{[", "}]"
IN_STRING = re.compile(r"(?P<right>\\(?:[\"\\/bfnrt]|u[0-9a-fA-F]{4}))|\\|(?P<mark>\")")
ENDS = re.compile(r"\s*(?:[}\]:]|$|,\s*(?:[\"{\[}\]\d-]|true\b|false\b|null\b))")
TRAILING = re.compile(r",(?=\s*[}\]])")


def mended(text: str) -> str:
    r"""Return JSON that parsers take, as far as what was meant can be told; several documents become one list.

    >>> print(mended('{"name": "15" wide",}'), mended('{"a": 1} {"b": 2}'), mended(r'{"a": "it\'s"}'))
    {"name": "15\" wide"} [{"a": 1},{"b": 2}] {"a": "it's"}
    """
    parts: list[str] = []
    tops: list[list[str]] = []
    depth, at = 0, 0
    while at < len(text):
        char = text[at]
        if depth == 0:
            parts = []
        if char in OPENS and depth == 0:
            tops.append(parts)
        if char == '"':
            end = _string_end(text, at + 1)
            parts.append('"' + IN_STRING.sub(_right, text[at + 1 : end]) + '"')
            at = end
        else:
            parts.append("" if TRAILING.match(text, at) else char)
        depth += (char in OPENS) - (char in CLOSES)
        at += 1
    found = ["".join(top) for top in tops]
    return found[0] if len(found) == 1 else f"[{','.join(found)}]"


def _string_end(text: str, start: int) -> int:
    """Return where a string ends: at the first quotation mark behind which JSON goes on."""
    at = start
    while at < len(text):
        if text[at] == "\\":
            at += 2
            continue
        if text[at] == '"' and ENDS.match(text, at + 1):
            return at
        at += 1
    return len(text)


def _right(match: re.Match[str]) -> str:
    """Return what stands in a string as JSON wants it: a mark escaped, a wrong escape without its backslash."""
    return match["right"] or ('\\"' if match["mark"] else "")
