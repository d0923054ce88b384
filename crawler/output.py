"""What leaves a command as a line: crawled text is made harmless here, for a terminal and in JSON."""

import json
import re
import sys

_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]",
)
"""Control characters, line separators, direction overrides (Trojan Source, CVE-2021-42574) and lone surrogates."""
_JSON_HARMFUL = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""The same, less what a JSON encoder escapes by itself."""


def safe(text: object) -> str:
    """Give text for a terminal: one line, no character that moves the cursor, changes direction or cannot be encoded."""
    return _HARMFUL.sub(" ", str(text))


def dumps(value: object) -> str:
    """Give a value as one line of JSON, readable in any script, with harmful characters escaped."""
    return _JSON_HARMFUL.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def say(text: object = "") -> None:
    """Print one line on standard output."""
    print(safe(text))  # noqa: T201 - the one place where a command prints a line


def say_json(value: object) -> None:
    """Print one line of JSON on standard output."""
    print(dumps(value))  # noqa: T201 - the one place where a command prints JSON


def complain(text: object) -> None:
    """Print one line on standard error."""
    print(safe(text), file=sys.stderr)  # noqa: T201 - the one place where a command complains
