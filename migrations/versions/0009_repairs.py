"""What becomes of stored values travels with drafts and releases; which objects an API token reads."""

import sqlalchemy as sa
from alembic import op

from dougong.expressions.sql.types import DateText, Id, JsonValue, Text

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("platform_change_step", sa.Column("repairs", JsonValue(), nullable=True))
    op.add_column("platform_release", sa.Column("repairs", JsonValue(), nullable=True))
    op.create_table(
        "platform_api_use",
        sa.Column("token", Id(), nullable=False),
        sa.Column("entity", Text(), nullable=False),
        sa.Column("day", DateText(), nullable=False),
        sa.PrimaryKeyConstraint("token", "entity", name="pk_platform_api_use"),
    )
    op.create_index("ix_platform_api_use_entity", "platform_api_use", ["entity"])
