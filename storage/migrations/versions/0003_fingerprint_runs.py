"""Fingerprints in sorted runs: a row a key cost more with every million mentions."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from alembic import op

from storage.runs import SLICE, write

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SPAN = 1 << 32


def upgrade() -> None:
    """Create the tables, and write what is stored as one run."""
    op.create_table(
        "fingerprint_run",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("chunks", sa.Integer(), nullable=False),
        sa.Column("starts", sa.LargeBinary(), nullable=False),
        sa.Column("filter", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_fingerprint_run"),
    )
    op.create_table(
        "fingerprint_chunk",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("entries", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_fingerprint_chunk"),
    )
    conn = op.get_bind()
    size = conn.execute(sa.text("SELECT count(*) FROM fingerprint")).scalar_one()
    if size:
        write(conn, _stored(conn, -(-size // SLICE)), size)
    op.drop_table("fingerprint")


def _stored(conn: sa.Connection, slices: int) -> Iterator[npt.NDArray[np.int32]]:
    """Give the entries by key, in so many slices of the range of keys."""
    # both columns as one number: a row of two costs five times as much
    pair = "CAST(key AS BIGINT) * 4294967296 + (CAST(mention_id AS BIGINT) & 4294967295)"
    query = sa.text(f"SELECT {pair} FROM fingerprint WHERE key >= :low AND key < :high ORDER BY key")  # noqa: S608 - a constant
    for number in range(slices):
        low, high = (_SPAN * step // slices - _SPAN // 2 for step in (number, number + 1))
        pairs = np.fromiter(conn.execute(query, {"low": low, "high": high}).scalars(), np.int64)
        if pairs.size:
            yield np.column_stack(((pairs >> 32).astype(np.int32), pairs.astype(np.int32)))
