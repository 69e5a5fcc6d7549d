"""A number the system gives on creation, from a pattern such as `QT-{yyyy}{mm}-{seq:4}`."""

from typing import Literal

from ..field import Field, FieldType
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import read_text


class AutoNumberField(Field):
    type: Literal["auto_number"]
    pattern: str
    unique: bool = True


def _normalise(field: AutoNumberField, raw: object) -> str | None:
    return read_text(raw, 60)


FIELD_TYPE = FieldType(
    config=AutoNumberField,
    icon="hash",
    widget="auto_number",
    storage=lambda field: Storage(Kind.TEXT),
    value_type=lambda field: ValueType("text"),
    normalise=_normalise,
)
