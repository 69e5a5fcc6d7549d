"""Ends of the history's chains, who may put which file where, formulas yet to be worked out."""

import sqlalchemy as sa
from alembic import op

from dougong.expressions.sql.types import DateText, Id, Instant, JsonValue, Text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "history_chain",
        sa.Column("day", DateText(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("hash", Text(), nullable=False),
        sa.PrimaryKeyConstraint("day"),
    )
    unsealed = sa.text("hash IS NULL")
    op.create_index("ix_history__open", "history", ["id"], sqlite_where=unsealed, postgresql_where=unsealed)
    op.create_table(
        "file_claim",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("person", Id(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("hash", "person"),
    )
    op.create_index("ix_file_claim__until", "file_claim", ["until"])
    op.create_table(
        "file_use",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("entity", Text(), nullable=False),
        sa.Column("record", Id(), nullable=False),
        sa.Column("field", Text(), nullable=False),
        sa.PrimaryKeyConstraint("hash", "entity", "record", "field"),
    )
    op.create_table(
        "recalculation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("entity", Text(), nullable=False),
        sa.Column("fields", JsonValue(), nullable=False),
        sa.Column("ids", JsonValue(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
