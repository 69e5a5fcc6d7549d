"""A value worked out from the record's other fields; virtual unless `stored`."""

from typing import Literal

from ..base import Key, Source
from ..field import Field, FieldType
from ..lists import Option
from ..problem import ValueProblem
from .results import Result, result_storage, result_type


class ComputedField(Field):
    type: Literal["computed"]
    formula: Source
    result: Result = "number"
    scale: int = 2
    stored: bool = False
    blanks: Literal["zero", "blank"] = "zero"
    options: tuple[Option, ...] = ()
    """What a formula whose result is "choice" may come to: the formula gives the key, the page shows the label."""
    options_from: Key | None = None
    """Key of a shared option list."""


def _normalise(field: ComputedField, raw: object) -> None:
    raise ValueProblem("read_only", "这一项由系统得出，不能填写", "This is worked out by the system and cannot be set")


FIELD_TYPE = FieldType(
    config=ComputedField,
    icon="math-function",
    widget="computed",
    storage=lambda field: result_storage(field.result, field.scale) if field.stored else None,
    value_type=lambda field: result_type(field.result, field.scale, field.options),
    normalise=_normalise,
)
