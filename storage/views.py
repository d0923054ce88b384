"""The views that downstream may rely on (docs/database.md): the same columns on SQLite and PostgreSQL."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import BigInteger, Boolean, Connection, Float, Integer, String, TableClause, column, table
from sqlalchemy import text as sql
from sqlalchemy.types import TypeEngine

from storage.types import Json, UtcDateTime

_ID, _TEXT, _TIME, _NUMBER = BigInteger(), String(), UtcDateTime(), Float()
MIN_CONFIDENCE = 0.5
"""Matches below it are kept in the tables, and not shown: more likely wrong than right."""


@dataclass(frozen=True, kw_only=True)
class View:
    """One view: its columns in order, with their types, and what it selects on a database."""

    name: str
    """With its version: a breaking change is a new view beside this one."""
    columns: Mapping[str, TypeEngine[Any]]
    """In the view's order."""
    select: Callable[[str], str]
    """Dialect name → SELECT."""

    @cached_property
    def table(self) -> TableClause:
        """It as something to select from, with typed columns."""
        return table(self.name, *(column(name, kind) for name, kind in self.columns.items()))


def visible(match: str) -> str:
    """Give SQL for "this row of `mention_brand` is shown to readers": one row a mention and brand, its surest match, not too doubtful."""
    return f"{match}.ordinal = 0 AND {match}.confidence >= {MIN_CONFIDENCE}"


def create(conn: Connection) -> None:
    """Make all views, in order: later ones build on earlier ones."""
    for view in ALL:
        conn.execute(sql(f"CREATE VIEW {view.name} ({', '.join(view.columns)}) AS {view.select(conn.dialect.name)}"))


def drop(conn: Connection) -> None:
    """Drop all views that are there, the last first."""
    for view in reversed(ALL):
        conn.execute(sql(f"DROP VIEW IF EXISTS {view.name}"))


def _day(time: str, dialect: str) -> str:
    return f"substr({time}, 1, 10)" if dialect == "sqlite" else f"to_char({time} AT TIME ZONE 'UTC', 'YYYY-MM-DD')"


def _seconds(start: str, end: str, dialect: str) -> str:
    if dialect == "sqlite":
        return f"round((julianday({end}) - julianday({start})) * 86400.0, 3)"
    return f"round(extract(epoch FROM {end} - {start}), 3)::double precision"


def _mentions(dialect: str) -> str:
    return f"""
        SELECT m.id, m.site, m.key, b.brand,
            (b.tagged OR EXISTS (SELECT 1 FROM mention_brand t WHERE t.mention_id = b.mention_id AND t.brand = b.brand AND t.tagged)),
            (SELECT count(*) FROM mention_brand n WHERE n.mention_id = b.mention_id AND n.brand = b.brand),
            b.matched, b.rule, b.confidence, b."where", b.start, b."end",
            m.engine, m.family, m.kind, m.url, m.thread_url, m.title, m.text, m.quotes, m.language, m.language_confidence,
            m.language_declared, m.author, m.author_key, m.posted_at, m.posted_at_precision,
            CASE WHEN m.posted_at_precision IN ('week', 'month', 'year') THEN NULL ELSE {_day("m.posted_at", dialect)} END,
            m.edited_at, m.verified, m.rating, m.rating_max, m.votes, m.pros, m.cons, m.subject, m.subject_key, m.subject_url, m.variant,
            m.syndicated_from, m.incentivised, m.owner_reply, m.owner_replied_at, m.reply_to,
            m.voice_id, m.group_id, d.site || '/' || d.key, m.duplicate_kind, m.version, m.first_seen_at, m.last_seen_at, m.crawl_id,
            g.gone_at
        FROM mention_brand b JOIN mention m ON m.id = b.mention_id LEFT JOIN mention d ON d.id = m.duplicate_of_id
            LEFT JOIN mention_gone g ON g.mention_id = m.id AND g.gone_at > m.last_seen_at
        WHERE {visible("b")}"""  # noqa: S608 - our own constants


def _voices(dialect: str) -> str:
    del dialect  # the same on both
    return """
        SELECT v.voice, v.brand, v.campaign, v.mentions, v.sites, v.tagged, v.first_posted_at, v.last_posted_at, v.first_seen_at,
            v.last_seen_at, r.site, r.key, r.url, r.language, r.family
        FROM (
            SELECT voice, brand, max(campaign) AS campaign, count(*) AS mentions, count(DISTINCT site) AS sites,
                max(CASE WHEN tagged THEN 1 ELSE 0 END) = 1 AS tagged, min(posted_at) AS first_posted_at, max(posted_at) AS last_posted_at,
                min(first_seen_at) AS first_seen_at, max(last_seen_at) AS last_seen_at, min(mention_id) AS representative
            FROM v1_mentions GROUP BY voice, brand
        ) v JOIN mention r ON r.id = v.representative"""


def _daily_counts(dialect: str) -> str:
    del dialect
    return """
        SELECT published_day, brand, site, language, kind, count(*), sum(CASE WHEN tagged THEN 0 ELSE 1 END), count(DISTINCT voice)
        FROM v1_mentions GROUP BY published_day, brand, site, language, kind"""


def _crawls(dialect: str) -> str:
    return f"""
        SELECT id, site, engine, started_at, finished_at, {_seconds("started_at", "finished_at", dialect)}, verdict,
            pages_ok, pages_empty, pages_blocked, pages_unreadable, requests, "read", "new", new_version, seen_before, no_brand,
            rejected, rejected_reasons, stated_total, gap, error, evidence
        FROM crawl"""  # noqa: S608 - our own constants


def _sites(dialect: str) -> str:
    del dialect
    return """
        SELECT s.name, s.engine, s.family, s.url, s.verdict, s.verdict_since, s.due_at, s.last_crawl_id, c.started_at, c.finished_at,
            c.evidence, (SELECT max(t.updated_at) FROM site_state t WHERE t.site = s.name)
        FROM site s LEFT JOIN crawl c ON c.id = s.last_crawl_id"""


MENTIONS = View(
    name="v1_mentions",
    columns={
        "mention_id": _ID,
        "site": _TEXT,
        "key": _TEXT,
        "brand": _TEXT,
        "tagged": Boolean(),
        "matches": Integer(),
        "matched": _TEXT,
        "match_rule": _TEXT,
        "match_confidence": _NUMBER,
        "match_where": _TEXT,
        "match_start": Integer(),
        "match_end": Integer(),
        "engine": _TEXT,
        "family": _TEXT,
        "kind": _TEXT,
        "url": _TEXT,
        "thread_url": _TEXT,
        "title": _TEXT,
        "text": _TEXT,
        "quotes": Json,
        "language": _TEXT,
        "language_confidence": _NUMBER,
        "language_declared": _TEXT,
        "author": _TEXT,
        "author_key": _TEXT,
        "posted_at": _TIME,
        "posted_at_precision": _TEXT,
        "published_day": _TEXT,
        "edited_at": _TIME,
        "verified": Boolean(),
        "rating": _NUMBER,
        "rating_max": _NUMBER,
        "votes": _ID,
        "pros": _TEXT,
        "cons": _TEXT,
        "subject": _TEXT,
        "subject_key": _TEXT,
        "subject_url": _TEXT,
        "variant": _TEXT,
        "syndicated_from": _TEXT,
        "incentivised": Boolean(),
        "owner_reply": _TEXT,
        "owner_replied_at": _TIME,
        "reply_to": _TEXT,
        "voice": _ID,
        "campaign": _ID,
        "duplicate_of": _TEXT,
        "duplicate_kind": _TEXT,
        "version": Integer(),
        "first_seen_at": _TIME,
        "last_seen_at": _TIME,
        "crawl_id": _ID,
        "deleted_at": _TIME,
    },
    select=_mentions,
)
VOICES = View(
    name="v1_voices",
    columns={
        "voice": _ID,
        "brand": _TEXT,
        "campaign": _ID,
        "mentions": Integer(),
        "sites": Integer(),
        "tagged": Boolean(),
        "first_posted_at": _TIME,
        "last_posted_at": _TIME,
        "first_seen_at": _TIME,
        "last_seen_at": _TIME,
        "site": _TEXT,
        "key": _TEXT,
        "url": _TEXT,
        "language": _TEXT,
        "family": _TEXT,
    },
    select=_voices,
)
DAILY_COUNTS = View(
    name="v1_daily_counts",
    columns={
        "day": _TEXT,
        "brand": _TEXT,
        "site": _TEXT,
        "language": _TEXT,
        "kind": _TEXT,
        "mentions": Integer(),
        "untagged": Integer(),
        "voices": Integer(),
    },
    select=_daily_counts,
)
SITES = View(
    name="v1_sites",
    columns={
        "site": _TEXT,
        "engine": _TEXT,
        "family": _TEXT,
        "url": _TEXT,
        "verdict": _TEXT,
        "verdict_since": _TIME,
        "due_at": _TIME,
        "last_crawl_id": _ID,
        "last_started_at": _TIME,
        "last_finished_at": _TIME,
        "evidence": _TEXT,
        "state_updated_at": _TIME,
    },
    select=_sites,
)
CRAWLS = View(
    name="v1_crawls",
    columns={
        "crawl_id": _ID,
        "site": _TEXT,
        "engine": _TEXT,
        "started_at": _TIME,
        "finished_at": _TIME,
        "seconds": _NUMBER,
        "verdict": _TEXT,
        "pages_ok": Integer(),
        "pages_empty": Integer(),
        "pages_blocked": Integer(),
        "pages_unreadable": Integer(),
        "requests": Integer(),
        "read": Integer(),
        "new": Integer(),
        "new_version": Integer(),
        "seen_before": Integer(),
        "no_brand": Integer(),
        "rejected": Integer(),
        "rejected_reasons": Json,
        "stated_total": Integer(),
        "gap": _TEXT,
        "error": _TEXT,
        "evidence": _TEXT,
    },
    select=_crawls,
)
ALL = (MENTIONS, VOICES, DAILY_COUNTS, SITES, CRAWLS)
