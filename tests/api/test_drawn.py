"""Requests drawn from the API's own description: whatever comes, it answers as it says it does.

A usual run draws six requests for each operation. The long run draws ten thousand in all, and before them walks along
every edge that the description has, one at a time (schemathesis' phase of coverage: some fifty requests for each).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kuramori.site.wsgi import application
from tests.api.conftest import Company
from tests.api.described import OPERATIONS
from tests.api.furnished import everybody, furnished, world
from tests.api.world import World

__all__ = ["everybody", "furnished", "world"]

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    ignored_auth,
)
IS_LONG = os.environ.get("KURAMORI_LONG") == "1"
# 10,000 cases in the long run, a thousand in a usual one; a document takes a thousand times as long as an answer.
CASES = 10_000 // len(OPERATIONS) if IS_LONG else 6
DOCUMENTS = ["check_report", "sheet_report", "owner_page"]
EVERYTHING_SUPPRESSED = list(HealthCheck)


def _read_whole(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """The product's WSGI application, its answers read and closed as a server would."""
    answer = application(environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", _read_whole)
schema.config.phases.coverage.enabled = IS_LONG


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """As Django's own test client does: a request does not close the connection whose transaction is undone."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def key(company: Company) -> str:
    return company.key()


@schema.exclude(operation_id=DOCUMENTS).parametrize()
@settings(max_examples=CASES, deadline=None, suppress_health_check=EVERYTHING_SUPPRESSED, database=None)
def test_every_operation_answers_as_it_is_described(case: Any, world: World, key: str) -> None:
    _send(case, world, key)


@schema.include(operation_id=DOCUMENTS).parametrize()
@settings(max_examples=8, deadline=None, suppress_health_check=EVERYTHING_SUPPRESSED, database=None)
def test_documents_are_made_as_it_is_described(case: Any, world: World, key: str) -> None:
    _send(case, world, key)


def _send(case: Any, world: World, key: str) -> None:
    for name, drawn in list((case.path_parameters or {}).items()):
        if name in world.ids and (name == "organisation" or not _left_as_drawn(drawn)):
            case.path_parameters[name] = world.ids[name]
    case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, checks=CHECKS)


def _left_as_drawn(drawn: object) -> bool:
    """A quarter of the ids stay as they were drawn; the others become ids of things that are there."""
    try:
        return UUID(str(drawn)).int % 4 == 0
    except ValueError:
        return True
