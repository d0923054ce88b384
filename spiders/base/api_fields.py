"""The fields of an API's record by one line that says where in it each stands.

A field is `name=path`: names within names and places in lists behind points (`author.names.0`), alternatives behind `|`, parts to be joined
behind `+`. Names are those of `Mention`, and these: `words` is plain text, `markdown` and `html` are what they say, `posted`, `edited` and
`replied` times as the API writes them, `stars` the rating. What `votes` names is a whole number, and what `verified` and `incentivised`
name is true or not told.
"""

from functools import cache
from typing import Any

from mentions.clean import Said, clean
from mentions.markdown import markdown_to_text
from spiders.base.values import Record, at, text, whole

Row = Record
Path = tuple[int | str, ...]
FLAGS = ("verified", "incentivised")
RAW = ("key", "html", "posted", "edited", "stars", "title", "pros", "cons", "reply", "replied", "last", "pinned")


def read_fields(row: Row | list[Any], line: str) -> dict[str, Any]:
    """Return the fields of a record; None for those that it does not have. What it says is in `html`, in whichever form it was."""
    found: dict[str, Any] = {name: _value(row, paths) for name, paths in _fields(line)}
    plain, source = found.pop("words", None), found.pop("markdown", None)
    if not found.get("html"):
        found["html"] = markdown_to_text(text(source) or "") if source else Said(clean(text(plain) or ""))
    for name, value in found.items():
        if name in FLAGS:
            found[name] = True if value is True else None
        elif name in ("votes", "posts"):
            found[name] = whole(value)
        elif name not in RAW:
            found[name] = text(value)
    return found


@cache
def _fields(line: str) -> tuple[tuple[str, tuple[tuple[Path, ...], ...]], ...]:
    """Return the fields of a line: each with its alternatives, each of these with the paths of its parts."""
    found = []
    for field in line.split():
        name, _, paths = field.partition("=")
        alternatives = tuple(tuple(tuple(map(_step, part.split("."))) for part in one.split("+")) for one in paths.split("|"))
        found.append((name, alternatives))
    return tuple(found)


def _step(name: str) -> int | str:
    return int(name) if name.isdigit() else name


def _value(row: Row | list[Any], alternatives: tuple[tuple[Path, ...], ...]) -> Any:  # noqa: ANN401 - JSON is anything
    """Return the first alternative that says anything; parts are joined by a blank."""
    for parts in alternatives:
        values = [value for path in parts if (value := at(row, *path)) not in (None, "", [], {})]
        if values:
            return values[0] if len(parts) == 1 else " ".join(said for value in values if (said := text(value)))
    return None
