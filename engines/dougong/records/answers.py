"""Exact answers kept as long as the database is in the very state they were worked out in (ADR 0023).

A state is named by what the database itself says of it: PostgreSQL's snapshot; SQLite's data_version of one connection,
which names what an open transaction sees too. On SQLite nobody can tell whether an open transaction has writes that may
yet be taken back, so within one only a connection that never wrote anything is believed.
What changes without a commit: the day is in the key, an answer ends with the next share that ends; see `lasting`.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import text

from .context import Context
from .lasting import lasts_until
from .scope import volatile_rights

_NAME = "dougong_connection"
"""Under which a SQLite connection keeps its name: its versions mean nothing to another."""
_POSTGRES = text(
    "SELECT CASE WHEN pg_current_xact_id_if_assigned() IS NULL THEN pg_current_snapshot()::text END AS state"
)


@dataclass(frozen=True, slots=True)
class _Answer:
    state: Hashable
    until: datetime
    found: Any


def exact(ctx: Context, key: Hashable, work_out: Callable[[], Any]) -> Any:
    """The answer for a key: the kept one when the database is unchanged since, else worked out anew.

    The state is read before and after: an answer is kept only when nothing was committed in between.
    """
    before = state_of(ctx)
    if before is None:
        return work_out()
    place = ("answer", ctx.connection.info.get(_NAME), key)
    known: _Answer | None = ctx.store.known(place)
    if known is not None and known.state == before and ctx.now < known.until:
        return known.found
    found, until = work_out(), lasts_until(ctx)
    if until is not None and _state_since(ctx) == before:
        ctx.store.keep(place, _Answer(before, until, found))
    return found


def keeps(ctx: Context) -> bool:
    """Whether the viewer's answers hold until the next commit or a time that can be told."""
    return ctx.viewer.admin or (bool(ctx.viewer.rights_key) and not volatile_rights(ctx))


def request_key(ctx: Context) -> Hashable:
    """Who asks, with which rights, on which day: what an answer may depend on besides the question."""
    viewer = ctx.viewer
    today = ctx.now.astimezone(ZoneInfo(ctx.zone)).date()
    return (
        viewer.rights_key or viewer.admin, viewer.person, viewer.name, viewer.department, viewer.region, viewer.roles, ctx.zone,
        today, viewer.zone, ctx.now.astimezone(ZoneInfo(viewer.zone)).date(), ctx.week_start, ctx.workdays,
        ctx.connection.dialect.name,
    )  # fmt: skip


def state_of(ctx: Context) -> Hashable | None:
    """A name of the state that the next statement sees; None when this transaction has, or may have, writes of its own."""
    if ctx.connection.dialect.name == "postgresql":
        snapshot: str | None = ctx.connection.scalar(_POSTGRES)
        return snapshot
    raw = ctx.connection.connection.driver_connection
    if raw is None or (raw.in_transaction and raw.total_changes):
        return None
    return _of_file(ctx, raw)


def _state_since(ctx: Context) -> Hashable | None:
    """The same after the answer, for which SQLite has begun a transaction: a write of its own would have counted."""
    if ctx.connection.dialect.name == "postgresql":
        return state_of(ctx)
    return _of_file(ctx, ctx.connection.connection.driver_connection)


def _of_file(ctx: Context, raw: Any) -> Hashable:
    """Straight from the driver, so that no transaction begins by asking."""
    mine = ctx.connection.info.setdefault(_NAME, uuid4().hex)
    return (mine, raw.execute("PRAGMA data_version").fetchone()[0], raw.total_changes)
