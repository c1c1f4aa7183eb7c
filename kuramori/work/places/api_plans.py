"""Floor plans over the API: put a drawing up, draw zones on it, and read what was drawn on any day."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Field, File, Form, Query, Router, Schema, Status, UploadedFile

from kuramori.ground.papers.kinds import KindRefused
from kuramori.ground.papers.store import EmptyFile
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import Day, Telling, Told, Wanted, body_refusals, only_these, refusals
from kuramori.ground.people.roles import Can
from kuramori.outside.store import TooLarge
from kuramori.press.faults import PressFault
from kuramori.press.redrawing import NotAPicture, TooManyPixels
from kuramori.work.places import access, zoning
from kuramori.work.places.models import Place
from kuramori.work.places.reading.zones import plan_page

router = Router(tags=["places"])
LARGEST_BYTES = 20 * 1024 * 1024


class NoPlan(ValueError):
    """Zones are drawn on a drawing; this place has none."""


class NotOpened(ValueError):
    """A drawing that is broken inside, locked, or shows nothing."""


def _unreadable(_error: object) -> Told:
    return Told(
        422, _("PNG・JPEG・PDF のどれでもありません。どれかに書き出してから、もう一度入れてください。")
    )


TELLING: Telling = {
    NoPlan: lambda _error: Told(409, _("先に図面を入れてください。")),
    zoning.NotDrawable: lambda _error: Told(409, _("この場所には、図面を付けられません。")),
    zoning.ShapeWrong: lambda _error: Told(
        422, _("角は3つから60まで、図面の中（0から100）に置いてください。")
    ),
    TooManyPixels: lambda _error: Told(
        422, _("画像が大きすぎます（4千万画素まで）。縮めてから入れてください。")
    ),
    NotAPicture: _unreadable,
    NotOpened: lambda _error: Told(
        422, _("画像を開けませんでした。別の形で書き出して、もう一度入れてください。")
    ),
}

Percent = Annotated[float, Field(ge=0, le=100)]
Corner = Annotated[list[Percent], Field(min_length=2, max_length=2)]


class DrawnZoneForm(Schema):
    """`corners` in percent of the drawing's width and height, from its upper left."""

    zone: uuid.UUID
    name: str
    entry: str
    photos: bool
    corners: list[list[float]]


class PlanForm(Schema):
    """The drawing of a place on a day; `drawing` null where there is none. `since` are the days of its drawings."""

    place: uuid.UUID
    drawing: uuid.UUID | None
    width: int
    height: int
    zones: list[DrawnZoneForm]
    since: list[datetime.date]


class PlanAsked(Schema):
    """A past day; today without one."""

    on: Day | None = None


class ZoneCorners(Wanted):
    """Three to sixty corners, each `[x, y]` in percent of the drawing."""

    corners: Annotated[list[Corner], Field(min_length=3, max_length=60)]


@router.get(
    "/places/{uuid:place_id}/plan",
    response={200: PlanForm, **refusals(422)},
    summary="場所の図面と、引いた区域",
    operation_id="plan",
)
def plan(request: ActingRequest, place_id: uuid.UUID, asked: Query[PlanAsked]) -> Any:
    """As it was drawn on the day, by the rules of then."""
    return _plan(access.place_for(request.actor, place_id, Can.PLACE_READ), asked.on)


@router.post(
    "/places/{uuid:place_id}/plan",
    response={201: PlanForm, **body_refusals(409)},
    summary="図面を入れる",
    operation_id="put_drawing",
)
def put_drawing(
    request: ActingRequest,
    place_id: uuid.UUID,
    file: File[UploadedFile],
    from_on: Day | None = Form(None),  # noqa: B008  ninja reads it here
) -> Any:
    """A PNG, JPEG or PDF of at most 20 MB as multipart/form-data. Zones that stand are drawn on it too."""
    only_these(request, {"from_on"}, {"file"})
    actor = request.actor
    found = access.place_for(actor, place_id, Can.PLACE_CHANGE)
    if file.size is None or file.size > LARGEST_BYTES:
        raise TooLarge(LARGEST_BYTES)
    try:
        zoning.put_drawing(actor, found, name=file.name or "", chunks=file.chunks(), from_on=from_on)
    except (KindRefused, EmptyFile):
        raise NotAPicture from None
    except PressFault:
        # What makes documents tells that it could not: here the fault lies in what came.
        raise NotOpened from None
    return Status(201, _plan(found))


@router.post(
    "/places/{uuid:place_id}/plan/zones/{uuid:zone_id}",
    response={200: PlanForm, **body_refusals(409)},
    summary="図面に区域の線を引く",
    operation_id="draw_zone",
)
def draw_zone(request: ActingRequest, place_id: uuid.UUID, zone_id: uuid.UUID, wanted: ZoneCorners) -> Any:
    """From today; earlier days keep their line. 409 without a drawing."""
    actor = request.actor
    found = access.place_for(actor, place_id, Can.PLACE_CHANGE)
    zone = access.zone_for(actor, zone_id, Can.PLACE_CHANGE)
    corners = [(round(x * 100), round(y * 100)) for x, y in wanted.corners]
    zoning.draw_zone(actor, _drawing(found), zone, corners)
    return _plan(found)


@router.post(
    "/places/{uuid:place_id}/plan/zones/{uuid:zone_id}/clear",
    response={200: PlanForm, **refusals(409)},
    summary="図面から区域を外す",
    operation_id="clear_zone",
)
def clear_zone(request: ActingRequest, place_id: uuid.UUID, zone_id: uuid.UUID) -> Any:
    """From today; earlier days keep it."""
    actor = request.actor
    found = access.place_for(actor, place_id, Can.PLACE_CHANGE)
    zone = access.zone_for(actor, zone_id, Can.PLACE_CHANGE)
    zoning.clear_zone(actor, _drawing(found), zone)
    return _plan(found)


def _drawing(place: Place) -> Any:
    found = zoning.drawing_on(place)
    if found is None:
        raise NoPlan(place.pk)
    return found


def _plan(place: Place, on: datetime.date | None = None) -> PlanForm:
    page = plan_page(place, on)
    return PlanForm(
        place=place.pk,
        drawing=page.drawing_id,
        width=page.width,
        height=page.height,
        zones=[
            DrawnZoneForm(
                zone=one.line.id,
                name=one.line.name,
                entry=one.line.entry,
                photos=one.line.photos,
                corners=[[x / 100, y / 100] for x, y in one.line.corners or ()],
            )
            for one in page.drawn
        ],
        since=[term.from_on for term in page.terms],
    )
