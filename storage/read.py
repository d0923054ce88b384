"""All questions that are asked of the database; each takes a connection from `storage.database.reading`."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, case, distinct, func, select

from mentions.page import State
from storage import views
from storage.models import HeldBackRow, SiteRow, SiteStateRow

_CHUNK = 1000
_M = views.MENTIONS.table.c


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which mentions to look at; None means all."""

    brand: str | None = None
    """A brand's id."""
    site: str | None = None
    """A site's name."""
    since: dt.datetime | None = None
    """Aware; posted then or later. Mentions without a date count by when they were first seen."""
    until: dt.datetime | None = None
    """Aware; posted before."""

    def conditions(self) -> list[ColumnElement[bool]]:
        """Give it as conditions on `v1_mentions`, values bound."""
        when = func.coalesce(_M.posted_at, _M.first_seen_at, type_=_M.posted_at.type)
        conditions = []
        if self.brand is not None:
            conditions.append(_M.brand == self.brand)
        if self.site is not None:
            conditions.append(_M.site == self.site)
        if self.since is not None:
            conditions.append(when >= self.since)
        if self.until is not None:
            conditions.append(when < self.until)
        return conditions


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What was counted for one group of mentions."""

    group: tuple[Any, ...]
    """The values of the columns asked for, in their order."""
    mentions: int
    """Each sighting of each post that names the brand."""
    untagged: int
    """Of those, without the brand's own handle or link."""
    voices: int
    """Different people's opinions: copies count once."""
    untagged_voices: int
    """Voices with a mention that is untagged."""
    voices_without_campaigns: int
    """Voices, with each template campaign counted as one."""


def known(conn: Connection, site: str, scopes: Collection[str]) -> dict[str, State]:
    """Give what a site remembers under these scopes; those it knows nothing of are left out."""
    wanted = list(scopes)
    found: dict[str, State] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        query = select(SiteStateRow.scope, SiteStateRow.value).where(SiteStateRow.site == site, SiteStateRow.scope.in_(chunk))
        found.update((scope, value) for scope, value in conn.execute(query))
    return found


def states(conn: Connection, site: str | None = None) -> Iterator[RowMapping]:
    """Everything that a site, or every site, remembers: site, scope, value, updated_at; in that order."""
    query = select(SiteStateRow.site, SiteStateRow.scope, SiteStateRow.value, SiteStateRow.updated_at)
    if site is not None:
        query = query.where(SiteStateRow.site == site)
    return _stream(conn, query.order_by(SiteStateRow.site, SiteStateRow.scope))


def due_sites(conn: Connection, now: dt.datetime, limit: int) -> list[str]:
    """Names of the sites that are due, the longest due first."""
    query = select(SiteRow.name).where(SiteRow.due_at <= now).order_by(SiteRow.due_at, SiteRow.name).limit(limit)
    return list(conn.execute(query).scalars())


def mentions(conn: Connection, which: Filter, columns: Sequence[str] = tuple(views.MENTIONS.columns)) -> Iterator[RowMapping]:
    """Rows of `v1_mentions`, streamed, oldest first by when they were posted; those without a time last."""
    query = select(*(_M[name] for name in columns)).where(*which.conditions())
    return _stream(conn, query.order_by(_M.posted_at.asc().nulls_last(), _M.mention_id, _M.brand))


def counts(conn: Connection, which: Filter, by: Sequence[str] = ("brand",)) -> list[Counts]:
    """Count mentions and voices, a row a combination of the columns `by` of `v1_mentions`, in their order."""
    groups = [_M[name] for name in by]
    one_a_campaign = case((_M.campaign.is_(None), _M.voice), else_=-_M.campaign)  # ids are positive: the sign keeps the two apart
    figures = (
        func.count(),
        func.coalesce(func.sum(case((_M.tagged, 0), else_=1)), 0),
        func.count(distinct(_M.voice)),
        func.count(distinct(case((_M.tagged, None), else_=_M.voice))),
        func.count(distinct(one_a_campaign)),
    )
    query = select(*groups, *figures).where(*which.conditions()).group_by(*groups).order_by(*groups)
    size = len(groups)
    return [
        Counts(
            group=tuple(row[:size]),
            mentions=row[size],
            untagged=int(row[size + 1]),
            voices=row[size + 2],
            untagged_voices=row[size + 3],
            voices_without_campaigns=row[size + 4],
        )
        for row in conn.execute(query)
    ]


def sites(conn: Connection) -> list[RowMapping]:
    """Rows of `v1_sites`, by name."""
    table = views.SITES.table
    return list(conn.execute(select(table).order_by(table.c.site)).mappings())


def crawls(conn: Connection, *, site: str | None = None, ids: Collection[int] | None = None, limit: int = 100) -> list[RowMapping]:
    """Rows of `v1_crawls`, the latest first; of one site, or those with these ids."""
    table = views.CRAWLS.table
    query = select(table)
    if site is not None:
        query = query.where(table.c.site == site)
    if ids is not None:
        query = query.where(table.c.crawl_id.in_(ids))
    return list(conn.execute(query.order_by(table.c.crawl_id.desc()).limit(limit)).mappings())


def held_back(conn: Connection, brand: str) -> list[RowMapping]:
    """Give the look-alikes of a brand that context ruled out: site, key, where, start, matched, reason, snippet, at."""
    row = HeldBackRow
    query = select(row.site, row.key, row.where, row.start, row.matched, row.reason, row.snippet, row.at).where(row.brand == brand)
    return list(conn.execute(query.order_by(row.site, row.key, row.where, row.start)).mappings())


def _stream(conn: Connection, query: Select[Any]) -> Iterator[RowMapping]:
    with conn.execution_options(yield_per=500).execute(query).mappings() as result:
        yield from result
