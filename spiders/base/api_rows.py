"""Reading an API's rows of reviews by a line that says where in a row each field stands: see `api_fields`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from mentions.mention import Kind, Mention
from mentions.page import Answer
from spiders.base.api_fields import Row, read_fields
from spiders.base.api_reviews import review_of
from spiders.base.engine import Engine
from spiders.base.revisions import newest
from spiders.base.values import text

Known = Callable[[Any], dict[str, Any]]


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
    found = read_fields(row, where.fields)
    fields = {"kind": where.kind, "posted": None, "words": found.pop("html"), **found, **known}
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
