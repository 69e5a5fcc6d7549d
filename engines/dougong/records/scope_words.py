"""The words of row scopes as SQL: one function per word, and the parameters they name.

The viewer's own values are bound by name (`viewer_*`), so that equal rights share one compiled plan.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import BindParameter, ColumnElement, FromClause, Select, and_, bindparam, false, or_, select, true

from dougong.expressions.sql.types import Id, Instant, Text
from dougong.metamodel.field_types.region import RegionField

from .among import among
from .context import Context
from .prepared import rows_for
from .rights import ScopeWord
from .system_tables import share

Level = Literal["read", "edit"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a word of a scope is asked of. `level` is what a share must allow; `each`: rows found in another way."""

    ctx: Context
    entity: str
    table: FromClause
    level: Level = "read"
    each: bool = False


def viewer_parameters(ctx: Context) -> dict[str, Any]:
    """Values of the `viewer_*` parameters, to be sent along with a plan that another viewer's request compiled.

    Their names tell how long the lists among them are: a plan fits only parameters of the same names.
    """
    found = _values(ctx)
    found.update(_numbered("viewer_role", sorted(ctx.viewer.roles)))
    if ctx.connection.dialect.name == "sqlite" and not ctx.viewer.admin:
        words = frozenset[ScopeWord]().union(*(rights.read.words for rights in ctx.viewer.rights.values()))
        if "subordinates" in words:
            found.update(_numbered("viewer_person_below", _ids_below(ctx, "person", "manager", "viewer_person")))
        if "departments" in words:
            below = _ids_below(ctx, "department", "parent", "viewer_department")
            found.update(_numbered("viewer_department_below", below))
    return found


def _numbered(name: str, values: Sequence[str]) -> dict[str, str]:
    return {f"{name}_{n}": value for n, value in enumerate(values)}


def _listed(name: str, values: Sequence[str], type_: Any) -> list[BindParameter[Any]]:
    """One parameter per value, so that the statement's text is the same for lists of the same length."""
    return [bindparam(key, value, type_=type_) for key, value in _numbered(name, values).items()]


def _values(ctx: Context) -> dict[str, Any]:
    viewer = ctx.viewer
    return {
        "viewer_person": viewer.person,
        "viewer_department": viewer.department,
        "viewer_now": ctx.now,
        "viewer_region": viewer.region,
        "viewer_region_from": f"{viewer.region}/" if viewer.region else None,
        "viewer_region_to": f"{viewer.region}0" if viewer.region else None,  # "0" follows "/"
    }


def _bound(ctx: Context, name: str, type_: Any) -> BindParameter[Any]:
    return bindparam(name, _values(ctx)[name], type_=type_)


def _own(asked: Asked) -> ColumnElement[bool]:
    found: ColumnElement[bool] = asked.table.c.owner == _bound(asked.ctx, "viewer_person", Id())
    return found


def _subordinates(asked: Asked) -> ColumnElement[bool]:
    return _below(asked, "person", "manager", asked.table.c.owner, "viewer_person")


def _department(asked: Asked) -> ColumnElement[bool]:
    found: ColumnElement[bool] = asked.table.c.department == _bound(asked.ctx, "viewer_department", Id())
    return found


def _departments(asked: Asked) -> ColumnElement[bool]:
    return _below(asked, "department", "parent", asked.table.c.department, "viewer_department")


def _below(asked: Asked, entity: str, link: str, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """The column names the viewer's own person or department or one below it.

    SQLite takes every `IN (SELECT)` for 25 rows and then prefers a worse index; it is given the ids themselves.
    """
    ctx = asked.ctx
    closure = ctx.store.closure(entity, link)
    if ctx.connection.dialect.name == "sqlite":
        return column.in_(_listed(f"{name}_below", _ids_below(ctx, entity, link, name), Id()))
    below = select(closure.c.descendant).where(closure.c.ancestor == _bound(ctx, name, Id()))
    return among(ctx, column, below, asked.each)


def _ids_below(ctx: Context, entity: str, link: str, name: str) -> list[str]:
    closure = ctx.store.closure(entity, link)
    top = {"viewer_person": ctx.viewer.person, "viewer_department": ctx.viewer.department}[name]
    if top is None:
        return []
    below: Select[Any] = ctx.store.plan(
        ("below", ctx.connection.dialect.name, entity, link),
        lambda: select(closure.c.descendant).where(closure.c.ancestor == bindparam("top", type_=Id())),
    )
    return [row[0] for row in rows_for(ctx, below, {"top": top})]


def _region(asked: Asked) -> ColumnElement[bool]:
    ctx, entity, table = asked.ctx, asked.entity, asked.table
    model = ctx.store.model.entities[entity]
    key = next((f.key for f in model.fields.values() if isinstance(f.field, RegionField)), None)
    if key is None:
        return false()
    column = table.c[key]
    below = and_(column >= _bound(ctx, "viewer_region_from", Text()), column < _bound(ctx, "viewer_region_to", Text()))
    return or_(column == _bound(ctx, "viewer_region", Text()), below)


def _shared(asked: Asked) -> ColumnElement[bool]:
    ctx = asked.ctx
    given = select(share.c.record).where(
        share.c.entity == asked.entity,
        or_(
            share.c.person == _bound(ctx, "viewer_person", Id()),
            share.c.department == _bound(ctx, "viewer_department", Id()),
            share.c.role.in_(_listed("viewer_role", sorted(ctx.viewer.roles), Text())),
        ),
        or_(share.c.until.is_(None), share.c.until > _bound(ctx, "viewer_now", Instant())),
    )
    given = given if asked.level == "read" else given.where(share.c.level == "edit")
    return among(ctx, asked.table.c.id, given, asked.each)


def _all(asked: Asked) -> ColumnElement[bool]:
    return true()


TERMS: dict[ScopeWord, Callable[[Asked], ColumnElement[bool]]] = {
    "shared": _shared,
    "own": _own,
    "subordinates": _subordinates,
    "region": _region,
    "department": _department,
    "departments": _departments,
    "all": _all,
}
"""Narrow ones first."""
