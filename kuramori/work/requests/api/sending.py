"""Requests over the API, from a draft to their end: check, approve, send, withdraw, close. As on the pages."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from ninja import Field, Router, Schema, Status

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import Telling, Text, Told, Wanted, body_refusals, refusals
from kuramori.ground.people.roles import Can
from kuramori.work.requests import access, approving, choosing, ending_request, sending
from kuramori.work.requests.api.asking import RequestForm, form_of
from kuramori.work.requests.models import Request, RequestState
from kuramori.work.requests.reading import asking as reading

router = Router()
TELLING: Telling = {
    approving.HeldBack: lambda error: Told(422, error.sentence),
    approving.OwnRequest: lambda error: Told(409, error.sentence),
}


class LeftOut(Wanted):
    """Which partners of the request, by the ids of `asked_partners`; those of another request are passed over."""

    asked: Annotated[list[uuid.UUID], Field(min_length=1, max_length=200)]


class HowMany(Schema):
    count: int


class Accepted(Wanted):
    """An amber rule that is let pass, and why."""

    rule: Annotated[Text, Field(min_length=1, max_length=40)]
    reason: Annotated[Text, Field(min_length=1, max_length=200)]


class HandedIn(Wanted):
    """What was said of the amber rules; each that stands needs a reason."""

    revision: Annotated[int, Field(ge=1)]
    accepted: Annotated[list[Accepted], Field(max_length=40)] = []


class Because(Wanted):
    """Why; what ends a request goes into the letter to the partners."""

    reason: Annotated[Text, Field(min_length=1, max_length=400)]


class SendingForm(Schema):
    """How the sending stands. `to_mail`: to whom a mail is still to go; `by_hand`: why none goes, "" where mail does.

    `dead`: no mail reaches them; `to_call`: so many are to be called; `job` does the rest in the background.
    """

    state: str
    went: int
    opened: int
    replied: int
    prepared: int
    to_mail: int
    by_hand: str
    dead: int
    to_call: int
    job: uuid.UUID | None


@router.post(
    "/requests/{uuid:request_id}/partners/leave-out",
    response={200: HowMany, **body_refusals(409)},
    summary="お願い先を外す",
    operation_id="leave_out_partners",
)
def leave_out(request: ActingRequest, request_id: uuid.UUID, wanted: LeftOut) -> Any:
    """Of a draft."""
    row = access.request_for(request.actor, request_id, Can.REQUEST_MAKE)
    rows = [access.asked_for(request.actor, one, Can.REQUEST_MAKE) for one in wanted.asked]
    return HowMany(count=choosing.leave_out(request.actor, row, [one.pk for one in rows]))


@router.post(
    "/requests/{uuid:request_id}/hand-in",
    response={200: RequestForm, **body_refusals(409)},
    summary="点検を済ませ、承認に回す",
    operation_id="hand_in_request",
)
def hand_in(request: ActingRequest, request_id: uuid.UUID, wanted: HandedIn) -> Any:
    """422 where a red rule stands, or an amber one without a reason; see `request_findings`."""
    row = access.request_for(request.actor, request_id, Can.REQUEST_MAKE)
    accepted = {one.rule: one.reason for one in wanted.accepted}
    return form_of(approving.hand_in(request.actor, row, accepted, revision=wanted.revision))


@router.post(
    "/requests/{uuid:request_id}/approve",
    response={200: RequestForm, **refusals(409, 422)},
    summary="確認のお願いを承認する",
    operation_id="approve_request",
)
def approve(request: ActingRequest, request_id: uuid.UUID) -> Any:
    """By another person than the one who drafted it, where there is one: otherwise 409."""
    row = access.request_for(request.actor, request_id, Can.REQUEST_APPROVE)
    return form_of(approving.approve(request.actor, row))


@router.post(
    "/requests/{uuid:request_id}/give-back",
    response={200: RequestForm, **body_refusals(409)},
    summary="確認のお願いを下書きに戻す",
    operation_id="give_back_request",
)
def give_back(request: ActingRequest, request_id: uuid.UUID, wanted: Because) -> Any:
    """Before it goes out."""
    row = access.request_for(request.actor, request_id, Can.REQUEST_MAKE)
    return form_of(approving.give_back(request.actor, row, wanted.reason))


@router.post(
    "/requests/{uuid:request_id}/send",
    response={202: SendingForm, **refusals(409, 422)},
    summary="確認のお願いを送る",
    operation_id="send_request",
)
def send(request: ActingRequest, request_id: uuid.UUID) -> Any:
    """An approved one; one that is out goes to whom it did not reach yet. Nobody gets it twice."""
    row = access.request_for(request.actor, request_id, Can.REQUEST_APPROVE)
    is_out = row.state == RequestState.SENT
    job = sending.send_the_rest(request.actor, row) if is_out else sending.send(request.actor, row)
    row.refresh_from_db()
    return Status(202, _sending(row, job.pk if job is not None else None))


@router.get(
    "/requests/{uuid:request_id}/sending",
    response={200: SendingForm, **refusals()},
    summary="送ったようす",
    operation_id="request_sending",
)
def sending_state(request: ActingRequest, request_id: uuid.UUID) -> Any:
    """In numbers; `asked_partners` has each partner."""
    return _sending(access.request_for(request.actor, request_id, Can.REQUEST_READ), None)


@router.post(
    "/requests/{uuid:request_id}/withdraw",
    response={200: RequestForm, **body_refusals(409)},
    summary="確認のお願いを取り下げる",
    operation_id="withdraw_request",
)
def withdraw(request: ActingRequest, request_id: uuid.UUID, wanted: Because) -> Any:
    """No answer is wanted any more; whom it went to is told. One that went out needs the right to approve."""
    row = access.request_for(request.actor, request_id, Can.REQUEST_MAKE)
    return form_of(ending_request.withdraw(request.actor, row, wanted.reason))


@router.post(
    "/requests/{uuid:request_id}/close",
    response={200: RequestForm, **body_refusals(409)},
    summary="確認のお願いを締め切る",
    operation_id="close_request",
)
def close(request: ActingRequest, request_id: uuid.UUID, wanted: Because) -> Any:
    """No reminder any more; an answer that still comes is taken in."""
    row = access.request_for(request.actor, request_id, Can.REQUEST_APPROVE)
    return form_of(ending_request.close(request.actor, row, wanted.reason))


def _sending(row: Request, job: uuid.UUID | None) -> SendingForm:
    counts, (dead, to_call) = reading.counts(row), reading.trouble(row)
    return SendingForm(
        state=row.state,
        went=counts.went,
        opened=counts.opened,
        replied=counts.replied,
        prepared=counts.prepared,
        to_mail=sending.to_mail(row).count() if row.state == RequestState.SENT else 0,
        by_hand=sending.why_no_mail(),
        dead=dead,
        to_call=to_call,
        job=job,
    )
