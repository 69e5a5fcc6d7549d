"""Yes or no; blank is no."""

from typing import Literal

from ..field import Field, FieldType
from ..problem import ValueProblem
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import as_words

YES = {"true", "1", "yes", "y", "on", "是", "对", "有", "✓"}
NO = {"", "false", "0", "no", "n", "off", "否", "不", "无", "none"}


class BoolField(Field):
    type: Literal["bool"]


def _normalise(field: BoolField, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    words = as_words(raw).lower()
    if words in YES:
        return True
    if words in NO:
        return False
    raise ValueProblem("bool", f"“{words[:40]}”不是“是”或“否”", f'"{words[:40]}" is neither yes nor no')


FIELD_TYPE = FieldType(
    config=BoolField,
    icon="toggle-left",
    widget="bool",
    storage=lambda field: Storage(Kind.BOOLEAN),
    value_type=lambda field: ValueType("bool"),
    normalise=_normalise,
)
