"""次にやること: what the rooms say this person should do next, and the door to one's organisations."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.todo import NextAction
from kuramori.outside import clock
from kuramori.work.checks import read as checks
from kuramori.work.checks.read import Trend
from kuramori.work.ledger import read as ledger
from kuramori.work.partners import read as partners
from kuramori.work.places import read as places
from kuramori.work.requests import read as requests

MOST_ACTIONS = 5
# Whoever has something for one to do next.
ROOMS = (checks, ledger, places, partners, requests)


@dataclass(frozen=True, slots=True)
class Home:
    """`actions` are the five most pressing; `more` is how many others wait; `minutes` is their sum."""

    name: str
    actions: tuple[NextAction, ...]
    more: int
    minutes: int
    trend: Trend | None
    start_url: str | None


@require_safe
def home(request: ActingRequest) -> HttpResponse:
    """`/o/<organisation>/`"""
    return render(request, "site/home.html", {"home": _home(request.actor), "today": clock.today()})


@require_safe
@login_required
def doors(request: HttpRequest) -> HttpResponse:
    """`/doors/`: straight in with one organisation, a choice with several, what to do with none."""
    organisations = access.organisations_of_id(request.user.pk)
    if len(organisations) == 1:
        return redirect("home", organisation=organisations[0].slug)
    return render(request, "site/doors.html", {"organisations": organisations})


def _home(actor: Actor) -> Home:
    waiting = sorted(
        (action for room in ROOMS for action in room.next_actions(actor)), key=lambda action: action.weight
    )
    actions = tuple(waiting[:MOST_ACTIONS])
    unsettled = actor.organisation.settled_at is None and actor.may(Can.ORGANISATION_CHANGE)
    return Home(
        name=actor.name,
        actions=actions,
        more=len(waiting) - len(actions),
        minutes=sum(action.minutes or 0 for action in actions),
        trend=checks.trend(actor) if actor.may(Can.SHEET_READ) else None,
        start_url=url_for(actor, "people:start") if unsettled else None,
    )
