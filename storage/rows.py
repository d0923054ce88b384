"""From a `Mention` to table rows and back to what makes a version; pure, no database."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from msgpack import packb  # type: ignore[import-untyped]  # it ships no types
from xxhash import xxh3_64_intdigest

from mentions.mention import BrandMatch, HeldBack, Mention

SNIPPET_CHARS = 160
VERSION_FIELDS = ("title", "text", "pros", "cons", "owner_reply", "rating")
"""What makes a version of a mention, and is kept of earlier ones."""
_TEXT_FIELDS: dict[str, Any] = {"title": None, "text": "", "quotes": None, "pros": None, "cons": None, "owner_reply": None}
_UNITS: dict[str, dt.timedelta] = {  # finest first
    "second": dt.timedelta(seconds=1),
    "minute": dt.timedelta(minutes=1),
    "hour": dt.timedelta(hours=1),
    "day": dt.timedelta(days=1),
    "week": dt.timedelta(days=7),
    "month": dt.timedelta(days=31),
    "year": dt.timedelta(days=366),
}
When = tuple[dt.datetime | None, str | None]
"""`posted_at` and `posted_at_precision`."""
_FINENESS = {precision: place for place, precision in enumerate(_UNITS)}


def content_hash(mention: Mention) -> int:
    """Signed 64-bit hash of `VERSION_FIELDS`. Raises OverflowError for a number that no database keeps."""
    return _hash((mention.title, mention.text, mention.pros, mention.cons, mention.owner_reply, mention.rating))


def row_hash(content: int, columns: dict[str, Any], mention: Mention) -> int:
    """Signed 64-bit hash of all that is stored of one reading: its content, by its hash, its columns and its brands."""
    values = columns.copy()
    for name in VERSION_FIELDS:
        del values[name]
    return _hash((content, *values.values(), *map(_match, mention.brands)))


def columns(mention: Mention, *, family: str, keep_text: bool) -> dict[str, Any]:
    """Give the columns of table `mention` that come from the reading and the steps; without texts unless `keep_text`."""
    row: dict[str, Any] = {
        "engine": mention.engine,
        "family": family,
        "kind": mention.kind,
        "url": mention.url,
        "thread_url": mention.thread_url,
        "title": mention.title,
        "text": mention.text,
        "quotes": [{"text": quote.text, "author": quote.author, "url": quote.url} for quote in mention.quotes] or None,
        "language_declared": mention.language_declared,
        "author": mention.author,
        "author_key": mention.author_key,
        "posted_at": mention.posted_at,
        "posted_at_precision": mention.posted_at_precision,
        "edited_at": mention.edited_at,
        "verified": mention.verified,
        "rating": mention.rating,
        "rating_max": mention.rating_max,
        "votes": mention.votes,
        "pros": mention.pros,
        "cons": mention.cons,
        "subject": mention.subject,
        "subject_key": mention.subject_key,
        "subject_url": mention.subject_url,
        "variant": mention.variant,
        "syndicated_from": mention.syndicated_from,
        "incentivised": mention.incentivised,
        "owner_reply": mention.owner_reply,
        "owner_replied_at": mention.owner_replied_at,
        "reply_to": mention.reply_to,
        "language": mention.language,
        "language_confidence": mention.language_confidence,
    }
    return row if keep_text else row | _TEXT_FIELDS


def brand_rows(mention_id: int, mention: Mention) -> Iterator[dict[str, Any]]:
    """Rows of `mention_brand`: of each brand its surest match first, then in order of start."""
    ordinals: dict[str, int] = {}
    matches = mention.brands
    if len(matches) > 1:
        matches = tuple(sorted(matches, key=lambda match: (-match.confidence, match.start)))
    for match in matches:
        ordinal = ordinals[match.brand] = ordinals.get(match.brand, -1) + 1
        yield {
            "mention_id": mention_id,
            "brand": match.brand,
            "ordinal": ordinal,
            "start": match.start,
            "end": match.end,
            "matched": match.matched,
            "rule": match.rule,
            "tagged": match.tagged,
            "confidence": match.confidence,
            "where": match.where,
        }


def held_back_rows(mention: Mention, *, keep_text: bool, now: dt.datetime) -> Iterator[dict[str, Any]]:
    """Rows of `held_back`, a row a look-alike."""
    for held in mention.held_back:
        yield {
            "brand": held.brand,
            "site": mention.site,
            "key": mention.key,
            "where": held.where,
            "start": held.start,
            "matched": held.matched[:SNIPPET_CHARS],
            "reason": held.reason,
            "snippet": snippet(mention, held) if keep_text else "",
            "at": now,
        }


def snippet(mention: Mention, held: HeldBack) -> str:
    """At most `SNIPPET_CHARS` characters of the text around a look-alike, on one line."""
    words = {"title": mention.title, "pros": mention.pros, "cons": mention.cons, "link": held.matched}.get(held.where, mention.text) or ""
    start = max(0, (held.start + held.end - SNIPPET_CHARS) // 2)
    return " ".join(words[start : start + SNIPPET_CHARS].split())


def settled(
    known: tuple[dt.datetime | None, str | None], read: tuple[dt.datetime | None, str | None]
) -> tuple[dt.datetime | None, str | None]:
    """Which time and precision to keep of a mention that is read again.

    "2 months ago" is computed anew by every visit, and turns into "a year ago": the first reading stays, unless the new one is finer or
    contradicts it by more than its own precision.
    """
    if read[0] is None or known[0] is None:
        return known if read[0] is None else read
    was, now = _FINENESS.get(known[1] or "year", 0), _FINENESS.get(read[1] or "year", 0)
    if was != now:
        return read if now < was else known
    return known if abs(read[0] - known[0]) <= _UNITS.get(read[1] or "year", dt.timedelta(0)) else read


def _match(match: BrandMatch) -> tuple[object, ...]:
    return (match.brand, match.start, match.end, match.matched, match.rule, match.tagged, match.confidence, match.where)


def _hash(values: tuple[object, ...]) -> int:
    digest = xxh3_64_intdigest(packb(values, datetime=True, unicode_errors="surrogatepass"))
    return digest - (1 << 64) if digest >> 63 else digest
