"""Writing pages: their mentions, what these are to each other, the site's state and the ledger, in the caller's one transaction."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection, Row, Update, bindparam, delete, func, select, update
from sqlalchemy import text as sql

from mentions.mention import Mention
from mentions.page import Page
from storage import rows
from storage.bulk import insert_rows
from storage.ledger import Tally, count_pages
from storage.models import HeldBackRow, MentionBrandRow, MentionRow, MentionVersionRow, SiteStateRow
from storage.upsert import upsert

T = TypeVar("T")
CHUNK = 1000
"""Keys asked for in one statement."""
_MENTION = MentionRow.__table__
# Of a mention that is read again these are taken as read; all others only where the new reading has one, so that one poor page
# (a teaser, a layout that lost the author) does not take away what a good one gave.
_STATE = ("content_hash", "row_hash", "version", "crawl_id")
_WHEN = ("posted_at", "posted_at_precision")
_REPLACED = frozenset(
    {
        *rows.VERSION_FIELDS,
        *_STATE,
        "quotes",
        "kind",
        "engine",
        "family",
        "language",
        "language_confidence",
        "posted_at",
        "posted_at_precision",
    }
)
_KNOWN = ("id", "site", "key", "version", "content_hash", "row_hash", *_WHEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A mention that was stored, new or with another text."""

    id: int
    """`mention.id`."""
    mention: Mention
    """As read, with its text even where the site keeps none."""
    is_new: bool
    """False: a new version; what was derived from the old text must go."""


Relate = Callable[[Connection, Sequence[Written]], None]
"""Finds and stores what new and changed mentions are to those stored, in the same transaction."""


@dataclass(slots=True, kw_only=True)
class _Entry:
    """A mention of this batch while it is compared with what is stored; the last of equal keys wins."""

    id: int
    version: int
    content_hash: int
    row_hash: int
    when: rows.When
    mention: Mention
    is_new: bool
    columns: dict[str, Any] = field(default_factory=dict)
    """Empty until something was read that differs from what is stored."""
    crawl_id: int = 0
    older: list[tuple[int, dict[str, Any] | None]] = field(default_factory=list)
    """Versions that this batch replaces; None: the stored one."""
    is_stale: bool = False
    """The stored row differs in anything."""

    def state(self) -> dict[str, Any]:
        """Give the columns that are storage's own."""
        return {name: getattr(self, name) for name in _STATE}


def write_pages(
    conn: Connection,
    batch: Sequence[tuple[int, Page]],
    *,
    relate: Relate,
    families: Mapping[str, str],
    now: dt.datetime,
    textless: Collection[str] = (),
) -> list[Tally]:
    """Store pages, each with the id of its crawl, in order; gives what became of each page's mentions.

    Idempotent: a page that is written again changes nothing but `last_seen_at`. `families` maps engines to families of source;
    `textless` names the sites with `store_text = false`, whose texts are used by `relate` and then left out. The connection must come
    from `storage.database.writing` (new ids are taken under its lock).
    """
    known = _known(conn, {(mention.site, mention.key) for _, page in batch for mention in page.mentions})
    ids = iter(_new_ids(conn, batch, known))
    entries: dict[tuple[str, str], _Entry] = {}
    tallies = []
    for crawl_id, page in batch:
        bins = {"new": 0, "new_version": 0, "seen_before": 0}
        for mention in page.mentions:
            columns = rows.columns(mention, family=families[mention.engine], keep_text=mention.site not in textless)
            name = (mention.site, mention.key)
            if name in known and name not in entries:
                entries[name] = _stored(known[name], mention)
            bins[_take(entries, ids, mention, columns, crawl_id)] += 1
        tallies.append(Tally(read=page.read, no_brand=page.no_brand, rejected=Counter(reject.reason for reject in page.rejected), **bins))
    touched = list(entries.values())
    _write_mentions(conn, touched, now)
    _write_held_back(conn, batch, touched, textless, now)
    written = [Written(id=entry.id, mention=entry.mention, is_new=entry.is_new) for entry in touched if entry.is_new or entry.older]
    if written:
        relate(conn, written)
    _write_states(conn, [page for _, page in batch], now)
    count_pages(conn, [(crawl_id, page, tally) for (crawl_id, page), tally in zip(batch, tallies, strict=True)], now)
    return tallies


def _known(conn: Connection, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], Row[Any]]:
    """Those of the mentions that are stored, with what tells whether they changed."""
    by_site: dict[str, list[str]] = {}
    for site, key in keys:
        by_site.setdefault(site, []).append(key)
    query = select(*(_MENTION.c[name] for name in _KNOWN))
    return {
        (row.site, row.key): row
        for site, wanted in by_site.items()
        for chunk in _chunks(wanted)
        for row in conn.execute(query.where(_MENTION.c.site == site, _MENTION.c.key.in_(chunk)))
    }


def _new_ids(conn: Connection, batch: Sequence[tuple[int, Page]], known: Mapping[tuple[str, str], Row[Any]]) -> Sequence[int]:
    """Ids for the mentions that are not stored, in the order of the batch: inserts need not give them back, which halves their cost."""
    new = {(mention.site, mention.key) for _, page in batch for mention in page.mentions} - known.keys()
    if not new:
        return ()
    if conn.dialect.name == "sqlite":
        last = conn.execute(sql("SELECT seq FROM sqlite_sequence WHERE name = 'mention'")).scalar() or 0
        return range(last + 1, last + len(new) + 1)
    sequence = sql("SELECT nextval(pg_get_serial_sequence('mention', 'id')) FROM generate_series(1, :count)")
    return sorted(conn.execute(sequence, {"count": len(new)}).scalars())


def _stored(row: Row[Any], mention: Mention) -> _Entry:
    when = (row.posted_at, row.posted_at_precision)
    hashes = {"content_hash": row.content_hash, "row_hash": row.row_hash}
    return _Entry(id=row.id, version=row.version, when=when, mention=mention, is_new=False, **hashes)


def _take(
    entries: dict[tuple[str, str], _Entry], ids: Iterator[int], mention: Mention, columns: dict[str, Any], crawl_id: int
) -> Literal["new", "new_version", "seen_before"]:
    """Put one mention of a page into its bin, and note what is to be written of it."""
    entry = entries.get((mention.site, mention.key))
    content = rows.content_hash(mention)
    when = (mention.posted_at, mention.posted_at_precision)
    if entry is None:
        row = rows.row_hash(content, columns, mention)
        entry = _Entry(id=next(ids), version=1, content_hash=content, row_hash=row, when=when, mention=mention, is_new=True)
        entry.columns, entry.crawl_id = columns, crawl_id
        entries[mention.site, mention.key] = entry
        return "new"
    entry.when = columns["posted_at"], columns["posted_at_precision"] = rows.settled(entry.when, when)
    row = rows.row_hash(content, columns, mention)
    is_changed = content != entry.content_hash
    if is_changed:
        entry.older.append((entry.version, entry.columns or None))
        entry.version += 1
    entry.is_stale = entry.is_stale or is_changed or row != entry.row_hash
    entry.mention, entry.columns, entry.crawl_id, entry.content_hash, entry.row_hash = mention, columns, crawl_id, content, row
    return "new_version" if is_changed else "seen_before"


def _write_mentions(conn: Connection, touched: Sequence[_Entry], now: dt.datetime) -> None:
    new, stale, seen = [], [], []
    for entry in touched:
        if entry.is_new:
            own = {"id": entry.id, "site": entry.mention.site, "key": entry.mention.key, "voice_id": entry.id}
            new.append(own | entry.columns | entry.state() | {"first_seen_at": now, "last_seen_at": now})
        elif entry.is_stale:
            stale.append({f"new_{name}": value for name, value in (entry.columns | entry.state()).items()} | {"of": entry.id, "now": now})
        else:
            seen.append({"of": entry.id, "now": now, "crawl": entry.crawl_id})
    versions = _versions(conn, touched, now)
    insert_rows(conn, MentionRow, new)
    if stale:
        conn.execute(_update_stale(stale[0]), stale)
        conn.execute(delete(MentionBrandRow).where(MentionBrandRow.mention_id == bindparam("of")), [{"of": row["of"]} for row in stale])
    if seen:
        change: dict[str, Any] = {"last_seen_at": bindparam("now"), "crawl_id": bindparam("crawl")}
        conn.execute(update(MentionRow).where(MentionRow.id == bindparam("of")).values(change), seen)
    brands = [row for entry in touched if entry.is_new or entry.is_stale for row in rows.brand_rows(entry.id, entry.mention)]
    insert_rows(conn, MentionBrandRow, brands)
    insert_rows(conn, MentionVersionRow, versions)


def _versions(conn: Connection, touched: Sequence[_Entry], now: dt.datetime) -> list[dict[str, Any]]:
    """Rows that keep the texts which are about to be replaced."""
    before: dict[int, Mapping[str, Any]] = {}
    for chunk in _chunks([entry.id for entry in touched if any(columns is None for _, columns in entry.older)]):
        query = select(_MENTION.c.id, *(_MENTION.c[name] for name in rows.VERSION_FIELDS)).where(_MENTION.c.id.in_(chunk))
        before |= {row["id"]: row for row in conn.execute(query).mappings()}
    versions = []
    for entry in touched:
        for version, columns in entry.older:
            old = before[entry.id] if columns is None else columns
            kept = {name: old[name] for name in rows.VERSION_FIELDS}
            versions.append(kept | {"mention_id": entry.id, "version": version, "replaced_at": now})
    return versions


def _update_stale(row: Mapping[str, Any]) -> Update:
    changes: dict[str, Any] = {"last_seen_at": bindparam("now")}
    for parameter in row:
        name = parameter.removeprefix("new_")
        if name != parameter:
            value = bindparam(parameter, type_=_MENTION.c[name].type)
            changes[name] = value if name in _REPLACED else func.coalesce(value, _MENTION.c[name])
    return update(MentionRow).where(MentionRow.id == bindparam("of")).values(changes)


def _write_held_back(
    conn: Connection, batch: Sequence[tuple[int, Page]], touched: Sequence[_Entry], textless: Collection[str], now: dt.datetime
) -> None:
    stored = (entry.mention for entry in touched if entry.is_new or entry.is_stale)
    left_out = (mention for _, page in batch for mention in page.look_alikes)
    found = [
        row
        for mentions in (stored, left_out)
        for mention in mentions
        if mention.held_back
        for row in rows.held_back_rows(mention, keep_text=mention.site not in textless, now=now)
    ]
    if found:
        conn.execute(upsert(conn, HeldBackRow, change=("matched", "reason", "snippet", "at"), unless_equal="reason"), found)


def _write_states(conn: Connection, pages: Sequence[Page], now: dt.datetime) -> None:
    last = {(page.site, scope): value for page in pages for scope, value in page.state.items()}
    kept = [
        {"site": site, "scope": scope, "value": dict(value), "updated_at": now}
        for (site, scope), value in last.items()
        if value is not None
    ]
    gone = [{"of_site": site, "of_scope": scope} for (site, scope), value in last.items() if value is None]
    if kept:
        conn.execute(upsert(conn, SiteStateRow, change=("value", "updated_at")), kept)
    if gone:
        which = (SiteStateRow.site == bindparam("of_site")) & (SiteStateRow.scope == bindparam("of_scope"))
        conn.execute(delete(SiteStateRow).where(which), gone)


def _chunks(values: Sequence[T]) -> Iterable[Sequence[T]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))
