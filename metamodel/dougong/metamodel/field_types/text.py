"""One line of text."""

from typing import Literal

from ..field import Field, FieldType
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import read_text


class TextField(Field):
    type: Literal["text"]
    max_length: int = 255


def _normalise(field: TextField, raw: object) -> str | None:
    words = read_text(raw, field.max_length)
    return words and " ".join(words.split())


FIELD_TYPE = FieldType(
    config=TextField,
    icon="letter-case",
    widget="text",
    storage=lambda field: Storage(Kind.TEXT),
    value_type=lambda field: ValueType("text"),
    normalise=_normalise,
)
