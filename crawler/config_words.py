"""What is wrong with a configuration, in words: file, table, key, value and cure."""

import difflib
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from mentions.errors import ConfigError

_SHOWN = 60
"""Characters of a wrong value that a message repeats."""
_LISTED = 60
"""Known names that a message lists."""


def read_toml(path: Path, shown: str) -> dict[str, Any]:
    """Read a TOML file; `shown` is its name in messages. Raises ConfigError, for a syntax error with its line."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        msg = f"{shown}: byte {error.start} is not UTF-8; save the file as UTF-8"
        raise ConfigError(msg) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        msg = f"{shown}: not TOML: {error}; mend that line"
        raise ConfigError(msg) from error
    except OSError as error:
        msg = f"{shown}: cannot be read ({error.strerror}); check the path and its permissions"
        raise ConfigError(msg) from error


def nearest(name: str, known: Iterable[str]) -> str:
    """Give the cure for an unknown name: the nearest known one, or all of them when they are few."""
    names = sorted(known)
    folded = {other.casefold(): other for other in names}
    close = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    if close:
        return f"did you mean {folded[close[0]]!r}?"
    if len(names) > _LISTED:
        return "none of those known is like it"
    return f"known: {', '.join(names)}" if names else "there are none"


def shorten(value: object) -> str:
    """Give a value as a message repeats it: its repr, cut."""
    text = repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def explain(error: ValidationError, model: type[BaseModel], within: str = "") -> str:
    """Give the first fault of a table as one sentence; `within` is put before the key (`options.`)."""
    faults = error.errors(include_url=False)
    fault = next((one for one in faults if one["type"] == "extra_forbidden"), faults[0])  # a misspelt key explains a missing one
    more = error.error_count() - 1
    path = [part for part in fault["loc"] if part != "[key]"]
    sentence = _sentence(fault["type"], path, fault["input"], fault["msg"], model, within)
    return f"{sentence} (and {more} more)" if more else sentence


def _sentence(kind: str, path: list[int | str], value: object, text: str, model: type[BaseModel], within: str) -> str:
    text = text.removeprefix("Value error, ")
    if not path:
        return text  # a check over several keys names them itself
    owner, key = _owner(model, path)
    name = within + ".".join(str(part) for part in path if isinstance(part, str))
    if kind == "extra_forbidden":
        return f"unknown key {name!r}; {nearest(str(path[-1]), owner.model_fields)}"
    field = owner.model_fields.get(key)
    cure = field.description if field and field.description else "see the documentation of this key"
    if kind == "missing":
        return f"key {name!r} is missing; write {cure}"
    return f"key {name!r}: {shorten(value)}: {text[:1].lower()}{text[1:]}; write {cure}"


def _owner(model: type[BaseModel], path: list[int | str]) -> tuple[type[BaseModel], str]:
    """Find the model that holds the last named key of a path, so that its known keys and cures can be told."""
    owner, key = model, ""
    for part in path:
        if not isinstance(part, str):
            continue
        inner = _inner(owner, key)
        if inner is not None:
            owner, key = inner, part
        elif not key:
            key = part
    return owner, key


def _inner(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    """Give the model that a key's table is read with, if it is one."""
    field = model.model_fields.get(key)
    if field is None:
        return None
    kinds = [field.annotation, *getattr(field.annotation, "__args__", ())]
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)
