"""How an object hangs together with others in a draft: who it points to, who points to it, which of them are many."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .entity_tree import EntityPlace, FieldPlace, Tree, entities_of


@dataclass(frozen=True, slots=True)
class Relation:
    """`many` points to `one` by `field`, an entity's field; both ends are many where `both`. `owned`: rows of `one`."""

    many: str
    one: str
    field: FieldPlace
    both: bool = False
    owned: bool = False


def relations_of(tree: Tree, entity: str) -> list[Relation]:
    """Every relation of the object: its own links first, in the order of its fields, then those of others to it."""
    places = entities_of(tree)
    here = places.get(entity)
    if here is None:
        return []
    own = [one for field in here.fields for one in _of(here, field, places)]
    others = [
        one
        for place in places.values()
        if place.key != entity
        for field in place.fields
        for one in _of(place, field, places)
        if one.one == entity
    ]
    return [*own, *others]


def _of(place: EntityPlace, field: FieldPlace, places: dict[str, EntityPlace]) -> Iterator[Relation]:
    to: Any = field.raw.get("to")
    for target in to if isinstance(to, list) else (to,):
        if isinstance(target, str) and target in places:
            owned = place.raw.get("owned_by") == field.key
            yield Relation(place.key, target, field, both=field.value == "many", owned=owned)
