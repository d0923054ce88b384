"""The tables. They are private: readers use the views of `storage.views`. Few random-key indexes, see facts in docs/database.md."""

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import BigInteger, ForeignKey, Index, MetaData, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.types import Id, Json, UtcDateTime


class Base(DeclarativeBase):
    """One naming convention, so that a migration can name any constraint on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: String(),
        dt.datetime: UtcDateTime(),
        dict[str, Any]: Json,
        dict[str, int]: Json,
        list[dict[str, Any]]: Json,
    }


class MentionRow(Base):
    """One mention in its latest version; the fields of `mentions.Mention` under their own names, brands in `mention_brand`."""

    __tablename__ = "mention"

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=True)
    site: Mapped[str]
    key: Mapped[str]
    engine: Mapped[str]
    family: Mapped[str]
    """Family of source: forums, reviews, maps, marketplaces, blogs, microblogs, import."""
    kind: Mapped[str]
    url: Mapped[str | None]
    thread_url: Mapped[str | None]
    title: Mapped[str | None]
    text: Mapped[str]
    """Empty for sites with `store_text = false`."""
    quotes: Mapped[list[dict[str, Any]] | None]
    """`[{"text", "author", "url"}]`, NULL for none."""
    language_declared: Mapped[str | None]
    author: Mapped[str | None]
    author_key: Mapped[str | None]
    posted_at: Mapped[dt.datetime | None]
    posted_at_precision: Mapped[str | None]
    edited_at: Mapped[dt.datetime | None]
    verified: Mapped[bool | None]
    rating: Mapped[float | None]
    rating_max: Mapped[float | None]
    votes: Mapped[int | None] = mapped_column(BigInteger)
    pros: Mapped[str | None]
    cons: Mapped[str | None]
    subject: Mapped[str | None]
    subject_key: Mapped[str | None]
    subject_url: Mapped[str | None]
    variant: Mapped[str | None]
    syndicated_from: Mapped[str | None]
    incentivised: Mapped[bool | None]
    owner_reply: Mapped[str | None]
    owner_replied_at: Mapped[dt.datetime | None]
    reply_to: Mapped[str | None]
    language: Mapped[str | None]
    language_confidence: Mapped[float | None]
    duplicate_of_id: Mapped[int | None] = mapped_column(BigInteger)
    """`mention.id` of what it repeats or quotes; set by `storage.voices`."""
    duplicate_kind: Mapped[str | None]
    voice_id: Mapped[int] = mapped_column(BigInteger)
    """Its voice: the smallest `mention.id` of it; its own id when it stands alone, as every mention does when it is written."""
    copies_id: Mapped[int | None] = mapped_column(BigInteger)
    """The smallest `mention.id` of the texts that are copies of one another, directly or by way of others; NULL for none. They are one
    voice, unless so many authors of one site have them that they are a campaign."""
    group_id: Mapped[int | None] = mapped_column(BigInteger)
    """Its template group: the smallest `mention.id` of it; NULL for none."""
    content_hash: Mapped[int] = mapped_column(BigInteger)
    """Signed 64-bit hash of what makes a version: title, text, pros, cons, rating, owner's reply."""
    row_hash: Mapped[int] = mapped_column(BigInteger)
    """Signed 64-bit hash of all that was read and matched: equal means nothing to write but `last_seen_at`."""
    version: Mapped[int] = mapped_column(default=1)
    first_seen_at: Mapped[dt.datetime]
    last_seen_at: Mapped[dt.datetime]
    crawl_id: Mapped[int] = mapped_column(BigInteger)
    """The crawl that read it last."""

    __table_args__ = (
        UniqueConstraint("site", "key"),
        Index(None, "voice_id"),
        Index(None, "copies_id", sqlite_where=sql("copies_id IS NOT NULL"), postgresql_where=sql("copies_id IS NOT NULL")),
        Index(None, "group_id", sqlite_where=sql("group_id IS NOT NULL"), postgresql_where=sql("group_id IS NOT NULL")),
        {"sqlite_autoincrement": True},  # an id is never used twice: relations and voices name mentions by it
    )


class MentionVersionRow(Base):
    """An earlier version of a mention, as it was before `replaced_at`."""

    __tablename__ = "mention_version"

    mention_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("mention.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str | None]
    text: Mapped[str]
    pros: Mapped[str | None]
    cons: Mapped[str | None]
    owner_reply: Mapped[str | None]
    rating: Mapped[float | None]
    replaced_at: Mapped[dt.datetime]


class GoneRow(Base):
    """A mention that its site no longer holds: its texts are erased, and it still counts. Void once the mention was read again."""

    __tablename__ = "mention_gone"

    mention_id: Mapped[int] = mapped_column(Id, ForeignKey("mention.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    gone_at: Mapped[dt.datetime]
    """When that was found out."""


class MentionBrandRow(Base):
    """One `BrandMatch` of a mention. Ordinal 0 is the surest match of its brand, so one row a mention and brand needs no grouping."""

    __tablename__ = "mention_brand"

    mention_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("mention.id", ondelete="CASCADE"), primary_key=True)
    brand: Mapped[str] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    start: Mapped[int]
    end: Mapped[int]
    matched: Mapped[str]
    rule: Mapped[str]
    tagged: Mapped[bool]
    confidence: Mapped[float]
    where: Mapped[str]

    __table_args__ = (Index(None, "brand", "mention_id"), {"sqlite_with_rowid": False})


class MentionKeysRow(Base):
    """How a mention is found by others: a row beside it, so that the wide row need not be written twice."""

    __tablename__ = "mention_keys"

    mention_id: Mapped[int] = mapped_column(Id, ForeignKey("mention.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    text_key: Mapped[int] = mapped_column(BigInteger)
    """Signed 64-bit hash of the normalised text."""
    fingerprints: Mapped[bytes]
    """Its keys in the runs of fingerprints, 4 bytes each, little-endian: what to delete there when the text changes or is erased."""
    normaliser: Mapped[int]
    """Version of the normaliser that made them."""


class FingerprintRunRow(Base):
    """A sorted run of winnowed fingerprints of normalised texts, which find candidates for duplicates: see `storage.runs`."""

    __tablename__ = "fingerprint_run"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """Random, and never used twice."""
    stamp: Mapped[int] = mapped_column(BigInteger)
    """Another one once entries were deleted."""
    size: Mapped[int]
    """Entries it was made of."""
    first: Mapped[int] = mapped_column(BigInteger)
    """Its first `fingerprint_chunk.id`; those of the others follow."""
    chunks: Mapped[int]
    starts: Mapped[bytes]
    """The first key of each chunk, 4 bytes each, little-endian."""
    filter: Mapped[bytes]
    """A Bloom filter of its keys (`storage.bloom`)."""


class FingerprintChunkRow(Base):
    """Some entries of a run, ascending: a key and the id of a mention, 4 bytes each, little-endian.

    The id is negative for a mention that has few keys (`storage.candidates.Keys`). No index by mention (it would double the largest
    table): `mention_keys` says which keys are a mention's. Two thousand million mentions are more than it is made for.
    """

    __tablename__ = "fingerprint_chunk"

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    entries: Mapped[bytes]


class RelationRow(Base):
    """What the later mention `b` is to the earlier `a`: `same`, `quote` or `template`; `different` is not kept."""

    __tablename__ = "relation"

    a_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("mention.id", ondelete="CASCADE"), primary_key=True)
    b_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("mention.id", ondelete="CASCADE"), primary_key=True, index=True)
    kind: Mapped[str]
    score: Mapped[float]
    why: Mapped[str]
    one_author: Mapped[bool]
    """The names are one person's: in a campaign only such copies are one voice."""

    __table_args__ = ({"sqlite_with_rowid": False},)


class HeldBackRow(Base):
    """A look-alike of a brand that context ruled out, in mentions kept and not kept: what `brands noise` reads. Bounded a brand."""

    __tablename__ = "held_back"

    brand: Mapped[str] = mapped_column(primary_key=True)
    site: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    where: Mapped[str] = mapped_column(primary_key=True)
    start: Mapped[int] = mapped_column(primary_key=True)
    matched: Mapped[str]
    reason: Mapped[str]
    snippet: Mapped[str]
    """At most 160 characters around the match; empty for sites with `store_text = false`."""
    at: Mapped[dt.datetime]

    __table_args__ = ({"sqlite_with_rowid": False},)


class SiteStateRow(Base):
    """Where a site stands, under one scope: written by the page that it covers, opaque to storage."""

    __tablename__ = "site_state"

    site: Mapped[str] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
    updated_at: Mapped[dt.datetime]

    __table_args__ = ({"sqlite_with_rowid": False},)


class SiteRow(Base):
    """A site that is or was configured."""

    __tablename__ = "site"

    name: Mapped[str] = mapped_column(primary_key=True)
    engine: Mapped[str]
    family: Mapped[str]
    url: Mapped[str]
    due_at: Mapped[dt.datetime | None] = mapped_column(index=True)
    """When to crawl it next; NULL while it is not configured."""
    last_crawl_id: Mapped[int | None] = mapped_column(BigInteger)
    """Its last finished crawl."""
    verdict: Mapped[str | None]
    """Of that crawl; NULL before the first."""
    verdict_since: Mapped[dt.datetime | None]
    """When the first crawl of the present run of equal verdicts finished."""


class CrawlRow(Base):
    """The ledger: one run of one site. `read` is the sum of the five bins after it."""

    __tablename__ = "crawl"

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=True)
    site: Mapped[str]
    engine: Mapped[str]
    started_at: Mapped[dt.datetime]
    finished_at: Mapped[dt.datetime | None]
    """NULL while it runs, and for ever if it was killed."""
    verdict: Mapped[str | None]
    pages_ok: Mapped[int] = mapped_column(default=0)
    pages_empty: Mapped[int] = mapped_column(default=0)
    pages_blocked: Mapped[int] = mapped_column(default=0)
    pages_unreadable: Mapped[int] = mapped_column(default=0)
    requests: Mapped[int] = mapped_column(default=0)
    read: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    new_version: Mapped[int] = mapped_column(default=0)
    seen_before: Mapped[int] = mapped_column(default=0)
    no_brand: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    rejected_reasons: Mapped[dict[str, int]] = mapped_column(default=dict)
    """Reason → count; their sum is `rejected`."""
    stated_total: Mapped[int | None]
    """What the site itself says it has."""
    gap: Mapped[str | None]
    """What was left unread, and why."""
    error: Mapped[str | None]
    evidence: Mapped[str | None]

    __table_args__ = (Index(None, "site", "id"), {"sqlite_autoincrement": True})


class RejectRow(Base):
    """A mention that was read but could not be kept, for a person to look at."""

    __tablename__ = "reject"

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=True)
    crawl_id: Mapped[int] = mapped_column(BigInteger, index=True)
    site: Mapped[str]
    url: Mapped[str]
    """Address of the page."""
    key: Mapped[str | None]
    reason: Mapped[str]
    detail: Mapped[str]
    at: Mapped[dt.datetime]
