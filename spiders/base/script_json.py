"""Data out of scripts: what pages keep of their state in assignments, calls, escaped strings and the forms of Nuxt and Next.

Forms: https://nextjs.org/docs/app (streamed rows), https://github.com/nuxt/devalue (`__NUXT_DATA__`).
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from spiders.base.script_values import Literals, NotDataError, called

START = re.compile(r"(?:[=(,]|\breturn)\s*(?=[\[{])|JSON\.parse\(\s*(?:(?:window\.)?(?:decodeURIComponent|unescape)\(\s*)?(?=[\"'`])")
ANGULAR = {"&q;": '"', "&s;": "'", "&l;": "<", "&g;": ">", "&a;": "&"}  # https://angular.dev/api/core/TransferState: its own escapes
FLIGHT = re.compile(r"self\.__next_f\.push\(\[1,\s*(\"(?:[^\"\\]|\\.)*\")\s*\]\)")
ROW = re.compile(r"([0-9a-f]+):(?:T([0-9a-f]+),|[A-Z]{1,2}(?=[\[{\"])|)")
SHORTEST = 60  # characters; less holds no review
MOST_STARTS = 300  # values looked for in one script: a program has thousands, a state one or two
DECODER = json.JSONDecoder(strict=False)
NUXT_DEPTH = 60  # levels; a document that refers to itself is cut there
WRAPPERS = frozenset({"Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "EmptyShallowRef", "Set"})


def loads(text: str) -> Any:  # noqa: ANN401 - JSON is anything
    """Return a text's JSON, or None when it is none."""
    try:
        return DECODER.decode(text.strip())
    except (ValueError, RecursionError):
        return None


def objects(script: str) -> Iterator[Any]:
    """Yield the objects and arrays that a script assigns, passes on or parses, the outermost ones, in order."""
    if "(function(" in script and "return" in script and (state := called(script)) is not None:
        yield state
        return
    script = script.replace(":undefined", ":null")  # the one thing in most states that JSON does not have
    at = tried = 0
    while tried < MOST_STARTS and (match := START.search(script, at)):
        tried += 1
        value, end = _value_at(script, match.end())
        at = max(end, match.end())
        if value is not None and end - match.end() >= SHORTEST:
            yield value


def transferred(text: str) -> str:
    """Return JSON as it is, of a text that Angular escaped to hand its state over."""
    return re.sub("&[qslga];", lambda match: ANGULAR[match[0]], text) if "&q;" in text else text


def flight(html: str) -> list[Any]:
    """Return the rows of Next's streamed state; long texts, which stand in rows of their own, are put where they belong."""
    stream = "".join(text for chunk in FLIGHT.findall(html) if isinstance(text := loads(chunk), str))
    values: list[Any] = []
    texts: dict[str, str] = {}
    at = 0
    while match := ROW.match(stream, at):
        if match[2]:  # a text, its size in bytes of UTF-8
            size = int(match[2], 16)
            text = stream[match.end() : match.end() + size].encode("utf-8", "surrogatepass")[:size].decode("utf-8", "ignore")
            texts[f"${match[1]}"] = text
            at = match.end() + len(text)
            continue
        end = stream.find("\n", match.end())
        end = len(stream) if end < 0 else end
        value = loads(stream[match.end() : end])
        if isinstance(value, dict | list):
            values.append(value)
        at = end + 1
    return [_with_texts(value, texts) for value in values] if texts else values


def nuxt(table: list[Any], index: object = 0, depth: int = 0) -> Any:  # noqa: ANN401 - JSON is anything
    """Return the document that Nuxt 3 writes as one flat array of values which refer to each other by index."""
    if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < len(table) or depth > NUXT_DEPTH:
        return None
    value = table[index]
    if isinstance(value, dict):
        return {key: nuxt(table, at, depth + 1) for key, at in value.items()}
    if isinstance(value, list):
        if len(value) > 1 and isinstance(value[0], str):
            return nuxt(table, value[1], depth + 1) if value[0] in WRAPPERS else value[1] if value[0] == "Date" else None
        return [nuxt(table, at, depth + 1) for at in value]
    return value


def _value_at(script: str, at: int) -> tuple[Any, int]:
    """Return the value that begins at a place of a script, and where it ends; None when it is no data."""
    try:
        value, end = DECODER.raw_decode(script, at)
    except (ValueError, RecursionError):
        reader = Literals(script, at)
        try:
            value, end = reader.value(), reader.at
        except (NotDataError, RecursionError):
            return None, at
    if isinstance(value, str):
        value = loads(unquote(value) if value[:1] == "%" else value)
    return (value, end) if isinstance(value, dict | list) else (None, at)


def _with_texts(value: Any, texts: dict[str, str]) -> Any:  # noqa: ANN401 - JSON is anything
    """Return a row with its references to texts replaced by them."""
    if isinstance(value, dict):
        return {key: _with_texts(one, texts) for key, one in value.items()}
    if isinstance(value, list):
        return [_with_texts(one, texts) for one in value]
    return texts.get(value, value) if isinstance(value, str) else value
