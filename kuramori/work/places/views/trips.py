"""海外: trips, the rules about what may go where, the sites abroad."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import printed
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import CONFLICT, go
from kuramori.outside import clock
from kuramori.press.faults import PressFault
from kuramori.work.places import access_out as access
from kuramori.work.places import forms_out as forms
from kuramori.work.places import rules_abroad, slips
from kuramori.work.places import trip as trips_verbs
from kuramori.work.places.forms import id_in
from kuramori.work.places.models import Trip, Verdict
from kuramori.work.places.reading import trips as reading
from kuramori.work.places.views.ways import shown

FORM = "places/form_page.html"


@require_safe
def trips(request: ActingRequest) -> HttpResponse:
    """`/places/abroad/`"""
    request.actor.require(Can.PLACE_READ)
    return render(request, "places/trips.html", {"page": reading.trips_page(request.actor), "here": "trips"})


@require_http_methods(["GET", "HEAD", "POST"])
def new_trip(request: ActingRequest) -> HttpResponse:
    """Plan a trip."""
    request.actor.require(Can.TAKE_OUT_ASK)
    form = _form(request, None)
    if form.is_valid():
        try:
            made = trips_verbs.plan_trip(request.actor, _told(form))
        except trips_verbs.Incomplete:
            form.add_error(None, _("どこへ・何のために、を書いてください。"))
        else:
            messages.success(request, _("出張を届けました。持っていくものがあれば、続けて願い出ます。"))
            return go(request, "places:trip", id=made.pk)
    return shown(request, FORM, _context(request, form, None))


@require_safe
def trip(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """One trip: what goes along, and the checks before and after."""
    row = access.trip_for(request.actor, id, Can.PLACE_READ)
    return render(request, "places/trip.html", {"page": reading.trip_page(row), "here": "trips"})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Change it."""
    row = access.trip_for(request.actor, id, Can.TAKE_OUT_ASK)
    form = _form(request, row)
    if form.is_valid():
        try:
            seen = form.cleaned_data["revision"] or 0
            trips_verbs.change_trip(request.actor, row, _told(form), revision=seen)
        except trips_verbs.Incomplete:
            form.add_error(None, _("どこへ・何のために、を書いてください。"))
        except trips_verbs.TripDropped:
            return _dropped(request)
        except trips_verbs.StaleTrip as stale:
            form = forms.TripForm(
                {**request.POST.dict(), "revision": stale.current.revision}, only=_only(request)
            )
            context = _context(request, form, row) | {"stale": stale.current.to_where}
            return shown(request, FORM, context, status=CONFLICT)
        else:
            messages.success(request, _("直しました。"))
            return go(request, "places:trip", id=row.pk)
    return shown(request, FORM, _context(request, form, row))


@require_POST
def tick(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Tick a check, or take the tick away."""
    row = access.trip_for(request.actor, id, Can.TAKE_OUT_ASK)
    check = request.POST.get("check", "")
    try:
        trips_verbs.tick(request.actor, row, check, done=request.POST.get("done") == "on")
    except KeyError:
        raise Http404 from None
    except trips_verbs.TripDropped:
        return _dropped(request)
    return go(request, "places:trip", at=f"check-{check}", id=row.pk)


@require_POST
def drop(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """It does not take place."""
    row = access.trip_for(request.actor, id, Can.TAKE_OUT_ASK)
    try:
        trips_verbs.drop_trip(request.actor, row)
        messages.success(request, _("出張を取りやめました。"))
    except trips_verbs.TripDropped:
        return _dropped(request)
    return go(request, "places:trips")


@require_POST
def checklist(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """The checks on paper."""
    row = access.trip_for(request.actor, id, Can.PLACE_READ)
    try:
        content = slips.checklist(request.actor, row)
    except PressFault as fault:
        messages.error(request, fault.sentence((get_language() or "ja").split("-")[0]))
        return go(request, "places:trip", id=row.pk)
    return printed(content, _("海外出張の確認表.pdf"))


@require_http_methods(["GET", "HEAD", "POST"])
def new_rule(request: ActingRequest) -> HttpResponse:
    """Lay a rule down."""
    request.actor.require(Can.PLACE_CHANGE)
    form = forms.RuleForm(
        request.POST if request.method == "POST" else None, initial={"from_on": clock.today()}
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            rules_abroad.lay_rule(
                request.actor,
                country=given["country"],
                kind=given["kind"],
                verdict=Verdict(given["verdict"]),
                reason=given["reason"],
                from_on=given["from_on"],
            )
        except rules_abroad.ReasonMissing:
            form.add_error("reason", _("理由を書いてください。"))
        else:
            messages.success(
                request, _("決まりを作りました。同じ国・同じ物の前の決まりは、前の日で終わります。")
            )
            return go(request, "places:trips", at="rules")
    context = {
        "form": form,
        "here": "trips",
        "title": _("持出しの決まりを作る"),
        "lead": _(
            "国と物を細かく書いた決まりが、先に効きます。「持ち出さない」は、願い出るときに止まります。"
        ),
        "button": _("決まりにする"),
        "crumb": _("海外"),
        "crumb_url": url_for(request.actor, "places:trips"),
        "back": url_for(request.actor, "places:trips"),
    }
    return shown(request, FORM, context)


@require_POST
def end_rule(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """The rule holds until today."""
    row = access.rule_for(request.actor, id, Can.PLACE_CHANGE)
    rules_abroad.end_rule(request.actor, row, last_day=clock.today())
    messages.success(request, _("今日で終わりにしました。記録は残っています。"))
    return go(request, "places:trips", at="rules")


def _only(request: ActingRequest) -> uuid.UUID | None:
    return request.actor.person_id if access.sees_own_only(request.actor) else None


def _form(request: ActingRequest, row: Trip | None) -> forms.TripForm:
    if request.method == "POST":
        return forms.TripForm(request.POST, only=_only(request))
    initial: dict[str, Any] = {"person": str(request.actor.person_id or "")}
    if row is not None:
        initial = {
            "person": str(row.person_id),
            "country": row.country,
            "to_where": row.to_where,
            "purpose": row.purpose,
            "from_on": row.from_on,
            "until_on": row.until_on,
            "revision": row.revision,
        }
    return forms.TripForm(initial=initial, only=_only(request))


def _told(form: forms.TripForm) -> trips_verbs.Journey:
    given = form.cleaned_data
    person = access.colleague(id_in(given["person"]))
    if person is None:
        raise Http404
    return trips_verbs.Journey(
        person, given["country"], given["to_where"], given["purpose"], given["from_on"], given["until_on"]
    )


def _context(request: ActingRequest, form: forms.TripForm, row: Trip | None) -> dict[str, Any]:
    back = url_for(request.actor, "places:trip", id=row.pk) if row else url_for(request.actor, "places:trips")
    return {
        "form": form,
        "here": "trips",
        "title": _("海外出張を直す") if row else _("海外出張を届ける"),
        "lead": "" if row else _("だれが、どこへ、いつ。届けると、出る前と戻った後の確認表ができます。"),
        "button": _("直して保存する") if row else _("届ける"),
        "crumb": _("海外"),
        "crumb_url": url_for(request.actor, "places:trips"),
        "back": back,
    }


def _dropped(request: ActingRequest) -> HttpResponse:
    messages.warning(request, _("この出張は取りやめになっています。何も変えていません。"))
    return go(request, "places:trips")
