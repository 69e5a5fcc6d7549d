"""The SQLAlchemy engine of a workspace: a SQLite file of its own, or a schema of its own in one PostgreSQL database.

On SQLite every transaction is begun by us: BEGIN for a reader, BEGIN IMMEDIATE for a writer, because a transaction that
turns from reading to writing is refused ("database is locked") when another has written in between.
"""

from contextlib import contextmanager
from functools import partial
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from time import monotonic
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateSchema, DropSchema

from dougong.host.settings import Settings

WRITING = {"dougong_begin": "BEGIN IMMEDIATE"}
"""Execution options of a connection that will write."""
_SCHEMA_PREFIX = "workspace_"
_RESTED = 2.0  # seconds
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA wal_autocheckpoint = 4000",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 15000",
    "PRAGMA temp_store = MEMORY",
)
_CACHE, _READER_CACHE = 16_000, 4_000
"""KB of pages a connection keeps. A batch of new records touches most pages of a dozen indexes: where they do not fit,
they are written twice (measured: 17 % of the CPU of an import)."""


def schema_of(key: str) -> str:
    """The PostgreSQL schema of a workspace."""
    return _SCHEMA_PREFIX + key


def folder_of(settings: Settings, key: str) -> Path:
    """A workspace's folder: its database on SQLite, its uploaded files on both."""
    return settings.home / "workspaces" / key


def open_engine(settings: Settings, key: str) -> Engine:
    """The engine of a workspace, which must exist; nothing is read yet."""
    if settings.database_url:
        return _postgres(settings, key)
    return sqlite_engine(_file(settings, key), _CACHE)


def open_reader(settings: Settings, key: str) -> Engine:
    """An engine for reading only. Readers and writers have connections of their own: on SQLite a writer finds its
    pages in the cache as long as nobody else wrote; on PostgreSQL a statement of a reader is a transaction of its own,
    and no ROLLBACK after a question makes the driver forget what it has prepared."""
    if settings.database_url:
        return _postgres(settings, key).execution_options(isolation_level="AUTOCOMMIT")
    return sqlite_engine(_file(settings, key), _READER_CACHE)


def _file(settings: Settings, key: str) -> Path:
    return folder_of(settings, key) / "data.sqlite"


def sqlite_engine(file: Path, cache: int) -> Engine:
    """An engine over a SQLite file with our pragmas, transactions and functions; `cache` in KB per connection."""
    engine = create_engine(
        f"sqlite:///{file.absolute()}",
        pool_size=4,  # kept, with their caches; more are opened while they are needed
        max_overflow=20,
        pool_use_lifo=True,  # who comes again finds its pages in the cache
        connect_args={"check_same_thread": False, "timeout": 15},
        **_json(),
    )
    event.listen(engine, "connect", partial(_prepare, cache))
    event.listen(engine, "begin", _begin)
    return engine


def exists(settings: Settings, key: str) -> bool:
    return key in list_keys(settings)


def list_keys(settings: Settings) -> list[str]:
    """Keys of all workspaces."""
    if not settings.database_url:
        return sorted(path.parent.name for path in (settings.home / "workspaces").glob("*/data.sqlite"))
    with _server(settings) as connection:
        names = inspect(connection).get_schema_names()
    return sorted(name.removeprefix(_SCHEMA_PREFIX) for name in names if name.startswith(_SCHEMA_PREFIX))


def make_place(settings: Settings, key: str) -> None:
    """The folder and, on PostgreSQL, the empty schema."""
    folder_of(settings, key).mkdir(parents=True, exist_ok=True)
    if settings.database_url:
        with _server(settings) as connection:
            connection.execute(CreateSchema(schema_of(key), if_not_exists=True))


def drop_place(settings: Settings, key: str) -> None:
    """Drops the schema; the folder is the caller's to remove."""
    if settings.database_url:
        with _server(settings) as connection:
            connection.execute(DropSchema(schema_of(key), cascade=True, if_exists=True))


@contextmanager
def _server(settings: Settings) -> Any:
    engine = create_engine(_url(settings), poolclass=NullPool)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _url(settings: Settings) -> Any:
    url = make_url(settings.database_url)
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgres", "postgresql") else url


def _postgres(settings: Settings, key: str) -> Engine:
    url = _url(settings).update_query_dict({"options": f"-csearch_path={schema_of(key)},public -ctimezone=UTC"})
    engine = create_engine(url, pool_size=8, max_overflow=12, pool_use_lifo=True, **_json())
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", _require_alive)
    return engine


def _note_use(_: Any, record: Any) -> None:
    record.info["used"] = monotonic()


def _require_alive(raw: Any, record: Any, _: Any) -> None:
    """A connection that rested may have been cut off: it is asked first, and replaced by the pool if it is dead."""
    if monotonic() - record.info.get("used", monotonic()) < _RESTED:
        return
    try:
        raw.execute("SELECT 1")
        raw.rollback()
    except Exception as error:
        raise DisconnectionError from error


def _json() -> dict[str, Any]:
    return {"json_serializer": lambda value: orjson.dumps(value).decode(), "json_deserializer": _read_json}


def _read_json(raw: Any) -> Any:
    """SQLite gives a JSON column NUMERIC affinity: a bare number comes back as one."""
    return orjson.loads(raw) if isinstance(raw, str | bytes) else raw


def _prepare(cache: int, raw: SqliteConnection, _: object) -> None:
    from dougong.expressions.sql import register_sqlite

    raw.isolation_level = None  # transactions are begun by _begin only
    for pragma in _PRAGMAS:
        raw.execute(pragma).close()
    raw.execute(f"PRAGMA cache_size = -{cache:d}").close()
    register_sqlite(raw)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("dougong_begin", "BEGIN"))
