"""JSON Schemas of all document kinds: for editors, and the first gate of an installation.

Derived from the definition values; a field is one of the registered types, chosen by its `type`.
"""

import json
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.validators import extend

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
    found = _refused(document.kind, tuple(field_types()), json.dumps(document.raw, ensure_ascii=False))
    return [_problem(document, path, keyword, said) for path, keyword, said in found]


def _problem(document: Document, path: str, keyword: str, said: str) -> Problem:
    return document.problem(f"schema.{keyword}", text(f"不合格式：{said}", f"Not well formed: {said}"), path)


@lru_cache(maxsize=2_048)
def _refused(kind: str, types: tuple[str, ...], written: str) -> tuple[tuple[str, str, str], ...]:
    """(path, keyword, message) of what is refused in a document as JSON text. A workspace is checked as a whole at each
    change, and all but one of its documents are what they were."""
    found: dict[str, ValidationError] = {}
    for error in _validator(kind, types).iter_errors(json.loads(written)):
        deepest = best_match([error]) or error
        found.setdefault("$" + "".join(step(part) for part in deepest.absolute_path), deepest)
    return tuple((path, str(error.validator), error.message[:200]) for path, error in sorted(found.items()))


@cache
def _validator(kind: str, types: tuple[str, ...]) -> Any:
    validator = extend(Draft202012Validator, {"allOf": _all_of})  # type: ignore[no-untyped-call]
    return validator(_schema(kind, types))


def _all_of(validator: Any, branches: list[Any], instance: Any, schema: Any) -> Iterator[ValidationError]:
    """As the draft says; but the branches of field types that are not the field's are passed by without a look inside,
    which takes half of the time."""
    kind = instance.get("type") if isinstance(instance, dict) else None
    for number, branch in enumerate(branches):
        match branch:
            case {"if": {"properties": {"type": {"const": other}}}} if kind is not None and kind != other:
                continue
        yield from validator.descend(instance, branch, schema_path=number)


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
