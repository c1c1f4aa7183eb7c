"""The operator's pages: how it goes."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kuramori.site.lan.poster import path_of
from kuramori.site.operating.door import for_operator
from kuramori.site.operating.standing import standing


@never_cache
@require_safe
@for_operator
def status(request: HttpRequest) -> HttpResponse:
    """Worker, schedules, queue, mail, disk, backup and anchors, without anything of an organisation's."""
    has_poster = settings.LAN and path_of(Path(settings.DATA)).exists()
    return render(request, "site/operating/status.html", {"standing": standing(), "has_poster": has_poster})


@never_cache
@require_safe
@for_operator
def poster(request: HttpRequest) -> HttpResponseBase:
    """The poster for the shop floor's tablet, as `serve --lan` printed it; without one, how to come by it."""
    path = path_of(Path(settings.DATA))
    if not settings.LAN or not path.exists():
        return render(request, "site/lan_shut.html")
    return FileResponse(
        path.open("rb"), as_attachment=True, filename="kuramori-poster.pdf", content_type="application/pdf"
    )
