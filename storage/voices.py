"""What new and changed mentions are to those stored: relations, voices, copies and groups, in the transaction that writes the mentions.

The judgement itself (`Judge`) lives in `pipelines.duplicates`, which passes it in.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, or_, select, update

from mentions.mention import BrandMatch, Mention, Quote, Relation
from storage.bulk import insert_rows
from storage.candidates import CHUNK, Index, Keys, chunks, drop
from storage.families import Edge, join, load_homes, part
from storage.models import MentionBrandRow, MentionKeysRow, MentionRow, RelationRow
from storage.write import Written

_M = MentionRow
_COMPARED: tuple[str, ...] = (
    "site",
    "key",
    "engine",
    "title",
    "text",
    "author",
    "author_key",
    "thread_url",
    "pros",
    "cons",
    "subject",
    "subject_key",
)
_COMPARED += ("reply_to", "posted_at")
_RANK = ("same", "template", "quote")  # which of its relations a mention is shown with


class Prepared(Protocol):
    """What is kept of a text to find it again."""

    @property
    def text_key(self) -> int:
        """Signed 64-bit hash of the normalised text."""

    @property
    def fingerprints(self) -> tuple[int, ...]:
        """Signed 32-bit keys to look up."""

    @property
    def stored(self) -> tuple[int, ...]:
        """Signed 32-bit keys to keep."""

    @property
    def is_sparse(self) -> bool:
        """One key in common is enough."""


class Verdict(Protocol):
    """What one mention is to another."""

    @property
    def relation(self) -> Relation:
        """Same, quote, template or different."""

    @property
    def score(self) -> float:
        """Likeness, 0 to 1."""

    @property
    def why(self) -> str:
        """A short sentence."""

    @property
    def one_author(self) -> bool:
        """The names are one person's."""


@dataclass(frozen=True, slots=True)
class Judge:
    """How texts are prepared and compared."""

    version: int
    """Of the normaliser."""
    prepare: Callable[[Sequence[Mention]], Sequence[Prepared]]
    compare: Callable[[Mention, Mention], Verdict]
    """What the second is to the first."""


def relate(conn: Connection, written: Sequence[Written], judge: Judge) -> None:
    """Relate mentions that are written, new or with another text, to all stored ones; what held for an old text is taken back."""
    changed = [one.id for one in written if not one.is_new]
    if changed:
        forget(conn, changed, leave_out=False)
    fresh = {one.id: one.mention for one in written}
    prepared = dict(zip(fresh, judge.prepare(list(fresh.values())), strict=True))
    index = Index(conn, {one: Keys(keys.fingerprints, keys.stored, keys.is_sparse) for one, keys in prepared.items()})
    pairs = {(min(pair), max(pair)) for pair in index.candidates()}
    packed = index.keep()
    keys = (
        {"mention_id": one, "text_key": found.text_key, "fingerprints": packed[one], "normaliser": judge.version}
        for one, found in prepared.items()
    )
    insert_rows(conn, MentionKeysRow, list(keys))
    mentions = fresh | load(conn, {one for pair in pairs for one in pair} - fresh.keys())
    rows = [row for one, two in sorted(pairs) if one in mentions and two in mentions if (row := _relation(judge, mentions, one, two))]
    keep_relations(conn, rows)


def keep_relations(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store relations that are not stored yet, by column of `relation`, and join what they make one voice or campaign."""
    if rows:
        conn.execute(insert(RelationRow), rows)
        edges = [Edge(row["a_id"], row["b_id"], row["kind"], row["one_author"]) for row in rows if row["kind"] != "quote"]
        join(conn, load_homes(conn, {end for edge in edges for end in (edge.a, edge.b)}), edges)
        _name_originals(conn, {row["b_id"] for row in rows})


def forget(conn: Connection, ids: Collection[int], *, leave_out: bool = True) -> None:
    """Take back what mentions are to others: before they are deleted, or (`leave_out` False) related anew."""
    touched: set[int] = set()
    for chunk in chunks(sorted(ids), CHUNK):
        keys = select(MentionKeysRow.mention_id, MentionKeysRow.fingerprints).where(MentionKeysRow.mention_id.in_(chunk))
        drop(conn, {row.mention_id: row.fingerprints for row in conn.execute(keys)})
        conn.execute(delete(MentionKeysRow).where(MentionKeysRow.mention_id.in_(chunk)))
        theirs = or_(RelationRow.a_id.in_(chunk), RelationRow.b_id.in_(chunk))
        touched.update(conn.execute(select(RelationRow.b_id).where(theirs)).scalars())
        conn.execute(delete(RelationRow).where(theirs))
    part(conn, ids, leave_out=leave_out)
    _name_originals(conn, touched)


def _relation(judge: Judge, mentions: Mapping[int, Mention], one: int, two: int) -> dict[str, Any] | None:
    """Give the row of what one is to the other, whichever way it holds; None for nothing."""
    first, later = sorted((one, two), key=lambda mention_id: _when(mentions[mention_id]))
    verdict = judge.compare(mentions[first], mentions[later])
    if verdict.relation == "different":  # times may be missing or vague: the first may be the one that quotes
        verdict = judge.compare(mentions[later], mentions[first])
        if verdict.relation != "quote":
            return None
        first, later = later, first
    found = {"kind": verdict.relation, "score": verdict.score, "why": verdict.why, "one_author": verdict.one_author}
    return {"a_id": first, "b_id": later} | found


def _when(mention: Mention) -> tuple[bool, float, str, str]:
    """Sort mentions by time, those without a time last, whatever the order in which they were read."""
    posted_at = mention.posted_at
    return (posted_at is None, posted_at.timestamp() if posted_at else 0.0, mention.site, mention.key)


def load(conn: Connection, ids: Collection[int]) -> dict[int, Mention]:
    """Give of stored mentions what the judge looks at."""
    brands: dict[int, list[BrandMatch]] = {}
    mentions = {}
    for chunk in chunks(sorted(ids), CHUNK):
        of_brands = select(MentionBrandRow.mention_id, MentionBrandRow.brand).where(
            MentionBrandRow.mention_id.in_(chunk), MentionBrandRow.ordinal == 0
        )
        for mention_id, brand in conn.execute(of_brands):
            match = BrandMatch(brand=brand, start=0, end=0, matched="", rule="", tagged=False)
            brands.setdefault(mention_id, []).append(match)
        for row in conn.execute(select(_M.id, _M.quotes, *(_M.__table__.c[name] for name in _COMPARED)).where(_M.id.in_(chunk))).mappings():
            fields = {name: row[name] for name in _COMPARED}
            quotes = tuple(Quote(**quote) for quote in row["quotes"] or ())
            mentions[row["id"]] = Mention(**fields, quotes=quotes, brands=tuple(brands.get(row["id"], ())))
    return mentions


def _name_originals(conn: Connection, ids: Collection[int]) -> None:
    """Set `duplicate_of_id` of mentions to the first of what they repeat, or quote."""
    best: dict[int, tuple[tuple[Any, ...], int, str]] = {}
    query = select(RelationRow.b_id, RelationRow.a_id, RelationRow.kind, RelationRow.score, _M.posted_at, _M.site, _M.key)
    query = query.join(_M, _M.id == RelationRow.a_id)
    for chunk in chunks(sorted(ids), CHUNK):
        for b_id, a_id, kind, score, posted_at, site, key in conn.execute(query.where(RelationRow.b_id.in_(chunk))):
            place = (_RANK.index(kind), -score, posted_at is None, posted_at and posted_at.timestamp(), site, key)
            if b_id not in best or place < best[b_id][0]:
                best[b_id] = (place, a_id, kind)
    rows: list[dict[str, Any]] = [{"of": one, "to_id": None, "to_kind": None} for one in ids if one not in best]
    rows += [{"of": one, "to_id": a_id, "to_kind": kind} for one, (_, a_id, kind) in best.items()]
    if rows:
        change: dict[str, BindParameter[Any]] = {"duplicate_of_id": bindparam("to_id"), "duplicate_kind": bindparam("to_kind")}
        conn.execute(update(_M).where(_M.id == bindparam("of")).values(change), rows)
