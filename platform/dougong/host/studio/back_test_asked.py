"""One version of a rule as a question to the records: by the definitions of a context, in SQL where it runs there."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_

from dougong.expressions import Checked, Schema, check
from dougong.metamodel.model import FieldModel
from dougong.metamodel.rule import Compute, Default, Validate
from dougong.metamodel.value_type import ValueType
from dougong.records.context import Context
from dougong.records.formulas import condition_on, kept_value

Tried = Validate | Compute | Default
_BOOL = ValueType("bool")


@dataclass(frozen=True, slots=True)
class Asked:
    """One version of a rule: its condition (None: always) and, for rules that set a field, the value."""

    ctx: Context
    entity: str
    field: FieldModel | None
    when: Checked | None
    value: Checked | None
    blanks_only: bool

    @property
    def formulas(self) -> tuple[Checked, ...]:
        return tuple(one for one in (self.when, self.value) if one is not None)

    @property
    def in_sql(self) -> bool:
        return all("sql" in one.places for one in self.formulas)

    def hits(self, table: FromClause) -> ColumnElement[bool]:
        """True for the records this version refuses, changes or fills."""
        met = [condition_on(self.ctx, self.entity, self.when, table)] if self.when is not None else []
        if self.field is not None:
            kept, found = table.c[self.field.key], self.found(table)
            met += [kept.is_(None), found.is_not(None)] if self.blanks_only else [kept.is_distinct_from(found)]
        return and_(*met)

    def found(self, table: FromClause) -> ColumnElement[Any]:
        assert self.field is not None and self.value is not None
        return kept_value(self.ctx, self.field, self.value, table)


def asked_of(ctx: Context, entity: str, rule: Tried) -> Asked:
    """The rule by the definitions of a context; ExpressionError where it reads wrong, LookupError where its field is gone."""
    model = ctx.store.model
    here = model.entities[entity]
    if isinstance(rule, Validate):
        return Asked(ctx, entity, None, check(rule.reject_when, Schema(model, entity), _BOOL), None, False)
    field = here.fields[rule.field]
    schema = Schema(model, entity, blanks="blank" if getattr(field.field, "blanks", "zero") == "blank" else "zero")
    value = check(rule.value, schema, field.value_type)
    when = check(rule.when, Schema(model, entity), _BOOL) if rule.when else None
    if field.storage is None:
        raise LookupError(rule.field)
    return Asked(ctx, entity, field, when, value, isinstance(rule, Default))
