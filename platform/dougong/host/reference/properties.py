"""Tables of the properties that definition values have, for the generated pages."""

import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from dougong.metamodel.field import Field
from dougong.metamodel.text import LocalText


def properties(config: type[BaseModel], known: frozenset[str]) -> str:
    """A table of a model's properties, those in `known` left out."""
    rows = [
        f"| `{field.alias or name}` | {_type(field.annotation)} | {_default(field)} | {_meaning(field)} |\n"
        for name, field in config.model_fields.items()
        if name not in known
    ]
    if not rows:
        return "No properties of its own.\n"
    return "| property | value | default | meaning |\n|---|---|---|---|\n" + "".join(rows)


def parts(config: Any) -> Iterator[type[BaseModel]]:
    """The models that the properties' values are made of, at any depth."""
    for field in config.model_fields.values():
        for part in _models(field.annotation):
            yield part
            yield from parts(part)


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
        Field: "[field](field-types.md)",
    }
    return plain.get(annotation) or f"[{annotation.__name__}](#{annotation.__name__.lower()})"


def _default(field: Any) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if value is None or isinstance(value, BaseModel) or value in ("", (), [], {}):
        return ""
    if isinstance(value, tuple):
        return ", ".join(f"`{one}`" for one in value)
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _meaning(field: Any) -> str:
    return " ".join((field.description or "").split()).replace("|", "\\|")
