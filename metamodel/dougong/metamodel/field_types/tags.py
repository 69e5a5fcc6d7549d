"""Free words that sort records."""

from typing import Literal

from ..field import Field, FieldType
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import read_list, read_text


class TagsField(Field):
    type: Literal["tags"]


def _normalise(field: TagsField, raw: object) -> list[str] | None:
    found = dict.fromkeys(tag for part in read_list(raw) if (tag := read_text(part, 40)))
    return list(found) or None


FIELD_TYPE = FieldType(
    config=TagsField,
    icon="tags",
    widget="tags",
    storage=lambda field: Storage(Kind.LIST),
    value_type=lambda field: ValueType("list"),
    normalise=_normalise,
)
