"""The JSON Schemas for editors agree with what the metamodel takes."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dougong.metamodel.documents import Document
from dougong.metamodel.field_types import field_types
from dougong.metamodel.kinds import KINDS
from dougong.metamodel.schemas import json_schema, schema_problems

from tests.metamodel.workshop import BASE, bundle, files


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_a_schema(kind: str) -> None:
    schema = json_schema(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["properties"]["$schema"] == {"const": KINDS[kind].schema}
    assert "x-any-field" not in str(schema)


def test_an_entity_may_hold_every_field_type() -> None:
    schema = json_schema("entity")
    assert schema["$defs"]["AnyField"]["properties"]["type"]["enum"] == list(field_types())


@pytest.mark.parametrize("document", [*BASE.documents, *bundle().documents], ids=lambda d: f"{d.app}/{d.file}")
def test_good_documents_pass(document: Document) -> None:
    assert schema_problems(document) == []


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"fields": [{"key": "a", "type": "text", "label": {"zh-CN": "a"}}]}, "$.fields[0].label"),
        ({"features": {"history": "yes"}}, "$.features.history"),
        ({"title": 7}, "$.title"),
    ],
)
def test_a_mistake_is_found_at_its_place(change: dict[str, Any], path: str) -> None:
    raw = {**files()["entities/machine.json"], **change}
    found = schema_problems(Document("workshop", "entity", "entities/machine.json", raw))
    assert path in [one.path for one in found]


def test_links_with_properties_are_checked_inside() -> None:
    raw = files()["entities/job.json"]
    raw["fields"][13]["with"][0]["scale"] = "two"
    found = schema_problems(Document("workshop", "entity", "entities/job.json", raw))
    assert [one.path for one in found] == ["$.fields[13].with[0].scale"]
