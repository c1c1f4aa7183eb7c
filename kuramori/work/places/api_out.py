"""Devices, take-outs and cloud services over the API."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import (
    Day,
    Portion,
    Telling,
    Text,
    Told,
    Wanted,
    body_refusals,
    next_offset,
    refusals,
)
from kuramori.ground.people.roles import Can
from kuramori.work.places import access_out as access
from kuramori.work.places import admit_device as admitting
from kuramori.work.places import take_out as verbs
from kuramori.work.places.lose_device import NotInUse
from kuramori.work.places.models import Device, DeviceKind, TakeOut
from kuramori.work.places.reading.clouds import cloud_lines
from kuramori.work.places.reading.devices import DeviceLine, device_lines

router = Router(tags=["places"])

TELLING: Telling = {
    admitting.NumberMissing: lambda _error: Told(422, _("番号を書いてください。")),
    admitting.NumberTaken: lambda _error: Told(409, _("この番号は、もう使われています。")),
    admitting.PrivateWithoutTerms: lambda _error: Told(
        422, _("私物は、使ってよい条件を書いてから載せます。")
    ),
    verbs.IncompleteRequest: lambda _error: Told(422, _("何を・どこへ・何のために、を書いてください。")),
    verbs.DueTooEarly: lambda _error: Told(422, _("戻す日は、今日か、この先の日にしてください。")),
    verbs.AlreadyOut: lambda _error: Told(409, _("ほかの方が先に願い出た物です。")),
    verbs.OwnRequest: lambda _error: Told(409, _("ご自分の願いは、ほかの方に決めてもらいます。")),
    verbs.RuleForbids: lambda error: Told(
        409, _("この国へは持ち出さない決まりです。理由：%(reason)s") % {"reason": error.rule.reason}
    ),
    verbs.WrongState: lambda error: Told(409, _("その間に先へ進んでいます。"), {"state": error.state}),
    NotInUse: lambda _error: Told(409, _("使っている物ではありません。")),
}


class DeviceForm(Schema):
    """`owner` is a name, "" for a shared one; `is_encrypted` null where nobody has looked."""

    id: uuid.UUID
    number: str
    kind: str
    name: str
    owner: str
    is_private: bool
    is_encrypted: bool | None
    place: uuid.UUID | None
    state: str
    is_out: bool
    patched_on: datetime.date | None
    is_behind: bool
    revision: int


class DevicesForm(Schema):
    devices: list[DeviceForm]
    next_offset: int | None


class NewDevice(Wanted):
    """A device or medium. `owner` null: shared. `terms` are needed for a private one."""

    number: Annotated[Text, Field(min_length=1, max_length=30)]
    kind: DeviceKind
    name: Annotated[Text, Field(max_length=80)] = ""
    owner: uuid.UUID | None = None
    is_private: bool = False
    terms: Annotated[Text, Field(max_length=200)] = ""
    is_encrypted: bool | None = None
    place: uuid.UUID | None = None
    note: Annotated[Text, Field(max_length=400)] = ""


class TakeOutRow(Schema):
    """`state` is one of asked, approved, taken, returned, refused, dropped."""

    id: uuid.UUID
    what: str
    device: uuid.UUID | None
    to_where: str
    country: str
    purpose: str
    is_encrypted: bool | None
    due_on: datetime.date
    state: str
    asked_by: str


class TakeOutRows(Schema):
    take_outs: list[TakeOutRow]
    next_offset: int | None


class NewTakeOut(Wanted):
    """Either a `device`, or `what` in words. `country` is an ISO 3166 code, "" within Japan."""

    device: uuid.UUID | None = None
    what: Annotated[Text, Field(max_length=120)] = ""
    to_where: Annotated[Text, Field(min_length=1, max_length=120)]
    country: Annotated[str, Field(pattern="^([A-Z]{2})?$")] = ""
    purpose: Annotated[Text, Field(min_length=1, max_length=200)]
    is_encrypted: bool | None = None
    due_on: Day


class Remark(Wanted):
    """A word with a decision or a return."""

    note: Annotated[Text, Field(max_length=200)] = ""


class CloudRow(Schema):
    """`agreed` is yes, no or unknown; a `listing_number` says nothing about it."""

    id: uuid.UUID
    name: str
    provider: str
    used_for: str
    may_lie: str
    agreed: str
    terms_on: datetime.date | None
    review_on: datetime.date | None
    listing_number: str
    is_on_the_list: bool | None


class CloudRows(Schema):
    clouds: list[CloudRow]
    next_offset: int | None


@router.get(
    "/devices",
    response={200: DevicesForm, **refusals(422)},
    summary="端末・媒体の一覧",
    operation_id="devices",
)
def devices(request: ActingRequest, portion: Query[Portion]) -> Any:
    """Every device by its number, disposed ones too; at most 200 at once."""
    request.actor.require(Can.PLACE_READ)
    lines = device_lines()
    shown = lines[portion.offset : portion.offset + portion.limit]
    return DevicesForm(
        devices=[_device(line) for line in shown], next_offset=next_offset(portion, len(lines))
    )


@router.post(
    "/devices",
    response={201: DeviceForm, **body_refusals(409)},
    summary="端末・媒体を載せる",
    operation_id="admit_device",
)
def admit_device(request: ActingRequest, wanted: NewDevice) -> Any:
    """One device under its number."""
    request.actor.require(Can.DEVICE_CHANGE)
    told = admitting.Particulars(
        number=wanted.number,
        kind=wanted.kind,
        name=wanted.name,
        owner=access.colleague(wanted.owner),
        is_private=wanted.is_private,
        terms=wanted.terms,
        is_encrypted=wanted.is_encrypted,
        place=access.place(wanted.place),
        note=wanted.note,
    )
    made = admitting.admit_device(request.actor, told)
    return Status(201, _device(DeviceLine(made, None, None, False, ())))


@router.get(
    "/take-outs",
    response={200: TakeOutRows, **refusals(422)},
    summary="持出しの一覧",
    operation_id="take_outs",
)
def take_outs(request: ActingRequest, portion: Query[Portion]) -> Any:
    """Newest first; whoever only asks sees the own ones."""
    request.actor.require(Can.PLACE_READ)
    rows = access.take_outs_of(request.actor).order_by("-asked_at", "pk")
    shown = rows[portion.offset : portion.offset + portion.limit]
    return TakeOutRows(
        take_outs=[_take_out(row) for row in shown], next_offset=next_offset(portion, rows.count())
    )


@router.post(
    "/take-outs",
    response={201: TakeOutRow, **body_refusals(409)},
    summary="持出しを願い出る",
    operation_id="ask_take_out",
)
def ask_take_out(request: ActingRequest, wanted: NewTakeOut) -> Any:
    """409 where the thing is out or asked for already, or where a rule forbids the country."""
    actor = request.actor
    actor.require(Can.TAKE_OUT_ASK)
    subject = verbs.Subject("thing", None, wanted.what)
    if wanted.device is not None:
        subject = verbs.subject_of(access.device_for(actor, wanted.device, Can.TAKE_OUT_ASK))
    told = verbs.Wanted(wanted.to_where, wanted.purpose, wanted.due_on, wanted.country, wanted.is_encrypted)
    return Status(201, _take_out(verbs.ask(actor, subject, told)))


@router.post(
    "/take-outs/{uuid:take_out_id}/approve",
    response={200: TakeOutRow, **body_refusals(409)},
    summary="持出しを認める",
    operation_id="approve_take_out",
)
def approve_take_out(request: ActingRequest, take_out_id: uuid.UUID, wanted: Remark) -> Any:
    """409 for the own request where a colleague may decide."""
    row = access.take_out_for(request.actor, take_out_id, Can.TAKE_OUT_APPROVE)
    return _take_out(verbs.approve(request.actor, row, note=wanted.note))


@router.post(
    "/take-outs/{uuid:take_out_id}/take",
    response={200: TakeOutRow, **refusals(409)},
    summary="持ち出した",
    operation_id="take_take_out",
)
def take_take_out(request: ActingRequest, take_out_id: uuid.UUID) -> Any:
    """It leaves now; 409 before it was approved."""
    row = access.take_out_for(request.actor, take_out_id, Can.TAKE_OUT_ASK)
    return _take_out(verbs.take(request.actor, row))


@router.post(
    "/take-outs/{uuid:take_out_id}/return",
    response={200: TakeOutRow, **body_refusals(409)},
    summary="戻った",
    operation_id="return_take_out",
)
def return_take_out(request: ActingRequest, take_out_id: uuid.UUID, wanted: Remark) -> Any:
    """It is back; 409 where it is not out."""
    row = access.take_out_for(request.actor, take_out_id, Can.TAKE_OUT_ASK)
    return _take_out(verbs.bring_back(request.actor, row, note=wanted.note))


@router.get(
    "/clouds", response={200: CloudRows, **refusals(422)}, summary="クラウドの一覧", operation_id="clouds"
)
def clouds(request: ActingRequest, portion: Query[Portion]) -> Any:
    """Services in use, by name. `is_on_the_list` is null where nobody matched it with the list."""
    request.actor.require(Can.PLACE_READ)
    lines = list(cloud_lines())
    shown = lines[portion.offset : portion.offset + portion.limit]
    rows = [
        CloudRow(
            id=line.service.pk,
            name=line.service.name,
            provider=line.service.provider,
            used_for=line.service.used_for,
            may_lie=line.service.may_lie,
            agreed=line.service.agreed,
            terms_on=line.terms_on,
            review_on=line.service.review_on,
            listing_number=line.service.listing_number,
            is_on_the_list=line.standing.row is not None if line.standing else None,
        )
        for line in shown
    ]
    return CloudRows(clouds=rows, next_offset=next_offset(portion, len(lines)))


def _device(line: DeviceLine) -> DeviceForm:
    row: Device = line.device
    return DeviceForm(
        id=row.pk,
        number=row.number,
        kind=row.kind,
        name=row.name,
        owner=row.owner.name if row.owner else "",
        is_private=row.is_private,
        is_encrypted=row.is_encrypted,
        place=row.place_id,
        state=row.state,
        is_out=line.out is not None,
        patched_on=line.patched_on,
        is_behind=line.is_behind,
        revision=row.revision,
    )


def _take_out(row: TakeOut) -> TakeOutRow:
    return TakeOutRow(
        id=row.pk,
        what=row.subject_words,
        device=row.subject_id if row.subject_kind == "device" else None,
        to_where=row.to_where,
        country=row.country,
        purpose=row.purpose,
        is_encrypted=row.is_encrypted,
        due_on=row.due_on,
        state=row.state,
        asked_by=row.asked_by.name if row.asked_by else "",
    )
