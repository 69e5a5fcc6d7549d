"""Several lines of text."""

from typing import Literal

from ..field import Field, FieldType
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import read_text


class LongTextField(Field):
    type: Literal["long_text"]
    max_length: int = 20_000


def _normalise(field: LongTextField, raw: object) -> str | None:
    words = read_text(raw, field.max_length)
    return words and words.replace("\r\n", "\n").replace("\r", "\n")


FIELD_TYPE = FieldType(
    config=LongTextField,
    icon="align-left",
    widget="long_text",
    storage=lambda field: Storage(Kind.TEXT),
    value_type=lambda field: ValueType("text"),
    normalise=_normalise,
)
