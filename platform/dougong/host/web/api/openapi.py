"""OpenAPI 3.1 of this workspace as the caller may use it: entities and fields they have no right on do not appear."""

from typing import Any

from starlette.responses import Response

from dougong.metamodel.model import EntityModel
from dougong.records.rights import Viewer

from .encode import answer
from .endpoint import Asked, endpoint
from .field_schemas import ID, input_schema, output_schema

PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {"type": "array", "items": {
            "type": "object",
            "properties": {name: {"type": "string"} for name in ("path", "code", "message", "fix", "file")},
            "required": ["path", "code", "message"]}},
    },
    "required": ["title", "status", "errors"],
}  # fmt: skip


def openapi_json(asked: Asked) -> Response:
    """The document, as this caller may use the API."""
    scope = asked.scope
    entities = [
        entity
        for entity in scope.workspace.store.model.entities.values()
        if not entity.implicit and reachable(scope.viewer, entity)
    ]
    return answer(document(entities, scope.viewer, scope.language, scope.base_path))


def reachable(viewer: Viewer, entity: EntityModel) -> bool:
    rights = viewer.on(entity.key)
    return viewer.admin or not rights.read.nothing or "create" in rights.actions


def document(entities: list[EntityModel], viewer: Viewer, language: str, base_path: str) -> dict[str, Any]:
    """The OpenAPI document."""
    paths: dict[str, Any] = {"/api/v1/search": _search()}
    schemas: dict[str, Any] = {"problem": PROBLEM}
    for entity in entities:
        schemas[entity.key] = output_schema(entity, viewer, language)
        schemas[f"{entity.key}.create"] = input_schema(entity, viewer, language, creating=True)
        schemas[f"{entity.key}.update"] = input_schema(entity, viewer, language, creating=False)
        paths.update(_paths(entity, viewer, language))
    return {
        "openapi": "3.1.0",
        "info": {"title": "Dougong", "version": "1"},
        "servers": [{"url": base_path or "/"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}, "schemas": schemas},
    }


def _paths(entity: EntityModel, viewer: Viewer, language: str) -> dict[str, Any]:
    key, rights = entity.key, viewer.on(entity.key)
    record = {"name": "record", "in": "path", "required": True, "schema": {"type": "string"}}
    match = {"name": "If-Match", "in": "header", "schema": {"type": "string"}}
    once = {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 200}}
    one, whole = {"$ref": f"#/components/schemas/{key}"}, f"/api/v1/{key}"
    data = {"type": "object", "properties": {"data": one}}
    listed = {"type": "object", "properties": {"data": {"type": "array", "items": one}, "page": {"type": "object"}}}
    may_update = viewer.admin or not rights.update.nothing
    found: dict[str, Any] = {
        whole: {"get": _operation(f"list_{key}", key, listed, parameters=_LIST)},
        f"{whole}/{{record}}": {"get": _operation(f"get_{key}", key, data, parameters=[record, _query("fields")])},
        f"{whole}/{{record}}/history": {"get": _operation(f"history_{key}", key, _rows(), parameters=[record])},
        f"{whole}:aggregate": {"post": _operation(f"aggregate_{key}", key, _rows(), _AGGREGATE)},
    }
    if viewer.admin or "create" in rights.actions:
        ref = {"$ref": f"#/components/schemas/{key}.create"}
        body: dict[str, Any] = {"oneOf": [ref, {"type": "array", "items": ref, "minItems": 1, "maxItems": 1000}]}
        made = {"type": "object", "properties": {"data": {"oneOf": [one, {"type": "array", "items": one}]}}}
        found[whole]["post"] = _operation(f"create_{key}", key, made, body, [once], status="201")
    if may_update:
        body = {"$ref": f"#/components/schemas/{key}.update"}
        found[f"{whole}/{{record}}"]["patch"] = _operation(f"update_{key}", key, data, body, [record, match, once])
    if viewer.admin or not rights.delete.nothing:
        found[f"{whole}/{{record}}"]["delete"] = _operation(
            f"delete_{key}", key, None, parameters=[record, match], status="204"
        )
        ids = {
            "type": "object",
            "properties": {"ids": {"type": "array", "items": ID}},
            "required": ["ids"],
            "additionalProperties": False,
        }
        found[f"{whole}:restore"] = {"post": _operation(f"restore_{key}", key, {"type": "object"}, ids)}
    if entity.definition.features.sharing and entity.owner_link is None:
        found.update(_shares(key, f"{whole}/{{record}}/shares", record, viewer.admin or "share" in rights.actions))
    if viewer.admin or "bulk" in rights.actions:
        found[f"{whole}:bulk"] = {"post": _operation(f"bulk_{key}", key, {"type": "object"}, _BULK)}
    return found


def _shares(key: str, address: str, record: dict[str, Any], may: bool) -> dict[str, Any]:
    """With whom a record is shared; giving and taking back for who may."""
    listed = {"type": "object", "properties": {"data": {"type": "array", "items": _SHARE}}}
    found: dict[str, Any] = {address: {"get": _operation(f"shares_{key}", key, listed, parameters=[record])}}
    if may:
        made = {"type": "object", "properties": {"data": _SHARE}}
        found[address]["post"] = _operation(f"share_{key}", key, made, _SHARING, [record], status="201")
        share = {"name": "share", "in": "path", "required": True, "schema": ID}
        drop = _operation(f"unshare_{key}", key, None, parameters=[record, share], status="204")
        found[f"{address}/{{share}}"] = {"delete": drop}
    return found


def _operation(
    name: str,
    tag: str,
    answer_: dict[str, Any] | None,
    body: dict[str, Any] | None = None,
    parameters: list[Any] | None = None,
    status: str = "200",
) -> dict[str, Any]:
    ok: dict[str, Any] = {"description": "OK"}
    if answer_ is not None:
        ok["content"] = {"application/json": {"schema": answer_}}
    found: dict[str, Any] = {
        "operationId": name,
        "tags": [tag],
        "responses": {
            status: ok,
            "4XX": {
                "description": "Refused",
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}},
            },
        },
    }
    if parameters:
        found["parameters"] = parameters
    if body is not None:
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return found


def _query(name: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "string", **schema}}


def _rows() -> dict[str, Any]:
    return {"type": "object", "properties": {"data": {"type": "array", "items": {"type": "object"}}}}


def _search() -> dict[str, Any]:
    parameters = [_query("q"), _query("entities"), _query("limit", type="integer", minimum=1, maximum=100)]
    return {"get": _operation("search", "search", _rows(), parameters=parameters)}


_LIST = [
    _query("filter", description="An expression: stage = \"won\" AND amount > 1000"),
    _query("q", description="Words to search"),
    _query("sort", description="Fields, - before one descends"),
    _query("fields"),
    _query("limit", type="integer", minimum=1, maximum=500),
    _query("offset", type="integer", minimum=0, maximum=10_000_000),
    _query("cursor"),
    _query("total", enum=["exact", "estimate", "none"]),
    _query("deleted", enum=["true", "false"]),
]  # fmt: skip
_TEXTS = {"type": "object", "additionalProperties": {"type": "string"}}
_NAMES = {"type": "array", "items": {"type": "string"}, "maxItems": 10}
_AGGREGATE = {
    "type": "object",
    "properties": {
        "group": _NAMES, "measures": _TEXTS, "filter": {"type": "string"}, "q": {"type": "string"}, "sort": _NAMES,
        "limit": {"type": "integer", "minimum": 1, "maximum": 10_000},
    },
    "required": ["measures"],
    "additionalProperties": False,
}  # fmt: skip
_BULK = {
    "type": "object",
    "properties": {"filter": {"type": "string"}, "ids": {"type": "array", "items": ID}, "set": {"type": "object"}},
    "required": ["set"],
    "additionalProperties": False,
}
_LEVEL = {"type": "string", "enum": ["read", "edit"], "default": "read"}
_UNTIL = {"type": ["string", "null"], "format": "date-time", "description": "When it ends; null: never"}
_SHARING = {
    "type": "object",
    "properties": {"person": ID, "department": ID, "role": {"type": "string"}, "level": _LEVEL, "until": _UNTIL},
    "oneOf": [{"required": [one]} for one in ("person", "department", "role")],
    "additionalProperties": False,
}
_WHOM = {"type": "object", "properties": {"id": {"type": "string"}, "title": {"type": "string"}}}
_SHARE = {
    "type": "object",
    "properties": {
        "id": ID, "person": _WHOM, "department": _WHOM, "role": _WHOM, "level": _LEVEL, "until": _UNTIL,
        "over": {"type": "boolean"},
    },
}  # fmt: skip
ROUTES = [endpoint("/api/openapi.json", openapi_json)]
