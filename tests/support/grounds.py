"""Databases in which a made-up world stands without a row: made once a session, given to each test as good as new."""

import shutil
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from sqlalchemy import URL, Connection

from dougong.host.store.engines import folder_of
from dougong.host.testing.database import Database, empty_database
from dougong.metamodel.compile import compile_model, revision_of
from dougong.metamodel.documents import Document
from dougong.metamodel.model import Model

Install = Callable[[Connection, Model], object]
"""Makes the tables of a model on an empty database."""


@dataclass(frozen=True)
class Ground:
    """The worlds of one dialect, in the server, or in files below `folder`; gone when `stack` is closed."""

    folder: Path
    stack: ExitStack
    server: URL | None = None
    _worlds: dict[str, tuple[Model, Database]] = field(default_factory=dict)

    @property
    def dialect(self) -> str:
        return "sqlite" if self.server is None else "postgresql"

    def fresh(self, documents: Iterable[Document], install: Install) -> tuple[Database, Model]:
        """The tables of the documents: on SQLite a copy of the file, on PostgreSQL the same ones again, emptied."""
        every = list(documents)
        key = revision_of(every)
        model, database = self._worlds.get(key) or self._make(key, compile_model(every), install)
        if database.dialect == "postgresql":
            _empty(database)
            return database, model
        settings = database.settings.model_copy(update={"home": self.folder / uuid4().hex})
        copied = Database("sqlite", settings, database.key)
        self.stack.callback(copied.dispose)
        shutil.copytree(*(folder_of(one.settings, one.key) for one in (database, copied)))
        return copied, model

    def _make(self, key: str, model: Model, install: Install) -> tuple[Model, Database]:
        database = self.stack.enter_context(empty_database(self.folder / uuid4().hex, self.server))
        with database.engine().begin() as connection:
            install(connection, model)
        if database.dialect == "sqlite":
            database.dispose()  # nothing is left beside the file
        self._worlds[key] = (model, database)
        return model, database


def _empty(database: Database) -> None:
    """Without asking what links to what, as a replica takes rows over."""
    with database.engine().begin() as connection:
        names = connection.exec_driver_sql(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        ).scalars()
        deletions = "".join(f'DELETE FROM "{name}";' for name in names)
        connection.exec_driver_sql(f"SET LOCAL session_replication_role = replica; {deletions}")
