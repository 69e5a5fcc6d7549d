"""The OpenAPI document is valid, says no more than its reader may know, and the API does what it says."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from tests.api.conftest import Shop


def document(shop: Shop, who: str) -> dict[str, Any]:
    found: dict[str, Any] = shop.api[who]("GET", f"{shop.base}/api/openapi.json")
    return found


@pytest.mark.parametrize("who", ["admin", "chief", "fitter"])
def test_the_document_is_valid(small_shop: Shop, who: str) -> None:
    found = document(small_shop, who)
    assert found["openapi"].startswith("3.1")
    for schema in found["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    named = [one["operationId"] for path in found["paths"].values() for one in path.values()]
    assert len(named) == len(set(named))
    for path, operations in found["paths"].items():
        for operation in operations.values():
            assert ("{record}" in path) == any(one["in"] == "path" for one in operation.get("parameters", ()))
            assert "4XX" in operation["responses"]
    for reference in references(found):
        assert reference.removeprefix("#/components/schemas/") in found["components"]["schemas"], reference


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [one for part in value.values() for one in references(part)]
    return [one for part in value for one in references(part)] if isinstance(value, list) else []


def test_what_a_role_may_not_know_is_not_in_its_document(small_shop: Shop) -> None:
    shop = small_shop
    everything, fitter, chief = document(shop, "admin"), document(shop, "fitter"), document(shop, "chief")
    assert "safe" in everything["components"]["schemas"]
    assert "safe" not in str(fitter)
    assert "secret" in everything["components"]["schemas"]["machine"]["properties"]
    assert "secret" not in str(fitter)
    assert fitter["components"]["schemas"]["machine"]["properties"]["badge"]["type"] == ["string", "null"]
    for name in ("machine.create", "machine.update"):
        assert "price" not in fitter["components"]["schemas"][name]["properties"], "may only be read"
        assert "badge" not in fitter["components"]["schemas"][name]["properties"]
        assert "cost" not in everything["components"]["schemas"][name]["properties"], "is computed"
    paths = fitter["paths"]
    assert "delete" not in paths["/api/v1/machine/{record}"]
    assert "/api/v1/machine:bulk" not in paths
    assert "post" not in paths["/api/v1/maker"]
    assert "/api/v1/machine:bulk" in chief["paths"]


@pytest.mark.parametrize("who", ["admin", "fitter"])
def test_the_api_does_what_the_document_says(small_shop: Shop, who: str) -> None:
    """Random requests made from the document: no failure, and every answer as described."""
    shop = small_shop
    shop.api["admin"]("POST", f"{shop.v1}/machine", json=[{"name": f"m{n}", "price": n} for n in range(3)], status=201)
    found = document(shop, who)
    mine = {
        path: one for path, one in found["paths"].items() if "machine" in path or "maker" in path or "search" in path
    }
    schema = schemathesis.openapi.from_dict({**found, "paths": mine})
    schema.app = shop.app
    headers = {"Authorization": f"Bearer {shop.api[who].token}", "Host": "localhost"}
    wrong: list[str] = []
    asked = 0
    for outcome in schema.get_all_operations():
        operation = outcome.ok()

        @settings(
            max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            nonlocal asked
            asked += 1
            answer = case.call(base_url="http://localhost", headers=headers)
            case.validate_response(
                answer, checks=[not_a_server_error, response_schema_conformance, content_type_conformance]
            )

        try:
            ask()
        except Exception as error:  # collected: one line for each operation that breaks its word
            wrong.append(f"{operation.label}: {str(error)[:1500]}")
    assert not wrong, "\n\n".join(wrong)
    assert asked > 100
