"""The platform's own tables and those of the records engine."""

import sqlalchemy as sa
from alembic import op

from dougong.expressions.sql.types import DateText, Id, Instant, JsonValue, Text
from dougong.records.system_tables import SEARCH_TRIGRAMS, SEARCH_WORDS

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "platform_api_token",
        sa.Column("id", Id(), nullable=False),
        sa.Column("token_hash", Text(), nullable=False),
        sa.Column("hint", Text(), nullable=False),
        sa.Column("name", Text(), nullable=False),
        sa.Column("person", Id(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=True),
        sa.Column("used_at", Instant(), nullable=True),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_platform_api_token_token_hash")),
    )
    op.create_index(op.f("ix_platform_api_token_person"), "platform_api_token", ["person"], unique=False)
    op.create_table(
        "platform_credential",
        sa.Column("person", Id(), nullable=False),
        sa.Column("password_hash", Text(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_platform_credential")),
    )
    op.create_table(
        "platform_document",
        sa.Column("id", Id(), nullable=False),
        sa.Column("app", Text(), nullable=False),
        sa.Column("kind", Text(), nullable=False),
        sa.Column("file", Text(), nullable=False),
        sa.Column("layer", Text(), nullable=False),
        sa.Column("raw", JsonValue(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_document")),
        sa.UniqueConstraint("app", "file", "layer", "since", name=op.f("uq_platform_document_app_file_layer_since")),
    )
    op.create_index(op.f("ix_platform_document_until"), "platform_document", ["until"], unique=False)
    op.create_table(
        "platform_draft",
        sa.Column("person", Id(), nullable=False),
        sa.Column("entity", Text(), nullable=False),
        sa.Column("record", Text(), nullable=False),
        sa.Column("values", JsonValue(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("person", "entity", "record", name=op.f("pk_platform_draft")),
    )
    op.create_table(
        "platform_idempotency_key",
        sa.Column("person", Id(), nullable=False),
        sa.Column("key", Text(), nullable=False),
        sa.Column("request_hash", Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", JsonValue(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("person", "key", name=op.f("pk_platform_idempotency_key")),
    )
    op.create_index(op.f("ix_platform_idempotency_key_at"), "platform_idempotency_key", ["at"], unique=False)
    op.create_table(
        "platform_import_batch",
        sa.Column("id", Id(), nullable=False),
        sa.Column("entity", Text(), nullable=False),
        sa.Column("person", Id(), nullable=True),
        sa.Column("file", Text(), nullable=False),
        sa.Column("file_name", Text(), nullable=False),
        sa.Column("mapping", JsonValue(), nullable=False),
        sa.Column("options", JsonValue(), nullable=False),
        sa.Column("state", Text(), nullable=False),
        sa.Column("job", Id(), nullable=True),
        sa.Column("counts", JsonValue(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_import_batch")),
    )
    op.create_index(
        op.f("ix_platform_import_batch_entity_platform_import_batch_created_at"),
        "platform_import_batch",
        ["entity", "created_at"],
        unique=False,
    )
    op.create_table(
        "platform_import_row",
        sa.Column("batch", Id(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bucket", Text(), nullable=False),
        sa.Column("record", Id(), nullable=True),
        sa.Column("before", JsonValue(), nullable=True),
        sa.Column("problems", JsonValue(), nullable=True),
        sa.PrimaryKeyConstraint("batch", "number", name=op.f("pk_platform_import_row")),
    )
    op.create_table(
        "platform_job",
        sa.Column("id", Id(), nullable=False),
        sa.Column("kind", Text(), nullable=False),
        sa.Column("state", Text(), nullable=False),
        sa.Column("payload", JsonValue(), nullable=False),
        sa.Column("person", Id(), nullable=True),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("message", Text(), nullable=False),
        sa.Column("checkpoint", JsonValue(), nullable=True),
        sa.Column("result", JsonValue(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("stop_requested", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("started_at", Instant(), nullable=True),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("lease_by", Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_job")),
    )
    op.create_index(
        op.f("ix_platform_job_person_platform_job_created_at"), "platform_job", ["person", "created_at"], unique=False
    )
    op.create_index(
        op.f("ix_platform_job_state_platform_job_created_at"), "platform_job", ["state", "created_at"], unique=False
    )
    op.create_table(
        "platform_preference",
        sa.Column("person", Id(), nullable=False),
        sa.Column("key", Text(), nullable=False),
        sa.Column("value", JsonValue(), nullable=False),
        sa.PrimaryKeyConstraint("person", "key", name=op.f("pk_platform_preference")),
    )
    op.create_table(
        "platform_recent",
        sa.Column("person", Id(), nullable=False),
        sa.Column("entity", Text(), nullable=False),
        sa.Column("record", Id(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("person", "entity", "record", name=op.f("pk_platform_recent")),
    )
    op.create_index(
        op.f("ix_platform_recent_person_platform_recent_at"), "platform_recent", ["person", "at"], unique=False
    )
    op.create_table(
        "platform_release",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("person", Id(), nullable=True),
        sa.Column("action", Text(), nullable=False),
        sa.Column("app", Text(), nullable=False),
        sa.Column("version", Text(), nullable=False),
        sa.Column("note", Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_platform_release")),
    )
    op.create_table(
        "platform_saved_view",
        sa.Column("id", Id(), nullable=False),
        sa.Column("entity", Text(), nullable=False),
        sa.Column("person", Id(), nullable=True),
        sa.Column("label", Text(), nullable=False),
        sa.Column("base", Text(), nullable=False),
        sa.Column("settings", JsonValue(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_saved_view")),
    )
    op.create_index(
        op.f("ix_platform_saved_view_entity_platform_saved_view_person"),
        "platform_saved_view",
        ["entity", "person"],
        unique=False,
    )
    op.create_table(
        "platform_session",
        sa.Column("id", Id(), nullable=False),
        sa.Column("token_hash", Text(), nullable=False),
        sa.Column("previous_hash", Text(), nullable=True),
        sa.Column("rotated_at", Instant(), nullable=False),
        sa.Column("person", Id(), nullable=False),
        sa.Column("csrf", Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("address", Text(), nullable=False),
        sa.Column("agent", Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_platform_session_token_hash")),
    )
    op.create_index(op.f("ix_platform_session_person"), "platform_session", ["person"], unique=False)
    op.create_index(op.f("ix_platform_session_previous_hash"), "platform_session", ["previous_hash"], unique=False)
    op.create_table(
        "platform_sign_in_attempt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("login", Text(), nullable=False),
        sa.Column("address", Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_sign_in_attempt")),
    )
    op.create_index(
        op.f("ix_platform_sign_in_attempt_address_platform_sign_in_attempt_at"),
        "platform_sign_in_attempt",
        ["address", "at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_platform_sign_in_attempt_login_platform_sign_in_attempt_at"),
        "platform_sign_in_attempt",
        ["login", "at"],
        unique=False,
    )
    op.create_table(
        "platform_workspace",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", Text(), nullable=False),
        sa.Column("name", Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("preferences", JsonValue(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_workspace")),
    )
    op.create_table(
        "change_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("entity", Text(), nullable=False),
        sa.Column("action", Text(), nullable=False),
        sa.Column("ids", JsonValue(), nullable=False),
        sa.Column("fields", JsonValue(), nullable=False),
        sa.Column("actor", Id(), nullable=True),
        sa.Column("cause_kind", Text(), nullable=False),
        sa.Column("cause_ref", Text(), nullable=False),
        sa.Column("causation", Text(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("done_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_change_event__open",
        "change_event",
        ["id"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "entity_shape",
        sa.Column("entity", Text(), nullable=False),
        sa.Column("shape", JsonValue(), nullable=False),
        sa.PrimaryKeyConstraint("entity"),
    )
    op.create_table(
        "history",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("entity", Text(), nullable=False),
        sa.Column("record", Id(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("action", Text(), nullable=False),
        sa.Column("actor", Id(), nullable=True),
        sa.Column("run_as", Id(), nullable=True),
        sa.Column("cause_kind", Text(), nullable=False),
        sa.Column("cause_ref", Text(), nullable=False),
        sa.Column("causation", Text(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("note", Text(), nullable=True),
        sa.Column("changes", JsonValue(), nullable=False),
        sa.Column("day", DateText(), nullable=False),
        sa.Column("hash", Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_history__cause", "history", ["cause_ref", "id"], unique=False)
    op.create_index("ix_history__day", "history", ["day", "id"], unique=False)
    op.create_index("ix_history__record", "history", ["entity", "record", "id"], unique=False)
    op.create_table(
        "search_index",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("entity", Text(), nullable=False),
        sa.Column("record", Id(), nullable=False),
        sa.Column("title", Text(), nullable=False),
        sa.Column("body", Text(), nullable=False),
        sa.Column("initials", Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_search_index__record", "search_index", ["entity", "record"], unique=True)
    op.create_table(
        "search_progress",
        sa.Column("upto", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("held", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    )
    for statement in SEARCH_WORDS if op.get_bind().dialect.name == "sqlite" else [SEARCH_TRIGRAMS]:
        op.execute(statement)
    op.create_table(
        "sequence_counter",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("value", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("key", "period"),
    )
    op.create_table(
        "share",
        sa.Column("id", Id(), nullable=False),
        sa.Column("entity", Text(), nullable=False),
        sa.Column("record", Id(), nullable=False),
        sa.Column("person", Id(), nullable=True),
        sa.Column("department", Id(), nullable=True),
        sa.Column("role", Text(), nullable=True),
        sa.Column("level", Text(), nullable=False),
        sa.Column("until", Instant(), nullable=True),
        sa.Column("by", Id(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_share__department", "share", ["department", "entity", "record"], unique=False)
    op.create_index("ix_share__person", "share", ["person", "entity", "record"], unique=False)
    op.create_index("ix_share__record", "share", ["entity", "record"], unique=False)
    op.create_index("ix_share__role", "share", ["role", "entity", "record"], unique=False)
