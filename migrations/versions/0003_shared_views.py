"""Whom a kept view is shared with."""

import sqlalchemy as sa
from alembic import op

from dougong.expressions.sql.types import JsonValue

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("platform_saved_view", sa.Column("shared", JsonValue(), nullable=True))
