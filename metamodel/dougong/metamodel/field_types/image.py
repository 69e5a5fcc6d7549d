"""A picture."""

from typing import Any, Literal

from ..field import FieldType
from ..storage import Kind, Storage
from ..value_type import ValueType
from .stored_files import StoredFilesField, read_files


class ImageField(StoredFilesField):
    type: Literal["image"]


def _normalise(field: ImageField, raw: object) -> list[dict[str, Any]] | None:
    if raw is None or raw == "" or raw == []:
        return None
    return read_files(raw, 1, pictures=True)


FIELD_TYPE = FieldType(
    config=ImageField,
    icon="photo",
    widget="image",
    storage=lambda field: Storage(Kind.JSON),
    value_type=lambda field: ValueType("json"),
    normalise=_normalise,
)
