"""Drafts of definitions: change sets and their steps."""

import sqlalchemy as sa
from alembic import op

from dougong.expressions.sql.types import Id, Instant, JsonValue, Text

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "platform_change_set",
        sa.Column("id", Id(), nullable=False),
        sa.Column("name", Text(), nullable=False),
        sa.Column("person", Id(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("state", Text(), nullable=False),
        sa.Column("release", sa.Integer(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_platform_change_set"),
    )
    op.create_index("ix_platform_change_set_state", "platform_change_set", ["state"])
    op.create_table(
        "platform_change_step",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("change_set", Id(), nullable=False),
        sa.Column("person", Id(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changes", JsonValue(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_platform_change_step"),
    )
    op.create_index("ix_platform_change_step_change_set", "platform_change_step", ["change_set"])
