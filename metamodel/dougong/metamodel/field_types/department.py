"""A department of this workspace."""

from typing import Literal

from ..field import Field, FieldType
from ..storage import Kind, Storage
from ..value_type import ValueType
from .link import Reverse
from .references import read_id


class DepartmentField(Field):
    type: Literal["department"]
    reverse: Reverse | None = None
    on_delete: Literal["restrict", "clear"] = "restrict"


def _normalise(field: DepartmentField, raw: object) -> str | None:
    return read_id(raw)


FIELD_TYPE = FieldType(
    config=DepartmentField,
    icon="sitemap",
    widget="department",
    storage=lambda field: Storage(Kind.REFERENCE, target="department"),
    value_type=lambda field: ValueType("ref", entity="department"),
    normalise=_normalise,
)
