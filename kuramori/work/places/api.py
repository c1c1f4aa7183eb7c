"""The tree of places over the API."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import (
    Portion,
    Telling,
    Text,
    Told,
    Wanted,
    Whole,
    body_refusals,
    next_offset,
    not_allowed,
    refusals,
)
from kuramori.ground.people.roles import Can
from kuramori.work.places import access, api_keys, api_out, api_plans, api_tours, api_visits, arranging, read
from kuramori.work.places.models import PlaceKind

router = Router(tags=["places"])
for part in (api_out, api_keys, api_plans, api_tours, api_visits):
    router.add_router("", part.router)

TELLING: Telling = {
    **api_out.TELLING,
    **api_keys.TELLING,
    **api_plans.TELLING,
    **api_tours.TELLING,
    **api_visits.TELLING,
    NotAllowed: not_allowed,
    arranging.NameMissing: lambda _error: Told(422, _("名前を書いてください。")),
    arranging.NameTaken: lambda _error: Told(409, _("同じところに、同じ名前の場所がもうあります。")),
    arranging.WrongPlace: lambda _error: Told(409, _("この種類の場所は、そこには置けません。")),
    arranging.TooDeep: lambda _error: Told(409, _("8段より深くは置けません。")),
    arranging.LiesInItself: lambda _error: Told(409, _("自分の中へは移せません。")),
    arranging.NotInUse: lambda _error: Told(409, _("使い終えた場所なので、変えられません。")),
    arranging.StillHolds: lambda _error: Told(409, _("中にまだ使っている場所があります。")),
    arranging.StalePlace: lambda error: Told(
        409, _("ほかの方が先に直しました。読み直してください。"), {"revision": error.current.revision}
    ),
}


class PlaceForm(Schema):
    """`path` is the names from the root down, joined by " / "; `is_locked` is null where nobody knows."""

    id: uuid.UUID
    kind: str
    name: str
    path: str
    parent: uuid.UUID | None
    person: str
    country: str
    note: str
    is_locked: bool | None
    retired_on: datetime.date | None
    revision: int


class PlacesForm(Schema):
    places: list[PlaceForm]
    next_offset: int | None


class PlaceFields(Wanted):
    """What is known of a place besides where it lies. `person`: whose head it is (kind `head` only)."""

    name: Annotated[Text, Field(min_length=1, max_length=80)]
    person: uuid.UUID | None = None
    country: Annotated[str, Field(pattern="^([A-Za-z]{2})?$")] = ""
    note: Annotated[Text, Field(max_length=400)] = ""
    is_locked: bool | None = None


class NewPlace(PlaceFields):
    """A new place; `parent` null: it stands by itself."""

    kind: PlaceKind
    parent: uuid.UUID | None = None


class ChangedPlace(PlaceFields):
    """`revision` is the one that was read."""

    revision: Annotated[Whole, Field(ge=1, le=1_000_000)]


class NewParent(Wanted):
    """Where it goes; null: it stands by itself."""

    parent: uuid.UUID | None


@router.get(
    "/places",
    response={200: PlacesForm, **refusals(422)},
    summary="保管場所（使っているもの、上から順に。次に使い終えたもの）",
    operation_id="places",
)
def places(request: ActingRequest, portion: Query[Portion]) -> Any:
    """At most 200 at once; `next_offset` is null at the end."""
    request.actor.require(Can.PLACE_READ)
    page = read.tree()
    lines = [*read.in_order(page.roots), *page.retired]
    return PlacesForm(
        places=[_form(line) for line in lines[portion.offset : portion.offset + portion.limit]],
        next_offset=next_offset(portion, len(lines)),
    )


@router.post(
    "/places",
    response={201: PlaceForm, **body_refusals(409)},
    summary="保管場所を足す",
    operation_id="add_place",
)
def add_place(request: ActingRequest, wanted: NewPlace) -> Any:
    """409 where a place of this kind cannot lie there, or another one beside it has the name."""
    request.actor.require(Can.PLACE_CHANGE)
    parent = access.place_for(request.actor, wanted.parent, Can.PLACE_CHANGE) if wanted.parent else None
    made = arranging.add_place(request.actor, wanted.kind, parent, _particulars(request.actor, wanted))
    return Status(201, _form(read.line_of(made)))


@router.get(
    "/places/{uuid:place_id}",
    response={200: PlaceForm, **refusals()},
    summary="保管場所1つ",
    operation_id="place",
)
def place(request: ActingRequest, place_id: uuid.UUID) -> Any:
    """One place, also one that is no longer used."""
    return _form(read.line_of(access.place_for(request.actor, place_id, Can.PLACE_READ)))


@router.put(
    "/places/{uuid:place_id}",
    response={200: PlaceForm, **body_refusals(409)},
    summary="保管場所の名前などを直す",
    operation_id="change_place",
)
def change_place(request: ActingRequest, place_id: uuid.UUID, wanted: ChangedPlace) -> Any:
    """409 where somebody else changed it first; the answer says which revision stands."""
    found = access.place_for(request.actor, place_id, Can.PLACE_CHANGE)
    particulars = _particulars(request.actor, wanted)
    row = arranging.rename_place(request.actor, found, particulars, revision=wanted.revision)
    return _form(read.line_of(row))


@router.post(
    "/places/{uuid:place_id}/move",
    response={200: PlaceForm, **body_refusals(409)},
    summary="保管場所を、中のものと一緒に移す",
    operation_id="move_place",
)
def move_place(request: ActingRequest, place_id: uuid.UUID, wanted: NewParent) -> Any:
    """409 where it cannot lie there."""
    found = access.place_for(request.actor, place_id, Can.PLACE_CHANGE)
    parent = access.place_for(request.actor, wanted.parent, Can.PLACE_CHANGE) if wanted.parent else None
    return _form(read.line_of(arranging.move_place(request.actor, found, parent)))


@router.post(
    "/places/{uuid:place_id}/retire",
    response={200: PlaceForm, **refusals(409)},
    summary="保管場所の使用を今日で終える",
    operation_id="retire_place",
)
def retire_place(request: ActingRequest, place_id: uuid.UUID) -> Any:
    """409 while other places in use lie in it."""
    found = access.place_for(request.actor, place_id, Can.PLACE_CHANGE)
    return _form(read.line_of(arranging.retire_place(request.actor, found)))


def _particulars(actor: Actor, wanted: PlaceFields) -> arranging.Particulars:
    return arranging.Particulars(
        name=wanted.name,
        person=access.person_for(actor, wanted.person, Can.PLACE_CHANGE) if wanted.person else None,
        country=wanted.country,
        note=wanted.note,
        is_locked=wanted.is_locked,
    )


def _form(line: read.PlaceLine) -> PlaceForm:
    return PlaceForm(
        id=line.id,
        kind=line.kind,
        name=line.name,
        path=line.path,
        parent=line.parent_id,
        person=line.person,
        country=line.country,
        note=line.note,
        is_locked=line.is_locked,
        retired_on=line.retired_on,
        revision=line.revision,
    )
