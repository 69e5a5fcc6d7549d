"""The other end of a link: all records that point here."""

from typing import Literal

from ..field import Field, FieldType
from ..problem import ValueProblem
from ..value_type import ValueType


class ReverseField(Field):
    type: Literal["reverse"]
    of: str
    """`entity.link`."""


def _normalise(field: ReverseField, raw: object) -> None:
    raise ValueProblem("read_only", "这一项由系统得出，不能填写", "This is worked out by the system and cannot be set")


FIELD_TYPE = FieldType(
    config=ReverseField,
    icon="arrow-down-left",
    widget="related",
    storage=lambda field: None,
    value_type=lambda field: ValueType("many", entity=field.of.partition(".")[0]),
    normalise=_normalise,
)
