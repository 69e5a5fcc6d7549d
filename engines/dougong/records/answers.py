"""Exact answers kept as long as the database is in the very state they were worked out in (ADR 0023).

A state is named by what the database itself says of it: PostgreSQL's snapshot; SQLite's data_version of one connection,
asked before a transaction begins, because SQLite does not tell whether one has writes that may yet be taken back.
An answer that may change without a commit (time, shares that end) is never kept; see `keeps`.
"""

from collections.abc import Callable, Hashable
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import text

from .context import Context

_POSTGRES = text(
    "SELECT CASE WHEN pg_current_xact_id_if_assigned() IS NULL THEN pg_current_snapshot()::text END AS state"
)


def exact(ctx: Context, key: Hashable, work_out: Callable[[], Any]) -> Any:
    """The answer for a key: the kept one when the database is unchanged since, else worked out anew.

    The state is read before and after: an answer is kept only when nothing was committed in between.
    """
    before = state_of(ctx)
    if before is None:
        return work_out()
    known = ctx.store.known(("answer", key))
    if known is not None and known[0] == before:
        return known[1]
    answer = work_out()
    if _state_since(ctx) == before:
        ctx.store.keep(("answer", key), (before, answer))
    return answer


def keeps(ctx: Context) -> bool:
    """Whether the viewer's answers hold until the next commit: nothing in their rights ends by itself."""
    if ctx.viewer.admin:
        return True
    if not ctx.viewer.rights_key:
        return False
    return all(
        not rights.read.conditions and "shared" not in rights.read.words for rights in ctx.viewer.rights.values()
    )


def request_key(ctx: Context) -> Hashable:
    """Who asks, with which rights, on which day: what an answer may depend on besides the question."""
    viewer = ctx.viewer
    today = ctx.now.astimezone(ZoneInfo(ctx.zone)).date()
    return (
        viewer.rights_key or viewer.admin, viewer.person, viewer.department, viewer.region, viewer.roles, ctx.zone,
        today, ctx.connection.dialect.name,
    )  # fmt: skip


def state_of(ctx: Context) -> Hashable | None:
    """A name of the state that the next statement sees; None when this transaction has writes of its own."""
    if ctx.connection.dialect.name == "postgresql":
        snapshot: str | None = ctx.connection.scalar(_POSTGRES)
        return snapshot
    raw = ctx.connection.connection.driver_connection
    return None if raw is None or raw.in_transaction else _of_file(ctx, raw)


def _state_since(ctx: Context) -> Hashable | None:
    """The same after the answer, for which SQLite has begun a transaction: a write of its own would have counted."""
    if ctx.connection.dialect.name == "postgresql":
        return state_of(ctx)
    return _of_file(ctx, ctx.connection.connection.driver_connection)


def _of_file(ctx: Context, raw: Any) -> Hashable:
    """Straight from the driver, so that no transaction begins by asking."""
    mine = ctx.connection.info.setdefault("dougong_connection", uuid4().hex)
    return (mine, raw.execute("PRAGMA data_version").fetchone()[0], raw.total_changes)
