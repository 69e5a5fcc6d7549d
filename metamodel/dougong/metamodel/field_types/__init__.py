"""The field types: one file each, registered in one explicit list."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydantic_core import PydanticCustomError

from ..field import Field, FieldType
from . import (
    address,
    any_link,
    auto_number,
    bool,
    choice,
    computed,
    date,
    datetime,
    department,
    duration,
    email,
    encrypted,
    files,
    image,
    integer,
    json,
    lines,
    link,
    long_text,
    many_links,
    money,
    multichoice,
    number,
    percent,
    person,
    phone,
    rating,
    region,
    reverse,
    rich_text,
    roles,
    rollup,
    score,
    signature,
    tags,
    text,
    time,
    url,
)

_TYPES: dict[str, FieldType] = {}


def register(field_type: FieldType) -> None:
    """Add a field type; a key that is taken is an error."""
    if field_type.key in _TYPES:
        raise ValueError(f"field type {field_type.key!r} is registered twice")
    _TYPES[field_type.key] = field_type


@contextmanager
def registered(field_type: FieldType) -> Iterator[None]:
    """A field type for the length of a test."""
    register(field_type)
    try:
        yield
    finally:
        del _TYPES[field_type.key]


def field_types() -> dict[str, FieldType]:
    """All field types by key, in the order of the palette."""
    return dict(_TYPES)


def parse_field(raw: Any) -> Field:
    """A field document turned into its type's model."""
    if isinstance(raw, Field):
        return raw
    key = raw.get("type") if isinstance(raw, dict) else None
    if not isinstance(key, str) or key not in _TYPES:
        raise PydanticCustomError("field_type", "unknown field type {type}", {"type": str(key)[:60]})
    return _TYPES[key].config.model_validate(raw)


for _module in (
    text,
    long_text,
    rich_text,
    number,
    integer,
    money,
    percent,
    bool,
    date,
    datetime,
    time,
    duration,
    choice,
    multichoice,
    tags,
    roles,
    email,
    phone,
    url,
    region,
    address,
    person,
    department,
    link,
    any_link,
    lines,
    reverse,
    many_links,
    computed,
    rollup,
    auto_number,
    files,
    image,
    signature,
    rating,
    score,
    json,
    encrypted,
):
    register(_module.FIELD_TYPE)
