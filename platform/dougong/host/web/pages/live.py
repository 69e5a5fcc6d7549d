"""Computed fields and roll-ups of a record that is still being typed, child rows included.

What is saved is worked out again by the write path; this is what a person sees before.
"""

from collections.abc import Callable, Mapping
from typing import Any

from dougong.expressions import Checked, Env, ExpressionError, Schema, check, compile_python
from dougong.metamodel.model import EntityModel, Model
from dougong.metamodel.value_type import ValueType
from dougong.records.context import Context
from dougong.records.rights import FieldRight
from dougong.records.values import Query

from . import door

Formula = Callable[[Mapping[str, Any], Env], Any]
_PASSES = 3  # formulas over formulas settle in their order; three passes cover rows under totals under totals


class Asked(dict[str, Any]):
    """A row in which a value nobody gave is blank."""

    def __missing__(self, key: str) -> Any:
        return None


def worked_out(context: Context, entity: EntityModel, values: Mapping[str, Any], env: Env) -> dict[str, Any]:
    """The values with every computed field, roll-up and computed column of child rows as they would be now."""
    model = context.store.model
    row: dict[str, Any] = Asked(values)
    for field in entity.fields.values():
        rows = row.get(field.key)
        if field.relation is not None and field.relation.owned and isinstance(rows, list):
            child = model.entities[field.relation.target]
            full: list[dict[str, Any]] = [Asked(one) for one in rows]
            formulas = _seen(context, child)
            _fill_links(context, child, full, formulas)
            for one in full:
                _fill(formulas, one, env)
            row[field.key] = full
    formulas = _seen(context, entity)
    _fill_links(context, entity, [row], formulas)
    _fill(formulas, row, env)
    return row


def summed(context: Context, entity: EntityModel, row: Mapping[str, Any], env: Env) -> dict[str, Any]:
    """The record's own formulas once more, over child rows and values behind links that are at hand."""
    again: dict[str, Any] = Asked(row)
    _fill(_seen(context, entity), again, env)
    return again


def _seen(context: Context, entity: EntityModel) -> Mapping[str, tuple[Checked, Formula]]:
    """The formulas whose values the viewer sees; what others rest on may be masked, and is no value to work with."""
    formulas, rights = formulas_of(context, entity), context.viewer.on(entity.key)
    if context.viewer.admin:
        return formulas
    return {key: one for key, one in formulas.items() if rights.field(key) >= FieldRight.READ}


def formulas_of(context: Context, entity: EntityModel) -> dict[str, tuple[Checked, Formula]]:
    """Formulas of an entity by field, compiled once per revision; one that does not run here is left out."""

    def compiled() -> dict[str, tuple[Checked, Formula]]:
        found = {}
        for field in entity.fields.values():
            if not field.formula:
                continue
            try:
                checked = _checked(
                    context.store.model,
                    entity.key,
                    field.formula,
                    field.value_type,
                    str(getattr(field.field, "blanks", "zero")),
                )
                if not _beyond(context.store.model, entity, checked):
                    found[field.key] = (checked, compile_python(checked))
            except ExpressionError:
                continue
        return found

    known: dict[str, tuple[Checked, Formula]] = context.store.plan(("live", entity.key), compiled)
    return known


def _beyond(model: Model, entity: EntityModel, checked: Checked) -> bool:
    """Whether it reads records that are not part of this one and so not at hand: the saved value stands."""
    for path in checked.dependencies:
        here = entity
        for depth, key in enumerate(path):
            field = here.fields.get(key)
            relation = field.relation if field is not None else None
            if relation is None or relation.kind == "any":
                break
            if relation.kind == "many":
                if depth or not relation.owned:
                    return True
                break
            here = model.entities[relation.target]
    return False


def _checked(model: Model, entity: str, source: str, expected: ValueType, blanks: str) -> Checked:
    return check(source, Schema(model, entity, blanks="blank" if blanks == "blank" else "zero"), expected)


def _fill(formulas: Mapping[str, tuple[Checked, Formula]], row: dict[str, Any], env: Env) -> None:
    for _ in range(_PASSES):
        before = {key: row.get(key) for key in formulas}
        for key, (_, evaluate) in formulas.items():
            row[key] = evaluate(row, env)
        if before == {key: row.get(key) for key in formulas}:
            return


def _fill_links(
    context: Context, entity: EntityModel, rows: list[dict[str, Any]], formulas: Mapping[str, tuple[Checked, Formula]]
) -> None:
    """Values behind links that formulas read: one query per link for all rows."""
    wanted: dict[str, set[str]] = {}
    for checked, _ in formulas.values():
        for path in checked.dependencies:
            first = entity.fields.get(path[0])
            if len(path) > 1 and first is not None and first.relation is not None and first.relation.kind == "one":
                wanted.setdefault(path[0], set()).add(".".join(path[1:]))
    for link, paths in wanted.items():
        relation = entity.fields[link].relation
        ids = tuple({str(row[link]) for row in rows if row.get(link)})
        if relation is None or not ids:
            continue
        found = {
            str(one["id"]): one
            for one in door.find(context, Query(relation.target, tuple(sorted(paths)), ids=ids, limit=len(ids))).rows
        }
        for row in rows:
            there = found.get(str(row.get(link)), {})
            row.update({f"{link}.{path}": there.get(path) for path in paths})
