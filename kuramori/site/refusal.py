"""The one form in which the API says no, wherever in the request it is said: `{detail, faults?}`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import JsonResponse
from django.utils.translation import get_language

from kuramori.rules.faults import Fault


def refusal(
    status: int, detail: object, *, faults: Iterable[Fault] = (), more: Mapping[str, Any] | None = None
) -> JsonResponse:
    """`detail` is one sentence for a person; `faults` name each place that is wrong, in the same language."""
    language = (get_language() or "ja").split("-")[0]
    told: dict[str, Any] = {"detail": str(detail), **(more or {})}
    named = [fault.as_dict(language) for fault in faults]
    if named:
        told["faults"] = named
    response = JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="kuramori"'
    return response


def is_api(path: str) -> bool:
    """Whether an address belongs to the API, so that whatever is refused there is refused as JSON."""
    return path.startswith("/api/")
