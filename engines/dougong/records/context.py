"""What an operation on records needs from outside: connection, compiled store, viewer, time."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import Connection

from dougong.expressions.workdays import USUAL

from .rights import Viewer

if TYPE_CHECKING:
    from .store import RecordStore


class Cipher(Protocol):
    """Keeps values of encrypted fields unreadable at rest; the host has the key."""

    def seal(self, words: str) -> str: ...

    def open(self, sealed: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Context:
    """One request's (or job's) hold on the records. `now` is an aware UTC instant, one value per request.

    The caller owns the transaction: reads need one open connection, writes a transaction begun IMMEDIATE on SQLite.
    """

    connection: Connection
    store: "RecordStore"
    viewer: Viewer
    now: datetime
    zone: str = "Asia/Shanghai"
    """The workspace's zone, for DATE(), HOUR() and TODAY()."""
    currency: str = "CNY"
    week_start: int = 1
    """1 Monday to 7 Sunday, for periods such as this week."""
    workdays: str = USUAL
    """The work calendar, as `expressions.workdays` writes it."""
    cipher: Cipher | None = None
    """None: encrypted fields cannot be written."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a write happens; kept in history and change events."""

    kind: str = "user"
    """`user`, `api`, `import`, `bulk`, `install`, `rule`, `flow`, `undo` ..."""
    ref: str = ""
    """Id of the import, job, request or rule."""
    causation: str = ""
    """Id of the first write of the chain; empty begins one."""
    note: str = ""
    depth: int = 0
    run_as: str | None = None
    extra: dict[str, str] = field(default_factory=dict)
