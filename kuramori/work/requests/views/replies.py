"""Replies as the asking side reads them: each look is told to the trail, as any look at a received secret."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kuramori.ground.contacts.access import partner_for
from kuramori.ground.papers import store
from kuramori.ground.papers.answer import handed_out
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import attached
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.holds import UnderHold
from kuramori.ground.trail.record import record
from kuramori.press import pdf
from kuramori.press.faults import PressFault
from kuramori.work.requests import access, keeping, removing_in_time
from kuramori.work.requests import events_replies as events
from kuramori.work.requests.models import Asked, Reply, ReplyEvidence
from kuramori.work.requests.papers import removal
from kuramori.work.requests.papers import reply as papers
from kuramori.work.requests.reading import replies as reading

UNPROCESSABLE, CONFLICT, AWAY = 422, 409, 503


class RemoveForm(forms.Form):
    """Why, and that it is meant."""

    reason = forms.CharField(label=gettext_lazy("消すわけ"), max_length=200)
    sure = forms.BooleanField(
        label=gettext_lazy("元に戻せないことを確かめました"),
        error_messages={"required": gettext_lazy("確かめたら、印を付けてください。")},
    )


@never_cache
@require_safe
def reply(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/replies/<id>/`"""
    row = access.reply_for(request.actor, id, Can.REPLY_READ)
    page = reading.reply_page(request.actor, row)
    with transaction.atomic():
        record(
            request.actor,
            events.LOOKED,
            kind="asked",
            thing_id=row.asked_id,
            number=row.asked.number,
            partner=row.asked.partner.name,
            shows=[row.pk],
        )
    return render(request, "requests/reply.html", {"page": page})


@never_cache
@require_safe
def evidence(request: ActingRequest, id: uuid.UUID) -> HttpResponseBase:
    """A file that the reply shows."""
    row = (
        ReplyEvidence.objects.filter(pk=id, is_shown=True, file__isnull=False)
        .select_related("file", "asked__partner", "asked__request")
        .first()
    )
    if row is None or row.file is None:
        raise Http404
    request.actor.require(Can.REPLY_READ)
    with transaction.atomic():
        record(
            request.actor,
            events.EVIDENCE_TAKEN,
            kind="asked",
            thing_id=row.asked_id,
            number=row.asked.number,
            partner=row.asked.partner.name,
            shows=[row.pk],
        )
    file = row.file
    return handed_out(
        request,
        lambda: store.take_out(request.actor, file),
        name=file.name,
        media_type=file.media_type,
        size=file.size,
    )


@never_cache
@require_safe
def of_partner(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/replies/of/<partner>/`"""
    partner = partner_for(request.actor, id, Can.REPLY_READ)
    context = {
        "partner": partner,
        "lines": reading.replies_of(request.actor, partner.pk),
        "removals": reading.removals_of(partner.pk),
    }
    return render(request, "requests/replies_of.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def remove(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Remove all answers of one partner to one request."""
    asked = access.asked_for(request.actor, id, Can.REQUEST_APPROVE)
    posted, status = request.method == "POST", 200
    until = keeping.keep_until(asked)
    form = RemoveForm(request.POST if posted else None, initial={"reason": keeping.reason_of_time()})
    if posted:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                keeping.remove_answers(request.actor, asked, form.cleaned_data["reason"])
            except keeping.NothingToRemove:
                status = CONFLICT
                form.add_error(None, _("このお願いへの回答は、もうありません。"))
            except UnderHold:
                status = CONFLICT
                form.add_error(None, _("保全の指定があるので、消せません。"))
            else:
                messages.success(request, _("%(number)s の回答を消しました。") % {"number": asked.number})
                return redirect(url_for(request.actor, "requests:replies_of", id=asked.partner_id))
    context = {
        "asked": asked,
        "form": form,
        "until": until,
        "count": Reply.objects.filter(asked=asked).count(),
    }
    return render(request, "requests/reply_remove.html", context, status=status)


@never_cache
@require_safe
def removed_paper(request: ActingRequest, id: uuid.UUID) -> HttpResponseBase:
    """The certificate for the partner whose answers were removed."""
    asked: Asked = access.asked_for(request.actor, id, Can.REPLY_READ)
    told = keeping.removal_of(asked)
    if told is None:
        raise Http404
    try:
        made = removal.certificate(request.actor, asked, told)
    except PressFault:
        return _away(request, asked)
    removing_in_time.handed(request.actor, asked)
    return attached(made, pdf.MEDIA_TYPE, f"{asked.number}-{_('回答を消した証明')}.pdf")


@never_cache
@require_safe
def returned(request: ActingRequest, id: uuid.UUID, paper: str) -> HttpResponseBase:
    """`/requests/replies/<id>/receipt.pdf`, `…/result.pdf`: for a partner that answered by workbook or telephone."""
    row = access.reply_for(request.actor, id, Can.REPLY_READ)
    try:
        made = papers.returned(request.actor, row, paper)
    except PressFault:
        return _away(request, row.asked)
    name = _("提出の控え") if paper == "receipt" else _("回答の結果票")
    return attached(made, pdf.MEDIA_TYPE, f"{row.asked.number}-{name}.pdf")


def _away(request: HttpRequest, asked: Asked) -> HttpResponse:
    context = {"asked": asked}
    return render(request, "requests/reply_no_paper.html", context, status=AWAY)
