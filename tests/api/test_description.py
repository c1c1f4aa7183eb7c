"""What `openapi.json` promises about every operation."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ninja.openapi.schema import OpenAPISchema

from kuramori.site.api import api
from tests.api.conftest import Caller
from tests.api.described import OPERATIONS
from tests.api.reference import PAGE, page

METHODS = {"GET", "POST", "PUT", "DELETE"}


@pytest.fixture
def described(anybody: Caller) -> Any:
    return anybody.get("/openapi.json").json


def test_every_operation_states_its_security_and_public_ones_are_tagged(described: Any) -> None:
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            if method == "parameters":
                continue
            is_public = "public" in operation["tags"]
            assert operation["security"] == ([] if is_public else [{"Bearer": []}]), (method, path)
            assert is_public == ("{organisation}" not in path)
    assert described["components"]["securitySchemes"]["Bearer"]["scheme"] == "bearer"


def test_every_operation_says_what_it_does_and_how_it_refuses() -> None:
    for name, (method, path, operation) in OPERATIONS.items():
        assert method in METHODS
        assert operation["summary"], name
        assert operation["description"], name
        refusals = {"413"} if "public" in operation["tags"] else {"401", "403", "404", "413"}
        assert refusals <= {str(status) for status in operation["responses"]}, (name, path)


def test_names_of_operations_are_used_once(described: Any) -> None:
    named = [
        operation["operationId"]
        for operations in described["paths"].values()
        for method, operation in operations.items()
        if method != "parameters"
    ]
    assert len(named) == len(set(named)) == len(OPERATIONS)


def test_forms_of_the_same_name_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ninja lets a second one replace the first without a word: whoever reads the description would be misled."""
    told: dict[str, Any] = {}
    differing = set()

    def add(_self: object, definitions: dict[str, Any]) -> None:
        for name, form in definitions.items():
            if told.setdefault(name, form) != form:
                differing.add(name)

    monkeypatch.setattr(OpenAPISchema, "add_schema_definitions", add)
    OpenAPISchema(api, "/")
    assert len(told) > 150
    assert differing == set()


def test_bodies_refuse_keys_that_nobody_reads(described: Any) -> None:
    open_bodies = []
    for name, (_, _, operation) in OPERATIONS.items():
        for media_type, body in operation.get("requestBody", {}).get("content", {}).items():
            schema = body["schema"]
            reference = schema.get("$ref", "").removeprefix("#/components/schemas/")
            schema = described["components"]["schemas"][reference] if reference else schema
            if media_type != "multipart/form-data" and schema.get("additionalProperties") is not False:
                open_bodies.append(name)
    assert open_bodies == []


def test_places_in_a_path_are_described(described: Any) -> None:
    for path, operations in described["paths"].items():
        shared = {parameter["name"] for parameter in operations.get("parameters", [])}
        for method, operation in operations.items():
            if method == "parameters":
                continue
            named = shared | {p["name"] for p in operation["parameters"] if p["in"] == "path"}
            assert {part for part in named if f"{{{part}}}" in path} == named, (method, path)
            assert path.count("{") == len(named), (method, path)


def test_the_description_is_served_without_a_page_that_loads_from_elsewhere(anybody: Caller) -> None:
    served = anybody.get("/openapi.json")
    assert served.json["openapi"].startswith("3.1")
    assert "cdn" not in json.dumps(served.json)
    assert anybody.get("/docs").status == 404


def test_the_reference_page_lists_every_operation() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.api prints it anew"
