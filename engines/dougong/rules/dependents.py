"""Who depends on a field: the stored formulas of all entities, by what they read."""

from collections.abc import Mapping
from dataclasses import dataclass

from dougong.metamodel.model import Model

from .rule_set import Path, RuleSet


@dataclass(frozen=True, slots=True)
class Dependent:
    """`field` of `entity` is stored and reads the changed field; `path` are the link steps from `entity` to where the
    changed field stands (empty for the same record)."""

    entity: str
    field: str
    path: Path


def dependents(model: Model, rule_sets: Mapping[str, RuleSet]) -> dict[tuple[str, str], tuple[Dependent, ...]]:
    """(entity, field) -> the stored fields to work out again when it changes. The links on the way are keys too, and
    for a to-many step the link at its far end, since moving a row to another parent changes both."""
    found: dict[tuple[str, str], set[Dependent]] = {}
    for rules in rule_sets.values():
        for one in (*rules.computations, *rules.rollups):
            for path in one.dependencies:
                _add(model, Dependent(one.field.entity, one.field.key, ()), path, found)
    return {key: tuple(sorted(some, key=lambda d: (d.entity, d.field, d.path))) for key, some in sorted(found.items())}


def _add(model: Model, who: Dependent, path: Path, found: dict[tuple[str, str], set[Dependent]]) -> None:
    entity = who.entity
    for number, step in enumerate(path):
        field = model.entities[entity].fields.get(step)
        if field is None:
            return
        found.setdefault((entity, step), set()).add(Dependent(who.entity, who.field, path[:number]))
        relation = field.relation
        if relation is None or relation.kind == "any":
            return
        entity = relation.target
        if relation.kind == "many":
            via = Dependent(who.entity, who.field, path[: number + 1])
            found.setdefault((entity, relation.via), set()).add(via)
