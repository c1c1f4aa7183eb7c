"""The list of the ledger and the page of proposals."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import go
from kuramori.work.ledger import access, grades, looks, read, register
from kuramori.work.ledger.forms import DeclineForm
from kuramori.work.ledger.laying import StaleEntry
from kuramori.work.ledger.models import Stage


@require_safe
def assets(request: ActingRequest) -> HttpResponse:
    """`/ledger/`: what stands in the ledger, fifty lines at a time."""
    request.actor.require(Can.ASSET_READ)
    page = read.list_page(request.actor, read.Asked.of(request.GET.dict()))
    looks.note(request.actor, access.opened(page.assets))
    return render(request, "ledger/assets.html", {"page": page})


@require_safe
def proposals(request: ActingRequest) -> HttpResponse:
    """`/ledger/proposals/`: what waits to be admitted, for whoever decides; and what one proposed oneself."""
    request.actor.require(Can.ASSET_READ)
    waiting = access.assets_seen_by(request.actor).filter(stage=Stage.PROPOSED)
    rows = tuple(waiting.select_related("place", "keeper", "partner", "proposed_by").order_by("proposed_at"))
    looks.note(request.actor, access.opened(rows))
    names = grades.names()
    lines = [
        {
            "line": line,
            "by": row.proposed_by.name if row.proposed_by else "",
            "may_admit": not row.is_masked and access.may(request.actor, row, Can.ASSET_ADMIT),
            "may_change": not row.is_masked and register.proposed_it(request.actor, row),
        }
        for row, line in zip(rows, read.lines_of(rows, names), strict=True)
    ]
    return render(request, "ledger/proposals.html", {"lines": lines})


@require_POST
def admit(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Take a proposal into the ledger."""
    asset = access.asset_for(request.actor, id, Can.ASSET_ADMIT)
    try:
        register.admit(request.actor, asset, revision=_revision(request))
    except register.NotProposed:
        messages.warning(request, _("この提案は、もうほかの方が決めました。"))
        return go(request, "ledger:asset", id=asset.pk)
    except StaleEntry:
        messages.warning(
            request, _("内容がいま直されました。もう一度見てから決めてください。登録はまだです。")
        )
        return go(request, "ledger:asset", id=asset.pk)
    messages.success(request, _("%(number)sを台帳に登録しました。") % {"number": asset.number})
    return go(request, "ledger:asset", id=asset.pk)


@require_POST
def decline(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Leave a proposal out, and say why."""
    asset = access.asset_for(request.actor, id, Can.ASSET_ADMIT)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        messages.error(
            request, _("見送るわけを書いてください。提案した方に伝わります。まだ何も変えていません。")
        )
        return go(request, "ledger:proposals", at=f"asset-{asset.pk}")
    given = form.cleaned_data
    try:
        register.decline(request.actor, asset, revision=given["revision"], reason=given["reason"])
    except (register.NotProposed, StaleEntry):
        messages.warning(request, _("この提案は、もうほかの方が決めました。"))
        return go(request, "ledger:asset", id=asset.pk)
    messages.success(
        request, _("%(number)sを見送りました。わけは記録に残っています。") % {"number": asset.number}
    )
    return go(request, "ledger:proposals")


def _revision(request: ActingRequest) -> int:
    written = request.POST.get("revision", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 0
