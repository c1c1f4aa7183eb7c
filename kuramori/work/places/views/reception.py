"""The pages of the tablet at the entrance. Each step is a POST that shows the next: nothing stays in the history."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_scopes import scope

from kuramori.ground.papers.models import Way
from kuramori.ground.people.models import Person
from kuramori.ground.people.visiting import private, shut
from kuramori.work.places import desk as desks
from kuramori.work.places import read, receiving, walking_in
from kuramori.work.places.desk import Desk
from kuramori.work.places.models import SignedOut, Visitor
from kuramori.work.places.tell_host import tell_host
from kuramori.work.places.views.visits import REFUSED, sentence

Shown = Callable[[HttpRequest, Desk], HttpResponseBase]
WAIT = 429
WRONG = 422


def at_the_desk(view: Shown) -> Callable[[HttpRequest], HttpResponseBase]:
    """The view gets `(request, desk)`, within the organisation, on a device that is a living desk; else a 404 page."""

    @functools.wraps(view)
    def around(request: HttpRequest) -> HttpResponseBase:
        try:
            desk = desks.desk_of(request)
        except Http404:
            return shut(request)
        with scope(organisation=desk.organisation):
            response = private(view(request, desk))
        # No secret in the address; without a referrer browsers say `Origin: null`, which Django's check refuses.
        response["Referrer-Policy"] = "same-origin"
        return response

    return around


@require_safe
@at_the_desk
def desk(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """`/reception/`: coming in with a number, going out with a badge."""
    return _home(request, desk)


@require_POST
@at_the_desk
def come(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """A number of today's: shows its guests and what they accept."""
    if desk.is_paused:
        return _home(
            request, desk, _("少し待ってから、もう一度お試しください。お急ぎの方は係を呼んでください。"), WAIT
        )
    visit = read.expected(request.POST.get("number", "").strip())
    if visit is None:
        response = _home(
            request, desk, _("今日の受付番号にありません。番号を確かめるか、係を呼んでください。"), WRONG
        )
        desks.note_wrong(response, desk)
        return response
    if visit.is_waiting:
        return _waits(request, desk, visit.number, still=True)
    return _sign_in(request, desk, visit)


@require_POST
@at_the_desk
def ask(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Somebody whom nobody announced: the house is told, and they wait. The answer names nobody of the house."""
    told = {name: request.POST.get(name, "") for name in ("company", "name", "purpose", "asks_for")}
    host = Person.objects.get(pk=str(desk.person_id))
    try:
        visit = walking_in.ask_in(desk, desk.organisation, host, walking_in.Unannounced(**told))
    except receiving.Incomplete:
        return _home(request, desk, _("会社・団体、お名前、ご用件を書いてください。"), WRONG)
    except walking_in.TooManyWaiting:
        return _home(request, desk, _("ただいま混み合っています。係を呼んでください。"), WAIT)
    return _waits(request, desk, visit.number)


@require_POST
@at_the_desk
def sign_in(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """One guest comes in."""
    visit = None if desk.is_paused else read.expected(request.POST.get("number", "").strip())
    guest = _guest(visit, request.POST.get("guest", ""))
    if visit is None or guest is None or visit.is_waiting:
        return _home(request, desk, _("受付番号から、もう一度始めてください。"), WRONG)
    arrival = receiving.Arrival(
        badge=request.POST.get("badge", ""),
        devices=request.POST.get("devices", ""),
        rule=request.POST.get("rule", ""),
        pledge=request.POST.get("pledge", ""),
        way=Way.TABLET,
    )
    try:
        row = receiving.let_in(desk, desk.organisation, guest, arrival)
    except REFUSED as refused:
        return _sign_in(request, desk, visit, sentence(refused))
    tell_host(desk, row)
    return render(request, "places/desk_done.html", {"desk": desk, "host": visit.host, "is_in": True})


@require_POST
@at_the_desk
def leave(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """A guest with this badge goes."""
    if desk.is_paused:
        return _home(
            request, desk, _("少し待ってから、もう一度お試しください。お急ぎの方は係を呼んでください。"), WAIT
        )
    badge = request.POST.get("badge", "").strip()
    guest = receiving.inside().filter(badge=badge).first() if badge else None
    if guest is None:
        response = _home(
            request, desk, _("この名札の方は、受付されていません。番号を確かめてください。"), WRONG
        )
        desks.note_wrong(response, desk)
        return response
    receiving.let_out(desk, guest, SignedOut.GUEST)
    return render(request, "places/desk_done.html", {"desk": desk, "is_in": False})


def elsewhere(request: HttpRequest, secret: str) -> HttpResponseBase:
    """`/reception/<secret>/`: a desk is no address; whatever is asked for here, there is nothing."""
    return shut(request)


def _waits(request: HttpRequest, desk: Desk, number: str, *, still: bool = False) -> HttpResponseBase:
    return render(request, "places/desk_wait.html", {"desk": desk, "number": number, "still": still})


def _home(request: HttpRequest, desk: Desk, trouble: str = "", status: int = 200) -> HttpResponseBase:
    context = {"desk": desk, "trouble": trouble, "given": request.POST}
    return render(request, "places/desk.html", context, status=status)


def _sign_in(request: HttpRequest, desk: Desk, visit: read.VisitLine, trouble: str = "") -> HttpResponseBase:
    context = {
        "desk": desk,
        "visit": visit,
        "guests": [guest for guest in visit.guests if guest.arrived_at is None],
        "rule": read.shown(receiving.RULE),
        "pledge": read.shown(receiving.PLEDGE),
        "trouble": trouble,
        "given": request.POST,
    }
    return render(request, "places/desk_sign_in.html", context, status=WRONG if trouble else 200)


def _guest(visit: read.VisitLine | None, guest_id: str) -> Visitor | None:
    try:
        wanted = uuid.UUID(guest_id)
    except ValueError:
        return None
    if visit is None or wanted not in {guest.id for guest in visit.guests}:
        return None
    return Visitor.objects.select_related("visit__host").filter(pk=wanted).first()
