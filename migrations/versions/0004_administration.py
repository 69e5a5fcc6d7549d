"""Invitations, second factors, sign-in providers; scopes of tokens; more to tell of who signed in."""

import sqlalchemy as sa
from alembic import op

from dougong.expressions.sql.types import Id, Instant, Text

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("platform_api_token", sa.Column("scope", Text(), nullable=False, server_default="full"))
    for name, kind in (("person", Id()), ("agent", Text()), ("means", Text())):
        op.add_column("platform_sign_in_attempt", sa.Column(name, kind, nullable=True))
    op.create_index(
        "ix_platform_sign_in_attempt_person_platform_sign_in_attempt_at", "platform_sign_in_attempt", ["person", "at"]
    )
    op.create_table(
        "platform_invitation",
        sa.Column("id", Id(), nullable=False),
        sa.Column("token_hash", Text(), nullable=False),
        sa.Column("person", Id(), nullable=False),
        sa.Column("kind", Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("created_by", Id(), nullable=True),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_platform_invitation"),
        sa.UniqueConstraint("token_hash", name="uq_platform_invitation_token_hash"),
    )
    op.create_index("ix_platform_invitation_person", "platform_invitation", ["person"])
    op.create_table(
        "platform_second_factor",
        sa.Column("person", Id(), nullable=False),
        sa.Column("secret", Text(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_platform_second_factor"),
    )
    op.create_table(
        "platform_recovery_code",
        sa.Column("person", Id(), nullable=False),
        sa.Column("code_hash", Text(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("person", "code_hash", name="pk_platform_recovery_code"),
    )
    op.create_table(
        "platform_identity",
        sa.Column("issuer", Text(), nullable=False),
        sa.Column("subject", Text(), nullable=False),
        sa.Column("person", Id(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_platform_identity"),
    )
    op.create_index("ix_platform_identity_person", "platform_identity", ["person"])
