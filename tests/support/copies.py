"""Workspaces made once and copied for every test: files on SQLite, on PostgreSQL a database made from a template."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import URL, make_url

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
        settings = _copied(origin, home, server)
        database = Database("sqlite" if server is None else "postgresql", settings, key)
        try:
            yield database
        finally:
            database.dispose()
            if server is not None:
                _drop(settings.database_url)

    def _make(self, make: Make, server: URL | None, key: str) -> Settings:
        """An origin; all of one key but the bare one are furnished copies of that."""
        home = self.folder / uuid4().hex
        if make is bare:
            settings = Settings(home=home, database_url=_new(server) if server is not None else "")
            make_place(settings, key)
        else:
            origin = self._origins.get((bare, key, server is None)) or self._make(bare, server, key)
            settings = _copied(origin, home, server)
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
                _drop(settings.database_url)


def bare(_: Workspace) -> None:
    """The base app alone."""


def _copied(origin: Settings, home: Path, server: URL | None) -> Settings:
    """The files below `home`, the database beside its origin."""
    shutil.copytree(origin.home, home, dirs_exist_ok=True)
    return Settings(home=home, database_url=_new(server, like=origin.database_url) if server is not None else "")


def _new(server: URL, like: str = "") -> str:
    """The URL of a new database, empty or a copy; files are copied as they are, not page by page through the log."""
    url = server.set(database=f"dougong_{uuid4().hex}").render_as_string(hide_password=False)
    template = f' TEMPLATE "{_name(like)}" STRATEGY file_copy' if like else ""
    _run(server, f'CREATE DATABASE "{_name(url)}"{template}')
    return url


def _drop(url: str) -> None:
    _run(make_url(url), f'DROP DATABASE "{_name(url)}" WITH (FORCE)')


def _name(url: str) -> str:
    return make_url(url).database or ""


def _run(server: URL, statement: str) -> None:
    """Outside any database that comes or goes."""
    home = server.set(drivername="postgresql", database="postgres")
    with psycopg.connect(home.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(statement.encode())
