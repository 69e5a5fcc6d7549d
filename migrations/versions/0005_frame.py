"""Notices, favourites, and the records people looked at."""

import sqlalchemy as sa
from alembic import op

from dougong.expressions.sql.types import Id, Instant, JsonValue, Text

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "platform_notice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", Id(), nullable=False),
        sa.Column("kind", Text(), nullable=False),
        sa.Column("fold", Text(), nullable=False),
        sa.Column("entity", Text(), nullable=False),
        sa.Column("record", Id(), nullable=True),
        sa.Column("actor", Id(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("details", JsonValue(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("read_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_platform_notice"),
        sa.UniqueConstraint("person", "fold", name="uq_platform_notice_person_fold"),
    )
    for column in ("read_at", "at"):
        name = f"ix_platform_notice_person_platform_notice_{column}"
        op.create_index(name, "platform_notice", ["person", column])
    op.create_table(
        "platform_visit",
        sa.Column("person", Id(), nullable=False),
        sa.Column("entity", Text(), nullable=False),
        sa.Column("record", Id(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("person", "entity", "record", name="pk_platform_visit"),
    )
    op.create_index("ix_platform_visit_person_platform_visit_at", "platform_visit", ["person", "at"])
    op.create_table(
        "platform_favourite",
        sa.Column("person", Id(), nullable=False),
        sa.Column("path", Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person", "path", name="pk_platform_favourite"),
    )
