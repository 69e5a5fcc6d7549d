"""A formula's value says something about what it is made from, so it is no more visible than that.

Unless a role names the computed field itself: then the administrator has decided, and that holds.
"""

from collections.abc import Mapping
from dataclasses import replace

from dougong.expressions import ExpressionError, Schema, check, fields_used
from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.records.rights import EntityRights, FieldRight

Made = Mapping[tuple[str, str], frozenset[tuple[str, str]]]
"""(entity, computed field) -> every (entity, field) its value rests on, stored formulas followed."""


_kept: list[tuple[Mapping[str, EntityModel], Made]] = []
_MOST = 6
"""Sets of objects whose formulas are remembered: the one in force, and those of drafts."""


def made_from(model: Model) -> Made:
    """What each formula of a model rests on; worked out once for the same objects, whatever the roles."""
    known = next((made for entities, made in _kept if entities is model.entities), None)
    if known is None:
        known = _made(model)
        _kept[:] = [(model.entities, known), *_kept[: _MOST - 1]]
    return known


def _made(model: Model) -> Made:
    direct: dict[tuple[str, str], frozenset[tuple[str, str]]] = {}
    for entity in model.entities.values():
        for field in entity.fields.values():
            if field.formula is not None:
                direct[entity.key, field.key] = _direct(model, field)
    return {key: frozenset(_reach(direct, key)) for key in direct}


def with_formulas(made: Made, rights: Mapping[str, EntityRights]) -> dict[str, EntityRights]:
    """Rights in which computed fields that no role names are as visible as the least visible field they rest on."""
    found = dict(rights)
    for (entity, key), used in made.items():
        known = rights.get(entity)
        if known is None or key in known.fields:
            continue
        least = min((_right(rights, *one) for one in used), default=FieldRight.EDIT)
        if least < FieldRight.READ:
            fields = {**found[entity].fields, key: least}
            found[entity] = replace(found[entity], fields=fields)
    return found


def _right(rights: Mapping[str, EntityRights], entity: str, field: str) -> FieldRight:
    return rights[entity].field(field) if entity in rights else FieldRight.READ


def _direct(model: Model, field: FieldModel) -> frozenset[tuple[str, str]]:
    try:
        return fields_used(check(field.formula or "", Schema(model, field.entity), field.value_type))
    except ExpressionError:
        return frozenset()


def _reach(direct: Made, start: tuple[str, str]) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    waiting = [start]
    while waiting:
        for one in direct.get(waiting.pop(), ()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found
