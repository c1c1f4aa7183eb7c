"""取引先からの求め over the API: record, change, answer, and the words of a letter."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Any, Literal

from django.http import Http404
from ninja import Field, Query, Router, Schema, Status

from kuramori.ground.contacts.access import partner_for
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import (
    Day,
    Portion,
    Telling,
    Text,
    Told,
    Wanted,
    Whole,
    body_refusals,
    next_offset,
    refusals,
    spoken,
)
from kuramori.ground.people.roles import Can
from kuramori.work.ledger import access as ledger
from kuramori.work.partners import access, demand_content, demanding, letters
from kuramori.work.partners.models import Demand, DemandSide, DemandState
from kuramori.work.partners.reading.demands import missing

router = Router()
TELLING: Telling = {
    demanding.DemandRefused: lambda error: Told(409 if error.code == "stale" else 422, error.sentence)
}


class DemandRow(Schema):
    """`side` is received or sent; `state` open, refused, staged, licensed, given or dropped.

    `missing` is what the guidelines ask to be on record and is not; `letters` can be had as text.
    """

    id: uuid.UUID
    number: str
    side: str
    partner_id: uuid.UUID
    asset_id: uuid.UUID | None
    what: str
    asked_on: datetime.date
    who: str
    their_reason: str
    purpose: str
    necessity: str
    price: str
    is_free: bool | None
    answer_by: datetime.date | None
    state: str
    answered_on: datetime.date | None
    answer: str
    missing: list[str]
    letters: list[str]
    revision: int


class DemandRows(Schema):
    """The newest first."""

    demands: list[DemandRow]
    next_offset: int | None


class DemandWanted(Wanted):
    """What is known of it; `is_free` null while it is not known."""

    side: Literal["received", "sent"]
    what: Annotated[Text, Field(min_length=1, max_length=200)]
    asked_on: Day
    who: Annotated[Text, Field(min_length=1, max_length=120)]
    asset: uuid.UUID | None = None
    their_reason: Annotated[Text, Field(max_length=400)] = ""
    purpose: Annotated[Text, Field(max_length=200)] = ""
    necessity: Annotated[Text, Field(max_length=400)] = ""
    price: Annotated[Text, Field(max_length=200)] = ""
    is_free: bool | None = None
    answer_by: Day | None = None


class NewDemand(DemandWanted):
    partner: uuid.UUID


class ChangedDemand(DemandWanted):
    """Everything is told anew."""

    revision: Whole


class DemandAnswer(Wanted):
    state: Literal["refused", "staged", "licensed", "given", "dropped"]
    answered_on: Day
    revision: Whole
    words: Annotated[Text, Field(max_length=400)] = ""


class LetterForm(Schema):
    """The words to copy; nothing is sent."""

    title: str
    to: str
    text: str


@router.get(
    "/sharing/demands",
    response={200: DemandRows, **refusals(422)},
    summary="取引先からの求めの一覧",
    operation_id="demands",
)
def demands(request: ActingRequest, portion: Query[Portion]) -> Any:
    """Both directions."""
    request.actor.require(Can.HAND_OVER_READ)
    rows = Demand.objects.order_by("-asked_on", "-number")
    found = rows[portion.offset : portion.offset + portion.limit]
    return DemandRows(demands=[_row(row) for row in found], next_offset=next_offset(portion, rows.count()))


@router.post(
    "/sharing/demands",
    response={201: DemandRow, **body_refusals()},
    summary="求めを記録する",
    operation_id="record_demand",
)
def record_demand(request: ActingRequest, wanted: NewDemand) -> Any:
    """While it is fresh; what is not known yet is added later."""
    partner = partner_for(request.actor, wanted.partner, Can.SHARING_ASK)
    row = demanding.record_demand(request.actor, partner, _told(request.actor, wanted))
    return Status(201, _row(row))


@router.get(
    "/sharing/demands/{uuid:demand_id}",
    response={200: DemandRow, **refusals()},
    summary="求め",
    operation_id="demand",
)
def demand(request: ActingRequest, demand_id: uuid.UUID) -> Any:
    """With its answer."""
    return _row(access.demand_for(request.actor, demand_id, Can.HAND_OVER_READ))


@router.put(
    "/sharing/demands/{uuid:demand_id}",
    response={200: DemandRow, **body_refusals(409)},
    summary="求めの記録を直す",
    operation_id="change_demand",
)
def change_demand(request: ActingRequest, demand_id: uuid.UUID, wanted: ChangedDemand) -> Any:
    """What was learnt since."""
    row = access.demand_for(request.actor, demand_id, Can.SHARING_ASK)
    told = _told(request.actor, wanted)
    return _row(demanding.change_demand(request.actor, row, told, revision=wanted.revision))


@router.post(
    "/sharing/demands/{uuid:demand_id}/answer",
    response={200: DemandRow, **body_refusals(409)},
    summary="求めへの答えを残す",
    operation_id="answer_demand",
)
def answer_demand(request: ActingRequest, demand_id: uuid.UUID, wanted: DemandAnswer) -> Any:
    """It may be told anew; the trail has the older one."""
    row = access.demand_for(request.actor, demand_id, Can.SHARING_ASK)
    told = demanding.Answer(DemandState(wanted.state), wanted.answered_on, wanted.words)
    return _row(demanding.answer_demand(request.actor, row, told, revision=wanted.revision))


@router.get(
    "/sharing/demands/{uuid:demand_id}/letters/{letter}",
    response={200: LetterForm, **refusals(422)},
    summary="求めについての手紙の文",
    operation_id="demand_letter",
)
def demand_letter(request: ActingRequest, demand_id: uuid.UUID, letter: str) -> Any:
    """In the language asked for."""
    row = access.demand_for(request.actor, demand_id, Can.HAND_OVER_READ)
    for one in demand_content.demands(spoken()).letters_for(row.side):
        if one.id == letter:
            written = letters.written(request.actor.organisation, row, one)
            return LetterForm(title=written.title, to=written.to, text=written.text)
    raise Http404


def _told(actor: Actor, wanted: DemandWanted) -> demanding.Told:
    asset = ledger.asset_for(actor, wanted.asset, Can.SHARING_ASK) if wanted.asset else None
    return demanding.Told(
        DemandSide(wanted.side),
        wanted.what,
        wanted.asked_on,
        wanted.who,
        asset,
        wanted.their_reason,
        wanted.purpose,
        wanted.necessity,
        wanted.price,
        wanted.is_free,
        wanted.answer_by,
    )


def _row(row: Demand) -> DemandRow:
    plain = (
        "number", "side", "partner_id", "asset_id", "what", "asked_on", "who", "their_reason", "purpose",
        "necessity", "price", "is_free", "answer_by", "state", "answered_on", "answer", "revision",
    )  # fmt: skip
    return DemandRow(
        id=row.pk,
        missing=[str(one) for one in missing(row)],
        letters=[one.id for one in demand_content.demands("ja").letters_for(row.side)],
        **{name: getattr(row, name) for name in plain},
    )
