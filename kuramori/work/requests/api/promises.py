"""The register of what customers asked of us, to read: for an auditor's list or a house's own calendar."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, Literal

from ninja import Query, Router, Schema

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import Portion, Telling, next_offset, refusals
from kuramori.ground.people.roles import Can
from kuramori.work.requests import access
from kuramori.work.requests.models import Promise
from kuramori.work.requests.reading import promises as reading

router = Router()
TELLING: Telling = {}
NarrowedTo = Literal["open", "due", "unproven", "broken", "ended"]


class PromiseRow(Schema):
    """One demand of a customer. `word`: what was said to it; `kept`: what the last look found.

    `next_on`: the day on which it next needs somebody. `asset_id` names the thing in the ledger, never its name.
    """

    id: uuid.UUID
    number: str
    partner_id: uuid.UUID
    came_by: str
    came_on: datetime.date
    who: str
    what: str
    scope: str
    due_on: datetime.date | None
    source: str
    agreement_id: uuid.UUID | None
    asset_id: uuid.UUID | None
    keeper_id: uuid.UUID | None
    word: str
    answered_on: datetime.date | None
    answer: str
    proof: str
    has_proof_file: bool
    kept: str
    checked_on: datetime.date | None
    next_check_on: datetime.date | None
    next_on: datetime.date | None
    ended_on: datetime.date | None
    end_reason: str
    revision: int


class PromiseRows(Schema):
    """By customer, then by number."""

    promises: list[PromiseRow]
    next_offset: int | None


class PromisesAsked(Portion):
    """`only` as the page narrows it; without it, whatever has not ended. `partner`: one customer's."""

    only: NarrowedTo | None = None
    partner: uuid.UUID | None = None


@router.get(
    "/promises",
    response={200: PromiseRows, **refusals(422)},
    summary="お客様への約束の一覧",
    operation_id="promises",
)
def promises(request: ActingRequest, asked: Query[PromisesAsked]) -> Any:
    """What customers asked, however it came, with what was said to it."""
    request.actor.require(Can.REQUEST_READ)
    rows = reading.narrowed(reading.Filters(asked.only or "", "", asked.partner))
    found = reading.in_order(rows)[asked.offset : asked.offset + asked.limit]
    return PromiseRows(promises=[_row(row) for row in found], next_offset=next_offset(asked, rows.count()))


@router.get(
    "/promises/{uuid:promise_id}",
    response={200: PromiseRow, **refusals()},
    summary="お客様への約束",
    operation_id="promise",
)
def promise(request: ActingRequest, promise_id: uuid.UUID) -> Any:
    """One of them."""
    return _row(access.promise_for(request.actor, promise_id, Can.REQUEST_READ))


def _row(row: Promise) -> PromiseRow:
    kept = {
        name: getattr(row, name) for name in PromiseRow.model_fields if name not in {"id", "has_proof_file"}
    }
    return PromiseRow(id=row.pk, has_proof_file=row.proof_file_id is not None, **kept)
