"""A decimal number of fixed scale."""

from decimal import Decimal
from typing import Literal

from ..field import Field, FieldType
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import read_decimal


class NumberField(Field):
    type: Literal["number"]
    scale: int = 2
    min: str | None = None
    max: str | None = None
    unit: str = ""


def _normalise(field: NumberField, raw: object) -> Decimal | None:
    return read_decimal(raw, field.scale, field.min, field.max)


FIELD_TYPE = FieldType(
    config=NumberField,
    icon="decimal",
    widget="number",
    storage=lambda field: Storage(Kind.DECIMAL, scale=field.scale),
    value_type=lambda field: ValueType("number", scale=field.scale),
    normalise=_normalise,
)
