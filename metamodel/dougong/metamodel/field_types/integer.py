"""A whole number."""

from typing import Literal

from ..field import Field, FieldType
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import read_integer


class IntegerField(Field):
    type: Literal["integer"]
    min: int | None = None
    max: int | None = None
    unit: str = ""
    separator: bool = True
    """Thousands are set apart when shown; false for years and the like."""


def _normalise(field: IntegerField, raw: object) -> int | None:
    return read_integer(raw, field.min, field.max)


FIELD_TYPE = FieldType(
    config=IntegerField,
    icon="number",
    widget="integer",
    storage=lambda field: Storage(Kind.INTEGER),
    value_type=lambda field: ValueType("number"),
    normalise=_normalise,
)
