"""Visits: who is in, who comes, receiving, seeing off, the log."""

from __future__ import annotations

import datetime
import re
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.papers.models import Way
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import go
from kuramori.outside import clock
from kuramori.work.places import access, read, receiving, walking_in
from kuramori.work.places.forms import id_in
from kuramori.work.places.forms_visits import ArrivalForm, LogForm, VisitForm
from kuramori.work.places.models import Visitor
from kuramori.work.places.views.ways import shown

REFUSED = (
    receiving.Cancelled,
    receiving.AlreadyIn,
    receiving.NotIn,
    receiving.BadgeTaken,
    receiving.NotAccepted,
    receiving.NotAgreed,
)


@require_safe
def visits(request: ActingRequest) -> HttpResponse:
    """`/places/visits/`: who is in the house, who comes today and later."""
    request.actor.require(Can.PLACE_READ)
    return render(request, "places/visits.html", {"page": read.visits_page()})


@require_http_methods(["GET", "HEAD", "POST"])
def announce(request: ActingRequest) -> HttpResponse:
    """`/places/visits/announce/`"""
    request.actor.require(Can.VISIT_ANNOUNCE)
    if request.method != "POST":
        first = {"on": clock.today(), "host": str(request.actor.person_id or "")}
        return shown(request, "places/announce.html", {"form": VisitForm(initial=first)})
    form = VisitForm(request.POST)
    if form.is_valid():
        given, route_id = form.cleaned_data, form.route_id
        wanted = receiving.VisitWanted(
            company=given["company"],
            purpose=given["purpose"],
            host=access.person_for(request.actor, uuid.UUID(given["host"]), Can.VISIT_ANNOUNCE),
            on=given["on"],
            at=given["at"],
            names=given["names"].splitlines(),
            route=access.route_for(request.actor, route_id, Can.VISIT_ANNOUNCE) if route_id else None,
        )
        try:
            made = receiving.announce(request.actor, wanted)
        except receiving.Incomplete:
            form.add_error("names", _("お名前を1人以上、60人まで書いてください。"))
        except receiving.RouteNotApproved:
            form.add_error("route", _("このコースは、まだ承認されていません。"))
        else:
            messages.success(
                request,
                _("来訪を書きとめました。受付番号は %(number)s です。お客さまに伝えてください。")
                % {"number": made.number},
            )
            return go(request, "places:visit", id=made.pk)
    return shown(request, "places/announce.html", {"form": form})


@require_safe
def visit(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/places/visits/<id>/`"""
    found = access.visit_for(request.actor, id, Can.PLACE_READ)
    route = read.route_line(found.route) if found.route else None
    return render(request, "places/visit.html", {"line": read.visit_line(found), "route": route})


@require_POST
def agree(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """A guest without an appointment may come in."""
    found = access.visit_for(request.actor, id, Can.VISIT_RECEIVE)
    try:
        walking_in.agree(request.actor, found)
    except walking_in.NobodyWaits:
        messages.info(request, _("もう返事が済んでいます。"))
    except receiving.Cancelled as refused:
        messages.info(request, sentence(refused))
    else:
        messages.success(
            request,
            _("迎えることにしました。受付番号 %(number)s で、入口のタブレットから受付ができます。")
            % {"number": found.number},
        )
    return go(request, "places:visit", id=found.pk)


@require_POST
def cancel(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """They do not come."""
    found = access.visit_for(request.actor, id, Can.VISIT_ANNOUNCE)
    try:
        receiving.cancel(request.actor, found)
    except receiving.AlreadyIn:
        messages.warning(request, _("もういらしている方がいるので、取りやめにできません。"))
        return go(request, "places:visit", id=found.pk)
    messages.success(request, _("来訪を取りやめにしました。"))
    return go(request, "places:visits")


@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/places/visits/guests/<id>/receive/`: a guest comes in, noted by a colleague."""
    guest = access.guest_for(request.actor, id, Can.VISIT_RECEIVE)
    if request.method != "POST":
        return _arrival(request, guest, ArrivalForm())
    form = ArrivalForm(request.POST)
    if not form.is_valid():
        return _arrival(request, guest, form)
    given = form.cleaned_data
    escort_id = id_in(given["escort"])
    arrival = receiving.Arrival(
        badge=given["badge"],
        devices=given["devices"],
        rule=given["rule"],
        pledge=given["pledge"],
        way=Way.PAPER if given["on_paper"] else Way.SCREEN,
        escort=access.person_for(request.actor, escort_id, Can.VISIT_RECEIVE) if escort_id else None,
    )
    try:
        receiving.receive(request.actor, guest, arrival)
    except REFUSED as refused:
        form.add_error("badge" if isinstance(refused, receiving.BadgeTaken) else None, sentence(refused))
        return _arrival(request, guest, form)
    messages.success(request, _("%(guest)sさんを迎えました。") % {"guest": guest.name})
    return go(request, "places:visits")


@require_POST
def see_off(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """A guest left: now, or at the hour `at` (HH:MM) of the day they came."""
    guest = access.guest_for(request.actor, id, Can.VISIT_RECEIVE)
    try:
        receiving.see_off(request.actor, guest, at=_at_hour(guest, request.POST.get("at", "")))
    except REFUSED as refused:
        messages.warning(request, sentence(refused))
    else:
        messages.success(request, _("%(guest)sさんの退出を記録しました。") % {"guest": guest.name})
    return go(request, "places:visits")


@require_safe
def log(request: ActingRequest) -> HttpResponse:
    """`/places/visits/log/?month=2026-10` or `?from_on=…&until_on=…&q=…`: the visitor log."""
    request.actor.require(Can.PLACE_READ)
    first, last = _days(request)
    form = LogForm(
        request.GET if "from_on" in request.GET else None, initial={"from_on": first, "until_on": last}
    )
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = read.log_page(
        wanted.get("from_on") or first,
        wanted.get("until_on") or last,
        wanted.get("q", ""),
        only_open=wanted.get("only_open", False),
    )
    return render(request, "places/log.html", {"page": page, "form": form})


@require_POST
def check_log(request: ActingRequest) -> HttpResponse:
    """Somebody went through the log of a month."""
    request.actor.require(Can.PLACE_CHANGE)
    month = _month(request.POST.get("month", ""))
    if month is None:
        return go(request, "places:log")
    try:
        made = receiving.check_log(request.actor, month, note=request.POST.get("note", ""))
    except receiving.MonthNotOver:
        messages.warning(request, _("その月は、まだ終わっていません。"))
    else:
        messages.success(
            request, _("%(month)s月の来訪記録を確かめたと残しました。") % {"month": made.month.month}
        )
    return go(request, "places:visits")


def sentence(refused: ValueError) -> str:
    """Why a guest was not let in or out."""
    return {
        receiving.Cancelled: _("この来訪は取りやめになっています。"),
        receiving.AlreadyIn: _("この方は、もう受付が済んでいます。"),
        receiving.NotIn: _("この方は、いま構内にいません。"),
        receiving.BadgeTaken: _("この名札は、いまほかの方が着けています。番号を確かめてください。"),
        receiving.NotAgreed: _("約束のない来訪です。迎えるかどうかを、先に決めてください。"),
        receiving.NotAccepted: _("決まりとお願いの両方に、同意の印を付けてください。"),
    }[type(refused)]


def _arrival(request: ActingRequest, guest: Visitor, form: ArrivalForm) -> HttpResponse:
    context = {
        "form": form,
        "line": read.guest_line(guest),
        "rule": read.shown(receiving.RULE),
        "pledge": read.shown(receiving.PLEDGE),
    }
    return shown(request, "places/receive.html", context)


def _at_hour(guest: Visitor, written: str) -> datetime.datetime | None:
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", written.strip())
    if found is None or guest.arrived_at is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    hour = datetime.time(int(found[1]), int(found[2]))
    return datetime.datetime.combine(clock.day_of(guest.arrived_at), hour, clock.TOKYO)


def _month(written: str) -> datetime.date | None:
    found = re.fullmatch(r"(20\d{2})-(0[1-9]|1[0-2])", written)
    return datetime.date(int(found[1]), int(found[2]), 1) if found else None


def _days(request: ActingRequest) -> tuple[datetime.date, datetime.date]:
    """The month asked for, otherwise this one."""
    first: Any = _month(request.GET.get("month", "")) or clock.today().replace(day=1)
    after = (first + datetime.timedelta(days=31)).replace(day=1)
    return first, after - datetime.timedelta(days=1)
