"""預かり型・治具: the list, one of them, and what became of it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.contacts.access import partner_for
from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import attached, printed
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import UNPROCESSABLE, again, go
from kuramori.outside import clock
from kuramori.press import xlsx
from kuramori.press.faults import PressFault
from kuramori.work.partners import access, choosing
from kuramori.work.partners.forms_joint import (
    MouldAskForm,
    MouldEndForm,
    MouldForm,
    TalkForm,
    partner_meant,
)
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.joint import moulds as verbs
from kuramori.work.partners.joint.mould_list import mould_list_book, mould_list_pdf
from kuramori.work.partners.joint.moulds import OVER
from kuramori.work.partners.joint.tooling import tooling
from kuramori.work.partners.models import KeptMould, MouldState
from kuramori.work.partners.reading import joint as reading
from kuramori.work.places.models import Place


@require_safe
def moulds(request: ActingRequest) -> HttpResponse:
    """`/sharing/joint/moulds/?only=old&partner=…`: the longest unused first."""
    request.actor.require(Can.HAND_OVER_READ)
    page = reading.moulds(request.GET.get("only", ""), _owner(request))
    return render(request, "partners/joint_moulds.html", {"page": page, "here": "moulds"})


@require_safe
def mould_list(request: ActingRequest, form: str) -> HttpResponse:
    """`/sharing/joint/moulds/list/<pdf|xlsx>/?only=…&partner=…`: what the page shows, to hand to the owner."""
    request.actor.require(Can.HAND_OVER_READ)
    if form not in {"pdf", "xlsx"}:
        raise Http404
    page = reading.moulds(request.GET.get("only", ""), _owner(request), most=reading.MOST_PRINTED)
    name = _("預かり型の一覧") + (f"_{page.partner.name}" if page.partner else "")
    try:
        if form == "pdf":
            return printed(mould_list_pdf(request.actor, page), f"{name}.pdf")
        return attached(mould_list_book(request.actor, page), xlsx.MEDIA_TYPE, f"{name}.xlsx")
    except PressFault as fault:
        messages.error(request, fault.sentence((get_language() or "ja").split("-")[0]))
        return go(request, "partners:moulds")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """`/sharing/joint/moulds/new/?partner=…`"""
    request.actor.require(Can.TAKE_BACK)
    begin = {"partner": request.GET.get("partner", "")[:120], "count": 1}
    form = MouldForm(request.POST if request.method == "POST" else None, initial=begin)
    if form.is_bound and form.is_valid():
        found = choosing.chosen(request.actor, "", form.cleaned_data["partner"])
        partner_meant(form, "partner", found.partner, found.partners)
        if found.partner is not None:
            try:
                row = verbs.keep_mould(request.actor, found.partner, _wanted(form))
            except Refused as refused:
                _refuse(form, refused)
            else:
                messages.success(request, _("預かり型を記録しました。"))
                return go(request, "partners:mould", id=row.pk)
    return again(request, "partners/joint_mould_new.html", {"form": form})


@require_safe
def mould(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/joint/moulds/<id>/`"""
    return _page(request, access.mould_for(request.actor, id, Can.HAND_OVER_READ))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/joint/moulds/<id>/change/`: moved, counted, used."""
    row = access.mould_for(request.actor, id, Can.TAKE_BACK)
    names = ("name", "tag", "count", "since_on", "used_on", "revision")
    begin = {name: getattr(row, name) for name in names} | {"place": str(row.place_id or "")}
    form = MouldForm(request.POST if request.method == "POST" else None, row=row, initial=begin)
    if form.is_bound and form.is_valid():
        try:
            verbs.change_mould(request.actor, row, _wanted(form), revision=form.cleaned_data["revision"] or 0)
        except Refused as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _("預かり型の記録を直しました。"))
            return go(request, "partners:mould", id=row.pk)
    return again(request, "partners/joint_mould_change.html", {"form": form, "row": row})


@require_POST
def ask(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/joint/moulds/<id>/ask/`: return or scrapping, by a day."""
    row = access.mould_for(request.actor, id, Can.TAKE_BACK)
    form = MouldAskForm(request.POST, auto_id="ask_%s")
    if form.is_valid():
        given = form.cleaned_data
        state = MouldState(given["state"])
        try:
            verbs.ask_about_mould(
                request.actor, row, state, given["by_on"], given["words"], revision=given["revision"]
            )
        except Refused as refused:
            _refuse(form, refused)
        else:
            messages.success(
                request, _("返却・廃棄の話を残しました。期限が近づくと「次にやること」に出ます。")
            )
            return go(request, "partners:mould", id=row.pk)
    return _page(request, row, asking=form, status=UNPROCESSABLE)


@require_POST
def end(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/joint/moulds/<id>/end/`: it is gone."""
    row = access.mould_for(request.actor, id, Can.TAKE_BACK)
    form = MouldEndForm(request.POST, auto_id="end_%s")
    if form.is_valid():
        given = form.cleaned_data
        state = MouldState(given["state"])
        try:
            verbs.end_mould(
                request.actor, row, state, given["on"], given["words"], revision=given["revision"]
            )
        except Refused as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _("どうしたかを残しました。"))
            return go(request, "partners:mould", id=row.pk)
    return _page(request, row, ending=form, status=UNPROCESSABLE)


@require_POST
def talk(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/joint/moulds/<id>/talk/`: about the cost of keeping it."""
    row = access.mould_for(request.actor, id, Can.TAKE_BACK)
    form = TalkForm(request.POST, auto_id="talk_%s")
    if form.is_valid():
        given = form.cleaned_data
        try:
            verbs.talk_of_cost(
                request.actor, row, on=given["on"], words=given["words"], is_agreed=given["agreed"] == "yes"
            )
        except Refused as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _("保管の費用の話を残しました。"))
            return go(request, "partners:mould", at="talks", id=row.pk)
    return _page(request, row, talking=form, status=UNPROCESSABLE)


def _owner(request: ActingRequest) -> Partner | None:
    """Whose moulds alone are asked for. Raises `Http404` for a partner that is not ours."""
    told = request.GET.get("partner", "")
    if not told:
        return None
    try:
        key = uuid.UUID(told)
    except ValueError:
        raise Http404 from None
    return partner_for(request.actor, key, Can.HAND_OVER_READ)


def _wanted(form: MouldForm) -> verbs.Wanted:
    given = form.cleaned_data
    place = Place.objects.get(pk=given["place"]) if given["place"] else None
    return verbs.Wanted(
        given["name"], given["since_on"], given["tag"], given["count"], place, given["used_on"]
    )


def _refuse(form: forms.Form, refused: Refused) -> None:
    form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)


def _page(
    request: ActingRequest,
    row: KeptMould,
    *,
    asking: MouldAskForm | None = None,
    ending: MouldEndForm | None = None,
    talking: TalkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    talks = list(row.talks.order_by("-on", "-recorded_at"))
    begin = {"revision": row.revision}
    context: dict[str, Any] = {
        "line": reading.mould_line(row, talks[0] if talks else None),
        "row": row,
        "talks": talks,
        "is_over": row.state in OVER,
        "asking": asking or MouldAskForm(initial=begin, auto_id="ask_%s"),
        "ending": ending or MouldEndForm(initial=begin, auto_id="end_%s"),
        "talking": talking or TalkForm(auto_id="talk_%s"),
        "says": tooling(),
        "today": clock.today(),
        "here": "moulds",
    }
    return render(request, "partners/joint_mould.html", context, status=status)
