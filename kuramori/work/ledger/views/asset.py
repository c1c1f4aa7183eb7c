"""The page of one asset: today, or on any past day."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import printed
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import day_asked
from kuramori.work.ledger import access, known_then, looks, panels, read
from kuramori.work.ledger.papers import asset_paper


@require_safe
def asset(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/ledger/<id>/`; `?on=2026/3/31` shows that day, `&known=then` as it was known at that day's end."""
    found = access.asset_for(request.actor, id, Can.ASSET_READ)
    on, knows_then = day_asked(request), request.GET.get("known") == "then"
    page = read.asset_page(request.actor, found, on, knows_then=knows_then and on is not None)
    if page.top_shown:
        looks.note_ids(request.actor, [found.pk])
    hung = () if page.is_masked else panels.panels_of(request.actor, found, on)
    return render(request, "ledger/asset.html", {"page": page, "asset": found, "panels": hung, "on": on})


@require_safe
def print_asset(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/ledger/<id>/print/`: the day's page as PDF, with what rooms above knew then."""
    found = access.asset_for(request.actor, id, Can.ASSET_READ)
    access.require_open(request.actor, found)
    on, knows_then = day_asked(request), request.GET.get("known") == "then"
    page = read.asset_page(request.actor, found, on, knows_then=knows_then and on is not None)
    if page.top_shown:
        looks.note_ids(request.actor, [found.pk])
    name = f"{found.number}-{page.on.isoformat()}.pdf"
    above = known_then.told(request.actor, found.pk, page.on)
    return printed(asset_paper(request.actor.organisation, page, above), name)
