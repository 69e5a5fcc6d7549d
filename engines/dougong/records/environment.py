"""What formulas of one request know besides the record: the time, the day in the workspace's zone, who asks."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from dougong.expressions import Checked, Env
from dougong.expressions.core import VariableRead, walk
from dougong.expressions.sql.target import Target, target_of

from .context import Context

KNOWN = frozenset({"", "id", "name", "department", "region"})


def env_of(ctx: Context, user: dict[str, Any] | None = None) -> Env:
    """The Env of a request; `user` adds fields of the person's record by dotted path to what the viewer carries."""
    viewer = ctx.viewer
    known = {
        "id": viewer.person,
        "name": viewer.name,
        "department": viewer.department,
        "region": viewer.region or "",
    }
    return Env(
        now=ctx.now,
        today=ctx.now.astimezone(ZoneInfo(ctx.zone)).date(),
        zone=ctx.zone,
        user={**known, **(user or {})},
        roles=viewer.roles,
        folding=target(ctx).folding,
        week_start=ctx.week_start,
        workdays=ctx.workdays,
    )


def env_for(ctx: Context, formulas: Iterable[Checked]) -> Env:
    """The Env of a question: with those fields of the person that the formulas read through `$user`, in the person's zone."""
    wanted = sorted({path for formula in formulas for path in user_paths(formula)} - KNOWN)
    return replace(env_of(ctx, _person(ctx, wanted) if wanted else None), here=ctx.viewer.zone)


def user_paths(formula: Checked) -> set[str]:
    """Dotted paths a formula reads from `$user`."""
    return {
        ".".join(node.path) for node in walk(formula.core) if isinstance(node, VariableRead) and node.name == "user"
    }


def is_volatile(formula: Checked) -> bool:
    """Whether its SQL holds values that may be others in the next request of the same person on the same day."""
    reads_now = any(isinstance(node, VariableRead) and node.name == "now" for node in walk(formula.core))
    return reads_now or bool(user_paths(formula) - KNOWN)


def target(ctx: Context) -> Target:
    """What the database can do; asked once per store."""
    found: Target = ctx.store.plan(("target", ctx.connection.dialect.name), lambda: target_of(ctx.connection))
    return found


def _person(ctx: Context, paths: list[str]) -> dict[str, Any]:
    from .query.own_row import person_row  # late: reading the person is itself a query

    return person_row(ctx, paths)
