"""What was counted, per brand: mentions, the untagged share with its interval, voices, by family of source and by language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from reports.statistics import Share, share
from storage.read import Counts, Filter, counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Counts of one group of mentions."""

    mentions: int
    """Sightings: every post, review or comment that names the brand, copies included."""
    untagged: int
    """Of these, without the brand's own handle or link."""
    untagged_share: Share
    """`untagged` of `mentions`."""
    voices: int
    """People's opinions: copies of one are counted once."""
    untagged_voices: int
    """Voices with an untagged mention."""
    untagged_voices_share: Share
    """`untagged_voices` of `voices`: the interval to quote where copies abound, since copies are no independent draws."""
    voices_without_campaigns: int
    """Voices, each template campaign counted as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandSummary:
    """All that is counted for one brand."""

    brand: str
    """Its id."""
    total: Group
    """All its mentions."""
    families: Mapping[str, Group]
    """By family of source: forums, reviews, maps, marketplaces, blogs, microblogs, import; the most mentions first."""
    languages: Mapping[str, Group]
    """By language, ISO 639-1 or `und`; the most mentions first."""


def summarise(conn: Connection, which: Filter) -> list[BrandSummary]:
    """Give the counts of every brand that has mentions, by its id. The three questions see one state of the database."""
    totals = {row.group[0]: _group(row) for row in counts(conn, which, ("brand",))}
    families = _nested(counts(conn, which, ("brand", "family")))
    languages = _nested(counts(conn, which, ("brand", "language")))
    return [
        BrandSummary(brand=brand, total=total, families=families.get(brand, {}), languages=languages.get(brand, {}))
        for brand, total in totals.items()
    ]


def summary_row(summary: BrandSummary) -> dict[str, Any]:
    """Give a summary as JSON."""
    return {
        "brand": summary.brand,
        **_row(summary.total),
        "families": {name: _row(group) for name, group in summary.families.items()},
        "languages": {name: _row(group) for name, group in summary.languages.items()},
    }


def _nested(rows: list[Counts]) -> dict[str, dict[str, Group]]:
    found: dict[str, dict[str, Group]] = {}
    for row in sorted(rows, key=lambda row: -row.mentions):
        brand, name = row.group
        found.setdefault(brand, {})[name or "und"] = _group(row)
    return found


def _group(row: Counts) -> Group:
    return Group(
        mentions=row.mentions,
        untagged=row.untagged,
        untagged_share=share(row.untagged, row.mentions),
        voices=row.voices,
        untagged_voices=row.untagged_voices,
        untagged_voices_share=share(row.untagged_voices, row.voices),
        voices_without_campaigns=row.voices_without_campaigns,
    )


def _row(group: Group) -> dict[str, Any]:
    return {
        "mentions": group.mentions,
        "untagged": group.untagged,
        "untagged_share": _interval(group.untagged_share),
        "voices": group.voices,
        "untagged_voices": group.untagged_voices,
        "untagged_voices_share": _interval(group.untagged_voices_share),
        "voices_without_campaigns": group.voices_without_campaigns,
    }


def _interval(one: Share) -> dict[str, float | None]:
    return {"value": None if one.value is None else round(one.value, 4), "low": round(one.low, 4), "high": round(one.high, 4)}
