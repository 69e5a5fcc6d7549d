"""A figure on a scale, usually made by rules."""

from typing import Literal

from ..field import Field, FieldType
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import read_integer


class ScoreField(Field):
    type: Literal["score"]
    min: int = 0
    max: int = 100


def _normalise(field: ScoreField, raw: object) -> int | None:
    return read_integer(raw, field.min, field.max)


FIELD_TYPE = FieldType(
    config=ScoreField,
    icon="gauge",
    widget="score",
    storage=lambda field: Storage(Kind.INTEGER),
    value_type=lambda field: ValueType("number"),
    normalise=_normalise,
)
