"""What a command prints, line by line; crawled text is made harmless on the way."""

import sys

from mentions.safe import dumps, safe


def say(text: object = "") -> None:
    """Print one line on standard output."""
    print(safe(text))  # noqa: T201 - the one place where a command prints a line


def say_json(value: object) -> None:
    """Print JSON on standard output: one line for a program, indented on a person's terminal."""
    print(dumps(value, indent=2 if sys.stdout.isatty() else None))  # noqa: T201 - the one place where a command prints JSON


def complain(text: object) -> None:
    """Print one line on standard error."""
    print(safe(text), file=sys.stderr)  # noqa: T201 - the one place where a command complains
