"""Reading an API's rows of reviews by a line that says where in a row each field stands.

A field is `name=path`: names within names and places in lists behind points (`author.names.0`), alternatives behind `|`, parts to be joined
behind `+`. Names are those of `review_of` and of `Mention`; `words` is plain text, `html` is HTML. What `votes` names is a whole number,
and what `verified` and `incentivised` name is true or not told.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from mentions.clean import Said, clean
from mentions.mention import Kind, Mention
from mentions.page import Answer
from spiders.base.api_reviews import review_of
from spiders.base.engine import Engine
from spiders.base.revisions import newest
from spiders.base.values import at, text, whole

Row = Mapping[str, Any]
Known = Callable[[Any], dict[str, Any]]
FLAGS = ("verified", "incentivised")
RAW = ("key", "posted", "edited", "stars", "title", "pros", "cons", "reply", "replied")


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the fields of a review stand in a row."""

    fields: str
    """`name=path` of each, between blanks."""
    page: str | None = None
    """Address of its subject's page, `{}` for the subject's key: where the review is shown."""
    url: str | None = None
    """Address of the review itself, `{}` for its key; None: its subject's page."""
    kind: Kind = "review"
    """What each row is."""


def read_row(engine: type[Engine], answer: Answer, row: Row | list[Any], where: Rows, **known: Any) -> Mention | None:  # noqa: ANN401 - fields
    """Return a row as a mention, None when it says nothing; `known` are fields that the engine has from elsewhere."""
    found: dict[str, Any] = {name: _value(row, paths) for name, paths in _fields(where.fields)}
    words = found.pop("html", None) or Said(clean(text(found.pop("words", None)) or ""))
    for name, value in found.items():
        if name in FLAGS:
            found[name] = True if value is True else None
        elif name == "votes":
            found[name] = whole(value)
        elif name not in RAW:
            found[name] = text(value)
    fields = {"kind": where.kind, "posted": None, "words": words, **found, **known}
    subject, key = fields.get("subject_key"), text(fields.get("key"))
    if where.page and subject:
        page = where.page.format(subject)
        fields = {"subject_url": page, "thread_url": page, "url": page, **fields}
    if where.url and key:
        fields["url"] = where.url.format(key)
    return review_of(engine, answer, **{"key": None, **fields})


def read_rows(
    engine: type[Engine], answer: Answer, listed: Iterable[Row | list[Any]], where: Rows, known: Known | None = None
) -> list[Mention]:
    """Return rows as mentions, each key once and as it was written last; `known` gives what an engine has to say of a row itself."""
    return newest(read_row(engine, answer, row, where, **(known(row) if known else {})) for row in listed)


@cache
def _fields(line: str) -> tuple[tuple[str, tuple[tuple[tuple[int | str, ...], ...], ...]], ...]:
    """Return the fields of a line: each with its alternatives, each of these with the paths of its parts."""
    found = []
    for field in line.split():
        name, _, paths = field.partition("=")
        alternatives = tuple(tuple(tuple(map(_step, part.split("."))) for part in one.split("+")) for one in paths.split("|"))
        found.append((name, alternatives))
    return tuple(found)


def _step(name: str) -> int | str:
    return int(name) if name.isdigit() else name


def _value(row: Row | list[Any], alternatives: tuple[tuple[tuple[int | str, ...], ...], ...]) -> Any:  # noqa: ANN401 - JSON is anything
    """Return the first alternative that says anything; parts are joined by a blank."""
    for parts in alternatives:
        values = [value for path in parts if (value := at(row, *path)) not in (None, "", [], {})]
        if values:
            return values[0] if len(parts) == 1 else " ".join(said for value in values if (said := text(value)))
    return None
