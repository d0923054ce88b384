"""Rows of a table as mentions: which column is which field, and what cells mean."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from xxhash import xxh3_128_hexdigest

from crawler.mention_json import read_mention
from mentions.errors import UsageError
from mentions.mention import Mention
from mentions.site import Site

FIELDS = (
    "key", "kind", "url", "thread_url", "title", "text", "language_declared", "author", "author_key", "posted_at", "verified", "rating",
    "rating_max", "votes", "pros", "cons", "subject", "subject_key", "subject_url", "variant", "owner_reply", "owner_replied_at",
)  # fmt: skip
"""What a column may hold."""
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "key": ("id", "review_id", "response_id"),
    "text": (
        "review",
        "review_text",
        "comment",
        "comments",
        "content",
        "body",
        "answer",
        "message",
        "feedback",
        "отзыв",
        "текст",
        "комментарий",
    ),
    "title": ("headline", "summary", "заголовок"),
    "author": ("name", "user", "username", "user_name", "reviewer", "customer", "автор", "имя"),
    "posted_at": ("date", "time", "datetime", "timestamp", "created_at", "published_at", "submitted_at", "дата"),
    "rating": ("stars", "score", "оценка"),
    "rating_max": ("scale", "best_rating"),
    "subject": ("product", "product_name", "place", "item", "товар"),
    "url": ("link", "permalink", "ссылка"),
    "pros": ("advantages", "достоинства", "плюсы"),
    "cons": ("disadvantages", "недостатки", "минусы"),
    "owner_reply": ("reply", "response", "answer_text", "ответ"),
    "language_declared": ("language", "lang", "язык"),
    "votes": ("likes", "helpful", "helpful_votes"),
}
"""Column names that are understood without --map, beside the fields' own."""
_NUMBER = re.compile(r"\s*([+-]?\d+(?:[.,]\d+)?)\s*(?:(?:/|of|out of|из)\s*(\d+(?:[.,]\d+)?))?\s*(?:stars?|★+)?\s*", re.IGNORECASE)
_YES = frozenset({"1", "true", "yes", "y", "да", "có"})
_NO = frozenset({"0", "false", "no", "n", "нет", "không"})
Dates = Callable[[str], tuple[Any, str] | None]
"""A date's text → aware UTC time and precision; None when it is no date."""


def parse_map(given: Iterable[str], columns: Sequence[str]) -> dict[str, str]:
    """Give field → column: what --map says, then what the columns' names say. Raises UsageError, naming the value and what there is."""
    mapping: dict[str, str] = {}
    for one in given:
        field, equals, column = one.partition("=")
        if not equals or field not in FIELDS:
            msg = f"--map {one!r}: write FIELD=COLUMN, where FIELD is one of {', '.join(FIELDS)}"
            raise UsageError(msg)
        if column not in columns:
            msg = f"--map {one!r}: there is no column {column!r} (there are: {', '.join(columns)[:300]})"
            raise UsageError(msg)
        mapping[field] = column
    folded = {re.sub(r"[\s-]+", "_", column.strip().casefold()): column for column in columns}
    taken = set(mapping.values())
    for field in FIELDS:
        found = next((folded[name] for name in (field, *SYNONYMS.get(field, ())) if name in folded and folded[name] not in taken), None)
        if field not in mapping and found is not None:
            mapping[field] = found
            taken.add(found)
    if "text" not in mapping:
        msg = f"no column looks like the text; say which, as --map text=COLUMN (there are: {', '.join(columns)[:300]})"
        raise UsageError(msg)
    return mapping


class RowReader:
    """Reads rows into mentions; keys of rows without an id are made from what they say, so that a second import finds them again."""

    def __init__(self, site: Site, mapping: Mapping[str, str], parse_date: Dates) -> None:
        self._site = site
        self._mapping = mapping
        self._parse_date = parse_date
        self._alike: Counter[str] = Counter()

    def read(self, row: Mapping[str, Any]) -> Mention:
        """Give the mention of a row. Raises UsageError naming column and value."""
        fields: dict[str, Any] = {"text": ""}
        for field, column in self._mapping.items():
            value = row.get(column)
            if isinstance(value, str):
                value = value.strip()
            if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
                continue
            fields |= self._field(field, column, value)
        if not any(fields.get(name) for name in ("text", "title", "pros", "cons")) and fields.get("rating") is None:
            msg = "the row says nothing: no text, no title, no rating"
            raise UsageError(msg)
        key = fields.get("key") or self._made_key(fields)
        return read_mention({"kind": "review", **fields, "key": key, "site": self._site.name, "engine": self._site.engine})

    def _made_key(self, fields: Mapping[str, Any]) -> str:
        """Give a key that the same row gets again: a hash of what it says, and how many like it came before."""
        digest = xxh3_128_hexdigest(repr(sorted((name, str(value)) for name, value in fields.items())).encode())
        self._alike[digest] += 1
        return digest if self._alike[digest] == 1 else f"{digest}-{self._alike[digest]}"

    def _field(self, field: str, column: str, value: object) -> dict[str, Any]:
        """Give what a cell sets. Raises UsageError."""
        if field in ("posted_at", "owner_replied_at"):
            return self._date(field, column, value)
        if field in ("rating", "rating_max", "votes") and isinstance(value, str):
            return _number(field, column, value)
        if field == "votes" and isinstance(value, float) and value.is_integer():
            return {field: int(value)}
        if field == "verified" and not isinstance(value, bool):
            word = str(value).casefold()
            if word not in _YES | _NO:
                raise _wrong(column, value, "yes or no")
            return {field: word in _YES}
        if isinstance(value, int | float) and not isinstance(value, bool) and field not in ("rating", "rating_max", "votes"):
            return {field: str(value)}  # JSON writes ids, and answers such as 42, as numbers
        return {field: value}

    def _date(self, field: str, column: str, value: object) -> dict[str, Any]:
        found = self._parse_date(str(value))
        if found is None:
            raise _wrong(column, value, "a date")
        moment, precision = found
        return {field: moment.isoformat()} | ({"posted_at_precision": precision} if field == "posted_at" else {})


def _number(field: str, column: str, value: str) -> dict[str, Any]:
    """Give the number of "4", "4,5", "4/5", "4 out of 5" or "★★★★☆"; a scale that stands with a rating is taken too."""
    stars = value.strip()
    if field == "rating" and stars and set(stars) <= {"★", "☆"}:
        return {"rating": stars.count("★"), "rating_max": len(stars)}
    found = _NUMBER.fullmatch(value)
    if found is None:
        raise _wrong(column, value, "a number")
    number = float(found[1].replace(",", "."))
    if field == "votes":
        if not number.is_integer():
            raise _wrong(column, value, "a whole number")
        return {field: int(number)}
    return {field: number} | ({"rating_max": float(found[2].replace(",", "."))} if found[2] and field == "rating" else {})


def _wrong(column: str, value: object, wanted: str) -> UsageError:
    return UsageError(f"column {column!r} is {value!r:.60}; it must be {wanted}")
