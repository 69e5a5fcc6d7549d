"""Names the state of a workspace's data: two equal names, and nothing was committed in between (ADR 0080).

PostgreSQL: the text of `pg_current_snapshot()`, which a commit changes for good. SQLite: `data_version` of a connection
that itself never writes, so that every commit, of this process or another, counts as somebody else's.
"""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any, Protocol

from sqlalchemy import Engine

_SNAPSHOT = "SELECT pg_current_snapshot()::text"


class States(Protocol):
    """Asked once per request that may be answered from memory."""

    async def now(self) -> str | None:
        """The state at some moment after the call; None when it cannot be told."""

    def close(self) -> None: ...


def states_of(engine: Engine) -> States:
    """The states of the database behind an engine; nothing is opened yet."""
    return _Sqlite(str(engine.url.database)) if engine.dialect.name == "sqlite" else _Postgres(engine)


class _Sqlite:
    """Asked on the event loop: a look at the shared memory of the log, some microseconds, and it waits for nobody."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._lock = Lock()
        self._opened = 0
        self._connection: sqlite3.Connection | None = None

    async def now(self) -> str | None:
        with self._lock:
            try:
                if self._connection is None:
                    self._connection = sqlite3.connect(self._file, timeout=0, check_same_thread=False)
                    self._opened += 1
                (version,) = self._connection.execute("PRAGMA data_version").fetchone()
            except sqlite3.Error:
                self._drop()
                return None
            return f"{self._opened}:{version}"  # another connection counts anew

    def close(self) -> None:
        with self._lock:
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class _Postgres:
    """One question at a time on a connection of its own; whoever asks meanwhile shares the next one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, "states")
        self._raw: Any = None
        self._running: asyncio.Task[str | None] | None = None
        self._waiting: asyncio.Task[str | None] | None = None

    async def now(self) -> str | None:
        if self._waiting is None:  # the running one may have looked before we were asked
            self._waiting = asyncio.get_running_loop().create_task(self._after(self._running))
        return await asyncio.shield(self._waiting)

    async def _after(self, before: "asyncio.Task[str | None] | None") -> str | None:
        if before is not None:
            await asyncio.wait([before])
        self._running, self._waiting = self._waiting, None
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._ask)

    def _ask(self) -> str | None:
        try:
            if self._raw is None:
                arguments, named = self._engine.dialect.create_connect_args(self._engine.url)
                self._raw = self._engine.dialect.connect(*arguments, **named)
                self._raw.autocommit = True
            found: str = self._raw.execute(_SNAPSHOT).fetchone()[0]
        except Exception:  # a lost connection: the next request opens another
            self._raw = None
            return None
        return found

    def close(self) -> None:
        self._thread.shutdown()
        if self._raw is not None:
            self._raw.close()
