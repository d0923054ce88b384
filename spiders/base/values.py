"""Values of JSON documents, whatever their types: a field of the wrong type is a field that is not there."""

from collections.abc import Iterator, Mapping
from typing import Any

from mentions.errors import UnreadablePageError

DIGITS = 18  # of the largest numbers that 64 bits hold
Record = Mapping[str, Any]
"""An object of an API's."""


def mapping(value: object) -> Mapping[str, Any]:
    """Return an object, or an empty one in place of anything else."""
    return value if isinstance(value, dict) else {}


def rows(value: object) -> list[Mapping[str, Any]]:
    """Return the objects of an array; what is no object is left out, what is no array has none."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def text(value: object) -> str | None:
    """Return a string or number as a string; None for an empty one and for anything else.

    >>> text(" Ann "), text(42), text(""), text({}), text(True)
    ('Ann', '42', None, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


def whole(value: object) -> int | None:
    """Return a whole number, also one written as a string, or None; None for one that no database holds, too.

    >>> whole("27"), whole(3), whole(None), whole("many"), whole(10**30)
    (27, 3, None, None, None)
    """
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= DIGITS:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**DIGITS else None


def tree(top: object, *below: str) -> Iterator[Mapping[str, Any]]:
    """Yield objects and what hangs below each at a path, depth first, without recursion: threads nest as deep as their writers like.

    >>> [row["id"] for row in tree([{"id": 1, "replies": [{"id": 2}]}, {"id": 3}], "replies")]
    [1, 2, 3]
    """
    waiting = rows(top if isinstance(top, list) else [top])[::-1]
    while waiting:
        row = waiting.pop()
        yield row
        waiting += rows(at(row, *below))[::-1]


def require(document: object, *keys: str) -> Mapping[str, Any]:
    """Return a document that has all these keys. Raises UnreadablePageError for any other."""
    if isinstance(document, dict) and all(key in document for key in keys):
        return document
    msg = f"a JSON document without {' and '.join(keys)}"
    raise UnreadablePageError(msg)


def at(value: object, *path: int | str) -> Any:  # noqa: ANN401 - JSON is anything
    """Return what stands at a path of indexes and names, or None where it leads nowhere.

    >>> at([["a", {"b": 7}]], 0, 1, "b"), at([[]], 0, 1, "b")
    (7, None)
    """
    for step in path:
        if isinstance(value, list) and isinstance(step, int) and -len(value) <= step < len(value):
            value = value[step]
        elif isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        else:
            return None
    return value
