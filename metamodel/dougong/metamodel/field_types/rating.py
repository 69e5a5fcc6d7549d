"""Stars, from 1 to `max`; 0 and blank mean none."""

from typing import Literal

from ..field import Field, FieldType
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import read_integer


class RatingField(Field):
    type: Literal["rating"]
    max: int = 5


def _normalise(field: RatingField, raw: object) -> int | None:
    return read_integer(raw, 0, field.max) or None


FIELD_TYPE = FieldType(
    config=RatingField,
    icon="star",
    widget="rating",
    storage=lambda field: Storage(Kind.INTEGER),
    value_type=lambda field: ValueType("number"),
    normalise=_normalise,
)
