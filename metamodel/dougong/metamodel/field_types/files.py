"""Files kept with the record."""

from typing import Any, Literal

from ..field import FieldType
from ..storage import Kind, Storage
from ..value_type import ValueType
from .stored_files import StoredFilesField, read_files


class FilesField(StoredFilesField):
    type: Literal["files"]
    max_files: int = 20


def _normalise(field: FilesField, raw: object) -> list[dict[str, Any]] | None:
    if raw is None or raw == "" or raw == []:
        return None
    return read_files(raw, field.max_files)


FIELD_TYPE = FieldType(
    config=FilesField,
    icon="paperclip",
    widget="files",
    storage=lambda field: Storage(Kind.JSON),
    value_type=lambda field: ValueType("json"),
    normalise=_normalise,
)
