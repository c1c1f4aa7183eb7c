"""確認の段階 of a partner: what is known, what is recorded now, what was recorded by mistake."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.contacts.access import partner_for
from kuramori.ground.contacts.models import Partner
from kuramori.ground.papers.kinds import KindRefused
from kuramori.ground.papers.store import EmptyFile, store
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import again, go
from kuramori.outside import clock
from kuramori.outside.store import TooLarge
from kuramori.work.partners import access, assure
from kuramori.work.partners.forms_deciding import AssuranceForm
from kuramori.work.partners.reading import deciding as reading


@require_safe
def assurance(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/deciding/assurance/<partner>/`: both axes in words, as of when, on what; a form for a new row."""
    partner = partner_for(request.actor, id, Can.PARTNER_READ)
    return _page(request, partner, AssuranceForm(initial={"as_of": clock.today()}))


@require_POST
def record_assurance(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/deciding/assurance/<partner>/record/`"""
    actor = request.actor
    partner = partner_for(actor, id, Can.ASSURANCE_RECORD)
    form = AssuranceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, partner, form)
    given, upload = form.cleaned_data, form.cleaned_data["paper"]
    try:
        paper = store(actor, name=upload.name or "", chunks=upload.chunks()) if upload else None
        assure.record_assurance(
            actor,
            partner,
            assure.Seen(
                int(given["information"]),
                int(given["it"]),
                given["as_of"],
                words=given["words"],
                paper=paper,
                gaps=given["gaps"] or 0,
                valid_until=given["valid_until"],
            ),
        )
    except (KindRefused, EmptyFile, TooLarge):
        form.add_error(
            "paper", _("このファイルは預かれません。PDF・画像・Office・テキスト・zip、20MBまでです。")
        )
    except assure.AssuranceRefused as refused:
        form.add_error(None, refused.sentence)
    else:
        messages.success(
            request,
            _("確認の段階を記録しました。止まっていた提供は、確かめ直すと先へ進めることがあります。"),
        )
        return go(request, "partners:assurance", id=partner.pk)
    return _page(request, partner, form)


@require_POST
def withdraw_assurance(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/deciding/assurances/<id>/withdraw/`: it was a mistake; it stays in the trail."""
    row = access.assurance_for(request.actor, id, Can.ASSURANCE_RECORD)
    try:
        assure.withdraw_assurance(request.actor, row)
    except assure.AssuranceRefused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, _("記録を取り下げました。証跡には残っています。"))
    return go(request, "partners:assurance", id=row.partner_id)


def _page(request: ActingRequest, partner: Partner, form: AssuranceForm) -> HttpResponse:
    context = {
        "form": form,
        "partner": partner,
        "rows": reading.assurances_of(partner.pk),
        "may_record": request.actor.may(Can.ASSURANCE_RECORD),
    }
    return again(request, "partners/assurance.html", context)
