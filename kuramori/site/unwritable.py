"""A sign that no database keeps as text (NUL, U+0000) is no fault of ours: whoever sent it is told, nothing is saved.

Forms refuse it at the field. Where a search or a button carries it past a form, PostgreSQL does.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kuramori.site.refusal import is_api


class UnwritableSign:
    """400 with the page for what cannot be read, where the database refused a NUL. The API reads its text itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """None leaves every other error to be what it is."""
        if (
            not isinstance(error, (DataError, ValueError))
            or "NUL" not in str(error)
            or is_api(request.path_info)
        ):
            return None
        return render(request, "400.html", status=400)
