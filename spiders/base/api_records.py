"""Reading an API of reviews by its names: an engine says at which paths values stand, this file reads them.

What `review_markup` is for pages. A path is names and indices joined by points (`user.display_name`, `replies.0.text`), `*` the first
object of a list; alternatives stand behind ` || `. A path with braces is a text with paths in it: `https://shop.example/reviews/{id}`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mentions.mention import Mention
from mentions.page import Answer, Page
from spiders.base.api_reviews import FIVE_STARS, next_offset_of, next_page_of, pages_of, parameter, review_of
from spiders.base.engine import Engine
from spiders.base.numbers import decimal
from spiders.base.revisions import newest
from spiders.base.values import mapping, require, rows, text, whole

BRACES = re.compile(r"\{([^{}]+)\}")
YES = frozenset({True, "true", "yes", "1"})  # 1 equals True
WORDS = ("title", "pros", "cons", "reply", "replied", "edited")
TEXTS = ("author", "author_key", "url", "thread_url", "language_declared", "subject", "subject_key", "subject_url", "variant")
TRUTHS = ("verified", "incentivised")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """At which paths of its record the fields of a review stand; None where the API has no such field."""

    key: str
    words: str
    posted: str
    stars: str | None = None
    best: float = FIVE_STARS
    """Best value of the scale."""
    best_at: str | None = None
    """Where each record tells its own best value."""
    title: str | None = None
    pros: str | None = None
    cons: str | None = None
    edited: str | None = None
    author: str | None = None
    author_key: str | None = None
    url: str | None = None
    thread_url: str | None = None
    language_declared: str | None = None
    verified: str | None = None
    """Where it says yes; anything else is nothing said."""
    incentivised: str | None = None
    votes: str | None = None
    variant: str | None = None
    subject: str | None = None
    subject_key: str | None = None
    subject_url: str | None = None
    syndicated_from: str | None = None
    syndicated: str | None = None
    """Where it says that the review was taken over; None: `syndicated_from` says so by being there."""
    reply: str | None = None
    replied: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """One answer of an API: where its reviews stand, and what it says of paging."""

    record: Record
    rows: str
    """Path of the list of reviews."""
    marks: frozenset[str] = frozenset()
    """Names that every record of this API has, and no other's: by them it is recognised."""
    about: str | None = None
    """Path of an object that all reviews share: its values stand in each record as `about`."""
    total: str | None = None
    page: str | None = None
    """Parameter that numbers the pages."""
    first: int = 1
    """Number of the first page."""
    pages: str | None = None
    """Path of the number of pages; where there is none, total and size make it."""
    size: str | None = None
    """Path of the page's size, else the parameter of that name."""
    size_default: int | None = None
    offset: str | None = None
    """Parameter that counts reviews, in place of `page`."""
    following: str | None = None
    """Path of the next page's whole address, in place of both."""
    keep: Callable[[Mapping[str, Any]], bool] | None = None
    """Tells which records are reviews that the site shows."""
    add: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None
    """Gives further names and values of a record: what no path tells."""


def read_api(engine: type[Engine], answer: Answer, api: Api) -> Page:
    """Return the reviews of an answer. Raises UnreadablePageError for an answer without the list."""
    first_name = api.rows.partition(".")[0]
    document = answer.json if isinstance(answer.json, list) and not first_name else require(answer.json, first_name)
    listed = at(document, api.rows)
    found = rows(listed)
    shared = {"about": mapping(at(document, api.about))} if api.about else {}
    kept = [{**row, **shared, **(api.add(row) if api.add else {})} for row in found if api.keep is None or api.keep(row)]
    read = [read_record(engine, answer, row, api.record) for row in kept]
    total = number_at(document, api.total)
    return engine.page(
        answer,
        mentions=newest(read),
        next=_next(answer, document, api, len(found), total) if found else None,
        stated_total=total,
        empty=listed == [],
    )


def read_record(engine: type[Engine], answer: Answer, row: Any, where: Record) -> Mention | None:  # noqa: ANN401 - an object or an array
    """Return one record as a mention; None without a key, and for one that says nothing."""
    said: dict[str, Any] = {name: at(row, getattr(where, name)) for name in WORDS}
    said |= {name: text(at(row, getattr(where, name))) for name in TEXTS}
    said |= {name: True if _is_yes(at(row, getattr(where, name))) else None for name in TRUTHS}
    taken_over = where.syndicated is None or _is_yes(at(row, where.syndicated))
    return review_of(
        engine,
        answer,
        key=at(row, where.key),
        words=at(row, where.words),
        posted=at(row, where.posted),
        stars=at(row, where.stars),
        best=decimal(text(at(row, where.best_at))) or where.best,
        votes=number_at(row, where.votes),
        syndicated_from=text(at(row, where.syndicated_from)) if taken_over else None,
        **said,
    )


def is_of(answer: Answer, api: Api) -> bool:
    """Return whether an answer holds records that all have the names of this API's."""
    found = rows(at(answer.json, api.rows)) if answer.is_json else []
    return bool(found) and all(api.marks <= row.keys() for row in found)


def at(value: Any, path: str | None) -> Any:  # noqa: ANN401 - JSON is anything
    """Return what stands at a path, the first alternative that is there and not empty; None where none is.

    >>> at({"user": {"name": "Ann"}, "replies": [{"text": "Hi"}]}, "author || user.name"), at({"id": 7}, "https://x.example/{id}")
    ('Ann', 'https://x.example/7')
    """
    for one in (path or "").split(" || ") if path else ():
        found = _filled(value, one) if "{" in one else _walk(value, one)
        if found not in (None, "", []):  # 0 and False are values
            return found
    return [] if path and isinstance(_walk(value, path), list) else None


def number_at(value: Any, path: str | None) -> int | None:  # noqa: ANN401 - JSON is anything
    """Return the whole number at a path, or None."""
    return whole(at(value, path))


def _walk(value: Any, path: str) -> Any:  # noqa: ANN401 - JSON is anything
    """Return what stands at one path."""
    for name in path.split(".") if path else ():
        if isinstance(value, Mapping):
            value = value.get(name)
        elif isinstance(value, list):
            index = int(name) if name.isdigit() else len(value)
            value = next(iter(rows(value)), None) if name == "*" else value[index] if index < len(value) else None
        else:
            return None
    return value


def _filled(value: Any, template: str) -> str | None:  # noqa: ANN401 - JSON is anything
    """Return a text with the values of its paths, or None when one of them is missing."""
    parts = {match[0]: text(_walk(value, match[1])) for match in BRACES.finditer(template)}
    if any(part is None for part in parts.values()):
        return None
    return BRACES.sub(lambda match: parts[match[0]] or "", template)


def _is_yes(value: object) -> bool:
    """Return whether an API says yes."""
    return isinstance(value, bool | str | int) and (value.lower() if isinstance(value, str) else value) in YES


def _next(answer: Answer, document: Any, api: Api, count: int, total: int | None) -> str | None:  # noqa: ANN401 - JSON is anything
    """Return the address of the next page, or None on the last."""
    if api.following:
        return text(at(document, api.following))
    if api.offset:
        return next_offset_of(answer.url, api.offset, count=count, total=total)
    if api.page is None:
        return None
    size = number_at(document, api.size) or parameter(answer.url, (api.size or "").rpartition(".")[2]) or api.size_default
    pages = number_at(document, api.pages) if api.pages else pages_of(total, size)
    return next_page_of(answer.url, api.page, pages=pages, first=api.first)
