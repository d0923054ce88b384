"""`dataclasses.replace` for the values that steps change by the thousand: the same result in a quarter of the time."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def changed(value: T, **changes: Any) -> T:  # noqa: ANN401 - whatever its fields hold
    """Give a frozen, slotted dataclass value with some of its fields changed. Raises AttributeError for a field it has not.

    For classes without `__post_init__`, which is not run.
    """
    kind: Any = type(value)
    copied, setters = _access(kind)
    new: T = copied(value)
    for name, other in changes.items():
        if name not in setters:
            msg = f"{kind.__name__} has no field {name!r}"
            raise AttributeError(msg)
        setters[name](new, other)
    return new


@cache
def _access(kind: Any) -> tuple[Callable[[Any], Any], Mapping[str, Callable[[Any, Any], None]]]:  # noqa: ANN401 - any such class
    """Give what copies a value and what sets each field, past the ban on changing a frozen value."""
    names = [field.name for field in fields(kind)]
    setters = {name: getattr(kind, name).__set__ for name in names}
    known: dict[str, Any] = {"new": object.__new__, "kind": kind, **{f"set_{name}": put for name, put in setters.items()}}
    lines = ["def copied(old):", "x = new(kind)", *(f"set_{name}(x, old.{name})" for name in names), "return x"]
    exec("\n ".join(lines), known)  # noqa: S102 - as `dataclasses` makes its methods: a loop over the fields takes twice the time
    return known["copied"], setters
