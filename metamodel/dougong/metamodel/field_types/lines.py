"""Owned child rows, edited with their parent."""

from typing import Any, ClassVar, Literal

from ..base import Key
from ..field import Field, FieldType
from ..problem import ValueProblem
from ..value_type import ValueType


class LinesField(Field):
    type: Literal["lines"]
    of: str
    """`child.link`: the child entity and its link to this one."""
    min_rows: int = 0
    max_rows: int = 1000
    order: Key | None = None
    """The child's integer field that keeps the order of the rows; forms number it and let rows be moved."""
    owns_rows: ClassVar[bool] = True


def _normalise(field: LinesField, raw: object) -> list[dict[str, Any]]:
    found = [] if raw is None or raw == "" else raw
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise ValueProblem("rows", "明细应为若干行", "Rows must be a list of objects")
    if not field.min_rows <= len(found) <= field.max_rows:
        raise ValueProblem(
            "rows",
            f"明细行数应在 {field.min_rows} 到 {field.max_rows} 之间",
            f"There must be {field.min_rows} to {field.max_rows} rows",
        )
    return found


FIELD_TYPE = FieldType(
    config=LinesField,
    icon="list-details",
    widget="lines",
    storage=lambda field: None,
    value_type=lambda field: ValueType("many", entity=field.of.partition(".")[0]),
    normalise=_normalise,
)
