"""Crawled text made harmless where it leaves the program: for a terminal or a log line, in JSON, in a spreadsheet's cell."""

import json
import re

_REST = "\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
_HARMFUL = re.compile(f"[\x00-\x1f{_REST}]")
"""Control characters, line separators, direction overrides (Trojan Source, CVE-2021-42574) and lone surrogates."""
_HARMFUL_IN_JSON = re.compile(f"[{_REST}]")
"""The same, less what a JSON encoder escapes by itself."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the start of a formula (OWASP, CSV Injection), full-width forms included."""


def safe(text: object) -> str:
    r"""Give text for a terminal or a log: one line, no character that moves the cursor, changes direction or cannot be encoded.

    >>> safe("fine\x1b[2J\nday")
    'fine [2J day'
    """
    return _HARMFUL.sub(" ", str(text))


def dumps(value: object, *, indent: int | None = None) -> str:
    r"""Give a value as JSON, one line unless indented, readable in any script, with harmful characters escaped.

    >>> dumps("Привет\u202e")
    '"Привет\\u202e"'
    """
    return _HARMFUL_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False, indent=indent))


def cell(text: str) -> str:
    r"""Give text for a cell of a CSV file: what a spreadsheet would run as a formula is prefixed with an apostrophe, NUL is left out.

    >>> cell('=HYPERLINK("https://evil.example")')
    '\'=HYPERLINK("https://evil.example")'
    """
    text = text.replace("\x00", "")
    return f"'{text}" if text.startswith(_FORMULA) else text
