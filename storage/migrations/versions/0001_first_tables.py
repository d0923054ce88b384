"""The first tables, as `storage.models` had them in release 0.1.0."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UTC = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True)
COPIED = sa.text("copies_id IS NOT NULL")
GROUPED = sa.text("group_id IS NOT NULL")


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "crawl",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("started_at", UTC, nullable=False),
        sa.Column("finished_at", UTC, nullable=True),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("pages_ok", sa.Integer(), nullable=False),
        sa.Column("pages_empty", sa.Integer(), nullable=False),
        sa.Column("pages_blocked", sa.Integer(), nullable=False),
        sa.Column("pages_unreadable", sa.Integer(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("new_version", sa.Integer(), nullable=False),
        sa.Column("seen_before", sa.Integer(), nullable=False),
        sa.Column("no_brand", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("rejected_reasons", JSON, nullable=False),
        sa.Column("stated_total", sa.Integer(), nullable=True),
        sa.Column("gap", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_crawl"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_crawl_site_id", "crawl", ["site", "id"])

    op.create_table(
        "fingerprint",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mention_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "mention_id", name="pk_fingerprint"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "held_back",
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("where", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("matched", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("snippet", sa.String(), nullable=False),
        sa.Column("at", UTC, nullable=False),
        sa.PrimaryKeyConstraint("brand", "site", "key", "where", "start", name="pk_held_back"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mention",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("thread_url", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("quotes", JSON, nullable=True),
        sa.Column("language_declared", sa.String(), nullable=True),
        sa.Column("author", sa.String(), nullable=True),
        sa.Column("author_key", sa.String(), nullable=True),
        sa.Column("posted_at", UTC, nullable=True),
        sa.Column("posted_at_precision", sa.String(), nullable=True),
        sa.Column("edited_at", UTC, nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=True),
        sa.Column("rating", sa.Double(), nullable=True),
        sa.Column("rating_max", sa.Double(), nullable=True),
        sa.Column("votes", sa.BigInteger(), nullable=True),
        sa.Column("pros", sa.String(), nullable=True),
        sa.Column("cons", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("subject_key", sa.String(), nullable=True),
        sa.Column("subject_url", sa.String(), nullable=True),
        sa.Column("variant", sa.String(), nullable=True),
        sa.Column("syndicated_from", sa.String(), nullable=True),
        sa.Column("incentivised", sa.Boolean(), nullable=True),
        sa.Column("owner_reply", sa.String(), nullable=True),
        sa.Column("owner_replied_at", UTC, nullable=True),
        sa.Column("reply_to", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("language_confidence", sa.Double(), nullable=True),
        sa.Column("duplicate_of_id", sa.BigInteger(), nullable=True),
        sa.Column("duplicate_kind", sa.String(), nullable=True),
        sa.Column("voice_id", sa.BigInteger(), nullable=False),
        sa.Column("copies_id", sa.BigInteger(), nullable=True),
        sa.Column("group_id", sa.BigInteger(), nullable=True),
        sa.Column("content_hash", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first_seen_at", UTC, nullable=False),
        sa.Column("last_seen_at", UTC, nullable=False),
        sa.Column("crawl_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mention"),
        sa.UniqueConstraint("site", "key", name="uq_mention_site_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mention_copies_id", "mention", ["copies_id"], sqlite_where=COPIED, postgresql_where=COPIED)
    op.create_index("ix_mention_group_id", "mention", ["group_id"], sqlite_where=GROUPED, postgresql_where=GROUPED)
    op.create_index("ix_mention_voice_id", "mention", ["voice_id"])

    op.create_table(
        "reject",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("crawl_id", sa.BigInteger(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("at", UTC, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reject"),
    )
    op.create_index("ix_reject_crawl_id", "reject", ["crawl_id"])

    op.create_table(
        "site",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("due_at", UTC, nullable=True),
        sa.Column("last_crawl_id", sa.BigInteger(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("verdict_since", UTC, nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_site"),
    )
    op.create_index("ix_site_due_at", "site", ["due_at"])

    op.create_table(
        "site_state",
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("value", JSON, nullable=False),
        sa.Column("updated_at", UTC, nullable=False),
        sa.PrimaryKeyConstraint("site", "scope", name="pk_site_state"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mention_keys",
        sa.Column("mention_id", ID, autoincrement=False, nullable=False),
        sa.Column("text_key", sa.BigInteger(), nullable=False),
        sa.Column("fingerprints", sa.LargeBinary(), nullable=False),
        sa.Column("normaliser", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["mention_id"], ["mention.id"], name="fk_mention_keys_mention_id_mention", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("mention_id", name="pk_mention_keys"),
    )
    op.create_table(
        "mention_brand",
        sa.Column("mention_id", sa.BigInteger(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("matched", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("tagged", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("where", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["mention_id"], ["mention.id"], name="fk_mention_brand_mention_id_mention", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("mention_id", "brand", "ordinal", name="pk_mention_brand"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mention_brand_brand_mention_id", "mention_brand", ["brand", "mention_id"])

    op.create_table(
        "mention_version",
        sa.Column("mention_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("pros", sa.String(), nullable=True),
        sa.Column("cons", sa.String(), nullable=True),
        sa.Column("owner_reply", sa.String(), nullable=True),
        sa.Column("rating", sa.Double(), nullable=True),
        sa.Column("replaced_at", UTC, nullable=False),
        sa.ForeignKeyConstraint(["mention_id"], ["mention.id"], name="fk_mention_version_mention_id_mention", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("mention_id", "version", name="pk_mention_version"),
    )
    op.create_table(
        "relation",
        sa.Column("a_id", sa.BigInteger(), nullable=False),
        sa.Column("b_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("one_author", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["a_id"], ["mention.id"], name="fk_relation_a_id_mention", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["b_id"], ["mention.id"], name="fk_relation_b_id_mention", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("a_id", "b_id", name="pk_relation"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_relation_b_id", "relation", ["b_id"])
