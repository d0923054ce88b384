"""Posts that were not read for long: which threads to read anew, and what is left of those that their site deleted."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, func, select, update

from mentions.page import Page
from storage.candidates import drop
from storage.models import GoneRow, HeldBackRow, MentionKeysRow, MentionRow, MentionVersionRow, SiteStateRow
from storage.rows import content_hash
from storage.upsert import upsert

SCOPE = "sweep"
DONE = "swept:"
_ERASED: dict[str, Any] = {"text": "", "title": None, "pros": None, "cons": None, "owner_reply": None}


def plan_sweep(conn: Connection, site: str, *, before: dt.datetime, threads: int, now: dt.datetime) -> int:
    """Note for a site's next runs which threads to read anew: those with a post last read before a time, the longest ago first.

    Gives how many; 0 as well while earlier ones are left. The connection must come from `storage.database.writing`.
    """
    of_scope = (SiteStateRow.site == site) & (SiteStateRow.scope == SCOPE)
    pending = conn.execute(select(SiteStateRow.value).where(of_scope)).scalar_one_or_none()
    if pending and pending["threads"]:
        return 0
    row = MentionRow
    held = (row.site == site) & row.thread_url.is_not(None) & ~_is_gone()
    oldest = func.min(row.last_seen_at)
    done = (SiteStateRow.site == site) & (SiteStateRow.scope == DONE + row.thread_url) & (SiteStateRow.updated_at >= before)
    held_open = held & ~exists().where(done)
    query = select(row.thread_url).where(held_open).group_by(row.thread_url).having(oldest < before).order_by(oldest, row.thread_url)
    chosen = list(conn.execute(query.limit(threads)).scalars())
    if not chosen:
        return 0
    posts: dict[str, dict[str, str | None]] = {url: {} for url in chosen if url is not None}
    stored = select(row.thread_url, row.key, row.posted_at).where(held, row.thread_url.in_(list(posts))).order_by(row.id)
    for thread, key, at in conn.execute(stored):
        posts[str(thread)][key] = at.isoformat() if at else None
    value = {"at": now.isoformat(), "threads": posts}
    conn.execute(
        upsert(conn, SiteStateRow, change=("value", "updated_at")), [{"site": site, "scope": SCOPE, "value": value, "updated_at": now}]
    )
    return len(posts)


def without_renounced(conn: Connection, batch: Sequence[tuple[int, Page]], now: dt.datetime) -> Sequence[tuple[int, Page]]:
    """Give the batch without the stored posts that were read anew and name no brand: they are counted as such.

    Those that their authors edited so are mentions no longer: they are erased as deleted ones are. Those that read as before were found by
    other brands than today's; like those that a step rejected they are noted as seen, and `untagged replay` decides about them.
    """
    if not any(page.swept for _, page in batch):
        return batch
    return [(crawl_id, _without_renounced(conn, page, now) if page.swept else page) for crawl_id, page in batch]


def _without_renounced(conn: Connection, page: Page, now: dt.datetime) -> Page:
    row, swept = MentionRow, set(page.swept)
    read = {mention.key: mention for mention in page.mentions if mention.key in swept}
    lost = [key for key in page.swept if key not in read or not read[key].brands]
    if not lost:
        return page
    stored = select(row.key, row.content_hash).where(row.site == page.site, row.key.in_(lost))
    edited = [key for key, was in conn.execute(stored) if key in read and content_hash(read[key]) != was]
    _erase(conn, page.site, edited, now, now)
    conn.execute(update(row).where(row.site == page.site, row.key.in_(set(lost) - set(edited))).values(last_seen_at=now))
    kept = tuple(mention for mention in page.mentions if mention.brands)
    return replace(page, mentions=kept, no_brand=page.no_brand + len(page.mentions) - len(kept))


def erase_gone(conn: Connection, pages: Iterable[Page], now: dt.datetime) -> int:
    """Erase the texts of mentions that pages say are gone from their site, in all versions; each still counts. Gives how many.

    Not of those that were read since the sweep was planned: they stand elsewhere now. One that is read again later gets its text back.
    """
    erased = 0
    for page in pages:
        planned = (page.state.get(SCOPE) or {}).get("at")
        if page.gone and planned:
            erased += _erase(conn, page.site, page.gone, dt.datetime.fromisoformat(planned), now)
    return erased


def _is_gone() -> ColumnElement[bool]:
    """Whether a mention was found to be gone and has not been read again since."""
    return exists().where(GoneRow.mention_id == MentionRow.id, GoneRow.gone_at > MentionRow.last_seen_at)


def _erase(conn: Connection, site: str, keys: Sequence[str], planned: dt.datetime, now: dt.datetime) -> int:
    row = MentionRow
    unseen = select(row.id).where(row.site == site, row.key.in_(keys), row.last_seen_at < planned, ~_is_gone())
    ids = list(conn.execute(unseen).scalars())
    if not ids:
        return 0
    # Without its hashes the mention differs from whatever is read of it later, so a post that comes back is written whole.
    conn.execute(update(row).where(row.id.in_(ids)).values({**_ERASED, "quotes": None, "content_hash": 0, "row_hash": 0}))
    conn.execute(update(MentionVersionRow).where(MentionVersionRow.mention_id.in_(ids)).values(_ERASED))
    conn.execute(update(HeldBackRow).where(HeldBackRow.site == site, HeldBackRow.key.in_(keys)).values(snippet=""))
    prints = select(MentionKeysRow.mention_id, MentionKeysRow.fingerprints).where(MentionKeysRow.mention_id.in_(ids))
    drop(conn, {found.mention_id: found.fingerprints for found in conn.execute(prints)})
    conn.execute(delete(MentionKeysRow).where(MentionKeysRow.mention_id.in_(ids)))
    conn.execute(upsert(conn, GoneRow, change=("gone_at",)), [{"mention_id": one, "gone_at": now} for one in ids])
    return len(ids)
