"""Tours and guests without an appointment over the API, by the verbs of the pages."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status
from pydantic import Strict

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import Telling, Text, Told, Wanted, body_refusals, refusals
from kuramori.ground.people.roles import Can
from kuramori.work.places import access, receiving, touring, walking_in
from kuramori.work.places.api_visits import VisitForm, visit_form
from kuramori.work.places.models import Route
from kuramori.work.places.reading.visits import route_line, routes, visit_line

router = Router(tags=["places"])

TELLING: Telling = {
    touring.Incomplete: lambda _error: Told(422, _("名前と、1か所から20か所までの場所を書いてください。")),
    touring.NotInUse: lambda _error: Told(409, _("使い終えた見学コースです。")),
    walking_in.TooManyWaiting: lambda _error: Told(
        409, _("返事を待つ方が多すぎます。先に返事をしてください。")
    ),
    walking_in.NobodyWaits: lambda _error: Told(409, _("返事を待っている来訪ではありません。")),
}


class TourStopForm(Schema):
    place_id: uuid.UUID
    name: str
    path: str
    photos: bool


class TourForm(Schema):
    """`approved_by` is "" while the tour waits for approval."""

    id: uuid.UUID
    name: str
    guide_id: uuid.UUID | None
    guide: str
    note: str
    stops: list[TourStopForm]
    approved_by: str
    approved_at: datetime.datetime | None
    retired_on: datetime.date | None


class ToursForm(Schema):
    tours: list[TourForm]


class TourStop(Wanted):
    """`photos`: whether guests may take pictures there."""

    place: uuid.UUID
    photos: Annotated[bool, Strict()] = False


class NewTour(Wanted):
    """`stops` in the order of the walk."""

    name: Annotated[Text, Field(min_length=1, max_length=80)]
    stops: Annotated[list[TourStop], Field(min_length=1, max_length=20)]
    guide: uuid.UUID | None = None
    note: Annotated[Text, Field(max_length=400)] = ""


class WalkIn(Wanted):
    """Somebody at the entrance whom nobody announced; `asks_for` is whom they want to see, in their own words.

    `receiver` is told where that names nobody here; without one, whoever the key belongs to.
    """

    company: Annotated[Text, Field(min_length=1, max_length=120)]
    name: Annotated[Text, Field(min_length=1, max_length=60)]
    purpose: Annotated[Text, Field(min_length=1, max_length=120)]
    asks_for: Annotated[Text, Field(max_length=60)] = ""
    receiver: uuid.UUID | None = None


class Agreed(Wanted):
    """`host` where somebody else receives them."""

    host: uuid.UUID | None = None


@router.get("/tours", response={200: ToursForm, **refusals()}, summary="見学コース", operation_id="tours")
def tours(request: ActingRequest) -> Any:
    """Those in use, approved or not."""
    request.actor.require(Can.PLACE_READ)
    return ToursForm(tours=[TourForm.model_validate(line) for line in routes()])


@router.post(
    "/tours",
    response={201: TourForm, **body_refusals()},
    summary="見学コースを作る",
    operation_id="set_tour",
)
def set_tour(request: ActingRequest, wanted: NewTour) -> Any:
    """It waits for approval."""
    return Status(201, _set(request, wanted, None))


@router.put(
    "/tours/{uuid:tour_id}",
    response={200: TourForm, **body_refusals(409)},
    summary="見学コースを組み直す",
    operation_id="change_tour",
)
def change_tour(request: ActingRequest, tour_id: uuid.UUID, wanted: NewTour) -> Any:
    """It waits for approval again."""
    return _set(request, wanted, access.route_for(request.actor, tour_id, Can.VISIT_ANNOUNCE))


@router.post(
    "/tours/{uuid:tour_id}/approve",
    response={200: TourForm, **refusals(409)},
    summary="見学コースを認める",
    operation_id="approve_tour",
)
def approve_tour(request: ActingRequest, tour_id: uuid.UUID) -> Any:
    """From now on guests may be led along it."""
    found = access.route_for(request.actor, tour_id, Can.PLACE_CHANGE)
    return _tour(touring.approve_route(request.actor, found))


@router.post(
    "/tours/{uuid:tour_id}/retire",
    response={200: TourForm, **refusals(409)},
    summary="見学コースを使い終える",
    operation_id="retire_tour",
)
def retire_tour(request: ActingRequest, tour_id: uuid.UUID) -> Any:
    """Nobody is led along it any more."""
    found = access.route_for(request.actor, tour_id, Can.PLACE_CHANGE)
    return _tour(touring.retire_route(request.actor, found))


@router.post(
    "/walk-ins",
    response={201: VisitForm, **body_refusals(409)},
    summary="約束のない来訪を書きとめる",
    operation_id="note_walk_in",
)
def note_walk_in(request: ActingRequest, wanted: WalkIn) -> Any:
    """The house is told, and the guest waits until somebody agrees. 409 while too many wait."""
    actor = request.actor
    actor.require(Can.VISIT_RECEIVE)
    receiver = wanted.receiver or actor.person_id
    if receiver is None:
        raise receiving.Incomplete
    fallback = access.person_for(actor, receiver, Can.VISIT_RECEIVE)
    said = walking_in.Unannounced(wanted.company, wanted.name, wanted.purpose, wanted.asks_for)
    return Status(201, visit_form(visit_line(walking_in.ask_in(actor, actor.organisation, fallback, said))))


@router.post(
    "/visits/{uuid:visit_id}/agree",
    response={200: VisitForm, **body_refusals(409)},
    summary="約束のない来訪を迎える",
    operation_id="agree_to_walk_in",
)
def agree_to_walk_in(request: ActingRequest, visit_id: uuid.UUID, wanted: Agreed) -> Any:
    """409 for a visit that was announced. To refuse, cancel it."""
    actor = request.actor
    visit = access.visit_for(actor, visit_id, Can.VISIT_RECEIVE)
    host = access.person_for(actor, wanted.host, Can.VISIT_RECEIVE) if wanted.host else None
    return visit_form(visit_line(walking_in.agree(actor, visit, host=host)))


def _set(request: ActingRequest, wanted: NewTour, tour: Route | None) -> TourForm:
    actor = request.actor
    actor.require(Can.VISIT_ANNOUNCE)
    stops = [(access.place_for(actor, one.place, Can.VISIT_ANNOUNCE), one.photos) for one in wanted.stops]
    guide = access.person_for(actor, wanted.guide, Can.VISIT_ANNOUNCE) if wanted.guide else None
    return _tour(touring.set_route(actor, touring.RouteWanted(wanted.name, stops, guide, wanted.note), tour))


def _tour(row: Route) -> TourForm:
    return TourForm.model_validate(route_line(row))
