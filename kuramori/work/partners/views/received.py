"""受け取ったもの: recording what came from a partner, and entering it in the ledger."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuramori.ground.contacts.access import partner_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import UNPROCESSABLE, go
from kuramori.outside import clock
from kuramori.work.ledger.entry import FieldRefused, Missing
from kuramori.work.ledger.laying import EntryRefused
from kuramori.work.ledger.models import Grade, Layer
from kuramori.work.partners import access, acknowledging, receiving
from kuramori.work.partners import forms_hand_overs as forms
from kuramori.work.partners.hand_over import WrongState
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.models import Agreement, Medium, Mode
from kuramori.work.partners.views.hand_overs import choose_partner
from kuramori.work.places.models import Place

MODES = {Medium.VISIT: Mode.VISIT, Medium.ORAL: Mode.VISIT, Medium.FILE: Mode.THEIR_WAY}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """`/sharing/hand-overs/received/new/`: first the partner, then what came."""
    actor = request.actor
    actor.require(Can.HAND_OVER_MAKE)
    try:
        key = uuid.UUID(request.GET.get("partner", ""))
    except ValueError:
        return choose_partner(request, "partners:new_received", {}, _("どの取引先から受け取りましたか"))
    partner = partner_for(actor, key, Can.PARTNER_READ)
    posted = request.POST if request.method == "POST" else None
    initial = {"received_on": clock.today(), "people": [str(actor.person_id)], "medium": Medium.FILE}
    form = forms.ReceivedForm(posted, partner, initial=initial)
    if posted is not None and form.is_valid():
        given = form.cleaned_data
        medium = Medium(given["medium"])
        things = [
            receiving.Thing(one.name, one.number, one.edition, given["grade"], Layer(given["layer"]))
            for one in given["things"]
        ]
        told = receiving.ReceivedWanted(
            partner=partner,
            things=things,
            people=list(Person.objects.filter(pk__in=given["people"])),
            purpose=given["purpose"],
            received_on=given["received_on"],
            medium=medium,
            mode=MODES.get(medium, Mode.PAPER),
            agreement=Agreement.objects.filter(pk=given["agreement"]).first() if given["agreement"] else None,
            expires_on=given["expires_on"],
            return_by=given["return_by"],
            carried=given["carried"],
        )
        try:
            made = receiving.record_received(actor, told)
        except Refused as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.sentence)
        else:
            messages.success(
                request, _("%(number)s として残しました。次に、台帳へ載せます。") % {"number": made.number}
            )
            return go(request, "partners:hand_over", id=made.pk)
    status = UNPROCESSABLE if posted is not None else 200
    return render(request, "partners/received_new.html", {"form": form, "partner": partner}, status=status)


@require_POST
def acknowledge(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """What a partner announced came."""
    row = access.hand_over_for(request.actor, id, Can.HAND_OVER_MAKE)
    people = list(row.recipients.filter(withdrawn_at__isnull=True))
    form = forms.AcknowledgeForm(request.POST, people)
    if not form.is_valid():
        messages.error(request, _("受け取った方と日を確かめてください。まだ何も変わっていません。"))
        return go(request, "partners:hand_over", id=row.pk)
    given = form.cleaned_data
    chosen = [one for one in people if str(one.pk) in given["people"]]
    try:
        acknowledging.acknowledge(
            request.actor, row, chosen, on=given["on"], is_complete=not given["note"], note=given["note"]
        )
    except (Refused, WrongState) as fault:
        messages.error(request, fault.sentence)
    else:
        messages.success(request, _("受け取りを残し、相手に知らせました。次に、台帳へ載せます。"))
    return go(request, "partners:hand_over", id=row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Propose one thing that came for the ledger."""
    actor = request.actor
    item = access.item_for(actor, id, Can.HAND_OVER_MAKE)
    row = access.hand_over_for(actor, item.hand_over_id, Can.HAND_OVER_MAKE)
    posted = request.POST if request.method == "POST" else None
    form = forms.EnterForm(posted, initial={"grade": Grade.SECRET, "keeper": str(actor.person_id)})
    if posted is not None and form.is_valid():
        given = form.cleaned_data
        try:
            asset = receiving.enter(
                actor,
                item,
                grade=Grade(given["grade"]),
                layer=Layer(given["layer"]),
                place=Place.objects.get(pk=given["place"]),
                keeper=Person.objects.get(pk=given["keeper"]),
                what=given["what"],
            )
        except Refused as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.sentence)
        except (EntryRefused, Missing, FieldRefused, WrongState) as fault:
            form.add_error(None, fault.sentence)
        else:
            messages.success(
                request,
                _("%(number)s として台帳に提案しました。情報管理責任者が登録すると、台帳に載ります。")
                % {"number": asset.number},
            )
            return go(request, "partners:hand_over", id=row.pk)
    status = UNPROCESSABLE if posted is not None else 200
    context = {"form": form, "item": item, "row": row}
    return render(request, "partners/received_enter.html", context, status=status)
