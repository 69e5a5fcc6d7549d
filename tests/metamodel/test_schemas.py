"""The JSON Schemas for editors agree with what the metamodel takes."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

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


def test_each_document_is_told_of_under_its_own_name() -> None:
    """Two files with the same mistake, and the first of them put right."""
    wrong = {**files()["entities/machine.json"], "title": 7}
    one, other = (schema_problems(Document(app, "entity", f"entities/{app}.json", wrong)) for app in ("one", "other"))
    assert [(found.app, found.file) for found in one] == [("one", "entities/one.json")]
    assert [(found.app, found.file) for found in other] == [("other", "entities/other.json")]
    wrong["title"] = "name"
    assert schema_problems(Document("one", "entity", "entities/one.json", wrong)) == []


def test_what_an_editor_is_given_says_the_same_as_the_gate() -> None:
    """The gate passes by what is not meant; the plain schema, as an editor reads it, finds the same places."""
    raw = files()["entities/job.json"]
    for number, field in enumerate(raw["fields"]):
        broken = {
            **raw,
            "fields": [*raw["fields"][:number], {**field, "label": 7, "hint": 7}, *raw["fields"][number + 1 :]],
        }
        found = {one.path for one in schema_problems(Document("workshop", "entity", "entities/job.json", broken))}
        plain = Draft202012Validator(json_schema("entity")).iter_errors(broken)
        assert found == {one.json_path for error in plain for one in [best_match([error]) or error]}, field["type"]
        assert found
