"""Refuse bodies that are larger than any page of ours sends, before a byte of them is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from kuramori.site.language import language_of
from kuramori.site.refusal import is_api, refusal


class SmallBodies:
    """413 with a friendly page (JSON for the API) past 1 MB for forms, past 21 MB for uploads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        limit = (
            settings.LARGEST_UPLOAD_BYTES
            if request.content_type == "multipart/form-data"
            else settings.LARGEST_FORM_BYTES
        )
        if _length_of(request) <= limit:
            return self.get_response(request)
        limit_mb = limit // (1024 * 1024)
        if is_api(request.path_info):
            with translation.override(language_of(request)):
                return refusal(413, too_large(limit_mb))
        return render(request, "413.html", {"limit_mb": limit_mb}, status=413)


def too_large(limit_mb: int) -> str:
    """What to say where more was sent than is taken."""
    return _("送られたものが大きすぎます。%(limit)sMBまで受け取れます。") % {"limit": limit_mb}


def _length_of(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
