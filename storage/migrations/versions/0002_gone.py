"""Mentions that their sites deleted; the views are made anew with it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create their table."""
    op.create_table(
        "mention_gone",
        sa.Column("mention_id", ID, autoincrement=False, nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["mention_id"], ["mention.id"], name="fk_mention_gone_mention_id_mention", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("mention_id", name="pk_mention_gone"),
    )
