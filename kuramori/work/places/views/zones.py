"""Floor plans and zones: the picture, the drawing on it, rules and who may enter."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.papers.kinds import KindRefused
from kuramori.ground.papers.store import EmptyFile, shelf
from kuramori.ground.papers.whole import FileDamaged, open_whole
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import go
from kuramori.outside.store import TooLarge
from kuramori.press.faults import PressFault
from kuramori.press.redrawing import NotAPicture, TooManyPixels
from kuramori.work.places import access, read, zoning
from kuramori.work.places.forms_zones import LARGEST_MB, DrawingForm, EntitleForm, ZoneForm
from kuramori.work.places.models import Entry, Place
from kuramori.work.places.views.ways import shown


@require_safe
def plan(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/places/<id>/plan/?on=2026-04-01`: the drawing with its zones, today or on a past day."""
    found = access.place_for(request.actor, id, Can.PLACE_READ)
    return _plan(request, found, _day(request.GET.get("on", "")))


@require_safe
def picture(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/places/drawings/<id>/picture/`: our own PNG of a drawing; never what was handed in."""
    drawing = access.drawing_for(request.actor, id, Can.PLACE_READ)
    try:
        with open_whole(
            request.actor,
            shelf(),
            drawing.picture.sha256,
            kind="file",
            thing_id=drawing.picture_id,
            before=_nothing,
        ) as opened:
            content = opened.read()
    except FileDamaged:
        return HttpResponse(status=410)
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, max-age=600",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return HttpResponse(content, content_type="image/png", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def put_drawing(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/places/<id>/plan/new/`: another drawing, from a day on."""
    found = access.place_for(request.actor, id, Can.PLACE_CHANGE)
    sent = request.method == "POST"
    form = DrawingForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > LARGEST_MB * 1024 * 1024:
            form.add_error("file", _("図面が20MBを超えています。小さくしてください。"))
        elif (trouble := _put(request, found, form)) is None:
            messages.success(request, _("図面を入れました。次に、区域の線を引きます。"))
            return go(request, "places:plan", id=found.pk)
        else:
            form.add_error("file", trouble)
    has_one = zoning.drawing_on(found) is not None
    return shown(
        request, "places/drawing.html", {"form": form, "line": read.line_of(found), "has_one": has_one}
    )


@require_POST
def draw(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/places/<id>/plan/zone/`: a zone's corners and rule from today on."""
    found = access.place_for(request.actor, id, Can.PLACE_CHANGE)
    drawing = zoning.drawing_on(found)
    if drawing is None:
        messages.warning(request, _("先に図面を入れてください。"))
        return go(request, "places:plan", id=found.pk)
    form = ZoneForm(request.POST, _zones())
    if not form.is_valid():
        return _plan(request, found, None, form, status=422)
    zone = access.zone_for(request.actor, form.zone_id, Can.PLACE_CHANGE)
    try:
        zoning.draw_zone(request.actor, drawing, zone, form.shape)
        zoning.set_rule(
            request.actor, zone, Entry(form.cleaned_data["entry"]), photos=form.cleaned_data["photos"]
        )
    except zoning.ShapeWrong:
        form.add_error("corners", _("角は3つから60まで、図面の中（0から100）に置いてください。"))
        return _plan(request, found, None, form, status=422)
    messages.success(request, _("区域「%(zone)s」を引きました。") % {"zone": zone.name})
    return go(request, "places:plan", id=found.pk)


@require_POST
def clear(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/places/<id>/plan/clear/`: a zone leaves today's drawing; earlier days keep it."""
    found = access.place_for(request.actor, id, Can.PLACE_CHANGE)
    drawing = zoning.drawing_on(found)
    zone_id = _uuid(request.POST.get("zone", ""))
    if drawing is not None and zone_id is not None:
        zone = access.zone_for(request.actor, zone_id, Can.PLACE_CHANGE)
        if zoning.clear_zone(request.actor, drawing, zone):
            messages.success(request, _("「%(zone)s」を今日の図面から外しました。") % {"zone": zone.name})
    return go(request, "places:plan", id=found.pk)


@require_POST
def entitle(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/places/<id>/entitle/`: somebody may enter the zone."""
    zone = access.zone_for(request.actor, id, Can.PLACE_CHANGE)
    form = EntitleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("許す人を選んでください。日は 2026/3/31 のように書きます。"))
        return go(request, "places:place", id=zone.pk)
    person = access.person_for(request.actor, uuid.UUID(form.cleaned_data["person"]), Can.PLACE_CHANGE)
    try:
        zoning.entitle(
            request.actor,
            zone,
            person,
            until_on=form.cleaned_data["until_on"],
            reason=form.cleaned_data["reason"],
        )
    except zoning.DaysReversed:
        messages.error(request, _("最後の日が最初の日より前になっています。"))
        return go(request, "places:place", id=zone.pk)
    messages.success(request, _("%(person)sさんを、入れる人に加えました。") % {"person": person.name})
    return go(request, "places:place", id=zone.pk)


@require_POST
def end_entitlement(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/places/<id>/entitle/end/`: they may not enter any more."""
    zone = access.zone_for(request.actor, id, Can.PLACE_CHANGE)
    person_id = _uuid(request.POST.get("person", ""))
    if person_id is not None:
        person = access.person_for(request.actor, person_id, Can.PLACE_CHANGE)
        if zoning.end_entitlement(request.actor, zone, person):
            messages.success(request, _("%(person)sさんは、今日から入れません。") % {"person": person.name})
    return go(request, "places:place", id=zone.pk)


def _put(request: ActingRequest, found: Place, form: DrawingForm) -> str | None:
    """What is wrong with the file, or None once it was put up."""
    given = form.cleaned_data
    file = given["file"]
    try:
        zoning.put_drawing(
            request.actor,
            found,
            name=file.name,
            chunks=file.chunks(),
            from_on=given["from_on"],
            keeps_zones=given["keeps_zones"],
        )
    except TooManyPixels:
        return _("画像が大きすぎます（4千万画素まで）。縮めてから入れてください。")
    except (NotAPicture, KindRefused, EmptyFile):
        return _("PNG・JPEG・PDF のどれでもありません。どれかに書き出してから、もう一度入れてください。")
    except (PressFault, TooLarge):
        return _("画像を開けませんでした。別の形で書き出して、もう一度入れてください。")
    except zoning.NotDrawable:
        return _("この場所には、図面を付けられません。")
    return None


def _plan(
    request: ActingRequest,
    found: Place,
    on: datetime.date | None,
    form: ZoneForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    page = read.plan_page(found, on)
    context: dict[str, Any] = {"page": page, "line": read.line_of(found), "has_zones": bool(_zones())}
    if form is None and not on:
        wanted = _uuid(request.GET.get("zone", ""))
        line = next((one for one in page.zones if one.id == wanted), None)
        first = {"zone": str(line.id), "entry": line.entry or "staff", "photos": line.photos, "corners": line.typed} if line else {}  # fmt: skip  # noqa: E501
        form = ZoneForm(None, _zones(), first or {"entry": "staff"})
    return render(request, "places/plan.html", {**context, "form": form}, status=status)


def _zones() -> list[tuple[str, str]]:
    return read.choices(["zone"])


def _nothing() -> None:
    """Looking at a plan leaves no entry of its own; a damaged file does."""


def _day(written: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        return None


def _uuid(written: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(written)
    except ValueError:
        return None
