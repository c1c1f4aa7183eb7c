"""What a sheet amounts to, and two of them side by side."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import go
from kuramori.work.checks import access, read


@require_safe
def result(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/checks/<id>/result/`: `?did=q03&did=q07` are the ticks of the what-if, `?view=fields` the other grouping."""
    found = access.sheet_for(request.actor, id, Can.SHEET_READ)
    did = request.GET.getlist("did") or None
    seen = read.sheet_result(request.actor, found, did=did, view=request.GET.get("view", ""))
    pack = read.pack_of(found)
    context = {
        "result": seen,
        "page": seen.page,
        "sheet": seen.sheet,
        "pack": pack,
        "text": read.text_of(pack),
    }
    return render(request, "checks/result.html", context)


@require_safe
def compare(request: ActingRequest) -> HttpResponse:
    """`/checks/compare/?one=…&other=…`"""
    request.actor.require(Can.SHEET_READ)
    try:
        ids = [uuid.UUID(request.GET.get(name, "")) for name in ("one", "other")]
    except ValueError:
        ids = []
    if len(set(ids)) != 2:
        messages.warning(request, _("くらべる回を2つ選んでください。"))
        return go(request, "checks:sheets")
    one, other = (access.sheet_for(request.actor, id, Can.SHEET_READ) for id in ids)
    try:
        seen = read.comparison(one, other)
    except read.OtherList:
        messages.warning(request, _("この2つは別のチェックリストの回なので、くらべられません。"))
        return go(request, "checks:sheets")
    context = {"comparison": seen, "text": read.text_of(read.pack_of(one))}
    return render(request, "checks/compare.html", context)
