"""The records engine's own tables: history, outbox, shares, counters, search index.

They are fixed, one set per workspace; the host's migrations make them from this MetaData.
No user-defined entity is here.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    text,
)

from dougong.expressions.sql.types import DateText, Id, Instant, JsonValue, Text

SYSTEM_METADATA = MetaData()
_SERIAL = BigInteger().with_variant(Integer(), "sqlite")

history = Table(
    "history",
    SYSTEM_METADATA,
    Column("id", _SERIAL, primary_key=True, autoincrement=True),
    Column("at", Instant(), nullable=False),
    Column("entity", Text(), nullable=False),
    Column("record", Id(), nullable=False),
    Column("rev", Integer(), nullable=False),
    Column("action", Text(), nullable=False),
    Column("actor", Id()),
    Column("run_as", Id()),
    Column("cause_kind", Text(), nullable=False),
    Column("cause_ref", Text(), nullable=False),
    Column("causation", Text(), nullable=False),
    Column("depth", Integer(), nullable=False),
    Column("note", Text()),
    Column("changes", JsonValue(), nullable=False),
    Column("day", DateText(), nullable=False),
    Column("hash", Text()),
    Index("ix_history__record", "entity", "record", "id"),
    Index("ix_history__day", "day", "id"),
    Index("ix_history__cause", "cause_ref", "id"),
    sqlite_autoincrement=True,
)
"""`changes` is {field: [old, new]} in outside JSON form; `hash` chains the day's rows once sealed. Ids never return."""

change_event = Table(
    "change_event",
    SYSTEM_METADATA,
    Column("id", _SERIAL, primary_key=True, autoincrement=True),
    Column("at", Instant(), nullable=False),
    Column("entity", Text(), nullable=False),
    Column("action", Text(), nullable=False),
    Column("ids", JsonValue(), nullable=False),
    Column("fields", JsonValue(), nullable=False),
    Column("actor", Id()),
    Column("cause_kind", Text(), nullable=False),
    Column("cause_ref", Text(), nullable=False),
    Column("causation", Text(), nullable=False),
    Column("depth", Integer(), nullable=False),
    Column("done_at", Instant()),
    Index(
        "ix_change_event__open",
        "id",
        sqlite_where=text("done_at IS NULL"),
        postgresql_where=text("done_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)
"""The outbox: one row per batch, entity and action; `ids` and `fields` are lists."""

share = Table(
    "share",
    SYSTEM_METADATA,
    Column("id", Id(), primary_key=True),
    Column("entity", Text(), nullable=False),
    Column("record", Id(), nullable=False),
    Column("person", Id()),
    Column("department", Id()),
    Column("role", Text()),
    Column("level", Text(), nullable=False),
    Column("until", Instant()),
    Column("by", Id()),
    Column("at", Instant(), nullable=False),
    Index("ix_share__record", "entity", "record"),
    Index("ix_share__person", "person", "entity", "record"),
    Index("ix_share__department", "department", "entity", "record"),
    Index("ix_share__role", "role", "entity", "record"),
)
"""One of person, department, role is set; `level` is `read` or `edit`; `until` NULL never ends."""

sequence_counter = Table(
    "sequence_counter",
    SYSTEM_METADATA,
    Column("key", String(120), nullable=False),
    Column("period", String(10), nullable=False),
    Column("value", _SERIAL, nullable=False),
    PrimaryKeyConstraint("key", "period"),
)
"""Last number given per sequence and period (`2026`, `2026-03`, `` when it never starts anew)."""

search_index = Table(
    "search_index",
    SYSTEM_METADATA,
    Column("entity", Text(), nullable=False),
    Column("record", Id(), nullable=False),
    Column("title", Text(), nullable=False),
    Column("body", Text(), nullable=False),
    Column("initials", Text(), nullable=False),
    PrimaryKeyConstraint("entity", "record"),
)
"""Folded text by which a record is found: its title, its searchable fields, pinyin and pinyin initials of the title."""

entity_shape = Table(
    "entity_shape",
    SYSTEM_METADATA,
    Column("entity", Text(), primary_key=True),
    Column("shape", JsonValue(), nullable=False),
)
"""What schema sync last made of each entity (`sync.shape`), so that a release compares only what it changes."""
