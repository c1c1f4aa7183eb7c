"""The verbs of tour routes: set one, approve it, retire it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.places import events, facts_of
from kuramori.work.places.arranging import tidy
from kuramori.work.places.models import Place, Route, RouteStop

MOST_STOPS = 20


class Incomplete(ValueError):
    """A route needs a name and one to twenty stops."""


class NotInUse(ValueError):
    """The route is retired."""


@dataclass(frozen=True, slots=True)
class RouteWanted:
    """`stops` in the order of the walk: the place, and whether pictures may be taken there."""

    name: str
    stops: Sequence[tuple[Place, bool]]
    guide: Person | None = None
    note: str = ""


def set_route(actor: Actor, wanted: RouteWanted, route: Route | None = None) -> Route:
    """A new route, or another shape of one: either waits for approval. Raises `Incomplete`, `NotInUse`."""
    actor.require(Can.VISIT_ANNOUNCE)
    name = tidy(wanted.name)[:80]
    if not name or not 1 <= len(wanted.stops) <= MOST_STOPS:
        raise Incomplete
    with transaction.atomic():
        row = Route(organisation=actor.organisation) if route is None else _open(route)
        before = None if route is None else facts_of.route(row)
        row.name, row.guide, row.note = name, wanted.guide, wanted.note.strip()[:400]
        row.approved_by, row.approved_at = None, None
        row.save()
        row.stops.filter(is_current=True).update(is_current=False)
        RouteStop.objects.bulk_create(
            RouteStop(organisation=actor.organisation, route=row, place=place, position=n, photos=photos)
            for n, (place, photos) in enumerate(wanted.stops, start=1)
        )
        told = between(before, facts_of.route(row), private=facts_of.ROUTE_TEXTS)
        record(actor, events.ROUTE_SET, kind="route", thing_id=row.pk, route=row.name, **told)
    return row


def approve_route(actor: Actor, route: Route) -> Route:
    """Guests may be led along it from now on; one that is approved stays as it is. Raises `NotInUse`."""
    actor.require(Can.PLACE_CHANGE)
    with transaction.atomic():
        row = _open(route)
        if row.approved_at is not None:
            return row
        before = facts_of.route(row)
        row.approved_by_id, row.approved_at = actor.person_id, clock.now()
        row.save()
        told = between(before, facts_of.route(row), private=facts_of.ROUTE_TEXTS)
        record(actor, events.ROUTE_APPROVED, kind="route", thing_id=row.pk, route=row.name, **told)
    return row


def retire_route(actor: Actor, route: Route) -> Route:
    """Nobody is led along it any more. Raises `NotInUse`."""
    actor.require(Can.PLACE_CHANGE)
    with transaction.atomic():
        row = _open(route)
        before = facts_of.route(row)
        row.retired_on = clock.today()
        row.save()
        told = between(before, facts_of.route(row), private=facts_of.ROUTE_TEXTS)
        record(actor, events.ROUTE_RETIRED, kind="route", thing_id=row.pk, route=row.name, **told)
    return row


def _open(route: Route) -> Route:
    row: Route = Route.objects.select_for_update(of=("self",)).get(pk=route.pk)
    if row.retired_on is not None:
        raise NotInUse(row.pk)
    return row
