"""Row scopes as SQL: which rows of an entity a viewer may read, update or delete.

A condition stands alone: what it needs of other tables it asks by sub-queries, so it fits a WHERE, a join's ON and an
UPDATE alike. The viewer's own values are bound by name (`viewer_*`), so that equal rights share one compiled plan.
"""

from collections.abc import Callable
from typing import Any, Literal

from sqlalchemy import BindParameter, ColumnElement, FromClause, and_, bindparam, false, or_, select, true

from dougong.expressions.sql.types import Id, Instant, Text
from dougong.metamodel.field_types.region import RegionField

from .among import among
from .context import Context
from .environment import is_volatile
from .formulas import condition_on
from .rights import RowScope, ScopeWord
from .system_tables import share

Level = Literal["read", "edit"]


def row_condition(ctx: Context, entity: str, table: FromClause) -> ColumnElement[bool]:
    """The rows of `table` (the entity's table or an alias of it) that the viewer may read; deleted ones too."""
    return reading(ctx, entity, table) if not ctx.viewer.admin else true()


def reading(ctx: Context, entity: str, table: FromClause, living: bool = False) -> ColumnElement[bool]:
    """Child rows may be read where their parent may be. `living`: the query leaves deleted rows out anyway."""
    model = ctx.store.model.entities[entity]
    if model.owner_link is None:
        return scope_condition(ctx, entity, ctx.viewer.on(entity).read, table, living=living)
    relation = model.fields[model.owner_link].relation
    assert relation is not None
    if reads_everything(ctx, relation.target):
        return true()
    parent = ctx.store.table(relation.target).alias()
    above = reading(ctx, relation.target, parent)
    return (
        select(parent.c.id)
        .where(parent.c.id == table.c[model.owner_link], parent.c.deleted_at.is_(None), above)
        .exists()
    )


def reads_everything(ctx: Context, entity: str) -> bool:
    """Whether no row of the entity is out of the viewer's sight."""
    if ctx.viewer.admin:
        return True
    model = ctx.store.model.entities[entity]
    if model.owner_link is None:
        return ctx.viewer.on(entity).read.everything
    relation = model.fields[model.owner_link].relation
    assert relation is not None
    return reads_everything(ctx, relation.target)


def reads_nothing(ctx: Context, entity: str) -> bool:
    """Whether the viewer may read no row of the entity, whatever is in it."""
    if ctx.viewer.admin:
        return False
    model = ctx.store.model.entities.get(entity)
    if model is None:
        return True
    if model.owner_link is None:
        return ctx.viewer.on(entity).read.nothing
    relation = model.fields[model.owner_link].relation
    assert relation is not None
    return reads_nothing(ctx, relation.target)


def scope_condition(
    ctx: Context, entity: str, scope: RowScope, table: FromClause, level: Level = "read", living: bool = False
) -> ColumnElement[bool]:
    """The rows of a scope; `level` is what a share must allow for the word `shared`; `living` as for `reading`."""
    if scope.everything:
        return true()
    terms = [term_condition(ctx, entity, word, table, level) for word in sorted(scope.words)]
    terms += [condition_on(ctx, entity, checked, table) for checked in scope.conditions]
    if living and len(terms) > 1:
        # SQLite uses a partial index under OR only where the alternative itself says that the row lives.
        terms = [and_(term, table.c.deleted_at.is_(None)) for term in terms]
    return or_(false(), *terms) if terms else false()


def disjoint(ctx: Context, entity: str, table: FromClause) -> list[ColumnElement[bool]]:
    """The alternatives of what the viewer reads, each without the rows of those before it; empty when not several.

    Counted one by one each is served by its own index, mostly without reading rows: the widest come first.
    """
    scope = ctx.viewer.on(entity).read
    if reads_everything(ctx, entity) or ctx.store.entity(entity).owner_link is not None:
        return []
    words = sorted(scope.words, key=list(_TERMS).index, reverse=True)
    terms = [term_condition(ctx, entity, word, table) for word in words]
    terms += [condition_on(ctx, entity, checked, table) for checked in scope.conditions]
    if len(terms) < 2:
        return []
    return [and_(term, *(before.is_not(true()) for before in terms[:n])) for n, term in enumerate(terms)]


def term_condition(
    ctx: Context, entity: str, word: ScopeWord, table: FromClause, level: Level = "read"
) -> ColumnElement[bool]:
    """The rows that one word of a scope means."""
    return _TERMS[word](ctx, entity, table, level)


def volatile_rights(ctx: Context) -> bool:
    """Whether a scope's condition holds values of this request only, so that nothing compiled with it may be kept."""
    if ctx.viewer.admin:
        return False
    return any(is_volatile(one) for rights in ctx.viewer.rights.values() for one in rights.read.conditions)


def viewer_parameters(ctx: Context) -> dict[str, Any]:
    """Values of the `viewer_*` parameters, to be sent along with a plan that another viewer's request compiled."""
    found = _values(ctx)
    if ctx.connection.dialect.name == "sqlite" and not ctx.viewer.admin:
        words = frozenset[ScopeWord]().union(*(rights.read.words for rights in ctx.viewer.rights.values()))
        if "subordinates" in words:
            found["viewer_person_below"] = _ids_below(ctx, "person", "manager", "viewer_person")
        if "departments" in words:
            found["viewer_department_below"] = _ids_below(ctx, "department", "parent", "viewer_department")
    return found


def _values(ctx: Context) -> dict[str, Any]:
    viewer = ctx.viewer
    return {
        "viewer_person": viewer.person,
        "viewer_department": viewer.department,
        "viewer_roles": sorted(viewer.roles),
        "viewer_now": ctx.now,
        "viewer_region": viewer.region,
        "viewer_region_from": f"{viewer.region}/" if viewer.region else None,
        "viewer_region_to": f"{viewer.region}0" if viewer.region else None,  # "0" follows "/"
    }


def _bound(ctx: Context, name: str, type_: Any, expanding: bool = False) -> BindParameter[Any]:
    return bindparam(name, _values(ctx)[name], type_=type_, expanding=expanding)


def _own(ctx: Context, entity: str, table: FromClause, level: Level) -> ColumnElement[bool]:
    found: ColumnElement[bool] = table.c.owner == _bound(ctx, "viewer_person", Id())
    return found


def _subordinates(ctx: Context, entity: str, table: FromClause, level: Level) -> ColumnElement[bool]:
    return _below(ctx, "person", "manager", table.c.owner, "viewer_person")


def _department(ctx: Context, entity: str, table: FromClause, level: Level) -> ColumnElement[bool]:
    found: ColumnElement[bool] = table.c.department == _bound(ctx, "viewer_department", Id())
    return found


def _departments(ctx: Context, entity: str, table: FromClause, level: Level) -> ColumnElement[bool]:
    return _below(ctx, "department", "parent", table.c.department, "viewer_department")


def _below(ctx: Context, entity: str, link: str, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """The column names the viewer's own person or department or one below it.

    SQLite takes every `IN (SELECT)` for 25 rows and then prefers a worse index; it is given the ids themselves.
    """
    closure = ctx.store.closure(entity, link)
    if ctx.connection.dialect.name == "sqlite":
        return column.in_(bindparam(f"{name}_below", _ids_below(ctx, entity, link, name), Id(), expanding=True))
    return among(ctx, column, select(closure.c.descendant).where(closure.c.ancestor == _bound(ctx, name, Id())))


def _ids_below(ctx: Context, entity: str, link: str, name: str) -> list[str]:
    closure = ctx.store.closure(entity, link)
    top = {"viewer_person": ctx.viewer.person, "viewer_department": ctx.viewer.department}[name]
    if top is None:
        return []
    return list(ctx.connection.scalars(select(closure.c.descendant).where(closure.c.ancestor == top)))


def _region(ctx: Context, entity: str, table: FromClause, level: Level) -> ColumnElement[bool]:
    model = ctx.store.model.entities[entity]
    key = next((f.key for f in model.fields.values() if isinstance(f.field, RegionField)), None)
    if key is None:
        return false()
    column = table.c[key]
    below = and_(column >= _bound(ctx, "viewer_region_from", Text()), column < _bound(ctx, "viewer_region_to", Text()))
    return or_(column == _bound(ctx, "viewer_region", Text()), below)


def _shared(ctx: Context, entity: str, table: FromClause, level: Level) -> ColumnElement[bool]:
    given = select(share.c.record).where(
        share.c.entity == entity,
        or_(
            share.c.person == _bound(ctx, "viewer_person", Id()),
            share.c.department == _bound(ctx, "viewer_department", Id()),
            share.c.role.in_(_bound(ctx, "viewer_roles", Text(), expanding=True)),
        ),
        or_(share.c.until.is_(None), share.c.until > _bound(ctx, "viewer_now", Instant())),
    )
    return among(ctx, table.c.id, given if level == "read" else given.where(share.c.level == "edit"))


def _all(ctx: Context, entity: str, table: FromClause, level: Level) -> ColumnElement[bool]:
    return true()


_TERMS: dict[ScopeWord, Callable[[Context, str, FromClause, Level], ColumnElement[bool]]] = {
    "shared": _shared,
    "own": _own,
    "subordinates": _subordinates,
    "region": _region,
    "department": _department,
    "departments": _departments,
    "all": _all,
}
"""Narrow ones first."""
