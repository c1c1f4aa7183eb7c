"""取引先 × 情報 × 契約, 約束の一枚 of a partner, and tying received information to its agreement."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuramori.ground.contacts import access as contacts
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import printed
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import go
from kuramori.work.ledger import access as ledger
from kuramori.work.ledger import looks
from kuramori.work.ledger.laying import AssetClosed, EntryRefused, StaleEntry
from kuramori.work.partners import access, agreeing, papers_agreements, tying
from kuramori.work.partners.reading import coverage as reading
from kuramori.work.partners.reading.further_promises import further_of
from kuramori.work.partners.reading.promises import promises_of
from kuramori.work.partners.reading.received import held_of, offered_to
from kuramori.work.partners.reading.shelf import shelf
from kuramori.work.partners.views.ways import number_in


@require_safe
def coverage(request: ActingRequest) -> HttpResponse:
    """`/sharing/agreements/coverage/?q=…&only=unknown&page=…`"""
    request.actor.require(Can.AGREEMENT_READ)
    page = reading.coverage_page(request.actor, reading.Asked.of(request.GET.dict()))
    looks.note(request.actor, ledger.opened(page.assets))
    return render(request, "partners/coverage.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def tie(request: ActingRequest) -> HttpResponse:
    """`/sharing/agreements/tie/?partner=<id>`: what we hold without a known agreement, and a choice for each."""
    request.actor.require(Can.AGREEMENT_CHANGE)
    if request.method == "POST":
        return _tied(request)
    partner = _uuid(request.GET.get("partner", ""))
    only = {partner} if partner else None
    held = [one for one in held_of(request.actor, shelf(only), only) if not one.tied.is_known]
    looks.note(request.actor, ledger.opened([one.asset for one in held]))
    offered = {one.partner_id: offered_to(one.partner_id) for one in held}
    lines = [(one, offered[one.partner_id]) for one in held]
    return render(request, "partners/tie.html", {"lines": lines, "partner": partner})


@require_safe
def promise(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/agreements/promises/<partner>/`"""
    partner = contacts.partner_for(request.actor, id, Can.AGREEMENT_READ)
    told = promises_of(request.actor, partner)
    looks.note(request.actor, ledger.opened([*told.assets, *(one.asset for one in told.held)]))
    further = further_of(request.actor, partner)
    return render(request, "partners/promise.html", {"told": told, "partner": partner, "further": further})


@require_safe
def promise_paper(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """The same, printable on A4."""
    partner = contacts.partner_for(request.actor, id, Can.AGREEMENT_READ)
    told = promises_of(request.actor, partner)
    looks.note(request.actor, ledger.opened([*told.assets, *(one.asset for one in told.held)]))
    content = papers_agreements.promise_paper(
        request.actor.organisation, told, further_of(request.actor, partner)
    )
    return printed(content, _("約束の一枚_%(partner)s.pdf") % {"partner": partner.name})


def _tied(request: ActingRequest) -> HttpResponse:
    asset_id, agreement_id = _uuid(request.POST.get("asset", "")), _uuid(request.POST.get("agreement", ""))
    if asset_id is None or agreement_id is None:
        messages.error(request, _("結びつける契約を選んでください。まだ何も変えていません。"))
        return go(request, "partners:tie")
    asset = ledger.asset_for(request.actor, asset_id, Can.ASSET_CHANGE)
    agreement = access.agreement_for(request.actor, agreement_id, Can.AGREEMENT_CHANGE)
    try:
        tying.tie(request.actor, asset, agreement, revision=number_in(request, "revision"))
    except (agreeing.AgreementRefused, EntryRefused) as refused:
        messages.error(request, refused.sentence)
    except (StaleEntry, AssetClosed):
        messages.warning(
            request, _("ほかの方が先に直しました。もう一度見てから決めてください。何も変えていません。")
        )
    else:
        told = {"asset": asset.number, "agreement": agreement.number}
        messages.success(request, _("%(asset)s を %(agreement)s に結びつけました。") % told)
    return go(request, "partners:tie")


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
