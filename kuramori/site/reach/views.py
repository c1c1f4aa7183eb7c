"""`/reached/<secret>/`: opened on a telephone outside the office, it proves that partners can open the house."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kuramori.outside import reach
from kuramori.outside.visitor import visitor
from kuramori.site.reach import asking

FORBIDDEN = 403


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, secret: str) -> HttpResponse:
    """A button, so that a program that fetches addresses ahead proves nothing; then what was noted."""
    data, address = Path(settings.DATA), settings.INSTANCE.site.address
    if not asking.is_asked(data, secret, address):
        raise Http404
    why = _why_not(request, address)
    if request.method == "POST" and not why:
        asking.opened_outside(data, address)
        return render(request, "site/reached.html", {"is_noted": True})
    status = FORBIDDEN if request.method == "POST" else 200
    return render(request, "site/reached.html", {"why": why, "address": reach.plain(address)}, status=status)


def _why_not(request: HttpRequest, address: str) -> str:
    """Why this does not show that somebody outside can open it: `name` (another address) or `inside`; else ""."""
    if f"{request.scheme}://{request.get_host()}".lower() != reach.plain(address):
        return "name"
    told = request.META.get("HTTP_X_FORWARDED_FOR", "")
    came_from = visitor(request.META["REMOTE_ADDR"], told, settings.TRUSTED_PROXIES)
    return "" if asking.is_outside(came_from) else "inside"
