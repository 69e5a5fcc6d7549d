"""docs/reference/field-types.md: every field type with its own properties, from the registry."""

import sys
import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from dougong.metamodel.field import Field, FieldType
from dougong.metamodel.field_types import field_types
from dougong.metamodel.text import LocalText

_HEAD = """# Field types

<!-- Generated from metamodel/dougong/metamodel/field_types/ by `make docs`. -->

What every field may say, whatever its type:

"""


def field_types_page() -> str:
    kinds = sorted(field_types().items())
    parts = {part.__name__: part for _, kind in kinds for part in _parts(kind.config)}
    return (
        _HEAD
        + _properties(Field, frozenset())
        + "".join(_section(key, kind) for key, kind in kinds)
        + "\n# Parts\n"
        + "".join(f"\n## {name}\n\n{_properties(part, frozenset())}" for name, part in sorted(parts.items()))
    )


def _section(key: str, kind: FieldType) -> str:
    words = (sys.modules[kind.config.__module__].__doc__ or "").strip()
    return f"\n## `{key}`\n\n{words}\n\n" + _properties(kind.config, frozenset(Field.model_fields))


def _properties(config: type[BaseModel], known: frozenset[str]) -> str:
    rows = [
        f"| `{field.alias or name}` | {_type(field.annotation)} | {_default(field)} |\n"
        for name, field in config.model_fields.items()
        if name not in known
    ]
    return "| property | value | default |\n|---|---|---|\n" + "".join(rows) if rows else "No properties of its own.\n"


def _parts(config: Any) -> Iterator[type[BaseModel]]:
    """The models that the properties' values are made of, at any depth."""
    for field in config.model_fields.values():
        for part in _models(field.annotation):
            yield part
            yield from _parts(part)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation is not LocalText:
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _type(annotation: Any) -> str:
    """The annotation in words an author of JSON reads."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type(arguments[0])
    if origin is Literal:
        return ", ".join(f"`{choice}`" for choice in arguments)
    if origin in (Union, types.UnionType):
        return " or ".join(_type(part) for part in arguments if part is not type(None))
    if origin in (tuple, list):
        return f"list of {_type(arguments[0])}"
    if origin is dict:
        return "object"
    plain = {
        str: "text",
        int: "whole number",
        bool: "`true` or `false`",
        Any: "any value",
        LocalText: "text, per language",
    }
    return plain.get(annotation) or f"[{annotation.__name__}](#{annotation.__name__.lower()})"


def _default(field: Any) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if value is None or value in ("", (), [], {}):
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"
