"""Workspaces made once and copied for every test: files on SQLite, on PostgreSQL a database made from a template."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from sqlalchemy import URL, create_engine, make_url
from sqlalchemy.pool import NullPool

from dougong.host.install import prepare
from dougong.host.settings import Settings
from dougong.host.store.engines import make_place
from dougong.host.testing.clock import FixedClock
from dougong.host.testing.database import SERVER_VARIABLE, Database
from dougong.host.workspaces import Workspace, open_workspace

Make = Callable[[Workspace], object]
"""Puts something into a workspace that holds the base app; a function of a module, by which the origin is known."""


@dataclass(frozen=True)
class Copies:
    """Origins below `folder`; each is made when it is first asked for, at the instant where a FixedClock begins."""

    folder: Path
    _origins: dict[tuple[Make, str, bool], Settings] = field(default_factory=dict)

    @contextmanager
    def copy(self, make: Make, home: Path, server: URL | None = None, key: str = "made") -> Iterator[Database]:
        """The workspace `key` with what `make` put in, in the server, or on SQLite below `home`; gone afterwards."""
        origin = self._origins.get((make, key, server is None)) or self._make(make, server, key)
        shutil.copytree(origin.home, home, dirs_exist_ok=True)
        url = ""
        if server is not None:
            url = _named(server)
            _run(server, f'CREATE DATABASE "{_name(url)}" TEMPLATE "{_name(origin.database_url)}"')
        database = Database("sqlite" if server is None else "postgresql", Settings(home=home, database_url=url), key)
        try:
            yield database
        finally:
            database.dispose()
            if server is not None:
                _run(server, f'DROP DATABASE "{_name(url)}" WITH (FORCE)')

    def _make(self, make: Make, server: URL | None, key: str) -> Settings:
        url = ""
        if server is not None:
            url = _named(server)
            _run(server, f'CREATE DATABASE "{_name(url)}"')
        settings = Settings(home=self.folder / uuid4().hex, database_url=url)
        make_place(settings, key)
        workspace = open_workspace(settings, key, FixedClock())
        prepare(workspace)
        make(workspace)
        workspace.close()
        self._origins[make, key, server is None] = settings
        return settings

    def drop(self) -> None:
        """Leaves a server that was there before as it was found; our own is gone with everything in it."""
        for settings in self._origins.values():
            if settings.database_url and SERVER_VARIABLE in os.environ:
                _run(make_url(settings.database_url), f'DROP DATABASE "{_name(settings.database_url)}" WITH (FORCE)')


def bare(_: Workspace) -> None:
    """The base app alone."""


def _named(server: URL) -> str:
    return server.set(database=f"dougong_{uuid4().hex}").render_as_string(hide_password=False)


def _name(url: str) -> str:
    return make_url(url).database or ""


def _run(server: URL, statement: str) -> None:
    engine = create_engine(server.set(database="postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
