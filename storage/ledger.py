"""The ledger's rows: a crawl opens one, each stored page adds to it, the end closes it and says when the site is due again."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from mentions.page import Page
from mentions.site import Site
from storage.models import CrawlRow, HeldBackRow, RejectRow, SiteRow
from storage.upsert import upsert

HELD_BACK_PER_BRAND = 10_000
"""Look-alikes kept a brand: enough to see which words go with noise."""
TRIM_EVERY = 50
"""Crawls between two trims: one reads the whole table."""
_BINS = ("read", "new", "new_version", "seen_before", "no_brand", "rejected")
_COUNTED = (*_BINS, "pages_ok", "pages_empty", "pages_blocked", "pages_unreadable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of one page's mentions: each in exactly one bin, so `read` is the sum of the others."""

    read: int
    """`Page.read`."""
    new: int = 0
    """Stored for the first time."""
    new_version: int = 0
    """Known, with another text."""
    seen_before: int = 0
    """Known, with the same text."""
    no_brand: int = 0
    """Name no brand: not stored."""
    rejected: Mapping[str, int] = field(default_factory=dict)
    """Reason → mentions that cannot be kept."""


def open_crawl(conn: Connection, site: str, engine: str, now: dt.datetime) -> int:
    """Begin the ledger row of one run of one site; gives its id. A row that is never closed tells of a killed run."""
    row = insert(CrawlRow).values(site=site, engine=engine, started_at=now, rejected_reasons={}).returning(CrawlRow.id)
    return int(conn.execute(row).scalar_one())


def exists(conn: Connection, crawl_id: int, site: str, started_at: dt.datetime) -> bool:
    """Give whether a crawl's row is there, of this site and begun at this moment."""
    found = select(CrawlRow.id).where(CrawlRow.id == crawl_id, CrawlRow.site == site, CrawlRow.started_at == started_at)
    return conn.execute(found).scalar() is not None


def close_crawl(  # noqa: PLR0913 - the columns that only the end of a run knows
    conn: Connection,
    crawl_id: int,
    *,
    verdict: str,
    now: dt.datetime,
    requests: int = 0,
    stated_total: int | None = None,
    gap: str | None = None,
    error: str | None = None,
    evidence: str | None = None,
    due_at: dt.datetime | None = None,
) -> tuple[str | None, str | None]:
    """End the ledger row and put its verdict on the site, with the time when it is due next (None leaves that as it was).

    Gives the verdict and the evidence that the site had before; Nones where it had none. `gap` None leaves the gap that a page recorded.
    """
    values: dict[str, Any] = {"finished_at": now, "verdict": verdict, "requests": requests, "stated_total": stated_total}
    values |= {"gap": func.coalesce(gap, CrawlRow.gap), "error": error, "evidence": evidence}
    conn.execute(update(CrawlRow).where(CrawlRow.id == crawl_id).values(values))
    name = select(CrawlRow.site).where(CrawlRow.id == crawl_id).scalar_subquery()
    last = select(CrawlRow.evidence).where(CrawlRow.id == SiteRow.last_crawl_id).scalar_subquery()
    site = conn.execute(select(SiteRow.name, SiteRow.verdict, last.label("evidence")).where(SiteRow.name == name)).one_or_none()
    if crawl_id % TRIM_EVERY == 0:
        _trim_held_back(conn)
    if site is None:  # `import` and a first `scrapy crawl` run without a configured site
        return None, None
    changes: dict[str, Any] = {"last_crawl_id": crawl_id, "verdict": verdict}
    if site.verdict != verdict:
        changes["verdict_since"] = now
    if due_at is not None:
        changes["due_at"] = due_at
    conn.execute(update(SiteRow).where(SiteRow.name == site.name).values(changes))
    return site.verdict, site.evidence


def sync_sites(conn: Connection, sites: Sequence[Site], families: Mapping[str, str], now: dt.datetime) -> None:
    """Make the table `site` agree with the configuration: new ones are due at once, those no longer configured never."""
    names = [site.name for site in sites]
    conn.execute(update(SiteRow).where(SiteRow.name.not_in(names), SiteRow.due_at.is_not(None)).values(due_at=None))
    rows = [{"name": s.name, "engine": s.engine, "family": families[s.engine], "url": s.url, "due_at": now} for s in sites]
    if rows:
        conn.execute(upsert(conn, SiteRow, change=("engine", "family", "url")), rows)
        conn.execute(update(SiteRow).where(SiteRow.name.in_(names), SiteRow.due_at.is_(None)).values(due_at=now))


def cap_due(conn: Connection, latest: Mapping[str, dt.datetime]) -> None:
    """Bring the due times of these sites back to the latest given, where they lie after it: a clock was set back."""
    rows = [{"of": name, "at": at} for name, at in latest.items()]
    if rows:
        conn.execute(_CAP, rows)


def is_counted(page: Page) -> bool:
    """Give whether the ledger counts a page: without an answer it is a note of the walk, state or a gap, and no page."""
    return bool(page.status) or page.outcome != "ok"


def counted(conn: Connection, crawl_ids: Collection[int]) -> dict[int, int]:
    """Give how many pages of each of these crawls are stored. A batch that is stored, notes apart, is seen by it."""
    rows = conn.execute(select(CrawlRow.id, _PAGES).where(CrawlRow.id.in_(crawl_ids)))
    return {row[0]: row[1] for row in rows}


def count_pages(conn: Connection, counted: Iterable[tuple[int, Page, Tally]], now: dt.datetime) -> None:
    """Add pages and their tallies to the rows of their crawls, and keep their rejects."""
    sums: dict[int, Counter[str]] = {}
    reasons: dict[int, Counter[str]] = {}
    gaps: dict[int, str] = {}
    rejects: list[dict[str, Any]] = []
    for crawl_id, page, tally in counted:
        count = sums.setdefault(crawl_id, Counter())
        if is_counted(page):
            count[f"pages_{page.outcome}"] += 1
        for name in _BINS[:-1]:
            count[name] += getattr(tally, name)
        if page.gap is not None:
            gaps[crawl_id] = page.gap
        if tally.rejected:
            reasons.setdefault(crawl_id, Counter()).update(tally.rejected)
            count["rejected"] += sum(tally.rejected.values())
            about = {"crawl_id": crawl_id, "site": page.site, "url": page.url, "at": now}
            rejects.extend(about | {"key": r.key, "reason": r.reason, "detail": r.detail} for r in page.rejected)
    if sums:
        conn.execute(_ADD, [{"of": of} | {f"n_{name}": count[name] for name in _COUNTED} for of, count in sums.items()])
    for crawl_id, gap in gaps.items():
        conn.execute(update(CrawlRow).where(CrawlRow.id == crawl_id).values(gap=gap))
    for crawl_id, more in reasons.items():
        known = conn.execute(select(CrawlRow.rejected_reasons).where(CrawlRow.id == crawl_id)).scalar_one_or_none() or {}
        conn.execute(update(CrawlRow).where(CrawlRow.id == crawl_id).values(rejected_reasons=dict(Counter(known) + more)))
    if rejects:
        conn.execute(insert(RejectRow), rejects)


_PAGES = CrawlRow.pages_ok + CrawlRow.pages_empty + CrawlRow.pages_blocked + CrawlRow.pages_unreadable
_CAP = (
    update(SiteRow.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table
    .where(SiteRow.name == bindparam("of"), SiteRow.due_at > bindparam("at"))
    .values(due_at=bindparam("at"))
)
_ADD = (
    update(CrawlRow.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table
    .where(CrawlRow.id == bindparam("of"))
    .values({name: CrawlRow.__table__.c[name] + bindparam(f"n_{name}") for name in _COUNTED})
)


def _trim_held_back(conn: Connection) -> None:
    """Forget the oldest look-alikes of brands that have too many."""
    crowded = select(HeldBackRow.brand).group_by(HeldBackRow.brand).having(func.count() > HELD_BACK_PER_BRAND)
    for brand in conn.execute(crowded).scalars().all():
        newest = select(HeldBackRow.at).where(HeldBackRow.brand == brand).order_by(HeldBackRow.at.desc())
        oldest_kept = conn.execute(newest.offset(HELD_BACK_PER_BRAND - 1).limit(1)).scalar_one()
        conn.execute(delete(HeldBackRow).where(HeldBackRow.brand == brand, HeldBackRow.at < oldest_kept))
