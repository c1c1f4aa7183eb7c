"""Visits, guests and tour routes as pages and printouts show them."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kuramori.ground.papers.freeze import in_force
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.places.models import LogCheck, Route, SignedOut, Visit, Visitor
from kuramori.work.places.periods import periods
from kuramori.work.places.receiving import PLEDGE, RULE

MOST_IN_LOG = 500


@dataclass(frozen=True, slots=True)
class GuestLine:
    """One guest. Moments are in Tokyo's time; `is_forgotten`: in the house since another day."""

    id: uuid.UUID
    name: str
    company: str
    purpose: str
    host: str
    badge: str
    escort: str
    devices: str
    arrived_at: datetime.datetime | None
    left_at: datetime.datetime | None
    signed_out: str
    has_rule: bool
    has_pledge: bool

    @property
    def is_in(self) -> bool:
        return self.arrived_at is not None and self.left_at is None

    @property
    def is_forgotten(self) -> bool:
        return self.is_in and self.arrived_at is not None and clock.day_of(self.arrived_at) < clock.today()

    @property
    def signed_out_label(self) -> str:
        return str(SignedOut(self.signed_out).label) if self.signed_out else ""


@dataclass(frozen=True, slots=True)
class VisitLine:
    id: uuid.UUID
    number: str
    company: str
    purpose: str
    host: str
    on: datetime.date
    at: datetime.time | None
    route: str
    route_id: uuid.UUID | None
    is_cancelled: bool
    guests: tuple[GuestLine, ...]
    is_waiting: bool = False
    asked_at: datetime.datetime | None = None
    asked_for: str = ""


@dataclass(frozen=True, slots=True)
class VisitsPage:
    """Who is in the house, who waits at the entrance unannounced, who comes today, and who comes soon."""

    inside: tuple[GuestLine, ...]
    today: tuple[VisitLine, ...]
    coming: tuple[VisitLine, ...]
    has_texts: bool
    has_any: bool
    waiting: tuple[VisitLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    place_id: uuid.UUID
    name: str
    path: str
    photos: bool


@dataclass(frozen=True, slots=True)
class RouteLine:
    """A route with its stops; `approved_by` "" while it waits."""

    id: uuid.UUID
    name: str
    guide_id: uuid.UUID | None
    guide: str
    note: str
    stops: tuple[Stop, ...]
    approved_by: str
    approved_at: datetime.datetime | None
    retired_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A text that a guest is to accept, and the hash under which they do."""

    title: str
    body: str
    sha256: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """The visitor log of some days; `month` is set where they are one whole month."""

    lines: tuple[GuestLine, ...]
    from_on: datetime.date
    until_on: datetime.date
    month: datetime.date | None
    checked_by: str
    checked_at: datetime.datetime | None
    is_cut: bool

    @property
    def open_ends(self) -> int:
        return sum(line.is_in for line in self.lines)

    @property
    def may_be_checked(self) -> bool:
        return self.month is not None and self.checked_at is None and self.until_on < clock.today()


def visits_page() -> VisitsPage:
    """In six queries."""
    today = clock.today()
    rows = list(_visits().filter(on__range=(today, today + datetime.timedelta(days=periods().visits_ahead))))
    lines = [_visit(row) for row in rows if row.cancelled_at is None]
    inside = _guests().filter(arrived_at__isnull=False, left_at__isnull=True).order_by("arrived_at")
    return VisitsPage(
        inside=tuple(_guest(row, row.visit) for row in inside),
        today=tuple(line for line in lines if line.on == today and not line.is_waiting),
        coming=tuple(line for line in lines if line.on > today),
        has_texts=in_force(RULE) is not None and in_force(PLEDGE) is not None,
        has_any=bool(rows) or Visit.objects.exists(),
        waiting=tuple(line for line in lines if line.on == today and line.is_waiting),
    )


def visit_line(visit: Visit) -> VisitLine:
    return _visit(_visits().get(pk=visit.pk))


def guest_line(guest: Visitor) -> GuestLine:
    row = _guests().get(pk=guest.pk)
    return _guest(row, row.visit)


def log_page(
    from_on: datetime.date, until_on: datetime.date, words: str = "", *, only_open: bool = False
) -> LogPage:
    """Who came in on these days, oldest first; `words` narrow by name, company, host or badge."""
    day = datetime.timedelta(days=1)
    rows = _guests().filter(arrived_at__gte=_midnight(from_on), arrived_at__lt=_midnight(until_on + day))
    for word in words.split():
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(visit__company__icontains=word)
            | Q(visit__host__name__icontains=word)
            | Q(badge__iexact=word)
        )
    if only_open:
        rows = rows.filter(left_at__isnull=True)
    found = list(rows.order_by("arrived_at")[: MOST_IN_LOG + 1])
    is_month = from_on.day == 1 and (until_on + day).day == 1 and (until_on - from_on).days < 31
    check = LogCheck.objects.filter(month=from_on).select_related("checked_by").first() if is_month else None
    return LogPage(
        lines=tuple(_guest(row, row.visit) for row in found[:MOST_IN_LOG]),
        from_on=from_on,
        until_on=until_on,
        month=from_on if is_month and not words and not only_open else None,
        checked_by=check.checked_by.name if check and check.checked_by else "",
        checked_at=check.checked_at if check else None,
        is_cut=len(found) > MOST_IN_LOG,
    )


def routes() -> tuple[RouteLine, ...]:
    """Every route, those out of use last."""
    rows = Route.objects.select_related("guide", "approved_by").prefetch_related("stops__place")
    return tuple(_route(row) for row in sorted(rows, key=lambda row: (row.retired_on is not None, row.name)))


def route_line(route: Route) -> RouteLine:
    return next(line for line in routes() if line.id == route.pk)


def routes_offered() -> list[tuple[str, str]]:
    """Approved routes for a choice."""
    return [
        (str(line.id), line.name)
        for line in routes()
        if line.approved_at is not None and line.retired_on is None
    ]


def shown(kind: str) -> Shown | None:
    """The text of this kind that guests accept today."""
    text = in_force(kind)
    return Shown(text.title, str(text.body), text.sha256) if text else None


def expected(number: str) -> VisitLine | None:
    """Today's visit of this number, for the tablet at the entrance: its guests who have not come yet."""
    row = _visits().filter(number=number, on=clock.today(), cancelled_at__isnull=True).first()
    return _visit(row) if row else None


def month_to_check(actor: Actor) -> datetime.date | None:
    """Last month's first day where guests came and nobody has gone through the log."""
    if not actor.may(Can.PLACE_CHANGE):
        return None
    this = clock.today().replace(day=1)
    last = (this - datetime.timedelta(days=1)).replace(day=1)
    came = Visitor.objects.filter(arrived_at__gte=_midnight(last), arrived_at__lt=_midnight(this))
    return last if came.exists() and not LogCheck.objects.filter(month=last).exists() else None


def _visits():  # type: ignore[no-untyped-def]  # a queryset with all that a line needs
    return (
        Visit.objects.select_related("host", "route")
        .prefetch_related("visitors__escort")
        .order_by("on", "at", "company")
    )


def _guests() -> QuerySet[Visitor]:
    return Visitor.objects.select_related("visit__host", "escort")


def _visit(row: Visit) -> VisitLine:
    return VisitLine(
        id=row.pk,
        number=row.number,
        company=row.company,
        purpose=row.purpose,
        host=row.host.name,
        on=row.on,
        at=row.at,
        route=row.route.name if row.route else "",
        route_id=row.route_id,
        is_cancelled=row.cancelled_at is not None,
        guests=tuple(_guest(one, row) for one in sorted(row.visitors.all(), key=lambda one: one.name)),
        is_waiting=row.is_waiting,
        asked_at=row.asked_at.astimezone(clock.TOKYO) if row.asked_at else None,
        asked_for=row.asked_for,
    )


def _guest(row: Visitor, visit: Visit) -> GuestLine:
    return GuestLine(
        id=row.pk,
        name=row.name,
        company=visit.company,
        purpose=visit.purpose,
        host=visit.host.name,
        badge=row.badge,
        escort=row.escort.name if row.escort else "",
        devices=row.devices,
        arrived_at=row.arrived_at.astimezone(clock.TOKYO) if row.arrived_at else None,
        left_at=row.left_at.astimezone(clock.TOKYO) if row.left_at else None,
        signed_out=row.signed_out,
        has_rule=row.rule_id is not None,
        has_pledge=row.pledge_id is not None,
    )


def _route(row: Route) -> RouteLine:
    stops = sorted((stop for stop in row.stops.all() if stop.is_current), key=lambda stop: stop.position)
    return RouteLine(
        id=row.pk,
        name=row.name,
        guide_id=row.guide_id,
        guide=row.guide.name if row.guide else "",
        note=row.note,
        stops=tuple(Stop(stop.place_id, stop.place.name, stop.place.path, stop.photos) for stop in stops),
        approved_by=row.approved_by.name if row.approved_by else "",
        approved_at=row.approved_at,
        retired_on=row.retired_on,
    )


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), clock.TOKYO)
