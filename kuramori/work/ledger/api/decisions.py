"""What people decide in front of a page, over the API: the first session, reviews, whether it is known, handling."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404
from ninja import Router, Status

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import body_refusals, refusals
from kuramori.ground.people.roles import Can
from kuramori.work.ledger import access, deciding, first_session, handling, reviewing
from kuramori.work.ledger.api.life import handling_forms
from kuramori.work.ledger.api.shapes_life import HandlingForms
from kuramori.work.ledger.api.shapes_told import (
    ApprovedSession,
    DecidedHandling,
    EnteredAssets,
    PublicChecked,
    ReviewedAssets,
    ReviewRow,
    ReviewRows,
    SessionForm,
    SessionLineForm,
    WrittenLine,
)
from kuramori.work.ledger.api.telling import Conflict
from kuramori.work.ledger.models import FirstSession, Grade, ReviewChoice
from kuramori.work.places.access import place_for

router = Router()


@router.put(
    "/grade-handling/{grade}",
    response={200: HandlingForms, **body_refusals()},
    summary="秘密区分の扱い方のきまりを決める",
    operation_id="decide_handling",
)
def decide_handling(request: ActingRequest, grade: Grade, wanted: DecidedHandling) -> Any:
    """From a day on (today); earlier days keep what held then. Answers with what holds today."""
    handling.decide(request.actor, grade, wanted.steps, from_on=wanted.from_on)
    return handling_forms(None)


@router.post(
    "/assets/{uuid:asset_id}/public-check",
    response={204: None, **body_refusals(), 409: Conflict},
    summary="社外に知られていないかを確かめた",
    operation_id="check_public",
)
def check_public(request: ActingRequest, asset_id: uuid.UUID, wanted: PublicChecked) -> Any:
    """422 where nothing was compared, or the next day is none ahead."""
    found = access.asset_for(request.actor, asset_id, Can.ASSET_CHANGE)
    check = deciding.PublicCheck(wanted.result, wanted.compared, wanted.further, wanted.on, wanted.next_on)
    deciding.check_public(request.actor, found, check)
    return Status(204, None)


@router.post(
    "/asset-reviews",
    response={201: ReviewRows, **body_refusals(), 409: Conflict},
    summary="見直しをまとめて残す",
    operation_id="review_assets",
)
def review_assets(request: ActingRequest, wanted: ReviewedAssets) -> Any:
    """All or none. 404 where one of them is not in the ledger, or not this key's to review."""
    actor = request.actor
    # The door first, for each: whoever may not know one is told nothing of the others.
    for one in wanted.reviews:
        access.asset_for(actor, one.asset, Can.ASSET_REVIEW)
    answers = {one.asset: reviewing.Answered(one.choice, one.note) for one in wanted.reviews}
    made = reviewing.review_all(actor, answers, on=wanted.on)
    return Status(
        201,
        ReviewRows(
            reviews=[
                ReviewRow(
                    id=row.pk,
                    asset=row.asset_id,
                    choice=ReviewChoice(row.choice),
                    note=row.note,
                    reviewed_on=row.reviewed_on,
                    next_on=row.next_on,
                )
                for row in made
            ]
        ),
    )


@router.get(
    "/first-session",
    response={200: SessionForm, **refusals()},
    summary="まねされたら困る5つ（書いている途中のもの）",
    operation_id="first_session",
)
def session(request: ActingRequest) -> Any:
    """404 where none is being written."""
    return _session(_standing(request))


@router.post(
    "/first-session",
    response={200: SessionForm, **refusals()},
    summary="まねされたら困る5つを始める",
    operation_id="begin_session",
)
def begin_session(request: ActingRequest) -> Any:
    """Goes on with the one that is being written, if any."""
    return _session(first_session.begin_session(request.actor))


@router.put(
    "/first-session/lines/{int:line}",
    response={200: SessionForm, **body_refusals(), 409: Conflict},
    summary="5つのうち1つを書く",
    operation_id="write_line",
)
def write_line(request: ActingRequest, line: int, wanted: WrittenLine) -> Any:
    """Half a line is kept too. 404 for another line than 1 to 5, 409 where somebody else wrote meanwhile."""
    actor = request.actor
    row = _standing(request)
    if not 1 <= line <= first_session.LINES:
        raise Http404
    place = place_for(actor, wanted.place, Can.ASSET_ADMIT) if wanted.place else None
    keeper = access.person_for(actor, wanted.keeper, Can.ASSET_ADMIT) if wanted.keeper else None
    told = first_session.Line(
        name=wanted.name,
        why=wanted.why,
        place=str(place.pk) if place else "",
        keeper=str(keeper.pk) if keeper else "",
        answers=dict(wanted.answers),
        grade=wanted.grade or "",
        layer=wanted.layer or "",
        partner=wanted.partner,
    )
    return _session(first_session.keep_line(actor, row, line, told, revision=wanted.revision))


@router.post(
    "/first-session/approve",
    response={201: EnteredAssets, **body_refusals(), 409: Conflict},
    summary="5つを経営者が認めて、台帳に登録する",
    operation_id="approve_session",
)
def approve_session(request: ActingRequest, wanted: ApprovedSession) -> Any:
    """All lines enter, or none: 422 while one lacks something."""
    row = _standing(request)
    owner = access.person_for(request.actor, wanted.owner, Can.ASSET_ADMIT)
    made = first_session.approve(request.actor, row, owner, revision=wanted.revision)
    return Status(201, EnteredAssets(assets=[one.pk for one in made]))


def _standing(request: ActingRequest) -> FirstSession:
    request.actor.require(Can.ASSET_ADMIT)
    found = first_session.standing()
    if found is None:
        raise Http404
    return found


def _session(row: FirstSession) -> SessionForm:
    lines = first_session.lines_of(row)
    return SessionForm(
        begun_at=row.begun_at,
        revision=row.revision,
        minutes=first_session.minutes_left(lines),
        lines=[
            SessionLineForm(
                line=number,
                name=line.name,
                why=line.why,
                place=line.place,
                keeper=line.keeper,
                answers=line.answers,
                grade=line.classes[0],
                layer=line.classes[1],
                partner=line.partner,
                missing=[] if line.is_empty else list(line.missing),
            )
            for number, line in enumerate(lines, start=1)
        ],
    )
