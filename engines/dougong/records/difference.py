"""Which records one person reaches by some rights and not by others: counted and sampled, never loaded.

Both rights are asked over the same tables, so those to come are asked as far as the tables in force can answer.
"""

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, FromClause, case, func, literal, select

from dougong.expressions import fields_used

from .context import Context
from .rights import RowScope
from .scope import scope_condition

Verb = Literal["read", "update", "delete"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Living records reached before and after, and how many of them only after (`gained`) or only before (`lost`)."""

    before: int
    after: int
    gained: int
    lost: int


def difference(
    before: Context, after: Context, entity: str, verb: Verb, known: MutableMapping[str, int] | None = None
) -> Difference:
    """`before` and `after` ask as the same person, on one connection and store, and differ in rights only. `known` keeps
    how many records there are at all, for when it is asked for many people."""
    old, new = _scope(before, entity, verb), _scope(after, entity, verb)
    if _holds(new, old) or _holds(old, new):
        had, has = _count(before, entity, old, verb, known), _count(after, entity, new, verb, known)
        return Difference(had, has, max(has - had, 0), max(had - has, 0))
    if not _together(before, after):
        one, other = _ids(before, entity, verb), _ids(after, entity, verb)
        return Difference(len(one), len(other), len(other - one), len(one - other))
    # Three counts, each by the indexes that serve it: one that asks every row for both costs twice as much.
    had, has = _count(before, entity, old, verb), _count(after, entity, new, verb)
    both = _both(before, after, entity, verb) if had and has else 0
    return Difference(had, has, has - both, had - both)


def samples(inside: Context, outside: Context, entity: str, verb: Verb, most: int) -> list[str]:
    """Ids of living records that `inside` reaches and `outside` does not, the newest first."""
    if not _together(inside, outside):
        return sorted(_ids(inside, entity, verb) - _ids(outside, entity, verb), reverse=True)[:most]
    table = inside.store.table(entity)
    reached = _condition(inside, entity, _scope(inside, entity, verb), verb, table)
    known = _condition(outside, entity, _scope(outside, entity, verb), verb, table)
    query = (
        select(table.c.id)
        .where(table.c.deleted_at.is_(None), reached, case((known, literal(0)), else_=literal(1)) == 1)
        .order_by(table.c.id.desc())
        .limit(most)
    )
    return [str(row[0]) for row in inside.connection.execute(query)]


def answerable(ctx: Context, entity: str, scope: RowScope) -> bool:
    """Whether the tables in force have all that a scope's conditions read."""
    here = ctx.store.model.entities
    if entity not in here:
        return False
    return all(of in here and key in here[of].fields for one in scope.conditions for of, key in fields_used(one))


def _scope(ctx: Context, entity: str, verb: Verb) -> RowScope:
    found: RowScope = getattr(ctx.viewer.on(entity), verb)
    return found


def _condition(ctx: Context, entity: str, scope: RowScope, verb: Verb, table: FromClause) -> ColumnElement[bool]:
    return scope_condition(ctx, entity, scope, table, "read" if verb == "read" else "edit", living=True)


def _count(
    ctx: Context, entity: str, scope: RowScope, verb: Verb, known: MutableMapping[str, int] | None = None
) -> int:
    if scope.nothing:
        return 0
    if scope.everything and known is not None:
        if entity not in known:
            known[entity] = _count(ctx, entity, scope, verb)
        return known[entity]
    table = ctx.store.table(entity)
    query = select(func.count()).select_from(table)
    query = query.where(table.c.deleted_at.is_(None), _condition(ctx, entity, scope, verb, table))
    return ctx.connection.execute(query).scalar_one()


def _both(before: Context, after: Context, entity: str, verb: Verb) -> int:
    table = before.store.table(entity)
    query = select(func.count()).select_from(table).where(
        table.c.deleted_at.is_(None),
        _condition(before, entity, _scope(before, entity, verb), verb, table),
        _condition(after, entity, _scope(after, entity, verb), verb, table),
    )  # fmt: skip
    return before.connection.execute(query).scalar_one()


def _ids(ctx: Context, entity: str, verb: Verb) -> set[str]:
    table = ctx.store.table(entity)
    condition = _condition(ctx, entity, _scope(ctx, entity, verb), verb, table)
    query = select(table.c.id).where(table.c.deleted_at.is_(None), condition)
    return {str(row[0]) for row in ctx.connection.execute(query)}


def _holds(wide: RowScope, narrow: RowScope) -> bool:
    """Whether one scope says all that the other says, so that their numbers tell the difference."""
    if wide.everything:
        return True
    return narrow.words <= wide.words and all(one in wide.conditions for one in narrow.conditions)


def _together(before: Context, after: Context) -> bool:
    """Whether one statement can ask for both: parameters of the viewer are named, so their values must be the same."""
    return before.viewer.roles == after.viewer.roles
