"""A share in percent: 25 means 25 %."""

from decimal import Decimal
from typing import Literal

from ..field import Field, FieldType
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import read_decimal


class PercentField(Field):
    type: Literal["percent"]
    scale: int = 0
    min: str | None = None
    max: str | None = None


def _normalise(field: PercentField, raw: object) -> Decimal | None:
    if isinstance(raw, str):
        raw = raw.replace("％", "%").strip().removesuffix("%")
    return read_decimal(raw, field.scale, field.min, field.max)


FIELD_TYPE = FieldType(
    config=PercentField,
    icon="percentage",
    widget="percent",
    storage=lambda field: Storage(Kind.DECIMAL, scale=field.scale),
    value_type=lambda field: ValueType("percent", scale=field.scale),
    normalise=_normalise,
)
