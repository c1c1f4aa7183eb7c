"""Refuse bodies that are larger than any page of ours sends, before a byte of them is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class SmallBodies:
    """413 with a friendly page past 1 MB for forms, past 21 MB for uploads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        limit = (
            settings.LARGEST_UPLOAD_BYTES
            if request.content_type == "multipart/form-data"
            else settings.LARGEST_FORM_BYTES
        )
        if _length_of(request) > limit:
            return render(request, "413.html", {"limit_mb": limit // (1024 * 1024)}, status=413)
        return self.get_response(request)


def _length_of(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
