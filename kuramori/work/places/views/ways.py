"""A page with a form, as this room shows it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.ways import UNPROCESSABLE


def shown(request: ActingRequest, template: str, context: dict[str, Any], *, status: int = 0) -> HttpResponse:
    """A page with a form: 422 where something was sent and was wrong, unless `status` says otherwise."""
    return render(
        request, template, context, status=status or (UNPROCESSABLE if request.method == "POST" else 200)
    )
