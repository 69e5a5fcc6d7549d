"""The computations or fillings of an object without their compiled form: enough to order them and to find circles."""

from dataclasses import replace

from dougong.expressions import ExpressionError, Schema, check
from dougong.metamodel.model import EntityModel, Model
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.rule import Compute, Default, Rule

from .ordering import in_order
from .rule_set import Computation, Condition, Filling


def order_of(model: Model, entity: str) -> dict[str, int]:
    """Key of a compute or default rule -> its place among those of its family, as a save asks them; those in a circle
    have none."""
    here, found = model.entities[entity], dict[str, int]()
    for steps in (computations(model, here), fillings(model, here)):
        try:
            found |= {one.rule: n for n, one in enumerate(in_order(steps)) if one.rule}
        except ProblemsFound:
            continue
    return found


def refuse_circles(model: Model, entity: str, rules: tuple[Rule, ...] | None = None) -> None:
    """ProblemsFound (path: a field) where fields of the object, set by `rules` (its own), are worked out from each other."""
    here = model.entities[entity]
    in_order(computations(model, here if rules is None else replace(here, rules=rules)))


def computations(model: Model, entity: EntityModel) -> tuple[Computation, ...]:
    """Stored formulas and compute rules; what reads wrong is left out."""
    found = [Computation(one, value) for one in entity.columns if (value := _read(model, entity, one.formula, one.key))]
    for rule in entity.rules:
        if isinstance(rule, Compute) and (value := _read(model, entity, rule.value, rule.field)):
            when = _read(model, entity, rule.when)
            found.append(Computation(entity.fields[rule.field], value, when, rule.key))
    return tuple(found)


def fillings(model: Model, entity: EntityModel) -> tuple[Filling, ...]:
    """Default rules; what reads wrong is left out."""
    found = []
    for rule in entity.rules:
        if isinstance(rule, Default) and (value := _read(model, entity, rule.value, rule.field)):
            when = _read(model, entity, rule.when)
            found.append(Filling(entity.fields[rule.field], None, value, when, rule=rule.key))
    return tuple(found)


def _read(model: Model, entity: EntityModel, source: str | None, field: str = "") -> Condition | None:
    if not source or (field and field not in entity.fields):
        return None
    try:
        checked = check(source, Schema(model, entity.key), entity.fields[field].value_type if field else None)
    except ExpressionError:
        return None
    return Condition(checked, lambda _row, _env: None)
