"""Text kept encrypted at rest; shown only to those with the right, never searched or sorted."""

from typing import ClassVar, Literal

from ..field import Field, FieldType
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import read_text


class EncryptedField(Field):
    type: Literal["encrypted"]
    max_length: int = 2000
    encrypted_at_rest: ClassVar[bool] = True


def _normalise(field: EncryptedField, raw: object) -> str | None:
    return read_text(raw, field.max_length)


FIELD_TYPE = FieldType(
    config=EncryptedField,
    icon="lock",
    widget="encrypted",
    storage=lambda field: Storage(Kind.TEXT),
    value_type=lambda field: ValueType("json"),
    normalise=_normalise,
)
