"""The annotation for "a field of any registered type" inside a definition."""

from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from .field import Field

PLACEHOLDER = "x-any-field"
"""Stands in a generated JSON Schema where `schemas` puts the union of all registered types."""


def _parse(raw: Any) -> Field:
    from .field_types import parse_field  # late: field types themselves may hold fields

    return parse_field(raw)


def _dump(field: Field) -> dict[str, Any]:
    return field.model_dump(mode="json", exclude_unset=True)


class _ByRegisteredType:
    """Validates a field by the registered type it names; the JSON Schema holds a placeholder."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _parse, serialization=core_schema.plain_serializer_function_ser_schema(_dump)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {PLACEHOLDER: True}


AnyField = Annotated[Field, _ByRegisteredType]
