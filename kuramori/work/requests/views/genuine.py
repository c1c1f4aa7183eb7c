"""The page for whoever got a request and wants to know whether it is genuine. No account, nothing is kept."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kuramori.work.requests import genuine

TRIES = {"genuine": "30/h/ip"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """`/genuine/`: a number in, from whom and since when out."""
    context: dict[str, object] = {"asked": False}
    status = 200
    if request.method == "POST":
        written = request.POST.get("number", "")[:80]
        if ratelimit.consume(request, app="kuramori", action="genuine", config=TRIES) is None:
            context, status = {"asked": False, "waits": True}, 429
        else:
            context = {"asked": True, "found": genuine.genuine(written), "written": genuine.typed(written)}
    return render(request, "requests/genuine.html", context, status=status)
