"""The operator's pages: how it goes."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
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
def poster(request: HttpRequest) -> FileResponse:
    """The poster for the shop floor's tablet, as `serve --lan` printed it; 404 without one."""
    path = path_of(Path(settings.DATA))
    if not settings.LAN or not path.exists():
        raise Http404
    return FileResponse(
        path.open("rb"), as_attachment=True, filename="kuramori-poster.pdf", content_type="application/pdf"
    )
