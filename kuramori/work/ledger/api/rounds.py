"""Rounds over the API: begin, say what was seen, close, and put right what differed."""

from __future__ import annotations

import uuid
from typing import Any

from ninja import Router, Status

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import body_refusals, refusals
from kuramori.ground.people.roles import Can
from kuramori.work.ledger import grades, looks, rounds
from kuramori.work.ledger.api.shapes_life import (
    ClosedRound,
    FinishedTask,
    NewWalk,
    SeenStops,
    StopForm,
    TaskRow,
    TaskRows,
    WalkForm,
    WalkRow,
    WalkRows,
)
from kuramori.work.ledger.api.telling import Conflict
from kuramori.work.ledger.models import Found, Round, Task
from kuramori.work.ledger.reading.life import open_tasks, walk_page
from kuramori.work.ledger.tasks_of import finish_task, task_for
from kuramori.work.places.access import place_for

router = Router()
MOST = 200


@router.get(
    "/rounds",
    response={200: WalkRows, **refusals()},
    summary="棚卸し・点検（新しい順、200件まで）",
    operation_id="rounds",
)
def all_rounds(request: ActingRequest) -> Any:
    """The newest first, closed ones included."""
    request.actor.require(Can.ROUND_WALK)
    return WalkRows(rounds=[WalkRow(**_row(row)) for row in Round.objects.order_by("-begun_at", "pk")[:MOST]])


@router.post(
    "/rounds",
    response={201: WalkForm, **body_refusals()},
    summary="棚卸し・点検を始める",
    operation_id="begin_round",
)
def begin_round(request: ActingRequest, wanted: NewWalk) -> Any:
    """Fixes the stops. 422 where there is nothing to see, or more than 500 stops."""
    actor = request.actor
    actor.require(Can.ROUND_WALK)
    within = place_for(actor, wanted.within, Can.ROUND_WALK) if wanted.within else None
    made = rounds.begin_round(actor, wanted.kind, name=wanted.name, within=within)
    return Status(201, _form(actor, made))


@router.get(
    "/rounds/{uuid:round_id}",
    response={200: WalkForm, **refusals()},
    summary="棚卸し・点検1つと、見る所",
    operation_id="round",
)
def one_round(request: ActingRequest, round_id: uuid.UUID) -> Any:
    """The stops in their order, and what was seen so far."""
    return _form(request.actor, rounds.round_for(request.actor, round_id))


@router.post(
    "/rounds/{uuid:round_id}/seen",
    response={200: WalkForm, **body_refusals(), 409: Conflict},
    summary="見たものを残す",
    operation_id="see_stops",
)
def see_stops(request: ActingRequest, round_id: uuid.UUID, wanted: SeenStops) -> Any:
    """All or none. The same again changes nothing; 404 for a stop of another round, 409 once the round is closed."""
    row = rounds.round_for(request.actor, round_id)
    seen = {one.stop: rounds.Seen(Found(one.found), one.note) for one in wanted.seen}
    rounds.see_all(request.actor, row, seen)
    return _form(request.actor, rounds.round_for(request.actor, round_id))


@router.post(
    "/rounds/{uuid:round_id}/close",
    response={200: WalkForm, **body_refusals(), 409: Conflict},
    summary="棚卸し・点検を終える（違いは片づけることになる）",
    operation_id="close_round",
)
def close_round(request: ActingRequest, round_id: uuid.UUID, wanted: ClosedRound) -> Any:
    """422 while stops are left, unless that is on purpose."""
    row = rounds.round_for(request.actor, round_id)
    rounds.close_round(request.actor, row, leave_rest=wanted.leave_rest)
    return _form(request.actor, rounds.round_for(request.actor, round_id))


@router.get(
    "/round-tasks",
    response={200: TaskRows, **refusals()},
    summary="片づけること（点検・見直しの違い）",
    operation_id="round_tasks",
)
def round_tasks(request: ActingRequest) -> Any:
    """The open ones that this key may see, the most pressing first."""
    request.actor.require(Can.ROUND_WALK)
    return TaskRows(tasks=[_task(row) for row in open_tasks(request.actor)])


@router.post(
    "/round-tasks/{uuid:task_id}/finish",
    response={200: TaskRow, **body_refusals(), 409: Conflict},
    summary="片づけたことを残す",
    operation_id="finish_task",
)
def finish(request: ActingRequest, task_id: uuid.UUID, wanted: FinishedTask) -> Any:
    """What was done. 409 where it was done before."""
    return _task(finish_task(request.actor, task_for(request.actor, task_id), wanted.how))


def _form(actor: Actor, row: Round) -> WalkForm:
    page = walk_page(actor, row, grades.names())
    looks.note(actor, page.shown)
    stops = [
        StopForm(
            id=line.stop.pk,
            position=line.stop.position,
            what=line.what,
            where=line.where,
            asset=line.stop.asset_id,
            found=line.stop.found,
            note=line.stop.note,
        )
        for line in page.lines
    ]
    return WalkForm(**_row(row), stops=stops)


def _row(row: Round) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("kind", "name", "begun_at", "closed_at")} | {"id": row.pk}


def _task(row: Task) -> TaskRow:
    return TaskRow(
        id=row.pk,
        what=row.what,
        owner=row.owner.name if row.owner else "",
        due_on=row.due_on,
        done_on=row.done_on,
    )
