"""What names mean in a formula: the fields of an entity, the variables, and the input of a table's cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.metamodel.value_type import ValueType

from .core import Core

NO_VARIABLES: Mapping[str, ValueType] = {}


@dataclass(frozen=True, slots=True)
class Schema:
    """`blanks`: whether blank number fields count as 0 in `+ - *`; `input` is what `?` stands for.
    `unknown` fields, by (entity, key), are neither understood nor suggested: who writes the formula does not know of them."""

    model: Model
    entity: str
    variables: Mapping[str, ValueType] = field(default_factory=lambda: NO_VARIABLES)
    blanks: Literal["zero", "blank"] = "zero"
    input: Core | None = None
    unknown: frozenset[tuple[str, str]] = frozenset()

    def of(self, entity: str) -> "Schema":
        """The same for another entity."""
        return replace(self, entity=entity)

    def knows(self, found: FieldModel) -> bool:
        return (found.entity, found.key) not in self.unknown

    @property
    def here(self) -> EntityModel | None:
        return self.model.entities.get(self.entity)


def find_field(entity: EntityModel, name: str) -> list[FieldModel]:
    """The fields a name may mean: the key, else every field with that label (zh or en)."""
    if name in entity.fields:
        return [entity.fields[name]]
    folded = name.casefold()
    return [f for f in entity.fields.values() if folded in (f.label.zh.casefold(), f.label.en.casefold())]


def field_type(found: FieldModel) -> ValueType:
    """The field's type in formulas: the record's own id is a link to it."""
    return ValueType("ref", entity=found.entity) if found.key == "id" and found.system else found.value_type
