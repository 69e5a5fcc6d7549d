"""The names a formula or a condition may use: the fields of its object, and those behind each of its links."""

from collections.abc import Callable
from dataclasses import dataclass

from dougong.metamodel.model import EntityModel, FieldModel, Model


@dataclass(frozen=True, slots=True)
class Offered:
    """A field by its dotted path."""

    path: str
    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class Family:
    """Fields of one object, seen from the one the formula is over; `label` is that of the link, or of the object itself."""

    label: str
    fields: tuple[Offered, ...]


def families(
    model: Model, entity: EntityModel, language: str, wanted: Callable[[FieldModel], bool] = lambda _one: True
) -> tuple[Family, ...]:
    """The object's own fields first (those every object has stand last), then those behind each link to one record."""
    found = [Family(entity.label.in_(language), _offered(entity, "", language, wanted))]
    for field in entity.fields.values():
        relation = field.relation
        there = model.entities.get(relation.target) if relation and relation.kind == "one" else None
        if there is not None:
            found.append(Family(field.label.in_(language), _offered(there, f"{field.key}.", language, wanted)))
    return tuple(found)


def _offered(
    entity: EntityModel, before: str, language: str, wanted: Callable[[FieldModel], bool]
) -> tuple[Offered, ...]:
    return tuple(
        Offered(before + one.key, one.label.in_(language), one.type.icon)
        for one in sorted(entity.fields.values(), key=lambda one: one.system)
        if wanted(one)
    )
