"""共有区分表: what an agreement names, on a page, as PDF and as a workbook that both sides keep."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import printed, workbook
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import UNPROCESSABLE, go
from kuramori.work.ledger import access as ledger
from kuramori.work.ledger import looks
from kuramori.work.partners import access, agreeing, annexing, papers_agreements
from kuramori.work.partners.models import Agreement
from kuramori.work.partners.reading.annex import annex_of, may_be_named
from kuramori.work.partners.views.ways import number_in


@require_safe
def annex(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/agreements/<id>/annex/`: the lines of today, and what may be added."""
    return _page(request, access.agreement_for(request.actor, id, Can.AGREEMENT_READ))


@require_POST
def name_assets(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Chosen entries of the ledger stand in the annex from today on."""
    found = access.agreement_for(request.actor, id, Can.AGREEMENT_CHANGE)
    wrong = _add(request, found)
    return _page(request, found, wrong) if wrong else go(request, "partners:annex", id=found.pk)


def _page(request: ActingRequest, found: Agreement, wrong: str = "") -> HttpResponse:
    lines = annex_of(request.actor, found)
    offered = may_be_named(request.actor, found) if request.actor.may(Can.AGREEMENT_CHANGE) else []
    looks.note(request.actor, ledger.opened([*(line.asset for line in lines), *offered]))
    context = {"agreement": found, "lines": lines, "offered": offered, "wrong": wrong}
    return render(request, "partners/annex.html", context, status=UNPROCESSABLE if wrong else 200)


@require_POST
def strike(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """One line ends today."""
    found = access.agreement_for(request.actor, id, Can.AGREEMENT_CHANGE)
    named = {str(line.asset_id): line.asset for line in annex_of(request.actor, found)}
    thing = named.get(request.POST.get("asset", ""))
    if thing is None:
        messages.info(request, _("その情報は、もう共有区分表にありません。"))
        return go(request, "partners:annex", id=found.pk)
    try:
        annexing.strike(request.actor, found, thing, revision=number_in(request, "revision"))
    except (agreeing.StaleAgreement, agreeing.AgreementRefused):
        messages.warning(
            request, _("ほかの方が先に直しました。もう一度見てから決めてください。何も変えていません。")
        )
    else:
        messages.success(
            request,
            _("%(number)s を共有区分表から外しました。今日までの分は残っています。")
            % {"number": thing.number},
        )
    return go(request, "partners:annex", id=found.pk)


@require_safe
def annex_paper(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """The annex as PDF."""
    found = access.agreement_for(request.actor, id, Can.AGREEMENT_READ)
    lines = annex_of(request.actor, found)
    looks.note(request.actor, ledger.opened([line.asset for line in lines]))
    content = papers_agreements.annex_paper(request.actor.organisation, found, lines)
    return printed(content, _("共有区分表_%(number)s.pdf") % {"number": found.number})


@require_safe
def annex_book(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """The annex as a workbook."""
    found = access.agreement_for(request.actor, id, Can.AGREEMENT_READ)
    lines = annex_of(request.actor, found)
    looks.note(request.actor, ledger.opened([line.asset for line in lines]))
    content = papers_agreements.annex_book(request.actor.organisation, found, lines)
    return workbook(content, _("共有区分表_%(number)s.xlsx") % {"number": found.number})


def _add(request: ActingRequest, found: Agreement) -> str:
    """The chosen ones stand in the annex from today on; what was wrong, or ""."""
    wanted = set(request.POST.getlist("asset")[:500])
    onward, note = request.POST.get("onward") == "on", request.POST.get("note", "")[:200]
    chosen = [one for one in may_be_named(request.actor, found) if str(one.pk) in wanted]
    if not chosen:
        return _("載せる情報を選んでください。")
    lines = [annexing.Named(one, onward, note) for one in chosen]
    try:
        count = annexing.name_assets(request.actor, found, lines, revision=number_in(request, "revision"))
    except agreeing.StaleAgreement:
        return _("ほかの方が先に直しました。もう一度見てから決めてください。何も変えていません。")
    except agreeing.AgreementRefused as refused:
        return refused.sentence
    messages.success(request, _("%(n)s件を共有区分表に載せました。") % {"n": count})
    return ""
