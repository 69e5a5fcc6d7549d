"""Formulas inside queries: checked once per store, compiled to SQL over the tables a query has.

A condition of a row scope stands alone: it reads with the product's rights and joins nothing to the query around it.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import ColumnElement, FromClause, Select, case, false, func, select

from dougong.expressions import Checked, Schema, check
from dougong.expressions.core import Constant, Core, Operation
from dougong.expressions.sql import compile_sql
from dougong.expressions.sql.target import Target
from dougong.expressions.types import BOOL, is_text
from dougong.metamodel.model import FieldModel
from dougong.metamodel.storage import Kind
from dougong.metamodel.value_type import ValueType

from .context import Context
from .environment import env_for, is_volatile, target
from .names import entity_column
from .rights import SYSTEM
from .store import RecordStore

if TYPE_CHECKING:
    from .query.joins import Joins, Path


Unknown = frozenset[tuple[str, str]]


def check_condition(store: RecordStore, entity: str, text: str, unknown: Unknown = frozenset()) -> Checked:
    """A filter's text as a yes/no formula that runs in SQL; raises ExpressionError."""
    found: Checked = store.plan(
        ("condition", entity, text, unknown),
        lambda: check(text, Schema(store.model, entity, unknown=unknown), BOOL, place="sql"),
    )
    return found


def check_figure(store: RecordStore, entity: str, text: str, unknown: Unknown = frozenset()) -> Checked:
    """What a question counts or groups by; raises ExpressionError."""
    if not unknown:
        return check_value(store, entity, text)
    return check(text, Schema(store.model, entity, unknown=unknown), place="sql")


def check_value(store: RecordStore, entity: str, text: str, expected: ValueType | None = None) -> Checked:
    """A formula that gives a value in SQL; raises ExpressionError."""
    found: Checked = store.plan(
        ("value", entity, text, expected), lambda: check(text, Schema(store.model, entity), expected, place="sql")
    )
    return found


def condition(ctx: Context, checked: Checked, joins: "Joins") -> ColumnElement[bool]:
    """A formula as a WHERE condition over the joined tables."""
    joins.volatile |= is_volatile(checked)
    return compile_sql(checked, _Joined(joins, ()), env_for(ctx, [checked]), as_condition=True)


def value(ctx: Context, checked: Checked, joins: "Joins", links: "Path" = ()) -> ColumnElement[Any]:
    """A formula as a value of the record that links point to."""
    joins.volatile |= is_volatile(checked)
    return compile_sql(checked, _Joined(joins, links), env_for(ctx, [checked]))


def virtual_value(ctx: Context, field: FieldModel, links: "Path", joins: "Joins") -> ColumnElement[Any]:
    """The value of a field that has a formula and no column."""
    blanks: Literal["zero", "blank"] = getattr(field.field, "blanks", "zero")
    schema = Schema(ctx.store.model, field.entity, blanks=blanks)
    checked: Checked = ctx.store.plan(
        ("virtual", field.entity, field.key), lambda: check(field.formula or "", schema, field.value_type, place="sql")
    )
    found = value(ctx, checked, joins, links)
    return func.nullif(found, "", type_=found.type) if is_text(checked.type) else found  # rows know blank text as None


def condition_on(ctx: Context, entity: str, checked: Checked, table: FromClause) -> ColumnElement[bool]:
    """A row scope's condition on one table (or alias), by itself."""
    return compile_sql(checked, _Alone(ctx, entity, table), env_for(ctx, [checked]), as_condition=True)


def value_on(ctx: Context, entity: str, checked: Checked, table: FromClause) -> ColumnElement[Any]:
    """A formula's value on one table (or alias), by itself, as an UPDATE of a stored formula needs it."""
    return compile_sql(checked, _Alone(ctx, entity, table), env_for(ctx, [checked]))


def kept_value(ctx: Context, field: FieldModel, checked: Checked, table: FromClause) -> ColumnElement[Any]:
    """A formula's value on one table, as the field's column keeps it: what `rules.results.as_stored` is to Python."""
    storage = field.storage
    assert storage is not None
    if storage.kind in (Kind.DECIMAL, Kind.INTEGER):
        return value_on(ctx, field.entity, replace(checked, core=_at_scale(checked.core, storage.scale)), table)
    found = value_on(ctx, field.entity, checked, table)
    if storage.kind is Kind.TEXT:
        options = field.value_type.options
        known = found if options is None else case((found.in_(options), found))
        return func.nullif(known, "", type_=found.type)
    return func.coalesce(found, false(), type_=found.type) if storage.kind is Kind.BOOLEAN else found


def _at_scale(core: Core, scale: int) -> Core:
    """The number with so many digits after the point, rounded half away from zero; SQLite keeps decimals as integers."""
    kind = replace(core.type, scale=scale)
    if core.type.scale < scale:
        nothing = Constant(kind, False, core.start, core.end, Decimal(0))
        return Operation(kind, core.nullable, core.start, core.end, "add", (core, nothing))
    if core.type.scale > scale:
        return Operation(kind, core.nullable, core.start, core.end, "round", (core,))
    return core


@dataclass(frozen=True, slots=True)
class _Joined:
    """Reads the record that `links` point to within a query's joins."""

    joins: "Joins"
    links: "Path"

    @property
    def target(self) -> Target:
        return target(self.joins.ctx)

    def column(self, path: "Path") -> ColumnElement[Any]:
        return self.joins.column((*self.links, *path))

    def relation(self, path: "Path") -> "_Rows":
        *links, last = (*self.links, *path)
        entity, table = self.joins.at(tuple(links))
        return rows_of(self.joins.ctx, self.joins.ctx.store.entity(entity).fields[last], table.c.id)


@dataclass(frozen=True, slots=True)
class _Alone:
    """Reads one table's row; what is behind a link by a sub-query of its own, with the product's rights."""

    ctx: Context
    entity: str
    table: FromClause

    @property
    def target(self) -> Target:
        return target(self.ctx)

    def column(self, path: "Path") -> ColumnElement[Any]:
        from .query.joins import Joins

        if len(path) == 1:
            return self.table.c[path[0]]
        relation = self.ctx.store.entity(self.entity).fields[path[0]].relation
        assert relation is not None
        joins = Joins(replace(self.ctx, viewer=SYSTEM), relation.target, name=None)
        there = joins.column(path[1:])
        found = select(there).select_from(joins.clause).where(joins.root.c.id == self.table.c[path[0]])
        return found.correlate_except(joins.clause).scalar_subquery()

    def relation(self, path: "Path") -> "_Rows":
        *links, last = path
        entity = self.entity
        for link in links:
            relation = self.ctx.store.entity(entity).fields[link].relation
            assert relation is not None
            entity = relation.target
        here = self.column(tuple(links)) if links else self.table.c.id
        return rows_of(replace(self.ctx, viewer=SYSTEM), self.ctx.store.entity(entity).fields[last], here)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a to-many field, correlated with the record `here` is the id of; those in the viewer's sight."""

    joins: "Joins"
    field: FieldModel
    here: ColumnElement[Any]

    @property
    def resolver(self) -> _Joined:
        return _Joined(self.joins, ())

    def select(self, *columns: ColumnElement[Any]) -> Select[Any]:
        from .scope import reading, reads_everything

        relation = self.field.relation
        assert relation is not None
        ctx, root = self.joins.ctx, self.joins.root
        found = select(*columns).select_from(self.joins.clause)
        found = found.where(root.c[relation.via] == self.here, root.c.deleted_at.is_(None))
        back = ctx.store.entity(relation.target).fields[relation.via]
        if back.relation is not None and back.relation.kind == "any":
            found = found.where(root.c[entity_column(back.key)] == self.field.entity)
        if not reads_everything(ctx, relation.target):
            found = found.where(reading(ctx, relation.target, root))
        return found.correlate_except(self.joins.clause)


def rows_of(ctx: Context, field: FieldModel, here: ColumnElement[Any]) -> _Rows:
    """The rows of a to-many field for formulas."""
    from .query.joins import Joins

    assert field.relation is not None
    return _Rows(Joins(ctx, field.relation.target, name=None), field, here)
