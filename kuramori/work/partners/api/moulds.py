"""預かり型・治具 over the API: what stands with us and belongs to a partner, until it is returned or scrapped."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Any, Literal

from ninja import Field, Query, Router, Schema, Status
from pydantic import Strict

from kuramori.ground.contacts.access import partner_for
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import (
    Day,
    Portion,
    Telling,
    Text,
    Wanted,
    Whole,
    body_refusals,
    next_offset,
    refusals,
)
from kuramori.ground.people.roles import Can
from kuramori.work.partners import access
from kuramori.work.partners.joint import moulds as verbs
from kuramori.work.partners.models import KeptMould, MouldState
from kuramori.work.places.access import place_for

router = Router()
TELLING: Telling = {}


class TalkRow(Schema):
    on: datetime.date
    words: str
    is_agreed: bool


class MouldRow(Schema):
    """`tag` is the owner's own number. `state` is kept, return_ask, scrap_ask, returned or scrapped."""

    id: uuid.UUID
    number: str
    partner_id: uuid.UUID
    name: str
    tag: str
    count: int
    since_on: datetime.date
    place_id: uuid.UUID | None
    used_on: datetime.date | None
    state: str
    asked_on: datetime.date | None
    by_on: datetime.date | None
    asked_words: str
    ended_on: datetime.date | None
    ended_words: str
    revision: int


class MouldForm(MouldRow):
    """`talks`: what was said about the cost of keeping it."""

    talks: list[TalkRow]


class MouldRows(Schema):
    moulds: list[MouldRow]
    next_offset: int | None


class MouldWanted(Wanted):
    name: Annotated[Text, Field(min_length=1, max_length=120)]
    since_on: Day
    tag: Annotated[Text, Field(max_length=60)] = ""
    count: Annotated[Whole, Field(ge=1, le=100_000)] = 1
    place: uuid.UUID | None = None
    used_on: Day | None = None


class NewMould(MouldWanted):
    partner: uuid.UUID


class ChangedMould(MouldWanted):
    """Everything is told anew."""

    revision: Whole


class AskedMould(Wanted):
    """Whether it shall go back or be scrapped, and by when."""

    state: Literal["return_ask", "scrap_ask"]
    by_on: Day
    revision: Whole
    words: Annotated[Text, Field(max_length=200)] = ""


class EndedMould(Wanted):
    """Who received it, or who allowed it to be scrapped and on which paper."""

    state: Literal["returned", "scrapped"]
    on: Day
    words: Annotated[Text, Field(min_length=1, max_length=200)]
    revision: Whole


class NewTalk(Wanted):
    on: Day
    words: Annotated[Text, Field(min_length=1, max_length=400)]
    is_agreed: Annotated[bool, Strict()]


@router.get(
    "/sharing/moulds",
    response={200: MouldRows, **refusals(422)},
    summary="預かり型・治具の一覧",
    operation_id="moulds",
)
def moulds(request: ActingRequest, portion: Query[Portion]) -> Any:
    """By number, those that left as well."""
    request.actor.require(Can.HAND_OVER_READ)
    rows = KeptMould.objects.order_by("number")
    found = rows[portion.offset : portion.offset + portion.limit]
    return MouldRows(
        moulds=[MouldRow(**_plain(row)) for row in found], next_offset=next_offset(portion, rows.count())
    )


@router.post(
    "/sharing/moulds",
    response={201: MouldForm, **body_refusals()},
    summary="預かり型を記録する",
    operation_id="keep_mould",
)
def keep_mould(request: ActingRequest, wanted: NewMould) -> Any:
    """It belongs to the partner."""
    partner = partner_for(request.actor, wanted.partner, Can.TAKE_BACK)
    return Status(201, _form(verbs.keep_mould(request.actor, partner, _wanted(request.actor, wanted))))


@router.get(
    "/sharing/moulds/{uuid:mould_id}",
    response={200: MouldForm, **refusals()},
    summary="預かり型",
    operation_id="mould",
)
def mould(request: ActingRequest, mould_id: uuid.UUID) -> Any:
    """With what was said about its cost."""
    return _form(access.mould_for(request.actor, mould_id, Can.HAND_OVER_READ))


@router.put(
    "/sharing/moulds/{uuid:mould_id}",
    response={200: MouldForm, **body_refusals()},
    summary="預かり型の記録を直す",
    operation_id="change_mould",
)
def change_mould(request: ActingRequest, mould_id: uuid.UUID, wanted: ChangedMould) -> Any:
    """It was moved, counted or used."""
    row = access.mould_for(request.actor, mould_id, Can.TAKE_BACK)
    told = _wanted(request.actor, wanted)
    return _form(verbs.change_mould(request.actor, row, told, revision=wanted.revision))


@router.post(
    "/sharing/moulds/{uuid:mould_id}/ask",
    response={200: MouldForm, **body_refusals()},
    summary="型の返却・廃棄の話を残す",
    operation_id="ask_about_mould",
)
def ask_about_mould(request: ActingRequest, mould_id: uuid.UUID, wanted: AskedMould) -> Any:
    """By whichever side."""
    row = access.mould_for(request.actor, mould_id, Can.TAKE_BACK)
    state = MouldState(wanted.state)
    return _form(
        verbs.ask_about_mould(request.actor, row, state, wanted.by_on, wanted.words, revision=wanted.revision)
    )


@router.post(
    "/sharing/moulds/{uuid:mould_id}/end",
    response={200: MouldForm, **body_refusals()},
    summary="型を返した・廃棄したと残す",
    operation_id="end_mould",
)
def end_mould(request: ActingRequest, mould_id: uuid.UUID, wanted: EndedMould) -> Any:
    """Not before the owner's word."""
    row = access.mould_for(request.actor, mould_id, Can.TAKE_BACK)
    state = MouldState(wanted.state)
    return _form(
        verbs.end_mould(request.actor, row, state, wanted.on, wanted.words, revision=wanted.revision)
    )


@router.post(
    "/sharing/moulds/{uuid:mould_id}/talks",
    response={201: TalkRow, **body_refusals()},
    summary="保管の費用の話を残す",
    operation_id="talk_of_mould",
)
def talk_of_mould(request: ActingRequest, mould_id: uuid.UUID, wanted: NewTalk) -> Any:
    """What was said, and whether it was agreed."""
    row = access.mould_for(request.actor, mould_id, Can.TAKE_BACK)
    kept = verbs.talk_of_cost(
        request.actor, row, on=wanted.on, words=wanted.words, is_agreed=wanted.is_agreed
    )
    return Status(201, TalkRow(on=kept.on, words=kept.words, is_agreed=kept.is_agreed))


def _wanted(actor: Actor, told: MouldWanted) -> verbs.Wanted:
    place = place_for(actor, told.place, Can.TAKE_BACK) if told.place else None
    return verbs.Wanted(told.name, told.since_on, told.tag, told.count, place, told.used_on)


def _form(row: KeptMould) -> MouldForm:
    talks = [
        TalkRow(on=one.on, words=one.words, is_agreed=one.is_agreed)
        for one in row.talks.order_by("on", "recorded_at")
    ]
    return MouldForm(**_plain(row), talks=talks)


def _plain(row: KeptMould) -> dict[str, Any]:
    plain = (
        "number", "partner_id", "name", "tag", "count", "since_on", "place_id", "used_on", "state", "asked_on",
        "by_on", "asked_words", "ended_on", "ended_words", "revision",
    )  # fmt: skip
    return {"id": row.pk} | {name: getattr(row, name) for name in plain}
