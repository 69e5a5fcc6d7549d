"""The records engine's own tables: history, outbox, shares, files, counters, search index.

They are fixed, one set per workspace; the host's migrations make them from this MetaData.
No user-defined entity is here.
"""

from sqlalchemy import (
    DDL,
    BigInteger,
    Column,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    event,
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
    Index("ix_history__open", "id", sqlite_where=text("hash IS NULL"), postgresql_where=text("hash IS NULL")),
    Index(
        "ix_history__went",
        "entity",
        "causation",
        sqlite_where=text("action = 'deleted'"),
        postgresql_where=text("action = 'deleted'"),
    ),
    sqlite_autoincrement=True,
)
"""`changes` is {field: [old, new]} in outside JSON form; `hash` chains the day's rows once sealed. Ids never return."""

history_chain = Table(
    "history_chain",
    SYSTEM_METADATA,
    Column("day", DateText(), primary_key=True),
    Column("rows", Integer(), nullable=False),
    Column("hash", Text(), nullable=False),
)
"""The end of each day's chain (`seal`): how many rows it has and the hash of the last."""

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

file_claim = Table(
    "file_claim",
    SYSTEM_METADATA,
    Column("hash", String(64), primary_key=True),
    Column("person", Id(), primary_key=True),
    Column("until", Instant(), nullable=False),
    Index("ix_file_claim__until", "until"),
)
"""Who uploaded a content and may put it on a record until when (`files`)."""

file_use = Table(
    "file_use",
    SYSTEM_METADATA,
    Column("hash", String(64), primary_key=True),
    Column("entity", Text(), primary_key=True),
    Column("record", Id(), primary_key=True),
    Column("field", Text(), primary_key=True),
)
"""Where a content was ever put; whether it is there still, the record says."""

recalculation = Table(
    "recalculation",
    SYSTEM_METADATA,
    Column("id", _SERIAL, primary_key=True, autoincrement=True),
    Column("at", Instant(), nullable=False),
    Column("entity", Text(), nullable=False),
    Column("fields", JsonValue(), nullable=False),
    Column("ids", JsonValue(), nullable=False),
    sqlite_autoincrement=True,
)
"""Stored formulas yet to be worked out: fields and ids of one entity, a piece a row (`recalculate`)."""

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
    Column("id", _SERIAL, primary_key=True, autoincrement=True),
    Column("entity", Text(), nullable=False),
    Column("record", Id(), nullable=False),
    Column("title", Text(), nullable=False),
    Column("body", Text(), nullable=False),
    Column("initials", Text(), nullable=False),
    Index("ix_search_index__record", "entity", "record", unique=True),
    sqlite_autoincrement=True,
)
"""Folded text by which a record is found: its title, its searchable fields, pinyin and pinyin initials of the title.

On SQLite a changed row takes a new id (INSERT OR REPLACE): what trigrams hold of the old id is of nothing."""

search_progress = Table(
    "search_progress",
    SYSTEM_METADATA,
    Column("upto", _SERIAL, nullable=False),
    Column("held", _SERIAL, nullable=False),
)
"""At most one row: up to which id of `search_index` the trigrams know, and how many rows they hold (SQLite)."""

SEARCH_WORDS = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS search_words USING
    fts5(words, content='', columnsize=0, detail=none, tokenize='trigram case_sensitive 1')""",
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_terms USING fts5vocab(search_words, 'row')",
)
"""SQLite's trigrams of the search index and the list of them; see `search.words`."""
SEARCH_TRIGRAMS = """
DO $$ BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;
  CREATE INDEX IF NOT EXISTS ix_search_index__words ON search_index
    USING gin ((title || E'\\n' || initials || E'\\n' || body) gin_trgm_ops);
EXCEPTION WHEN undefined_file OR feature_not_supported OR insufficient_privilege OR undefined_object
  OR unique_violation THEN
  NULL;  -- without the extension words are looked for row by row
END $$
"""
"""PostgreSQL's trigrams, where the server has them."""
for _statement in SEARCH_WORDS:
    event.listen(search_progress, "after_create", DDL(_statement).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]
event.listen(search_progress, "after_create", DDL(SEARCH_TRIGRAMS).execute_if(dialect="postgresql"))  # type: ignore[no-untyped-call]

entity_shape = Table(
    "entity_shape",
    SYSTEM_METADATA,
    Column("entity", Text(), primary_key=True),
    Column("shape", JsonValue(), nullable=False),
)
"""What schema sync last made of each entity (`sync.shape`), so that a release compares only what it changes."""
