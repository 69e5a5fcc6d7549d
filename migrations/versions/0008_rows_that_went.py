"""History: rows that went are found by what they went with."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    went = sa.text("action = 'deleted'")
    op.create_index("ix_history__went", "history", ["entity", "causation"], sqlite_where=went, postgresql_where=went)
