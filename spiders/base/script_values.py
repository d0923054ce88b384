"""Values written in JavaScript: object literals that are no JSON, and calls whose arguments they name. Read as data, never run."""

import json
import re
import sys
from collections.abc import Mapping
from typing import Any

TOKEN = re.compile(
    r"""\s*(?:(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)"""
    r"""|(?P<number>-?(?:0x[0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))"""
    r"""|(?P<name>[A-Za-z_$][\w$]*)|(?P<mark>[\[\]{}(),:;=.!-]))""",
    re.DOTALL,
)
ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL)
LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}
CONSTANTS: dict[str, Any] = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None, "Infinity": None}
DEEPEST = 80  # levels of nesting; hostile scripts go on for ever
CALLED = re.compile(r"\(function\s*\(([\w$,\s]*)\)\s*\{")


class NotDataError(ValueError):
    """Raised where a script computes instead of stating values."""


class Literals:
    """Reads values from a script, from one place on; `at` is where the last one ended."""

    def __init__(self, script: str, at: int = 0, names: Mapping[str, Any] | None = None) -> None:
        self.script = script
        self.at = at
        self.names: dict[str, Any] = {**CONSTANTS, **(names or {})}

    def value(self, depth: int = 0) -> Any:  # noqa: ANN401, PLR0911 - a value is anything; a return for each kind
        """Return the value that stands here. Raises NotDataError where none does."""
        kind, text = self._take()
        if kind == "string":
            return unquoted(text)
        if kind == "number":
            return _number(text)
        if text == "{" and depth < DEEPEST:
            return self._object(depth)
        if text == "[" and depth < DEEPEST:
            return self._array(depth)
        if text == "!":
            return not self.value(depth)
        if text == "void":
            self.value(depth)
            return None
        if text == "new":  # new Date("…")
            self._take()
            return next(iter(self.arguments(depth)), None)
        if kind == "name" and text in self.names:
            return self.names[text]
        raise NotDataError(text)

    def arguments(self, depth: int = 0) -> list[Any]:
        """Return the arguments of a call, from its parenthesis on."""
        self._expect("(")
        return self._array(depth, end=")")

    def skip(self, mark: str) -> bool:
        """Return whether this mark stands here; if so, go past it."""
        match = TOKEN.match(self.script, self.at)
        if match is None or match["mark"] != mark:
            return False
        self.at = match.end()
        return True

    def name(self) -> str:
        """Return the name that stands here."""
        kind, text = self._take()
        if kind != "name":
            raise NotDataError(text)
        return text

    def _object(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not self.skip("}"):
            kind, text = self._take()
            if kind is None or kind == "mark":
                raise NotDataError(text)
            key = unquoted(text) if kind == "string" else text
            self._expect(":")
            found[key] = self.value(depth + 1)
            if not self.skip(","):
                self._expect("}")
                break
        return found

    def _array(self, depth: int, end: str = "]") -> list[Any]:
        found: list[Any] = []
        while not self.skip(end):
            found.append(None if self._is_next(",") else self.value(depth + 1))
            if not self.skip(","):
                self._expect(end)
                break
        return found

    def _is_next(self, mark: str) -> bool:
        match = TOKEN.match(self.script, self.at)
        return match is not None and match["mark"] == mark

    def _take(self) -> tuple[str | None, str]:
        match = TOKEN.match(self.script, self.at)
        if match is None:
            raise NotDataError(self.script[self.at : self.at + 20])
        self.at = match.end()
        return match.lastgroup, match[match.lastgroup or 0]

    def _expect(self, mark: str) -> None:
        if not self.skip(mark):
            raise NotDataError(self.script[self.at : self.at + 20])


def called(script: str) -> Any:  # noqa: ANN401 - a value is anything
    """Return what `(function(a,b){b.c=1;return {d:a}}("x",{}))` gives, the form in which Nuxt 2 and others pack a page's state, or None."""
    match = CALLED.search(script)
    end = script.rfind("}(")
    if match is None or end < match.end():
        return None
    try:
        given = Literals(script, end + 1).arguments()
        names = [name.strip() for name in match[1].split(",")]
        reader = Literals(script, match.end(), dict(zip(names, given, strict=False)))
        while (name := reader.name()) != "return":  # name.key=value; or name[0]=value;
            target, reader.names[name] = reader.names.get(name), reader.names.get(name)
            key: Any = reader.name() if reader.skip(".") else _index(reader)
            reader._expect("=")  # noqa: SLF001 - the same reader
            value = reader.value()
            reader.skip(";")
            if isinstance(target, dict):
                target[str(key)] = value
            elif isinstance(target, list) and isinstance(key, int) and key == len(target):
                target.append(value)
        return reader.value()
    except (NotDataError, RecursionError):
        return None


def _index(reader: Literals) -> Any:  # noqa: ANN401 - a key or an index
    """Return what stands in the brackets behind a name."""
    if not reader.skip("["):
        raise NotDataError
    key = reader.value()
    if not reader.skip("]"):
        raise NotDataError
    return key


def unquoted(text: str) -> str:
    r"""Return what a quoted string says.

    >>> unquoted(r"'it\'s \x41\u0062'")
    "it's Ab"
    """
    if text[0] == '"':
        try:
            return str(json.loads(text, strict=False))
        except ValueError:
            pass  # an escape that JSON does not have
    return ESCAPE.sub(_unescaped, text[1:-1])


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code is None:
        return LETTERS.get(match[4], match[4])
    number = int(code, 16)
    return chr(number) if number <= sys.maxunicode else ""


def _number(text: str) -> float | int:
    """Return a number; whole where it is written so."""
    if text.startswith("0x"):
        return int(text, 16)
    return int(text) if text.lstrip("-").isdigit() else float(text)
