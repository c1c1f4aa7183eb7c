"""Trips abroad as the pages show them, with the rules and the sites abroad."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Q

from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.work.places.access_out import trips_of
from kuramori.work.places.countries import named
from kuramori.work.places.models import (
    Device,
    DeviceKind,
    Place,
    PlaceKind,
    TakeOut,
    TakeOutRule,
    TakeOutState,
    Trip,
    Verdict,
)
from kuramori.work.places.models.take_outs import DEVICE
from kuramori.work.places.rules_abroad import rule_on
from kuramori.work.places.trip import AFTER, BEFORE, Check


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in words: `what` and `where` are 「どの物も」「どの国も」 where it is for all of them."""

    rule: TakeOutRule
    what: str
    where: str


@dataclass(frozen=True, slots=True)
class Site:
    place: Place
    country: str


@dataclass(frozen=True, slots=True)
class TripLine:
    trip: Trip
    country: str
    is_over: bool
    is_on: bool


@dataclass(frozen=True, slots=True)
class TripsPage:
    coming: tuple[TripLine, ...]
    past: tuple[TripLine, ...]
    rules: tuple[RuleLine, ...]
    sites: tuple[Site, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """One thing that goes along, and what a rule says about it; "" where there is none."""

    row: TakeOut
    verdict: str
    verdict_label: str
    reason: str


@dataclass(frozen=True, slots=True)
class TripPage:
    line: TripLine
    before: tuple[tuple[Check, bool], ...]
    after: tuple[tuple[Check, bool], ...]
    taken: tuple[Taken, ...]
    rules: tuple[RuleLine, ...]


def trips_page(actor: Actor) -> TripsPage:
    """Trips this actor may see, the rules of today, the sites abroad."""
    lines = [
        trip_line(row) for row in trips_of(actor).filter(dropped_at__isnull=True).order_by("-from_on")[:80]
    ]
    sites = (
        Place.objects.filter(kind=PlaceKind.SITE, retired_on__isnull=True)
        .exclude(country="")
        .order_by("name")
    )
    return TripsPage(
        coming=tuple(reversed([line for line in lines if not line.is_over])),
        past=tuple(line for line in lines if line.is_over),
        rules=rule_lines(),
        sites=tuple(Site(place, named(place.country)) for place in sites),
    )


def trip_page(trip: Trip) -> TripPage:
    """One trip with what goes along and the checks."""
    rows = list(trip.take_outs.select_related("asked_by").order_by("asked_at"))
    kinds: dict[uuid.UUID | None, str] = dict(
        Device.objects.filter(
            pk__in=[row.subject_id for row in rows if row.subject_kind == DEVICE]
        ).values_list("pk", "kind")
    )
    return TripPage(
        line=trip_line(trip),
        before=tuple((one, one.id in trip.before_done) for one in BEFORE),
        after=tuple((one, one.id in trip.after_done) for one in AFTER),
        taken=tuple(_taken(row, trip, kinds.get(row.subject_id, row.subject_kind)) for row in rows),
        rules=tuple(line for line in rule_lines() if line.rule.country in ("", trip.country)),
    )


def trip_line(trip: Trip) -> TripLine:
    today = clock.today()
    return TripLine(trip, named(trip.country), trip.until_on < today, trip.from_on <= today <= trip.until_on)


def rule_lines() -> tuple[RuleLine, ...]:
    """The rules that hold today or later, by country."""
    today = clock.today()
    standing = TakeOutRule.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=today))
    kinds = {one.value: str(one.label) for one in DeviceKind}
    return tuple(
        RuleLine(rule, kinds.get(rule.kind, rule.kind), named(rule.country))
        for rule in standing.order_by("country", "kind", "from_on")
    )


def open_take_outs(trip: Trip) -> bool:
    """Whether something of the trip is still out."""
    return trip.take_outs.filter(state=TakeOutState.TAKEN).exists()


def _taken(row: TakeOut, trip: Trip, kind: str) -> Taken:
    rule = rule_on(trip.country, kind, trip.from_on)
    if rule is None:
        return Taken(row, "", "", "")
    return Taken(row, rule.verdict, str(Verdict(rule.verdict).label), rule.reason)
