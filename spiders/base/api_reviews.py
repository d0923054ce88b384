"""Reading an API of reviews: a mention from the fields of its JSON record, and the address of its next page."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from w3lib.url import add_or_replace_parameter

from mentions.dates import parse_date
from mentions.html import html_to_text
from mentions.mention import Mention
from mentions.page import Answer
from spiders.base.engine import Engine
from spiders.base.numbers import decimal
from spiders.base.records import post_of
from spiders.base.values import text, whole

FIVE_STARS = 5.0


def review_of(
    engine: type[Engine],
    answer: Answer,
    *,
    key: object,
    words: object,
    posted: object,
    stars: object = None,
    best: float = FIVE_STARS,
    **fields: Any,  # noqa: ANN401 - fields of Mention, and words as the API has them
) -> Mention | None:
    """Return a record of a review as a mention; None without a key, and for a record that says nothing.

    `stars` of 0 are none: so APIs write an unrated one. `fields` are those of Mention, as they are, and these, as the API has them:
    `title`, `pros`, `cons`, and the owner's `reply` and the time when it was `replied`. Words may be HTML.
    """
    rating = None if isinstance(stars, bool) else decimal(text(stars)) or None
    plain = {name: html_to_text(text(fields.pop(name, None)) or "").text or None for name in ("title", "pros", "cons")}
    answered = html_to_text(text(fields.pop("reply", None)) or "").text or None
    shown = text(fields.pop("replied", None))
    when = parse_date(shown, now=answer.fetched_at, timezone=answer.site.timezone) if answered else None
    mention = post_of(
        engine,
        answer,
        key=key,
        html=words,
        posted=posted,
        **{
            "kind": "review",
            "rating": rating,
            "rating_max": best if rating is not None else None,
            "owner_reply": answered,
            "owner_replied_at": when.at if when else None,
            **plain,
            **fields,
        },
    )
    if mention is None or not (mention.text or rating is not None or any(plain.values())):
        return None
    return mention


def next_page_of(url: str, name: str, *, pages: int | None, first: int = 1) -> str | None:
    """Return the address with the parameter `name` one higher; None on the last of so many pages, or when nobody says how many."""
    at = parameter(url, name)
    at = first if at is None else at
    return add_or_replace_parameter(url, name, str(at + 1)) if pages is not None and at + 1 - first < pages else None


def next_offset_of(url: str, name: str, *, count: int, total: int | None) -> str | None:
    """Return the address with the parameter `name` moved on by as many as this page has; None when that is all, or nobody says."""
    at = (parameter(url, name) or 0) + count
    return add_or_replace_parameter(url, name, str(at)) if count and total is not None and at < total else None


def parameter(url: str, name: str) -> int | None:
    """Return a whole number in an address's query, or None."""
    return whole(next(iter(parse_qs(urlsplit(url).query).get(name, ())), None))


def pages_of(total: int | None, size: int | None) -> int | None:
    """Return how many pages so many items make; None when one of both is not known."""
    return None if total is None or not size else -(-total // size)
