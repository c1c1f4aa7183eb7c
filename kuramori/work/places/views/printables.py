"""The papers of this room: the page that lists them, and each as PDF."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kuramori.ground.people.addresses import outside_url, url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import go
from kuramori.press.faults import PressFault
from kuramori.work.places.printing.papers import OF_ONE_PLACE, PAPERS, Asked, printed


@require_safe
def papers(request: ActingRequest) -> HttpResponse:
    """`/places/papers/`: what can be printed."""
    request.actor.require(Can.PLACE_READ)
    return render(request, "places/papers.html", {"papers": PAPERS.items()})


@require_safe
def paper(request: ActingRequest, what: str) -> HttpResponse:
    """`/places/papers/<what>/`: one of them as PDF."""
    request.actor.require(Can.PLACE_READ)
    if what not in PAPERS and what not in OF_ONE_PLACE:
        raise Http404
    home = url_for(request.actor, "home")
    asked = Asked(
        actor=request.actor,
        address=lambda path: outside_url(request, f"{home}{path}"),
        wanted={name: request.GET[name] for name in request.GET},
    )
    try:
        name, content = printed(what, asked)
    except PressFault as fault:
        messages.error(request, fault.sentence((get_language() or "ja").split("-")[0]))
        return go(request, "places:papers")
    response = HttpResponse(content, content_type="application/pdf")
    # Our own document, so that it may be looked at in the browser before it is printed.
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{_quoted(name)}"
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _quoted(name: str) -> str:
    return "".join(f"%{byte:02X}" for byte in name.encode())
