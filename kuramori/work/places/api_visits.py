"""Visits over the API: announce, let a guest in, see them off."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import Day, Telling, Text, Told, Wanted, body_refusals, refusals
from kuramori.ground.people.roles import Can
from kuramori.work.places import access
from kuramori.work.places import receiving as verbs
from kuramori.work.places.reading.visits import (
    GuestLine,
    VisitLine,
    guest_line,
    shown,
    visit_line,
    visits_page,
)

router = Router(tags=["places"])

TELLING: Telling = {
    verbs.Incomplete: lambda _error: Told(422, _("会社・用件と、1人から60人までのお名前を書いてください。")),
    verbs.RouteNotApproved: lambda _error: Told(409, _("この見学コースは、まだ認められていません。")),
    verbs.Cancelled: lambda _error: Told(409, _("取りやめになった来訪です。")),
    verbs.NotAgreed: lambda _error: Told(
        409, _("約束のない来訪です。迎えるかどうかを、先に決めてください。")
    ),
    verbs.AlreadyIn: lambda _error: Told(409, _("もう入っているか、帰られた方です。")),
    verbs.NotIn: lambda _error: Told(409, _("いま中にいない方です。")),
    verbs.BadgeTaken: lambda _error: Told(409, _("この札は、ほかの方が付けています。")),
    verbs.NotAccepted: lambda _error: Told(
        409, _("持込みの決まりか誓約の文が、いまのものではありません。読み直してもらってください。")
    ),
}


class GuestForm(Schema):
    id: uuid.UUID
    name: str
    badge: str
    escort: str
    devices: str
    arrived_at: datetime.datetime | None
    left_at: datetime.datetime | None
    has_rule: bool
    has_pledge: bool


class VisitForm(Schema):
    """`number` is what the guest types at the entrance."""

    id: uuid.UUID
    number: str
    company: str
    purpose: str
    host: str
    on: datetime.date
    at: datetime.time | None
    route: uuid.UUID | None
    is_cancelled: bool
    guests: list[GuestForm]


class TextForm(Schema):
    """A text that a guest accepts, and the hash under which they do."""

    title: str
    body: str
    sha256: str


class VisitForms(Schema):
    """Today's and coming visits, who waits for an answer, who is inside, and the texts in force (null: none)."""

    visits: list[VisitForm]
    waiting: list[VisitForm]
    inside: list[GuestForm]
    rule: TextForm | None
    pledge: TextForm | None


class NewVisit(Wanted):
    """`at` reads HH:MM; `route` is an approved tour."""

    company: Annotated[Text, Field(min_length=1, max_length=120)]
    purpose: Annotated[Text, Field(min_length=1, max_length=120)]
    host: uuid.UUID
    on: Day
    names: Annotated[list[Annotated[Text, Field(max_length=60)]], Field(min_length=1, max_length=60)]
    at: Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")] | None = None
    route: uuid.UUID | None = None


class Arrived(Wanted):
    """`rule` and `pledge` are the hashes of the texts that were accepted; "" where the house has none."""

    badge: Annotated[Text, Field(max_length=20)] = ""
    devices: Annotated[Text, Field(max_length=200)] = ""
    rule: Annotated[str, Field(max_length=64)] = ""
    pledge: Annotated[str, Field(max_length=64)] = ""
    escort: uuid.UUID | None = None


@router.get(
    "/visits",
    response={200: VisitForms, **refusals()},
    summary="来訪（今日とこれから60日）と、いま中にいる方",
    operation_id="visits",
)
def visits(request: ActingRequest) -> Any:
    """With the texts that guests accept today."""
    request.actor.require(Can.VISIT_RECEIVE)
    page = visits_page()
    rule, pledge = shown(verbs.RULE), shown(verbs.PLEDGE)
    return VisitForms(
        visits=[visit_form(line) for line in (*page.today, *page.coming)],
        waiting=[visit_form(line) for line in page.waiting],
        inside=[GuestForm.model_validate(line) for line in page.inside],
        rule=TextForm.model_validate(rule) if rule else None,
        pledge=TextForm.model_validate(pledge) if pledge else None,
    )


@router.post(
    "/visits",
    response={201: VisitForm, **body_refusals(409)},
    summary="来訪を知らせておく",
    operation_id="announce_visit",
)
def announce_visit(request: ActingRequest, wanted: NewVisit) -> Any:
    """409 where the tour is not approved."""
    actor = request.actor
    actor.require(Can.VISIT_ANNOUNCE)
    said = verbs.VisitWanted(
        company=wanted.company,
        purpose=wanted.purpose,
        host=access.person_for(actor, wanted.host, Can.VISIT_ANNOUNCE),
        on=wanted.on,
        names=wanted.names,
        at=datetime.time.fromisoformat(wanted.at) if wanted.at else None,
        route=access.route_for(actor, wanted.route, Can.VISIT_ANNOUNCE) if wanted.route else None,
    )
    return Status(201, visit_form(visit_line(verbs.announce(actor, said))))


@router.post(
    "/visits/{uuid:visit_id}/cancel",
    response={200: VisitForm, **refusals(409)},
    summary="来訪を取りやめる",
    operation_id="cancel_visit",
)
def cancel_visit(request: ActingRequest, visit_id: uuid.UUID) -> Any:
    """409 once somebody came."""
    visit = access.visit_for(request.actor, visit_id, Can.VISIT_ANNOUNCE)
    return visit_form(visit_line(verbs.cancel(request.actor, visit)))


@router.post(
    "/guests/{uuid:guest_id}/arrive",
    response={200: GuestForm, **body_refusals(409)},
    summary="来訪者を迎える",
    operation_id="receive_guest",
)
def receive_guest(request: ActingRequest, guest_id: uuid.UUID, wanted: Arrived) -> Any:
    """409 where the badge is worn, or a text was not accepted as it stands today."""
    actor = request.actor
    guest = access.guest_for(actor, guest_id, Can.VISIT_RECEIVE)
    arrival = verbs.Arrival(
        badge=wanted.badge,
        devices=wanted.devices,
        rule=wanted.rule,
        pledge=wanted.pledge,
        escort=access.person_for(actor, wanted.escort, Can.VISIT_RECEIVE) if wanted.escort else None,
    )
    return _guest(guest_line(verbs.receive(actor, guest, arrival)))


@router.post(
    "/guests/{uuid:guest_id}/leave",
    response={200: GuestForm, **refusals(409)},
    summary="来訪者を見送る",
    operation_id="see_off_guest",
)
def see_off_guest(request: ActingRequest, guest_id: uuid.UUID) -> Any:
    """Just now. 409 for one who is not in the house."""
    guest = access.guest_for(request.actor, guest_id, Can.VISIT_RECEIVE)
    return _guest(guest_line(verbs.see_off(request.actor, guest)))


def _guest(line: GuestLine) -> GuestForm:
    return GuestForm.model_validate(line)


def visit_form(line: VisitLine) -> VisitForm:
    return VisitForm(
        id=line.id,
        number=line.number,
        company=line.company,
        purpose=line.purpose,
        host=line.host,
        on=line.on,
        at=line.at,
        route=line.route_id,
        is_cancelled=line.is_cancelled,
        guests=[GuestForm.model_validate(one) for one in line.guests],
    )
