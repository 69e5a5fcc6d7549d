"""A figure over related records: SUM, COUNT, MAX ... of a to-many field; stored unless said otherwise."""

from typing import Literal

from ..base import Key, Source
from ..field import Field, FieldType
from ..problem import ValueProblem
from .results import Result, result_storage, result_type


class RollupField(Field):
    type: Literal["rollup"]
    formula: Source
    result: Result = "number"
    scale: int = 2
    stored: bool = True
    icon_from: Key | None = None
    """A choice of the same record: in lists the icon of its option stands before the value (by which way the last one
    came, say)."""


def _normalise(field: RollupField, raw: object) -> None:
    raise ValueProblem("read_only", "这一项由系统得出，不能填写", "This is worked out by the system and cannot be set")


FIELD_TYPE = FieldType(
    config=RollupField,
    icon="sum",
    widget="rollup",
    storage=lambda field: result_storage(field.result, field.scale) if field.stored else None,
    value_type=lambda field: result_type(field.result, field.scale),
    normalise=_normalise,
)
