"""The operations as the API describes itself."""

from __future__ import annotations

from typing import Any

from kuramori.site.api import api


def _operations() -> dict[str, tuple[str, str, Any]]:
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    return {
        operation["operationId"]: (method.upper(), path, operation)
        for path, operations in paths.items()
        for method, operation in operations.items()
        if method != "parameters"
    }


# operationId → (method, path, operation)
OPERATIONS = _operations()
