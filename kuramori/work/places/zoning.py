"""The verbs of zones: put up a drawing, draw a zone, set its rule, say who may enter. No day is overwritten."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.papers.models import File
from kuramori.ground.papers.store import Received, keep, receive
from kuramori.ground.people import timeline
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.press.png import size_of
from kuramori.press.redrawing import redrawn
from kuramori.work.places import events
from kuramori.work.places.models import (
    Drawing,
    DrawingTerm,
    Entitlement,
    Entry,
    Place,
    PlaceKind,
    ZoneRule,
    ZoneShape,
)

WHOLE = 10_000
"""Corners are in ten-thousandths of width and height."""
MOST_CORNERS = 60
DRAWN = (PlaceKind.SITE, PlaceKind.BUILDING, PlaceKind.ZONE, PlaceKind.ROOM)
Corner = tuple[int, int]


class NotDrawable(ValueError):
    """Only a site, a building, a zone or a room has a drawing."""


class NoZone(ValueError):
    """This place is no zone, or is not used any more."""


class ShapeWrong(ValueError):
    """A zone has three to sixty corners, all within the drawing, and an area."""


class DaysReversed(ValueError):
    """The last day lies before the first."""


class NoDrawing(ValueError):
    """There is no drawing to draw on."""


def put_drawing(
    actor: Actor,
    place: Place,
    *,
    name: str,
    chunks: Iterable[bytes],
    from_on: datetime.date | None = None,
    keeps_zones: bool = True,
) -> Drawing:
    """A new drawing of a place from that day (today); the earlier one stays for the days before.

    `keeps_zones`: the zones that stand now are drawn on it too. Raises `NotDrawable`, what `papers.receive` and
    `press.redrawn` raise; then nothing was kept.
    """
    actor.require(Can.PLACE_CHANGE)
    if place.kind not in DRAWN or place.retired_on is not None:
        raise NotDrawable(place.pk)
    content = b"".join(chunks)
    picture = redrawn(content)
    # Before the transaction: hashing and writing must not hold the write lock.
    original, ours = (
        receive(actor, name=name, chunks=[content]),
        receive(actor, name="plan.png", chunks=[picture]),
    )
    day = from_on or clock.today()
    with transaction.atomic():
        before = drawing_on(place)
        width, height = size_of(picture)
        drawing = Drawing.objects.create(
            organisation=actor.organisation,
            place=place,
            original=_kept(actor, original),
            picture=_kept(actor, ours),
            width=width,
            height=height,
        )
        timeline.lay(DrawingTerm, {"place": place}, {"drawing": drawing}, from_on=day)
        if before is not None and keeps_zones:
            for shape in ZoneShape.objects.filter(held_on(), drawing=before).select_related("zone"):
                timeline.lay(
                    ZoneShape,
                    {"drawing": drawing, "zone": shape.zone},
                    {"corners": shape.corners},
                    from_on=day,
                )
        told = between({"drawing": before.pk if before else None}, {"drawing": drawing.pk, "from_on": day})
        record(
            actor,
            events.DRAWING_PUT,
            kind="place",
            thing_id=place.pk,
            place=place.name,
            from_on=day.isoformat(),
            **told,
        )
    return drawing


def draw_zone(actor: Actor, drawing: Drawing, zone: Place, corners: Sequence[Corner]) -> bool:
    """From today the zone has these corners; False where it had. Raises `NoZone`, `ShapeWrong`."""
    actor.require(Can.PLACE_CHANGE)
    shape = [[x, y] for x, y in corners]
    _check(shape)
    with transaction.atomic():
        row = _zone(zone)
        before = _shape(drawing, row)
        if not timeline.lay(
            ZoneShape, {"drawing": drawing, "zone": row}, {"corners": shape}, from_on=clock.today()
        ):
            return False
        told = between({"corners": before}, {"corners": shape}, part=drawing.pk)
        record(actor, events.ZONE_DRAWN, kind="place", thing_id=row.pk, place=row.name, **told)
    return True


def clear_zone(actor: Actor, drawing: Drawing, zone: Place) -> bool:
    """From today the zone is not on the drawing any more; False where it was not."""
    actor.require(Can.PLACE_CHANGE)
    with transaction.atomic():
        row = Place.objects.select_for_update(of=("self",)).get(pk=zone.pk)
        before = _shape(drawing, row)
        last_day = clock.today() - timeline.DAY
        if not timeline.end(ZoneShape, {"drawing": drawing, "zone": row}, last_day=last_day):
            return False
        told = between({"corners": before}, {"corners": None}, part=drawing.pk)
        record(actor, events.ZONE_CLEARED, kind="place", thing_id=row.pk, place=row.name, **told)
    return True


def set_rule(actor: Actor, zone: Place, entry: Entry, *, photos: bool) -> bool:
    """From today these enter, and pictures may be taken or not; False where that held. Raises `NoZone`."""
    actor.require(Can.PLACE_CHANGE)
    with transaction.atomic():
        row = _zone(zone)
        held = ZoneRule.objects.filter(held_on(), zone=row).first()
        values = {"entry": entry.value, "photos": photos}
        if not timeline.lay(ZoneRule, {"zone": row}, values, from_on=clock.today()):
            return False
        told = between({"entry": held.entry, "photos": held.photos} if held else None, values)
        record(actor, events.ZONE_RULED, kind="place", thing_id=row.pk, place=row.name, **told)
    return True


def entitle(
    actor: Actor,
    zone: Place,
    person: Person,
    *,
    from_on: datetime.date | None = None,
    until_on: datetime.date | None = None,
    reason: str = "",
) -> bool:
    """Somebody may enter, from a day until a day; False where that was known. Raises `NoZone`, `DaysReversed`."""
    actor.require(Can.PLACE_CHANGE)
    day, why = from_on or clock.today(), reason.strip()[:120]
    if until_on is not None and until_on < day:
        raise DaysReversed
    with transaction.atomic():
        row = _zone(zone)
        owner = {"zone": row, "person": person}
        if not timeline.lay(Entitlement, owner, {"reason": why}, from_on=day, until_on=until_on):
            return False
        facts = {"person": person.pk, "from_on": day, "until_on": until_on, "reason": why}
        told = between(None, facts, part=person.pk, private=("reason",))
        record(
            actor,
            events.ENTITLED,
            kind="place",
            thing_id=row.pk,
            place=row.name,
            person=person.name,
            **told,
        )
    return True


def end_entitlement(
    actor: Actor, zone: Place, person: Person, *, last_day: datetime.date | None = None
) -> bool:
    """They may not enter after that day (yesterday); False where they might not."""
    actor.require(Can.PLACE_CHANGE)
    day = last_day or clock.today() - timeline.DAY
    with transaction.atomic():
        row = Place.objects.select_for_update(of=("self",)).get(pk=zone.pk)
        if not timeline.end(Entitlement, {"zone": row, "person": person}, last_day=day):
            return False
        told = between({"is_entitled": True}, {"is_entitled": False, "until_on": day}, part=person.pk)
        record(
            actor,
            events.ENTITLEMENT_ENDED,
            kind="place",
            thing_id=row.pk,
            place=row.name,
            person=person.name,
            **told,
        )
    return True


def drawing_on(place: Place, on: datetime.date | None = None) -> Drawing | None:
    """The drawing that showed a place on that day (today)."""
    term = DrawingTerm.objects.filter(held_on(on), place=place).select_related("drawing").first()
    return term.drawing if term else None


def rectangle(left: int, top: int, width: int, height: int) -> list[Corner]:
    """The corners of a rectangle, in whole percents."""
    return [
        (x * 100, y * 100)
        for x, y in ((left, top), (left + width, top), (left + width, top + height), (left, top + height))
    ]


def _kept(actor: Actor, received: Received) -> File:
    return keep(actor, received)


def _zone(zone: Place) -> Place:
    row: Place = Place.objects.select_for_update(of=("self",)).get(pk=zone.pk)
    if row.kind != PlaceKind.ZONE or row.retired_on is not None:
        raise NoZone(row.pk)
    return row


def _shape(drawing: Drawing, zone: Place) -> list[list[int]] | None:
    row = ZoneShape.objects.filter(held_on(), drawing=drawing, zone=zone).first()
    return row.corners if row else None


def _check(shape: list[list[int]]) -> None:
    inside = all(0 <= at <= WHOLE for corner in shape for at in corner)
    if not 3 <= len(shape) <= MOST_CORNERS or not inside or _doubled_area(shape) < 2 * 50 * 50:
        raise ShapeWrong(_("区域の形が読めません。"))


def _doubled_area(shape: list[list[int]]) -> int:
    """Twice the area by the shoelace formula."""
    return abs(
        sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(shape, [*shape[1:], shape[0]], strict=True))
    )
