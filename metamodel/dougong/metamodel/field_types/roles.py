"""Keys of the roles a person has."""

from typing import Literal

from ..field import Field, FieldType
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import read_list, read_text


class RolesField(Field):
    type: Literal["roles"]


def _normalise(field: RolesField, raw: object) -> list[str] | None:
    found = dict.fromkeys(key for part in read_list(raw) if (key := read_text(part, 48)))
    return list(found) or None


FIELD_TYPE = FieldType(
    config=RolesField,
    icon="shield",
    widget="roles",
    storage=lambda field: Storage(Kind.LIST),
    value_type=lambda field: ValueType("list"),
    normalise=_normalise,
)
