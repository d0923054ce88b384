"""Frozen values as JSON and back, by the names of their fields: equal values come back, also from a file that another version wrote."""

import datetime as dt
import json
import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Reader = Callable[[Any], Any]


def dumps(value: Any) -> bytes:  # noqa: ANN401 - any frozen dataclass
    """Give a dataclass as JSON in ASCII; fields that have their default are left out."""
    return json.dumps(_plain(value), separators=(",", ":")).encode("ascii")  # lone surrogates are escaped, and come back


def loads(kind: type[T], data: bytes) -> T:
    """Give the dataclass back; fields that it has no more are passed over. Raises ValueError, TypeError or KeyError for anything else."""
    hashable: Any = kind
    read: T = _reader(hashable)(json.loads(data))
    return read


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    if is_dataclass(value):
        return {field.name: _plain(held) for field in fields(value) if (held := getattr(value, field.name)) != _default(field)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, dt.datetime) else dict(value) if isinstance(value, types.MappingProxyType) else value


def _default(field: Any) -> Any:  # noqa: ANN401 - a dataclass's Field, and whatever its default is
    return field.default_factory() if field.default_factory is not MISSING else field.default


@cache
def _reader(kind: Any) -> Reader:  # noqa: ANN401 - a type, or what typing makes of types
    """Give what reads a value of this type from what `json.loads` gave."""
    if get_origin(kind) in (Union, types.UnionType):
        return _optional(kind)
    if get_origin(kind) is tuple:
        one = _reader(get_args(kind)[0])
        return lambda value: tuple(map(one, value))
    if kind is dt.datetime:
        return dt.datetime.fromisoformat
    if not is_dataclass(kind):
        return lambda value: value
    hints = get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}
    make: Any = kind
    return lambda value: make(**{name: readers[name](held) for name, held in value.items() if name in readers})


def _optional(kind: Any) -> Reader:  # noqa: ANN401 - what typing makes of `X | None`
    [inner] = [one for one in get_args(kind) if one is not types.NoneType]
    read = _reader(inner)
    return lambda value: None if value is None else read(value)
