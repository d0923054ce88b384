"""Mentions as JSON: every field by name, times as ISO 8601 with offset, absent values null; and back."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from math import isfinite
from typing import Any, get_args

from mentions.errors import UsageError
from mentions.mention import Kind, Mention, Precision, Quote

_SURROGATE = re.compile("[\ud800-\udfff]")
_KINDS = get_args(Kind)
_PRECISIONS = get_args(Precision)
_TEXTS = frozenset(
    {
        "site",
        "engine",
        "key",
        "url",
        "thread_url",
        "title",
        "text",
        "language_declared",
        "author",
        "author_key",
        "pros",
        "cons",
        "subject",
        "subject_key",
        "subject_url",
        "variant",
        "syndicated_from",
        "owner_reply",
        "reply_to",
    }
)
_NUMBERS = frozenset({"rating", "rating_max"})
_BOOLEANS = frozenset({"verified", "incentivised"})
_TIMES = frozenset({"posted_at", "edited_at", "owner_replied_at"})
_REQUIRED = {"site": "", "engine": "json", "key": ""}


def write_value(value: object) -> Any:  # noqa: ANN401 - JSON is anything
    """Give a value that flows (a mention, a thread, a page's part) as what `json.dumps` takes."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, float):
        return value if isfinite(value) else None  # JSON has no NaN
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if is_dataclass(value):
        return {field.name: write_value(getattr(value, field.name)) for field in fields(value) if field.metadata.get("json", True)}
    if isinstance(value, Mapping):
        return {str(key): write_value(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [write_value(one) for one in value]
    msg = f"{type(value).__name__} has no form in JSON"
    raise TypeError(msg)


def read_mention(row: object) -> Mention:
    """Read a mention from any subset of its fields; unknown keys are passed over. Raises UsageError naming the field and the value.

    Fields that steps set are not taken from outside. A lone surrogate becomes U+FFFD, so that positions stay.
    """
    if not isinstance(row, Mapping):
        msg = f'not an object but {type(row).__name__}; write a line such as {{"text": "…"}}'
        raise UsageError(msg)
    if not isinstance(row.get("text"), str):
        msg = f"'text' is {_shown(row['text'])}; it must be a string" if "text" in row else "'text' is missing; it must be a string"
        raise UsageError(msg)
    known: dict[str, Any] = dict(_REQUIRED)
    for name, value in row.items():
        if value is None:
            continue
        reader = _READERS.get(name)
        if reader is not None:
            known[name] = reader(name, value)
    return Mention(**known)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"  # noqa: PLR2004 - a line's worth


def _wrong(name: str, value: object, wanted: str) -> UsageError:
    return UsageError(f"{name!r} is {_shown(value)}; it must be {wanted}")


def _text(name: str, value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and name in ("key", "author_key", "subject_key", "reply_to"):
        return str(value)  # ids come as numbers from many a database
    if not isinstance(value, str):
        raise _wrong(name, value, "a string")
    return value if value.isascii() else _SURROGATE.sub("\ufffd", value)


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e9 < value < 1e9:  # noqa: PLR2004 - NaN fails too
        raise _wrong(name, value, "a number")
    return float(value)


def _whole(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not -(2**63) <= value < 2**63:
        raise _wrong(name, value, "a whole number")
    return value


def _boolean(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise _wrong(name, value, "true or false")
    return value


def _time(name: str, value: object) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(value if isinstance(value, str) else "")
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise _wrong(name, value, "a time of ISO 8601, such as 2024-05-01T12:00:00+00:00") from None


def _kind(name: str, value: object) -> str:
    if value not in _KINDS:
        raise _wrong(name, value, f"one of {', '.join(sorted(_KINDS))}")
    return str(value)


def _precision(name: str, value: object) -> str:
    if value not in _PRECISIONS:
        raise _wrong(name, value, f"one of {', '.join(sorted(_PRECISIONS))}")
    return str(value)


def _quotes(name: str, value: object) -> tuple[Quote, ...]:
    if not isinstance(value, list) or not all(isinstance(one, Mapping) and isinstance(one.get("text"), str) for one in value):
        raise _wrong(name, value, "a list of objects with a 'text'")
    return tuple(
        Quote(**{key: _text(f"{name}.{key}", one[key]) for key in ("text", "author", "url") if one.get(key) is not None}) for one in value
    )


_READERS = (
    dict.fromkeys(_TEXTS, _text)
    | dict.fromkeys(_NUMBERS, _number)
    | dict.fromkeys(_BOOLEANS, _boolean)
    | dict.fromkeys(_TIMES, _time)
    | {"kind": _kind, "posted_at_precision": _precision, "votes": _whole, "quotes": _quotes}
)
