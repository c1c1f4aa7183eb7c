"""Tour routes, the texts that guests accept, and the tablet at the entrance, as the house sees them."""

from __future__ import annotations

import datetime
import uuid

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.papers.freeze import NothingWritten, TooLong, freeze, in_force
from kuramori.ground.people import access as people
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.links import revoke
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import go
from kuramori.outside import clock
from kuramori.work.places import access, desk, read, touring
from kuramori.work.places.forms_visits import DeskForm, RouteForm, TextForm
from kuramori.work.places.models import PlaceKind, Route
from kuramori.work.places.receiving import PLEDGE, RULE
from kuramori.work.places.views.ways import shown
from kuramori.work.places.wording import PROPOSED

WALKED = (PlaceKind.SITE, PlaceKind.BUILDING, PlaceKind.ZONE, PlaceKind.ROOM, PlaceKind.MACHINE)
KINDS = {"rule": RULE, "pledge": PLEDGE}


@require_safe
def routes(request: ActingRequest) -> HttpResponse:
    """`/places/visits/routes/`"""
    request.actor.require(Can.PLACE_READ)
    return render(request, "places/routes.html", {"routes": read.routes()})


@require_safe
def route(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/places/visits/routes/<id>/`: its stops and who approved it."""
    found = access.route_for(request.actor, id, Can.PLACE_READ)
    return render(request, "places/route.html", {"line": read.route_line(found)})


@require_http_methods(["GET", "HEAD", "POST"])
def add_route(request: ActingRequest) -> HttpResponse:
    """`/places/visits/routes/add/`"""
    request.actor.require(Can.VISIT_ANNOUNCE)
    return _route_form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def change_route(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/places/visits/routes/<id>/change/`: the approval is asked for anew."""
    return _route_form(request, access.route_for(request.actor, id, Can.VISIT_ANNOUNCE))


@require_POST
def approve_route(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Guests may be led along it."""
    found = access.route_for(request.actor, id, Can.PLACE_CHANGE)
    try:
        touring.approve_route(request.actor, found)
    except touring.NotInUse:
        messages.warning(request, _("使わなくなったコースは、承認できません。"))
    else:
        messages.success(request, _("承認しました。来訪を知らせるときに選べます。"))
    return go(request, "places:route", id=found.pk)


@require_POST
def retire_route(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Nobody is led along it any more."""
    found = access.route_for(request.actor, id, Can.PLACE_CHANGE)
    try:
        touring.retire_route(request.actor, found)
    except touring.NotInUse:
        messages.info(request, _("もう使わないことになっています。"))
    else:
        messages.success(request, _("このコースは、もう選べません。記録は残っています。"))
    return go(request, "places:routes")


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: ActingRequest, which: str) -> HttpResponse:
    """`/places/visits/texts/<rule|pledge>/`: what guests accept; a new wording is frozen, the old one stays."""
    request.actor.require(Can.PLACE_CHANGE)
    if which not in KINDS:
        raise Http404
    kind = KINDS[which]
    now = in_force(kind)
    first = {"title": now.title, "body": now.body} if now else {
        "title": str(PROPOSED[kind].title), "body": str(PROPOSED[kind].body)
    }  # fmt: skip
    form = TextForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            freeze(request.actor, kind, title=form.cleaned_data["title"], body=form.cleaned_data["body"])
        except (NothingWritten, TooLong):
            form.add_error("body", _("題と文面を書いてください。文面は2万字までです。"))
        else:
            messages.success(request, _("この文面に定めました。これからの来訪は、この文面に同意します。"))
            return go(request, "places:visits")
    return shown(request, "places/text.html", {"form": form, "now": now, "which": which})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_desk(request: ActingRequest) -> HttpResponse:
    """`/places/visits/desk/`: make this very device the tablet at the entrance; one's own session ends here."""
    request.actor.require(Can.VISIT_RECEIVE)
    form = DeskForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        desks = desk.standing(request.actor)
        return shown(request, "places/desk_open.html", {"form": form, "desks": desks})
    until_on = clock.today() + datetime.timedelta(days=int(form.cleaned_data["days"]))
    secret = desk.open_desk(request.actor, until_on=until_on)
    # Whoever stands before the tablet must not find somebody's session behind it.
    logout(request)
    response = redirect(reverse("reception:desk"))
    desk.remember(response, secret, until_on)
    return response


@require_POST
def stop_desk(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """The tablet opens nothing any more."""
    found = people.link_for(request.actor, id, Can.VISIT_RECEIVE)
    if found.purpose != desk.PURPOSE.id:
        raise Http404
    revoke(request.actor, found)
    messages.success(request, _("その端末の受付を止めました。"))
    return go(request, "places:desk")


def _route_form(request: ActingRequest, found: Route | None) -> HttpResponse:
    line = read.route_line(found) if found else None
    initial = {"name": line.name, "guide": str(line.guide_id or ""), "note": line.note} if line else {}
    form = RouteForm(request.POST if request.method == "POST" else None, initial)
    sent = request.method == "POST"
    # Beside each place stands its number in the walk, and whether pictures may be taken there.
    now = {str(stop.place_id): (n, stop.photos) for n, stop in enumerate(line.stops, 1)} if line else {}
    places = []
    for place_id, path in read.choices(WALKED):
        position, photos = now.get(place_id, ("", False))
        if sent:
            position, photos = request.POST.get(f"n-{place_id}", ""), f"photo-{place_id}" in request.POST
        places.append((place_id, path, position, photos))
    if sent and form.is_valid():
        walked = sorted(
            (int(str(position)), place_id, photos)
            for place_id, _where, position, photos in places
            if str(position).isascii() and str(position).isdigit()
        )
        stops = [
            (access.place_for(request.actor, uuid.UUID(place_id), Can.VISIT_ANNOUNCE), photos)
            for _n, place_id, photos in walked
        ]
        guide_id = form.guide_id
        guide = access.person_for(request.actor, guide_id, Can.VISIT_ANNOUNCE) if guide_id else None
        wanted = touring.RouteWanted(form.cleaned_data["name"], stops, guide, form.cleaned_data["note"])
        try:
            made = touring.set_route(request.actor, wanted, found)
        except touring.Incomplete:
            form.add_error(None, _("通る場所に、1、2、3と順番を書いてください。20か所までです。"))
        except touring.NotInUse:
            form.add_error(None, _("使わなくなったコースは、直せません。"))
        else:
            messages.success(request, _("コースを書きとめました。承認されると、来訪に使えます。"))
            return go(request, "places:route", id=made.pk)
    return shown(request, "places/route_form.html", {"form": form, "places": places, "line": line})
