"""JSON Schemas of all document kinds: for editors, and the first gate of an installation.

Derived from the definition values; a field is one of the registered types, chosen by its `type`.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from .any_field import PLACEHOLDER
from .documents import Document
from .field_types import field_types
from .kinds import KINDS
from .places import step
from .problem import Problem
from .text import text

_ANY_FIELD = {"$ref": "#/$defs/AnyField"}


def json_schema(kind: str) -> dict[str, Any]:
    """The schema (draft 2020-12) of a document kind, a key of KINDS."""
    return _schema(kind, tuple(field_types()))


def schema_problems(document: Document) -> list[Problem]:
    """What the schema refuses, the best finding per place."""
    found: dict[str, ValidationError] = {}
    for error in _validator(document.kind, tuple(field_types())).iter_errors(document.raw):
        deepest = best_match([error]) or error
        found.setdefault("$" + "".join(step(part) for part in deepest.absolute_path), deepest)
    return [_problem(document, path, error) for path, error in sorted(found.items())]


def _problem(document: Document, path: str, error: ValidationError) -> Problem:
    said = error.message[:200]
    return document.problem(f"schema.{error.validator}", text(f"不合格式：{said}", f"Not well formed: {said}"), path)


@cache
def _validator(kind: str, types: tuple[str, ...]) -> Draft202012Validator:
    return Draft202012Validator(_schema(kind, types))


@cache
def _schema(kind: str, types: tuple[str, ...]) -> dict[str, Any]:
    value = KINDS[kind].value
    found = _plain(value.model_json_schema(by_alias=True, ref_template="#/$defs/{model}"))
    definitions: dict[str, Any] = found.pop("$defs", {})
    if _mentions(found, PLACEHOLDER) or _mentions(definitions, PLACEHOLDER):
        definitions |= _field_definitions(types)
    found["properties"]["$schema"] = {"const": KINDS[kind].schema}
    found["required"] = ["$schema", *(name for name in found.get("required", ()) if name != "$schema")]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{KINDS[kind].schema}.schema.json",
        **_with_fields(found),
        **({"$defs": {name: _with_fields(one) for name, one in sorted(definitions.items())}} if definitions else {}),
    }


def _field_definitions(types: tuple[str, ...]) -> dict[str, Any]:
    """One definition per field type, and `AnyField` that asks for the one its `type` names."""
    definitions: dict[str, Any] = {}
    branches = []
    for key in types:
        config = field_types()[key].config
        one = _plain(config.model_json_schema(by_alias=True, ref_template="#/$defs/{model}"))
        definitions |= one.pop("$defs", {})
        definitions[config.__name__] = one
        branches.append(
            {"if": {"properties": {"type": {"const": key}}}, "then": {"$ref": f"#/$defs/{config.__name__}"}}
        )
    definitions["AnyField"] = {
        "type": "object",
        "required": ["key", "type"],
        "properties": {"type": {"enum": list(types)}},
        "allOf": branches,
    }
    return definitions


def _plain(schema: Any) -> Any:
    """Without pydantic's titles, which only repeat names; a property called title stays."""
    if isinstance(schema, list):
        return [_plain(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _plain(part) for key, part in schema.items() if not (key == "title" and isinstance(part, str))}


def _with_fields(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_with_fields(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return _ANY_FIELD if PLACEHOLDER in schema else {key: _with_fields(part) for key, part in schema.items()}


def _mentions(schema: Any, key: str) -> bool:
    return any(key in one for one in _objects(schema))


def _objects(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _objects(part)
