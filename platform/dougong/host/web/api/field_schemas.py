"""JSON Schemas of records as the API gives and takes them, written over the nine storage kinds."""

from typing import Any, assert_never

from dougong.metamodel.model import EntityModel, FieldModel
from dougong.metamodel.storage import Kind
from dougong.records.rights import FieldRight, Viewer

ID = {"type": "string", "format": "uuid"}
LINK = {"type": ["object", "null"], "properties": {"id": ID, "title": {"type": ["string", "null"]}}, "required": ["id"]}
ANY_LINK = {
    "type": ["object", "null"],
    "properties": {"entity": {"type": "string"}, "id": ID, "title": {"type": ["string", "null"]}},
    "required": ["entity", "id"],
}


def output_schema(entity: EntityModel, viewer: Viewer, language: str) -> dict[str, Any]:
    """A record as it comes out for this viewer: hidden fields are not there, masked ones are text."""
    rights = viewer.on(entity.key)
    properties = {}
    for field in entity.fields.values():
        right = FieldRight.READ if viewer.admin else rights.field(field.key)
        if right is not FieldRight.HIDDEN and (field.storage is not None or field.formula):
            schema = {"type": ["string", "null"]} if right is FieldRight.MASKED else out(field)
            properties[field.key] = {
                **schema,
                "title": field.label.in_(language),
                "readOnly": field.field.read_only or bool(field.formula),
            }
    return {"type": "object", "title": entity.label.in_(language), "properties": properties}


def input_schema(entity: EntityModel, viewer: Viewer, language: str, creating: bool) -> dict[str, Any]:
    """What may be sent."""
    rights = viewer.on(entity.key)
    properties, required = {}, []
    for field in entity.fields.values():
        writable = (
            not field.field.read_only
            and not field.formula
            and (field.storage is not None or (field.relation and field.relation.owned))
        )
        if writable and (viewer.admin or rights.field(field.key) is FieldRight.EDIT):
            properties[field.key] = {**taken(field), "title": field.label.in_(language)}
            filled = field.field.default is not None or field.field.default_formula
            if creating and field.field.required and not filled:
                required.append(field.key)
    found: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    if creating:
        found["properties"]["id"] = ID
    if required:
        found["required"] = required
    return found


def out(field: FieldModel) -> dict[str, Any]:
    """Schema of a field's value in an answer."""
    if field.relation is not None and field.relation.kind != "many":
        return LINK if field.relation.kind == "one" else ANY_LINK
    kind = field.storage.kind if field.storage is not None else _kind_of_formula(field)
    match kind:
        case Kind.TEXT:
            return _options(field, {"type": ["string", "null"]})
        case Kind.INTEGER:
            return {"type": ["integer", "null"]}
        case Kind.DECIMAL:
            return {"type": ["string", "null"], "format": "decimal"}
        case Kind.BOOLEAN:
            return {"type": ["boolean", "null"]}
        case Kind.DATE:
            return {"type": ["string", "null"], "format": "date"}
        case Kind.INSTANT:
            return {"type": ["string", "null"], "format": "date-time"}
        case Kind.REFERENCE:
            return LINK
        case Kind.LIST:
            return {"type": ["array", "null"], "items": {"type": "string"}}
        case Kind.JSON:
            return {}
        case _:
            assert_never(kind)


def taken(field: FieldModel) -> dict[str, Any]:
    """Schema of a field's value in a request."""
    if field.relation is not None and field.relation.kind == "one":
        return {"type": ["string", "null"], "format": "uuid"}
    if field.relation is not None and field.relation.kind == "many":
        return {"type": "array", "items": {"type": ["object", "string"]}}
    if field.storage is not None and field.storage.kind is Kind.DECIMAL:
        return {"type": ["string", "number", "null"]}
    return out(field)


def _options(field: FieldModel, schema: dict[str, Any]) -> dict[str, Any]:
    options = getattr(field.field, "options", ())
    return {**schema, "enum": [*(option.key for option in options), None]} if options else schema


def _kind_of_formula(field: FieldModel) -> Kind:
    """The kind of a virtual formula's result."""
    names = {
        "number": Kind.DECIMAL, "money": Kind.DECIMAL, "percent": Kind.DECIMAL,
        "bool": Kind.BOOLEAN, "date": Kind.DATE, "datetime": Kind.INSTANT, "duration": Kind.INTEGER, "many": Kind.JSON,
        "list": Kind.LIST, "multichoice": Kind.LIST,
    }  # fmt: skip
    return names.get(field.value_type.name, Kind.TEXT)
