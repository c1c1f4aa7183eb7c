"""The improvement plan over the API: list, plan, change, finish, reopen, drop."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from ninja import Query, Router, Schema
from ninja.responses import Status

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import Portion, Refusal, body_refusals, next_offset, refusals
from kuramori.ground.people.roles import Can
from kuramori.rules.catalogue import Pack
from kuramori.work.checks import access
from kuramori.work.checks.api.wanted import ChangedPlan, Done, NewPlan, PlanFields, check_item, check_reaches
from kuramori.work.checks.models import Plan
from kuramori.work.checks.plan import Wanted, change_plan, drop_plan, finish_plan, plan, reopen_plan
from kuramori.work.checks.read import pack_of, plan_form, plans_page

router = Router()


class PlanRow(Schema):
    """`owner` and `done_by` are names; `minutes` and `yen` estimates; `reaches` the level it should bring."""

    id: uuid.UUID
    sheet_id: uuid.UUID
    item: str
    number: str
    item_title: str
    action: str
    owner: str
    owner_id: uuid.UUID | None
    due_on: datetime.date | None
    done_on: datetime.date | None
    done_by: str
    minutes: int | None
    yen: int | None
    reaches: int | None
    is_overdue: bool
    revision: int


class PlanRows(Schema):
    plans: list[PlanRow]
    next_offset: int | None


class PlanConflict(Refusal):
    """The plan is done or dropped, or somebody was first: then `revision` is that of what stands."""

    revision: int | None = None


@router.get(
    "/plans",
    response={200: PlanRows, **refusals(422)},
    summary="改善計画の一覧（期限順、次に済んだもの）",
    operation_id="plans",
)
def plans(request: ActingRequest, portion: Query[Portion]) -> Any:
    """Whoever only finishes plans sees their own."""
    request.actor.require(Can.PLAN_READ)
    page = plans_page(request.actor)
    lines = page.open + page.done
    shown = lines[portion.offset : portion.offset + portion.limit]
    return PlanRows(
        plans=[PlanRow.model_validate(line) for line in shown], next_offset=next_offset(portion, len(lines))
    )


@router.post(
    "/plans",
    response={201: PlanRow, **body_refusals()},
    summary="計画を立てる",
    operation_id="make_plan",
)
def make_plan(request: ActingRequest, wanted: NewPlan) -> Any:
    """`sheet` and `item` say what it is for."""
    actor = request.actor
    sheet = access.sheet_for(actor, wanted.sheet, Can.PLAN_CHANGE)
    pack = pack_of(sheet)
    check_item(pack, wanted.item)
    made = plan(actor, sheet, pack, wanted.item, _wanted(actor, pack, wanted))
    return Status(201, _row(actor, made))


@router.put(
    "/plans/{uuid:plan_id}",
    response={200: PlanRow, **body_refusals(), 409: PlanConflict},
    summary="計画を変える",
    operation_id="change_plan",
)
def change(request: ActingRequest, plan_id: uuid.UUID, wanted: ChangedPlan) -> Any:
    """The whole plan is replaced; a stale `revision` is refused with 409."""
    actor = request.actor
    made = access.plan_for(actor, plan_id, Can.PLAN_CHANGE)
    pack = pack_of(made.sheet)
    changed = change_plan(actor, made, pack, _wanted(actor, pack, wanted), revision=wanted.revision)
    return _row(actor, changed)


@router.post(
    "/plans/{uuid:plan_id}/finish",
    response={200: PlanRow, **body_refusals(), 409: PlanConflict},
    summary="計画を済みにする",
    operation_id="finish_plan",
)
def finish(request: ActingRequest, plan_id: uuid.UUID, wanted: Done) -> Any:
    """A plan that is done already stays as it is."""
    made = access.plan_for(request.actor, plan_id, Can.PLAN_FINISH)
    done = finish_plan(request.actor, made, pack_of(made.sheet), done_on=wanted.done_on)
    return _row(request.actor, done)


@router.post(
    "/plans/{uuid:plan_id}/reopen",
    response={200: PlanRow, **refusals(), 409: PlanConflict},
    summary="済みを取り消す",
    operation_id="reopen_plan",
)
def reopen(request: ActingRequest, plan_id: uuid.UUID) -> Any:
    """A plan that is open already stays as it is."""
    made = access.plan_for(request.actor, plan_id, Can.PLAN_FINISH)
    return _row(request.actor, reopen_plan(request.actor, made, pack_of(made.sheet)))


@router.delete(
    "/plans/{uuid:plan_id}",
    response={204: None, **refusals(), 409: PlanConflict},
    summary="計画を外す",
    operation_id="drop_plan",
)
def drop(request: ActingRequest, plan_id: uuid.UUID) -> Any:
    """It leaves the list; the record stays."""
    made = access.plan_for(request.actor, plan_id, Can.PLAN_CHANGE)
    drop_plan(request.actor, made, pack_of(made.sheet))
    return Status(204, None)


def _wanted(actor: Actor, pack: Pack, fields: PlanFields) -> Wanted:
    check_reaches(pack, fields.reaches)
    return Wanted(
        action=fields.action,
        owner=access.colleague_for(actor, fields.owner) if fields.owner else None,
        due_on=fields.due_on,
        minutes=fields.minutes,
        yen=fields.yen,
        reaches=fields.reaches,
    )


def _row(actor: Actor, made: Plan) -> PlanRow:
    return PlanRow.model_validate(plan_form(actor, made.sheet, made).line)
