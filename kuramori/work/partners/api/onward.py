"""再委託・再開示の承諾願 over the API: ask, answer, withdraw."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Any, Literal

from ninja import Field, Query, Router, Schema, Status

from kuramori.ground.contacts.access import partner_for
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
from kuramori.work.ledger import access as ledger
from kuramori.work.partners import access
from kuramori.work.partners.joint import onward as verbs
from kuramori.work.partners.models import OnwardRequest, OnwardSide
from kuramori.work.partners.reading.joint import onward_line

router = Router()
TELLING: Telling = {}


class OnwardRow(Schema):
    """`side` is sent (we ask the owner) or received (we are asked); `state` asked, allowed, refused or withdrawn.

    `where` says in words how it stands today: an allowed one may have run out.
    """

    id: uuid.UUID
    number: str
    side: str
    partner_id: uuid.UUID
    asset_id: uuid.UUID | None
    recipient_id: uuid.UUID | None
    to: str
    what: str
    purpose: str
    asked_on: datetime.date
    state: str
    where: str
    answered_on: datetime.date | None
    answered_by: str
    until_on: datetime.date | None
    conditions: str
    basis: str
    revision: int


class OnwardRows(Schema):
    """The newest first."""

    requests: list[OnwardRow]
    next_offset: int | None


class NewOnward(Wanted):
    """`recipient` is the company it would go to; a request of ours needs it, and the owner's `asset`."""

    side: Literal["sent", "received"]
    partner: uuid.UUID
    what: Annotated[Text, Field(min_length=1, max_length=200)]
    purpose: Annotated[Text, Field(min_length=1, max_length=200)]
    asked_on: Day
    to: Annotated[Text, Field(max_length=120)] = ""
    asset: uuid.UUID | None = None
    recipient: uuid.UUID | None = None


class OnwardAnswer(Wanted):
    """A consent needs its last day and what it rests on."""

    allows: bool
    answered_on: Day
    by: Annotated[Text, Field(min_length=1, max_length=120)]
    revision: Whole
    until_on: Day | None = None
    conditions: Annotated[Text, Field(max_length=400)] = ""
    basis: Annotated[Text, Field(max_length=200)] = ""


class Withdrawal(Wanted):
    reason: Annotated[Text, Field(min_length=1, max_length=200)]
    revision: Whole


@router.get(
    "/sharing/onward-requests",
    response={200: OnwardRows, **refusals(422)},
    summary="再委託・再開示の承諾願の一覧",
    operation_id="onward_requests",
)
def onward_requests(request: ActingRequest, portion: Query[Portion]) -> Any:
    """Both directions."""
    request.actor.require(Can.HAND_OVER_READ)
    rows = OnwardRequest.objects.order_by("-asked_on", "-number")
    found = rows[portion.offset : portion.offset + portion.limit]
    return OnwardRows(requests=[_row(row) for row in found], next_offset=next_offset(portion, rows.count()))


@router.post(
    "/sharing/onward-requests",
    response={201: OnwardRow, **body_refusals()},
    summary="承諾願を記録する",
    operation_id="ask_onward",
)
def ask_onward(request: ActingRequest, wanted: NewOnward) -> Any:
    """Nothing goes anywhere before the owner's consent."""
    actor = request.actor
    partner = partner_for(actor, wanted.partner, Can.SHARING_ASK)
    recipient = partner_for(actor, wanted.recipient, Can.SHARING_ASK) if wanted.recipient else None
    asset = ledger.asset_for(actor, wanted.asset, Can.SHARING_ASK) if wanted.asset else None
    told = verbs.Wanted(
        OnwardSide(wanted.side),
        partner,
        wanted.to or (recipient.name if recipient else ""),
        wanted.what,
        wanted.purpose,
        wanted.asked_on,
        asset,
        recipient,
    )
    return Status(201, _row(verbs.ask_onward(actor, told)))


@router.get(
    "/sharing/onward-requests/{uuid:onward_id}",
    response={200: OnwardRow, **refusals()},
    summary="承諾願",
    operation_id="onward_request",
)
def onward_request(request: ActingRequest, onward_id: uuid.UUID) -> Any:
    """With its answer."""
    return _row(access.onward_for(request.actor, onward_id, Can.HAND_OVER_READ))


@router.post(
    "/sharing/onward-requests/{uuid:onward_id}/answer",
    response={200: OnwardRow, **body_refusals()},
    summary="承諾願の返事を残す",
    operation_id="answer_onward",
)
def answer_onward(request: ActingRequest, onward_id: uuid.UUID, wanted: OnwardAnswer) -> Any:
    """The owner's answer, or ours; once."""
    row = access.onward_for(request.actor, onward_id, Can.SHARING_APPROVE)
    told = verbs.Answer(
        wanted.allows, wanted.answered_on, wanted.by, wanted.until_on, wanted.conditions, wanted.basis
    )
    return _row(verbs.answer_onward(request.actor, row, told, revision=wanted.revision))


@router.post(
    "/sharing/onward-requests/{uuid:onward_id}/withdraw",
    response={200: OnwardRow, **body_refusals()},
    summary="承諾願を取り下げる",
    operation_id="withdraw_onward",
)
def withdraw_onward(request: ActingRequest, onward_id: uuid.UUID, wanted: Withdrawal) -> Any:
    """From today on it counts as no consent."""
    row = access.onward_for(request.actor, onward_id, Can.SHARING_ASK)
    return _row(verbs.withdraw_onward(request.actor, row, wanted.reason, revision=wanted.revision))


def _row(row: OnwardRequest) -> OnwardRow:
    plain = (
        "number", "side", "partner_id", "asset_id", "recipient_id", "to", "what", "purpose", "asked_on", "state",
        "answered_on", "answered_by", "until_on", "conditions", "basis", "revision",
    )  # fmt: skip
    told = {name: getattr(row, name) for name in plain}
    return OnwardRow(id=row.pk, where=str(onward_line(row).where), **told)
