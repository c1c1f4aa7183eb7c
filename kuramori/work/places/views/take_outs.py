"""持出し: ask, decide, take along, bring back; the slip to go with it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import printed
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import go
from kuramori.press.faults import PressFault
from kuramori.work.places import access_out as access
from kuramori.work.places import forms_out as forms
from kuramori.work.places import slips, take_out
from kuramori.work.places.forms import id_in
from kuramori.work.places.lose_device import NotInUse
from kuramori.work.places.models import TakeOut, Trip
from kuramori.work.places.reading import devices as device_reading
from kuramori.work.places.reading import take_outs as reading
from kuramori.work.places.views.ways import shown

FORM = "places/form_page.html"


@require_safe
def take_outs(request: ActingRequest) -> HttpResponse:
    """`/places/take-outs/`: what waits, what is out, what came back."""
    request.actor.require(Can.PLACE_READ)
    page = reading.take_outs_page(request.actor)
    return render(request, "places/take_outs.html", {"page": page, "here": "take_outs"})


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ActingRequest) -> HttpResponse:
    """Ask to take something along; `?device=` and `?trip=` fill it in."""
    actor = request.actor
    actor.require(Can.TAKE_OUT_ASK)
    trip = _trip(request)
    rows = list(device_reading.to_take_out(actor.person_id))
    initial = {"device": request.GET.get("device", "")}
    if trip is not None:
        initial |= {"country": trip.country, "to_where": trip.to_where, "purpose": trip.purpose}
        initial["due_on"] = f"{trip.until_on.year}/{trip.until_on.month}/{trip.until_on.day}"
    form = forms.TakeOutForm(request.POST if request.method == "POST" else None, rows, initial=initial)
    if form.is_valid():
        made = _asked(request, form, trip)
        if made is not None:
            messages.success(request, _("持出しを願い出ました。認められると、持ち出せます。"))
            return go(request, "places:take_out", id=made.pk)
    context = {
        "form": form,
        "here": "take_outs",
        "title": _("持出しを願い出る"),
        "lead": _("何を、どこへ、いつまでに。1分で書けます。"),
        "button": _("願い出る"),
        "crumb": _("持出し"),
        "crumb_url": url_for(actor, "places:take_outs"),
        "back": url_for(actor, "places:take_outs"),
    }
    return shown(request, FORM, context)


@require_safe
def one(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/places/take-outs/<id>/`"""
    row = access.take_out_for(request.actor, id, Can.PLACE_READ)
    line = reading.line_of(request.actor, row)
    context = {"line": line, "extend": forms.ExtendForm(initial={"due_on": row.due_on}), "here": "take_outs"}
    return render(request, "places/take_out.html", context)


@require_POST
def approve(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Agree."""
    row = access.take_out_for(request.actor, id, Can.TAKE_OUT_APPROVE)
    note = request.POST.get("words", "")
    return _done(request, row, lambda: take_out.approve(request.actor, row, note=note), _("認めました。"))


@require_POST
def refuse(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Do not agree, and say why."""
    row = access.take_out_for(request.actor, id, Can.TAKE_OUT_APPROVE)
    note = request.POST.get("words", "")
    return _done(
        request, row, lambda: take_out.refuse(request.actor, row, note=note), _("見送りにしました。")
    )


@require_POST
def take(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """It leaves now."""
    row = access.take_out_for(request.actor, id, Can.TAKE_OUT_ASK)
    return _done(
        request,
        row,
        lambda: take_out.take(request.actor, row),
        _("持ち出しました。気をつけてお持ちください。"),
    )


@require_POST
def bring_back(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """It is back."""
    row = access.take_out_for(request.actor, id, Can.TAKE_OUT_ASK)
    note = request.POST.get("words", "")
    return _done(
        request,
        row,
        lambda: take_out.bring_back(request.actor, row, note=note),
        _("戻ったことを残しました。"),
    )


@require_POST
def drop(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Not needed after all."""
    row = access.take_out_for(request.actor, id, Can.TAKE_OUT_ASK)
    return _done(request, row, lambda: take_out.drop(request.actor, row), _("取り下げました。"))


@require_POST
def extend(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Another day of return."""
    row = access.take_out_for(request.actor, id, Can.TAKE_OUT_APPROVE)
    form = forms.ExtendForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("日付が読めません。まだ何も変わっていません。"))
        return go(request, "places:take_out", id=row.pk)
    due_on = form.cleaned_data["due_on"]
    return _done(
        request, row, lambda: take_out.extend(request.actor, row, due_on=due_on), _("戻す日を変えました。")
    )


@require_POST
def slip(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """持出し票, one A4 page."""
    row = access.take_out_for(request.actor, id, Can.PLACE_READ)
    try:
        content = slips.slip(request.actor, row)
    except PressFault as fault:
        messages.error(request, fault.sentence((get_language() or "ja").split("-")[0]))
        return go(request, "places:take_out", id=row.pk)
    return printed(content, _("持出し票.pdf"))


def _done(request: ActingRequest, row: TakeOut, verb: Callable[[], object], sentence: str) -> HttpResponse:
    """Do it, and say what happened or why nothing did."""
    try:
        verb()
        messages.success(request, sentence)
    except take_out.OwnRequest:
        messages.error(request, _("ご自分の願いは、ほかの方に決めてもらいます。何も変えていません。"))
    except take_out.IncompleteRequest:
        messages.error(request, _("見送る理由を書いてください。何も変えていません。"))
    except take_out.DueTooEarly:
        messages.error(request, _("戻す日は、今日か、この先の日にしてください。何も変えていません。"))
    except take_out.WrongState:
        messages.warning(request, _("その間に、ほかの方が先に進めました。いまの様子を見てください。"))
    return go(request, "places:take_out", id=row.pk)


def _asked(request: ActingRequest, form: forms.TakeOutForm, trip: Trip | None) -> TakeOut | None:
    """The request that was made; None where the form says why there is none."""
    given = form.cleaned_data
    wanted = take_out.Wanted(
        to_where=given["to_where"],
        purpose=given["purpose"],
        due_on=given["due_on"],
        country=given["country"],
        is_encrypted=forms.yes_no(given["is_encrypted"]),
        trip=trip,
    )
    try:
        return take_out.ask(request.actor, _subject(request, given), wanted)
    except take_out.DueTooEarly:
        form.add_error("due_on", _("戻す日は、今日か、この先の日にしてください。"))
    except take_out.IncompleteRequest:
        form.add_error(None, _("何を・どこへ・何のために、を書いてください。"))
    except (take_out.AlreadyOut, NotInUse):
        form.add_error(
            "device", _("ほかの方が先に願い出たか、いまは使えない物です。別の物を選んでください。")
        )
    except take_out.RuleForbids as forbidden:
        form.add_error(
            "country",
            _("この国へは持ち出さない決まりです。理由：%(reason)s") % {"reason": forbidden.rule.reason},
        )
    return None


def _subject(request: ActingRequest, given: dict[str, Any]) -> take_out.Subject:
    if given["device"]:
        row = access.device_for(request.actor, uuid.UUID(given["device"]), Can.TAKE_OUT_ASK)
        return take_out.subject_of(row)
    return take_out.Subject("thing", None, given["words"])


def _trip(request: ActingRequest) -> Trip | None:
    try:
        key = id_in(request.GET.get("trip", ""))
    except ValueError:
        return None
    return access.trip_for(request.actor, key, Can.TAKE_OUT_ASK) if key else None
