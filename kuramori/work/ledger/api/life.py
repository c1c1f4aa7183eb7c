"""The life of an asset over the API: 準備度, protection route, copies, disposal; and how each grade is handled."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.http import Http404
from ninja import Query, Router, Status

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import body_refusals, refusals
from kuramori.ground.people.roles import Can
from kuramori.work.ledger import access, deciding, grades, life, looks
from kuramori.work.ledger.api.shapes import DayAsked
from kuramori.work.ledger.api.shapes_life import (
    CopyBack,
    CopyRow,
    CopyRows,
    DisposalForm,
    Disposed,
    HandlingAsked,
    HandlingForm,
    HandlingForms,
    HandlingStep,
    NewCopy,
    ReadinessForm,
    RequirementForm,
    RouteWanted,
    SaidLine,
)
from kuramori.work.ledger.api.telling import Conflict
from kuramori.work.ledger.disposing import Way, dispose
from kuramori.work.ledger.handling import handlings
from kuramori.work.ledger.models import Asset, Copy
from kuramori.work.ledger.reading.readiness import readiness
from kuramori.work.places.access import place_for

router = Router()


@router.get(
    "/assets/{uuid:asset_id}/readiness",
    response={200: ReadinessForm, **refusals(422)},
    summary="準備度（3つの要件ごとの記録）",
    operation_id="asset_readiness",
)
def asset_readiness(request: ActingRequest, asset_id: uuid.UUID, asked: Query[DayAsked]) -> Any:
    """The records that support each requirement, and what is thin; nothing of a masked one."""
    found = access.asset_for(request.actor, asset_id, Can.ASSET_READ)
    told = None if found.is_masked else readiness(request.actor, found, asked.on)
    looks.note(request.actor, access.opened([found]))
    return ReadinessForm(
        requirements=[
            RequirementForm(
                id=part.id,
                title=part.title,
                says=part.says,
                state=part.state,
                lines=[SaidLine(words=line.words, state=line.state) for line in part.lines],
            )
            for part in (told.parts if told else ())
        ]
    )


@router.post(
    "/assets/{uuid:asset_id}/route",
    response={204: None, **body_refusals(), 409: Conflict},
    summary="保護ルートを決める",
    operation_id="route_asset",
)
def route_asset(request: ActingRequest, asset_id: uuid.UUID, wanted: RouteWanted) -> Any:
    """With its reason, from a day on; earlier days keep what was decided before."""
    found = access.asset_for(request.actor, asset_id, Can.ASSET_CHANGE)
    deciding.decide_route(request.actor, found, wanted.route, wanted.reason, on=wanted.on)
    return Status(204, None)


@router.get(
    "/assets/{uuid:asset_id}/copies",
    response={200: CopyRows, **refusals()},
    summary="写し",
    operation_id="asset_copies",
)
def asset_copies(request: ActingRequest, asset_id: uuid.UUID) -> Any:
    """Every numbered copy; none of a masked asset."""
    found = access.asset_for(request.actor, asset_id, Can.ASSET_READ)
    looks.note(request.actor, access.opened([found]))
    return CopyRows(copies=[] if found.is_masked else _copies(found))


@router.post(
    "/assets/{uuid:asset_id}/copies",
    response={201: CopyRow, **body_refusals(), 409: Conflict},
    summary="写しに番号を付けて残す",
    operation_id="make_copy",
)
def make_copy(request: ActingRequest, asset_id: uuid.UUID, wanted: NewCopy) -> Any:
    """The next number is given."""
    actor = request.actor
    found = access.asset_for(actor, asset_id, Can.ASSET_CHANGE)
    made = life.make_copy(
        actor,
        found,
        life.CopyWanted(
            holder=access.person_for(actor, wanted.holder, Can.ASSET_CHANGE) if wanted.holder else None,
            to_whom=wanted.to_whom,
            place=place_for(actor, wanted.place, Can.ASSET_CHANGE) if wanted.place else None,
            made_on=wanted.made_on,
            due_on=wanted.due_on,
            note=wanted.note,
        ),
    )
    return Status(201, _copy(made))


@router.post(
    "/asset-copies/{uuid:copy_id}/back",
    response={200: CopyRow, **body_refusals(), 409: Conflict},
    summary="写しが戻った・なくなったと残す",
    operation_id="copy_back",
)
def copy_back(request: ActingRequest, copy_id: uuid.UUID, wanted: CopyBack) -> Any:
    """409 where that was told before."""
    row = _copy_for(request.actor, copy_id)
    return _copy(life.take_copy_back(request.actor, row, note=wanted.note, on=wanted.on))


@router.post(
    "/assets/{uuid:asset_id}/dispose",
    response={200: DisposalForm, **body_refusals(), 409: Conflict},
    summary="手放す（廃棄・返却）",
    operation_id="dispose_asset",
)
def dispose_asset(request: ActingRequest, asset_id: uuid.UUID, wanted: Disposed) -> Any:
    """The row stays, with method, witness and the number of the certificate. 409 while it is taken out or on hold."""
    actor = request.actor
    found = access.asset_for(actor, asset_id, Can.ASSET_DISPOSE)
    way = Way(
        method=wanted.method,
        reason=wanted.reason,
        done_on=wanted.done_on,
        witness=access.person_for(actor, wanted.witness, Can.ASSET_DISPOSE) if wanted.witness else None,
        witness_words=wanted.witness_words,
        given_to=wanted.given_to,
    )
    made = dispose(actor, found, way, revision=wanted.revision)
    return DisposalForm(
        number=made.number,
        method=made.method,
        is_return=made.is_return,
        done_on=made.done_on,
        witness=made.witness.name if made.witness else made.witness_words,
        given_to=made.given_to,
        copies_gone=made.copies_gone,
    )


@router.get(
    "/grade-handling",
    response={200: HandlingForms, **refusals(422)},
    summary="秘密区分ごとの扱い方のきまり（過ぎた日も）",
    operation_id="grade_handling",
)
def grade_handling(request: ActingRequest, asked: Query[HandlingAsked]) -> Any:
    """The rules in force on the day, as is known of it now."""
    request.actor.require(Can.ASSET_READ)
    return handling_forms(asked.on)


def handling_forms(on: datetime.date | None) -> HandlingForms:
    """The rules of all grades on a day."""
    return HandlingForms(
        handling=[
            HandlingForm(
                grade=one.grade,
                grade_name=one.grade_name,
                from_on=one.from_on,
                decided_by=one.decided_by,
                decided_on=one.decided_on,
                steps=[
                    HandlingStep(id=step, label=label, words=words)
                    for (label, words), step in zip(one.steps, one.step_ids, strict=True)
                ],
            )
            for one in handlings(grades.names(on), on).values()
        ]
    )


def _copy_for(actor: Actor, copy_id: uuid.UUID) -> Copy:
    row: Copy | None = Copy.objects.filter(pk=copy_id).select_related("holder", "place").first()
    if row is None:
        raise Http404
    row.asset = access.asset_for(actor, row.asset_id, Can.ASSET_CHANGE)
    return row


def _copies(asset: Asset) -> list[CopyRow]:
    rows = Copy.objects.filter(asset=asset).select_related("holder", "place").order_by("number")
    return [_copy(row) for row in rows]


def _copy(row: Copy) -> CopyRow:
    return CopyRow(
        id=row.pk,
        number=row.number,
        holder=row.holder.name if row.holder else "",
        to_whom=row.to_whom,
        place=row.place.path if row.place else "",
        made_on=row.made_on,
        due_on=row.due_on,
        back_on=row.back_on,
        note=row.note,
    )
