"""The platform's own tables, the same in every workspace; Alembic keeps them (migrations/).

Tables of user-defined entities and of the records engine are not here.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
)

from dougong.expressions.sql.types import DateText, Id, Instant, JsonValue, Text

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
_SERIAL = BigInteger().with_variant(Integer(), "sqlite")

workspace_meta = Table(
    "platform_workspace",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("revision", Integer, nullable=False),  # of the documents; every process watches it
    Column("demo", Boolean, nullable=False),  # holds sample people who may sign in without a password
    Column("preferences", JsonValue, nullable=False),
    Column("created_at", Instant, nullable=False),
)

release = Table(
    "platform_release",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),  # the revision it made
    Column("at", Instant, nullable=False),
    Column("person", Id),
    Column("action", Text, nullable=False),  # install, upgrade, uninstall, publish, revert, settings
    Column("app", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("repairs", JsonValue),  # what it made of stored values (studio.repairs)
)

app_document = Table(
    "platform_document",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("app", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("layer", Text, nullable=False),  # app, or the workspace's own change of it
    Column("raw", JsonValue, nullable=False),
    Column("since", Integer, nullable=False),  # first revision it belongs to
    Column("until", Integer),  # first revision it no longer belongs to
    Index(None, "until"),
    UniqueConstraint("app", "file", "layer", "since"),
)

change_set = Table(
    "platform_change_set",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("person", Id, nullable=False),  # who began it
    Column("shared", Boolean, nullable=False),  # whoever may design works on it, or only that person
    Column("state", Text, nullable=False),  # open, published, dropped
    Column("release", Integer),  # the one it became
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Index(None, "state"),
)

change_step = Table(
    "platform_change_step",
    METADATA,
    Column("id", _SERIAL, primary_key=True),
    Column("change_set", Id, nullable=False),
    Column("person", Id, nullable=False),
    Column("at", Instant, nullable=False),
    Column("revision", Integer, nullable=False),  # the release that was in force
    Column("changes", JsonValue, nullable=False),  # of one gesture, as metamodel.diff writes them
    Column("undone", Boolean, nullable=False),
    Column("repairs", JsonValue),  # what becomes of stored values, chosen with the gesture
    Index(None, "change_set"),
)

credential = Table(
    "platform_credential",
    METADATA,
    Column("person", Id, primary_key=True),
    Column("password_hash", Text, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("must_change", Boolean, nullable=False),
)

session = Table(
    "platform_session",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("previous_hash", Text),  # the token before the last rotation, good for a minute
    Column("rotated_at", Instant, nullable=False),
    Column("person", Id, nullable=False),
    Column("csrf", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("address", Text, nullable=False),
    Column("agent", Text, nullable=False),
    Index(None, "person"),
    Index(None, "previous_hash"),
)

api_token = Table(
    "platform_api_token",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("hint", Text, nullable=False),  # its first characters, to recognise it in a list
    Column("name", Text, nullable=False),
    Column("person", Id, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("used_at", Instant),
    Column("revoked_at", Instant),
    Column("scope", Text, nullable=False, server_default="full"),  # or read: may change nothing
    Index(None, "person"),
)

api_use = Table(
    "platform_api_use",
    METADATA,
    Column("token", Id, primary_key=True),
    Column("entity", Text, primary_key=True),
    Column("day", DateText, nullable=False),  # when it last asked for records of the entity
    Index(None, "entity"),
)

sign_in_attempt = Table(
    "platform_sign_in_attempt",
    METADATA,
    Column("id", _SERIAL, primary_key=True),
    Column("login", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("succeeded", Boolean, nullable=False),
    Column("person", Id),  # NULL: no such sign-in name
    Column("agent", Text),
    Column("means", Text),  # password, code, provider, demo, invitation
    Index(None, "person", "at"),
    Index(None, "login", "at"),
    Index(None, "address", "at"),
)

invitation = Table(
    "platform_invitation",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("person", Id, nullable=False),
    Column("kind", Text, nullable=False),  # invite, or reset of a password
    Column("created_at", Instant, nullable=False),
    Column("created_by", Id),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Index(None, "person"),
)

second_factor = Table(
    "platform_second_factor",
    METADATA,
    Column("person", Id, primary_key=True),
    Column("secret", Text, nullable=False),  # sealed
    Column("since", Instant, nullable=False),
    Column("last_step", BigInteger, nullable=False),  # of the newest code taken, so that none is taken twice
)

recovery_code = Table(
    "platform_recovery_code",
    METADATA,
    Column("person", Id, primary_key=True),
    Column("code_hash", Text, primary_key=True),
    Column("used_at", Instant),
)

identity = Table(
    "platform_identity",
    METADATA,
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True),  # what the sign-in provider calls the person
    Column("person", Id, nullable=False),
    Column("since", Instant, nullable=False),
    Index(None, "person"),
)

job = Table(
    "platform_job",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("payload", JsonValue, nullable=False),
    Column("person", Id),
    Column("done", BigInteger, nullable=False),
    Column("total", BigInteger),
    Column("message", Text, nullable=False),
    Column("checkpoint", JsonValue),
    Column("result", JsonValue),
    Column("tries", Integer, nullable=False),
    Column("stop_requested", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("started_at", Instant),
    Column("finished_at", Instant),
    Column("lease_until", Instant),
    Column("lease_by", Text),
    Index(None, "state", "created_at"),
    Index(None, "person", "created_at"),
)

import_batch = Table(
    "platform_import_batch",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("entity", Text, nullable=False),
    Column("person", Id),
    Column("file", Text, nullable=False),  # hash in the file store
    Column("file_name", Text, nullable=False),
    Column("mapping", JsonValue, nullable=False),
    Column("options", JsonValue, nullable=False),
    Column("state", Text, nullable=False),
    Column("job", Id),
    Column("counts", JsonValue, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Index(None, "entity", "created_at"),
)

import_row = Table(
    "platform_import_row",
    METADATA,
    Column("batch", Id, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("bucket", Text, nullable=False),  # new, update, duplicate, problem
    Column("record", Id),
    Column("before", JsonValue),  # what undo puts back
    Column("problems", JsonValue),
)

idempotency_key = Table(
    "platform_idempotency_key",
    METADATA,
    Column("person", Id, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("request_hash", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", JsonValue, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "at"),
)

saved_view = Table(
    "platform_saved_view",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("entity", Text, nullable=False),
    Column("person", Id),
    Column("shared", JsonValue),  # roles that see it too, "*" for everyone
    Column("label", Text, nullable=False),
    Column("base", Text, nullable=False),  # key of the view it began as
    Column("settings", JsonValue, nullable=False),
    Column("position", Integer, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Index(None, "entity", "person"),
)

preference = Table(
    "platform_preference",
    METADATA,
    Column("person", Id, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("value", JsonValue, nullable=False),
)

recent = Table(
    "platform_recent",
    METADATA,
    Column("person", Id, primary_key=True),
    Column("entity", Text, primary_key=True),
    Column("record", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Index(None, "person", "at"),
)

draft = Table(
    "platform_draft",
    METADATA,
    Column("person", Id, primary_key=True),
    Column("entity", Text, primary_key=True),
    Column("record", Text, primary_key=True),  # a record's id, or "new"
    Column("values", JsonValue, nullable=False),
    Column("at", Instant, nullable=False),
)

notice = Table(
    "platform_notice",
    METADATA,
    Column("id", _SERIAL, primary_key=True),
    Column("person", Id, nullable=False),
    Column("kind", Text, nullable=False),  # one of host.notices.KINDS
    Column("fold", Text, nullable=False),  # what is told under the same name adds up in one notice
    Column("entity", Text, nullable=False),  # empty: not about records
    Column("record", Id),
    Column("actor", Id),
    Column("count", Integer, nullable=False),
    Column("details", JsonValue, nullable=False),
    Column("at", Instant, nullable=False),
    Column("read_at", Instant),
    Index(None, "person", "read_at"),
    Index(None, "person", "at"),
    UniqueConstraint("person", "fold"),
)

visit = Table(
    "platform_visit",
    METADATA,
    Column("person", Id, primary_key=True),
    Column("entity", Text, primary_key=True),
    Column("record", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Index(None, "person", "at"),
)

favourite = Table(
    "platform_favourite",
    METADATA,
    Column("person", Id, primary_key=True),
    Column("path", Text, primary_key=True),  # below the workspace's address: a record, a view of a list, a page
    Column("position", Integer, nullable=False),
)

comment = Table(
    "platform_comment",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("entity", Text, nullable=False),
    Column("record", Id, nullable=False),
    Column("person", Id, nullable=False),  # who wrote it
    Column("words", Text, nullable=False),
    Column("mentions", JsonValue, nullable=False),  # ids of the people named in it
    Column("at", Instant, nullable=False),
    Column("edited_at", Instant),
    Column("deleted_at", Instant),
    Column("earlier", JsonValue, nullable=False),  # [{"at", "words"}]: what it said before
    Index(None, "record", "at"),
)

follow = Table(
    "platform_follow",
    METADATA,
    Column("person", Id, primary_key=True),
    Column("entity", Text, primary_key=True),
    Column("record", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Index(None, "entity", "record"),
)

presence = Table(
    "platform_presence",
    METADATA,
    Column("person", Id, primary_key=True),
    Column("entity", Text, primary_key=True),
    Column("record", Id, primary_key=True),
    Column("until", Instant, nullable=False),
    Index(None, "entity", "record"),
)
