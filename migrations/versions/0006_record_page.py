"""Comments on records, who follows a record, who looks at it now."""

import sqlalchemy as sa
from alembic import op

from dougong.expressions.sql.types import Id, Instant, JsonValue, Text

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "platform_comment",
        sa.Column("id", Id(), nullable=False),
        sa.Column("entity", Text(), nullable=False),
        sa.Column("record", Id(), nullable=False),
        sa.Column("person", Id(), nullable=False),
        sa.Column("words", Text(), nullable=False),
        sa.Column("mentions", JsonValue(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("edited_at", Instant(), nullable=True),
        sa.Column("deleted_at", Instant(), nullable=True),
        sa.Column("earlier", JsonValue(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_platform_comment"),
    )
    op.create_index("ix_platform_comment_record_platform_comment_at", "platform_comment", ["record", "at"])
    for table, when in (("platform_follow", "at"), ("platform_presence", "until")):
        op.create_table(
            table,
            sa.Column("person", Id(), nullable=False),
            sa.Column("entity", Text(), nullable=False),
            sa.Column("record", Id(), nullable=False),
            sa.Column(when, Instant(), nullable=False),
            sa.PrimaryKeyConstraint("person", "entity", "record", name=f"pk_{table}"),
        )
        op.create_index(f"ix_{table}_entity_{table}_record", table, ["entity", "record"])
