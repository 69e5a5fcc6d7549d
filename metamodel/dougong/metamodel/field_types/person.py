"""A person of this workspace."""

from typing import Literal

from ..field import Field, FieldType
from ..storage import Kind, Storage
from ..value_type import ValueType
from .link import Reverse
from .references import read_id


class PersonField(Field):
    type: Literal["person"]
    reverse: Reverse | None = None
    on_delete: Literal["restrict", "clear"] = "restrict"


def _normalise(field: PersonField, raw: object) -> str | None:
    return read_id(raw)


FIELD_TYPE = FieldType(
    config=PersonField,
    icon="user",
    widget="person",
    storage=lambda field: Storage(Kind.REFERENCE, target="person"),
    value_type=lambda field: ValueType("ref", entity="person"),
    normalise=_normalise,
)
