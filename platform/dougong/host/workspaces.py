"""Workspaces: each a database of its own, its model of the moment, and the two ways into its records.

A new revision, published by whichever process, is seen at the next transaction that writes and within half a second by
one that reads.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any

from sqlalchemy import Connection

from dougong.host import preferences
from dougong.host.answers import Answers
from dougong.host.clock import Clock, system_clock
from dougong.host.preferences import Preferences
from dougong.host.settings import Settings
from dougong.host.store import documents, engines
from dougong.host.store.cipher import cipher_of
from dougong.host.store.state import states_of
from dougong.metamodel.compile import compile_model
from dougong.records.context import Context
from dougong.records.rights import SYSTEM, Viewer
from dougong.records.store import RecordStore

DEFAULT = "main"
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
ORIGIN = "origin"
"""File in a trial's folder: the key of the workspace it is a copy of."""
TRIAL = "try_"
"""How the key of a workspace begins that is the copy of another, to try a draft in: no work is done for it."""
"""What a workspace may be called: it becomes a folder, a schema, a part of an address."""
_FRESH = 0.5  # seconds a reader trusts the revision it last saw
_FOR_MANY = "SET LOCAL lock_timeout = '250ms'; SET LOCAL plan_cache_mode = force_generic_plan"
"""One slow transaction must not hold up all others; plans of statements by key are the same for every key."""
_LISTED = 60.0  # seconds between two looks for workspaces that another process made


@dataclass(frozen=True, slots=True)
class _Loaded:
    revision: int
    name: str
    preferences: Preferences
    store: RecordStore


class Workspace:
    """One tenant. `engine` reads, `writer` writes, `home` is its folder; `caches` lets web code keep things per revision
    (cleared when it changes)."""

    def __init__(self, key: str, settings: Settings, clock: Clock = system_clock) -> None:
        self.key = key
        self.engine = engines.open_reader(settings, key)
        self.writer = engines.open_engine(settings, key).execution_options(**engines.WRITING)
        self.home = engines.folder_of(settings, key)
        self.settings = settings
        self.clock = clock
        self.caches: dict[Any, Any] = {}
        self.states = states_of(self.engine)
        self.answers = Answers()
        self.origin = origin_of(self.home) or key
        self._cipher = cipher_of(settings, self.origin)
        self._loaded: _Loaded | None = None
        self._checked = 0.0
        self._loading = Lock()

    @property
    def store(self) -> RecordStore:
        """The compiled tables and plans of the current revision."""
        return self._now().store

    @property
    def name(self) -> str:
        """What people call it."""
        return self._now().name

    @property
    def revision(self) -> int:
        """The number of the release that `store` is made from."""
        return self._now().revision

    @contextmanager
    def reading(self, viewer: Viewer) -> Iterator[Context]:
        """The records as committed; nothing is written through it. On PostgreSQL each statement sees its own moment."""
        with self.engine.connect() as connection:
            yield self.context(connection, self._now(connection).store, viewer)

    @contextmanager
    def asking(self, viewer: Viewer, store: RecordStore) -> Iterator[Context]:
        """`reading` for a question of few statements, by definitions known to be in force."""
        with self.engine.connect() as connection:
            yield self.context(connection, store, viewer)

    @contextmanager
    def writing(self, viewer: Viewer) -> Iterator[Context]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        with self.writer.begin() as connection:
            yield self.context(connection, self._seen_by(connection).store, viewer)

    @contextmanager
    def writing_together(self) -> Iterator[Context]:
        """`writing` for several viewers, who put themselves in; gives up soon where a row is held by somebody else."""
        with self.writer.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(_FOR_MANY)
            yield self.context(connection, self._seen_by(connection).store, SYSTEM)

    def context(self, connection: Connection, store: RecordStore, viewer: Viewer) -> Context:
        """For code that has its own transaction."""
        kept = self._loaded.preferences if self._loaded else Preferences()
        zone = self.settings.timezone
        return Context(
            connection,
            store,
            viewer,
            self.clock(),
            zone,
            kept.currency,
            kept.week_start,
            kept.calendar.written,
            self._cipher,
        )

    def store_seen_by(self, connection: Connection) -> RecordStore:
        """The store of the revision that this connection sees, whatever was seen before."""
        return self._seen_by(connection).store

    def forget(self) -> None:
        """Look at the revision again at the next use; for the process that has just published."""
        self._checked = 0.0

    def close(self) -> None:
        self.states.close()
        self.engine.dispose()
        self.writer.dispose()

    def _now(self, connection: Connection | None = None) -> _Loaded:
        """What was loaded, looked at again when that is too long ago."""
        loaded = self._loaded
        if loaded is not None and monotonic() - self._checked < _FRESH:
            return loaded
        if connection is not None:
            return self._seen_by(connection)
        with self.engine.connect() as own:
            return self._seen_by(own)

    def _seen_by(self, connection: Connection) -> _Loaded:
        """The revision that this connection sees."""
        revision = documents.current_revision(connection)
        loaded = self._loaded
        if loaded is None or loaded.revision != revision:
            with self._loading:
                loaded = self._loaded
                if loaded is None or loaded.revision != revision:
                    store = RecordStore(compile_model(documents.load_documents(connection)))
                    name, kept = documents.name_of(connection), preferences.load(connection)
                    loaded = self._loaded = _Loaded(revision, name, kept, store)
                    self.caches = {}
        self._checked = monotonic()
        return loaded


class Workspaces:
    """The open workspaces of this process, by key; opened at first use."""

    def __init__(self, settings: Settings, clock: Clock = system_clock) -> None:
        self.settings = settings
        self.clock = clock
        self._open: dict[str, Workspace] = {}
        self._adopted: set[str] = set()
        self._opening = Lock()
        self._listed = -_LISTED

    def __getitem__(self, key: str) -> Workspace:
        """KeyError when there is none of that key."""
        found = self._open.get(key)
        if found is None:
            with self._opening:
                found = self._open.get(key)
                if found is None:
                    if not engines.exists(self.settings, key):
                        raise KeyError(key)
                    found = self._open[key] = open_workspace(self.settings, key, self.clock)
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._open or (isinstance(key, str) and engines.exists(self.settings, key))

    def leave(self, key: str) -> None:
        """Closes one that is to be removed."""
        found = self._open.pop(key, None)
        if found is not None:
            found.close()

    def known(self, key: str) -> Workspace | None:
        """The workspace if it is open already; never waits."""
        return self._open.get(key)

    def adopt(self, workspace: Workspace) -> None:
        """One whose place is elsewhere, until the process ends."""
        self._adopted.add(workspace.key)
        self._open[workspace.key] = workspace

    def every(self) -> list[Workspace]:
        """All there are, opened, but for trials; the list is read anew once a minute."""
        if monotonic() - self._listed > _LISTED:
            keys = engines.list_keys(self.settings)
            for gone in self._open.keys() - set(keys) - self._adopted:
                self._open.pop(gone).close()
            for key in keys:
                if not key.startswith(TRIAL):
                    self[key]  # opens it
            self._listed = monotonic()
        return [one for one in self._open.values() if not one.key.startswith(TRIAL)]

    def close(self) -> None:
        for workspace in self._open.values():
            workspace.close()
        self._open.clear()


def origin_of(home: Path) -> str:
    """Key of the workspace that the one in this folder is a trial copy of; empty for all others."""
    note = home / ORIGIN
    return note.read_text("utf-8") if home.name.startswith(TRIAL) and note.is_file() else ""


def open_workspace(settings: Settings, key: str, clock: Clock = system_clock) -> Workspace:
    """A workspace outside the server (command line, tests); the caller closes it."""
    return Workspace(key, settings, clock)
