"""場面 as pages show them: what comes, what waits to be looked back on, and one with its checklist."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kuramori.outside import clock
from kuramori.work.partners.models import HandedItem, HandOverState, Occasion, Side
from kuramori.work.partners.sharing_content import Line, OccasionKind, occasions
from kuramori.work.places.models import RouteStop

MOST_PAST, MOST_LABELS = 100, 30


@dataclass(frozen=True, slots=True)
class Ticked:
    """One line of the checklist and when it was seen to."""

    line: Line
    on: datetime.date | None


@dataclass(frozen=True, slots=True)
class OccasionLine:
    row: Occasion
    kind: str
    done: int
    of: int
    is_over: bool
    waits_for_looking_back: bool


@dataclass(frozen=True, slots=True)
class ToLabel:
    """Something that is being prepared to go to those who come: told by its number alone."""

    asset_id: uuid.UUID
    number: str


@dataclass(frozen=True, slots=True)
class OccasionPage:
    """One occasion: its checklist by when, what may be seen, the way through the house, and what wants a label.

    `is_route_approved`: its card may be printed. `has_guests`: others come to us, so there are pledges and badges.
    """

    row: Occasion
    kind: OccasionKind
    before: tuple[Ticked, ...]
    during: tuple[Ticked, ...]
    after: tuple[Ticked, ...]
    may_show: tuple[str, ...]
    never_show: tuple[str, ...]
    stops: tuple[RouteStop, ...]
    is_open: bool
    may_look_back: bool
    is_route_approved: bool
    has_guests: bool
    to_label: tuple[ToLabel, ...]


@dataclass(frozen=True, slots=True)
class OccasionsPage:
    coming: tuple[OccasionLine, ...]
    waiting: tuple[OccasionLine, ...]
    past: tuple[OccasionLine, ...]
    kinds: tuple[OccasionKind, ...]


def open_ones() -> QuerySet[Occasion]:
    """Neither dropped nor looked back on."""
    return Occasion.objects.filter(dropped_at__isnull=True, followed_up_on__isnull=True)


def occasions_page() -> OccasionsPage:
    today = clock.today()
    rows = [_line(one) for one in open_ones().select_related("partner", "keeper").order_by("on", "pk")]
    over = Occasion.objects.filter(Q(dropped_at__isnull=False) | Q(followed_up_on__isnull=False))
    past = over.select_related("partner", "keeper").order_by("-on", "pk")[:MOST_PAST]
    return OccasionsPage(
        coming=tuple(one for one in rows if one.row.until_on >= today),
        waiting=tuple(one for one in rows if one.row.until_on < today),
        past=tuple(_line(one) for one in past),
        kinds=occasions().kinds,
    )


def occasion_page(occasion: Occasion) -> OccasionPage:
    row: Occasion = Occasion.objects.select_related("partner", "visit", "route", "keeper").get(pk=occasion.pk)
    kind = _kind(row)
    stops = RouteStop.objects.filter(route=row.route_id, is_current=True) if row.route_id else None
    is_open = row.dropped_at is None and row.followed_up_on is None
    return OccasionPage(
        row=row,
        kind=kind,
        before=_ticked(row, kind.lines_by("before")),
        during=_ticked(row, kind.lines_by("on")),
        after=_ticked(row, kind.lines_by("after")),
        may_show=tuple(row.may_show.splitlines()),
        never_show=tuple(row.never_show.splitlines()),
        stops=tuple(stops.select_related("place").order_by("position")) if stops is not None else (),
        is_open=is_open,
        may_look_back=is_open and row.on <= clock.today(),
        is_route_approved=bool(row.route and row.route.approved_at and not row.route.retired_on),
        has_guests=kind.is_ours or row.visit_id is not None,
        to_label=_to_label(row) if is_open else (),
    )


def _to_label(row: Occasion) -> tuple[ToLabel, ...]:
    """What is being prepared for this visit or, without a visit of its own, for this partner."""
    if not (row.visit_id or row.partner_id):
        return ()
    whose = Q(hand_over__partner=row.partner_id)
    if row.visit_id:
        whose = Q(hand_over__visit=row.visit_id) | whose & Q(hand_over__visit=None)
    states = (HandOverState.DRAFT, HandOverState.WAITING, HandOverState.OFFERED)
    rows = HandedItem.objects.filter(whose, hand_over__side=Side.GIVEN, hand_over__state__in=states)
    found = rows.exclude(asset=None).order_by("number").values_list("asset_id", "number").distinct()
    return tuple(ToLabel(asset_id, number) for asset_id, number in found[:MOST_LABELS])


def _line(row: Occasion) -> OccasionLine:
    kind = _kind(row)
    ids = {one.id for one in kind.lines}
    return OccasionLine(
        row=row,
        kind=kind.name,
        done=len(ids & row.ticks.keys()),
        of=len(ids),
        is_over=row.dropped_at is not None or row.followed_up_on is not None,
        waits_for_looking_back=row.until_on < clock.today(),
    )


def _kind(row: Occasion) -> OccasionKind:
    """The kind as the content tells it today; one that the content knows no more has no lines."""
    return occasions().kind(row.kind) or OccasionKind(row.kind, row.kind, "", (), (), (), False, 0)


def _ticked(row: Occasion, lines: tuple[Line, ...]) -> tuple[Ticked, ...]:
    return tuple(
        Ticked(one, datetime.date.fromisoformat(row.ticks[one.id]["on"]) if one.id in row.ticks else None)
        for one in lines
    )
