"""The verbs of visits: announce, cancel, receive, see off, and the monthly look through the log."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from kuramori.ground.papers.accept import accept
from kuramori.ground.papers.freeze import in_force
from kuramori.ground.papers.models import Acceptance, Way
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation, Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between, parts
from kuramori.ground.trail.record import Doer, record
from kuramori.outside import clock
from kuramori.work.places import events, facts_of
from kuramori.work.places.arranging import tidy
from kuramori.work.places.models import LogCheck, Route, SignedOut, Visit, Visitor

RULE, PLEDGE = "places:device_rule", "places:visitor_pledge"
MOST_GUESTS = 60


class Incomplete(ValueError):
    """A visit needs a company, a purpose, and one to sixty guests with names."""


class RouteNotApproved(ValueError):
    """The route is not approved, or no longer used: nobody walks it."""


class Cancelled(ValueError):
    """The visit was cancelled."""


class AlreadyIn(ValueError):
    """This guest is in the house, or has been and left."""


class NotIn(ValueError):
    """This guest is not in the house."""


class NotAgreed(ValueError):
    """Nobody announced them, and nobody has agreed yet."""


class BadgeTaken(ValueError):
    """Somebody who is in the house wears this badge."""


class NotAccepted(ValueError):
    """The device rule or the pledge was not accepted as it stands today."""


class MonthNotOver(ValueError):
    """A month is looked through once it is over."""


@dataclass(frozen=True, slots=True)
class VisitWanted:
    """`names` are those of the guests; `at` is None where the hour is open."""

    company: str
    purpose: str
    host: Person
    on: datetime.date
    names: Sequence[str]
    at: datetime.time | None = None
    route: Route | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """`rule` and `pledge` are the hashes of the texts that were accepted; "" where there was none to accept."""

    badge: str
    devices: str = ""
    rule: str = ""
    pledge: str = ""
    way: Way = Way.SCREEN
    escort: Person | None = None


def announce(actor: Actor, wanted: VisitWanted) -> Visit:
    """Note who comes when. Raises `Incomplete`, `RouteNotApproved`."""
    actor.require(Can.VISIT_ANNOUNCE)
    company, purpose = tidy(wanted.company)[:120], tidy(wanted.purpose)[:120]
    names = [name for name in (tidy(one)[:60] for one in wanted.names) if name]
    if not company or not purpose or not 1 <= len(names) <= MOST_GUESTS:
        raise Incomplete
    if wanted.route is not None and (wanted.route.approved_at is None or wanted.route.retired_on is not None):
        raise RouteNotApproved(wanted.route.pk)
    with transaction.atomic():
        # Two who announce at once must not give out the same number.
        Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        visit = Visit.objects.create(
            organisation=actor.organisation,
            number=free_number(),
            company=company,
            purpose=purpose,
            host=wanted.host,
            on=wanted.on,
            at=wanted.at,
            route=wanted.route,
            announced_by_id=actor.person_id,
            announced_at=clock.now(),
        )
        guests = [Visitor(organisation=actor.organisation, visit=visit, name=name) for name in names]
        Visitor.objects.bulk_create(guests)
        told = {
            **between(None, facts_of.visit(visit), private=facts_of.VISIT_TEXTS),
            **parts({str(guest.pk): {"name": guest.name} for guest in guests}, private=("name",)),
        }
        record(
            actor,
            events.VISIT_ANNOUNCED,
            kind="visit",
            thing_id=visit.pk,
            on=visit.on.isoformat(),
            guests=len(guests),
            **told,
        )
    return visit


def cancel(actor: Actor, visit: Visit) -> Visit:
    """They do not come; one that is cancelled stays as it is. Raises `AlreadyIn` where somebody came."""
    actor.require(Can.VISIT_ANNOUNCE)
    with transaction.atomic():
        row = Visit.objects.select_for_update().get(pk=visit.pk)
        if row.cancelled_at is not None:
            return row
        if row.visitors.filter(arrived_at__isnull=False).exists():
            raise AlreadyIn(row.pk)
        before = facts_of.visit(row)
        row.cancelled_at = clock.now()
        row.save(update_fields=["cancelled_at"])
        told = between(before, facts_of.visit(row), private=facts_of.VISIT_TEXTS)
        record(actor, events.VISIT_CANCELLED, kind="visit", thing_id=row.pk, on=row.on.isoformat(), **told)
    return row


def receive(actor: Actor, guest: Visitor, arrival: Arrival) -> Visitor:
    """A guest comes in; noted by somebody of the house. Raises as `let_in`."""
    actor.require(Can.VISIT_RECEIVE)
    return let_in(actor, actor.organisation, guest, arrival)


def let_in(doer: Doer, organisation: Organisation, guest: Visitor, arrival: Arrival) -> Visitor:
    """A guest comes in, whoever notes it; the caller's door has let the doer so far.

    Raises `Cancelled`, `NotAgreed`, `AlreadyIn`, `BadgeTaken`, `NotAccepted`.
    """
    badge = tidy(arrival.badge)[:20]
    with transaction.atomic():
        row = _locked(guest)
        if row.visit.cancelled_at is not None:
            raise Cancelled(row.visit_id)
        if row.visit.is_waiting:
            raise NotAgreed(row.visit_id)
        if row.arrived_at is not None:
            raise AlreadyIn(row.pk)
        if badge and inside().filter(badge=badge).exists():
            raise BadgeTaken(badge)
        before = facts_of.guest(row)
        row.rule = _accepted(doer, organisation, row, RULE, arrival.rule, arrival.way)
        row.pledge = _accepted(doer, organisation, row, PLEDGE, arrival.pledge, arrival.way)
        row.badge, row.devices = badge, tidy(arrival.devices)[:200]
        row.escort = arrival.escort or row.visit.host
        row.arrived_at = clock.now()
        row.save()
        told = between(before, facts_of.guest(row), part=row.pk, private=facts_of.GUEST_TEXTS)
        record(doer, events.GUEST_ARRIVED, kind="visit", thing_id=row.visit_id, badge=badge or "—", **told)
    return row


def see_off(actor: Actor, guest: Visitor, *, at: datetime.datetime | None = None) -> Visitor:
    """A guest left, just now or at an earlier moment. Raises `NotIn`."""
    actor.require(Can.VISIT_RECEIVE)
    return let_out(actor, guest, SignedOut.LATER if at is not None else SignedOut.HOST, at=at)


def let_out(doer: Doer, guest: Visitor, how: SignedOut, *, at: datetime.datetime | None = None) -> Visitor:
    """A guest left, whoever notes it. `at` is never before the arrival nor in the future. Raises `NotIn`."""
    with transaction.atomic():
        row = _locked(guest)
        if row.arrived_at is None or row.left_at is not None:
            raise NotIn(row.pk)
        before = facts_of.guest(row)
        row.left_at = min(max(at or clock.now(), row.arrived_at), clock.now())
        row.signed_out = how
        row.save(update_fields=["left_at", "signed_out"])
        told = between(before, facts_of.guest(row), part=row.pk, private=facts_of.GUEST_TEXTS)
        record(doer, events.GUEST_LEFT, kind="visit", thing_id=row.visit_id, badge=row.badge or "—", **told)
    return row


def check_log(actor: Actor, month: datetime.date, *, note: str = "") -> LogCheck:
    """Somebody went through the log of a month (its first day); once is enough. Raises `MonthNotOver`."""
    actor.require(Can.PLACE_CHANGE)
    first = month.replace(day=1)
    after = (first + datetime.timedelta(days=31)).replace(day=1)
    if after > clock.today():
        raise MonthNotOver(first)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        done = LogCheck.objects.filter(month=first).first()
        if done is not None:
            return done
        came = Visitor.objects.filter(arrived_at__gte=_midnight(first), arrived_at__lt=_midnight(after))
        made = LogCheck.objects.create(
            organisation=actor.organisation,
            month=first,
            visitors=came.count(),
            open_ends=came.filter(left_at__isnull=True).count(),
            note=note.strip()[:400],
            checked_by_id=actor.person_id,
            checked_at=clock.now(),
        )
        facts = {"month": first, "visitors": made.visitors, "open_ends": made.open_ends, "note": made.note}
        told = between(None, facts, private=("note",))
        record(
            actor,
            events.LOG_CHECKED,
            kind="visitor_log",
            thing_id=made.pk,
            month=f"{first.year}-{first.month:02d}",
            visitors=made.visitors,
            **told,
        )
    return made


def inside() -> QuerySet[Visitor]:
    """The guests who are in the house now."""
    return Visitor.objects.filter(arrived_at__isnull=False, left_at__isnull=True)


def free_number() -> str:
    """Four digits that no coming visit has."""
    taken = set(
        Visit.objects.filter(on__gte=clock.today(), cancelled_at__isnull=True).values_list(
            "number", flat=True
        )
    )
    free = [number for number in (f"{n:04d}" for n in range(1000, 10_000)) if number not in taken]
    return secrets.choice(free)


def _locked(guest: Visitor) -> Visitor:
    row: Visitor = (
        Visitor.objects.select_for_update(of=("self",))
        .select_related("visit__host", "escort")
        .get(pk=guest.pk)
    )
    return row


def _accepted(
    doer: Doer, organisation: Organisation, guest: Visitor, kind: str, shown: str, way: Way
) -> Acceptance | None:
    """The acceptance of the text in force; None where the house has none of this kind."""
    text = in_force(kind)
    if text is None:
        return None
    if shown != text.sha256:
        raise NotAccepted(kind)
    return accept(
        doer, organisation, text, shown=shown, way=way, name=guest.name, about=("visitor", guest.pk)
    )


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), clock.TOKYO)
