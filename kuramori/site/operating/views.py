"""The operator's pages: how it goes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kuramori.site.operating.door import for_operator
from kuramori.site.operating.standing import standing


@never_cache
@require_safe
@for_operator
def status(request: HttpRequest) -> HttpResponse:
    """Worker, schedules, queue, mail, disk, backup and anchors, without anything of an organisation's."""
    return render(request, "site/operating/status.html", {"standing": standing()})
