"""Gaps and talks about prices over the API: what runs, whose turn it is, and one move at a time."""

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
    Told,
    Wanted,
    Whole,
    body_refusals,
    next_offset,
    refusals,
)
from kuramori.ground.people.roles import Can
from kuramori.rules.statements.bodies_asking import GapStep, TalkStep
from kuramori.work.requests import access
from kuramori.work.requests.consulting import talking
from kuramori.work.requests.gapping import moving
from kuramori.work.requests.models import Consultation, Gap, Side
from kuramori.work.requests.reading import talks as talk_reading
from kuramori.work.requests.refusing import NotSo, Stale

router = Router()
TELLING: Telling = {
    Stale: lambda error: Told(409, error.sentence),
    NotSo: lambda error: Told(422, error.sentence),
}
SideCode = Literal["asking", "asked"]
StateCode = Literal[
    "open", "proposed", "agreed", "in_progress", "evidence_in", "closed", "accepted", "withdrawn"
]
StepCode = Literal[
    "proposed",
    "agreed",
    "given_back",
    "started",
    "evidence",
    "closed",
    "accepted",
    "withdrawn",
    "supported",
    "protected",
]


class GapRow(Schema):
    """One gap. `side` is ours: `asking` or `asked`; levels are those of the pack."""

    id: uuid.UUID
    number: str
    side: str
    partner_id: uuid.UUID
    pack_id: str
    item: str
    what: str
    why: str
    level: int | None
    now: int | None
    is_critical: bool
    state: str
    plan: str
    plan_on: datetime.date | None
    interim: str
    support: str
    revision: int


class GapRows(Schema):
    """By number."""

    gaps: list[GapRow]
    next_offset: int | None


class GapsAsked(Portion):
    """Which gaps: those of one side, in one state, with one partner."""

    side: SideCode = "asking"
    state: StateCode | None = None
    partner: uuid.UUID | None = None


class Move(Wanted):
    """One move. `heard`: the other side said it, and `person` names who; the asking side may write that down."""

    step: StepCode
    revision: Whole
    heard: bool = False
    person: Annotated[Text, Field(max_length=120)] = ""
    plan: Annotated[Text, Field(max_length=400)] = ""
    plan_on: Day | None = None
    interim: Annotated[Text, Field(max_length=400)] = ""
    support: Annotated[Text, Field(max_length=400)] = ""
    words: Annotated[Text, Field(max_length=400)] = ""


class ConsultationRow(Schema):
    """One talk; money in yen. `waits_for_us`: the partner asked for it and has no answer."""

    id: uuid.UUID
    number: str
    partner_id: uuid.UUID
    gap_id: uuid.UUID | None
    topic: str
    is_asked_by_us: bool
    state: str
    asked_on: datetime.date
    asked_yen: int | None
    answered_on: datetime.date | None
    agreed_on: datetime.date | None
    agreed_yen: int | None
    waits_for_us: bool
    revision: int


class ConsultationRows(Schema):
    """The newest first."""

    consultations: list[ConsultationRow]
    next_offset: int | None


class ConsultationsAsked(Portion):
    waits_for_us: bool = False


class NewConsultation(Wanted):
    partner: uuid.UUID
    by_us: bool
    topic: Annotated[Text, Field(min_length=1, max_length=200)]
    on: Day
    yen: Whole | None = None
    person: Annotated[Text, Field(max_length=120)] = ""
    words: Annotated[Text, Field(max_length=1000)] = ""
    gap: uuid.UUID | None = None


class ConsultationMove(Wanted):
    """One step; `ours` false: the other side said it, and `person` names who."""

    step: Literal["asked", "answered", "agreed", "ended"]
    revision: Whole
    on: Day
    ours: bool = True
    yen: Whole | None = None
    person: Annotated[Text, Field(max_length=120)] = ""
    words: Annotated[Text, Field(max_length=1000)] = ""


@router.get("/gaps", response={200: GapRows, **refusals(422)}, summary="ギャップの一覧", operation_id="gaps")
def gaps(request: ActingRequest, asked: Query[GapsAsked]) -> Any:
    """Those that ended as well, where no state is named."""
    request.actor.require(Can.REQUEST_READ)
    rows = Gap.objects.filter(side=asked.side)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.partner:
        rows = rows.filter(partner=asked.partner)
    found = rows.order_by("opened_at", "pk")[asked.offset : asked.offset + asked.limit]
    return GapRows(gaps=[_gap(row) for row in found], next_offset=next_offset(asked, rows.count()))


@router.get(
    "/gaps/{uuid:gap_id}", response={200: GapRow, **refusals()}, summary="ギャップ", operation_id="gap"
)
def gap(request: ActingRequest, gap_id: uuid.UUID) -> Any:
    """Where both sides' moves have led it."""
    return _gap(access.gap_for(request.actor, gap_id, Can.REQUEST_READ))


@router.post(
    "/gaps/{uuid:gap_id}/moves",
    response={200: GapRow, **body_refusals(409)},
    summary="ギャップを動かす",
    operation_id="move_gap",
)
def move_gap(request: ActingRequest, gap_id: uuid.UUID, wanted: Move) -> Any:
    """One move, ours or what the other side told us; 409 where somebody was first."""
    row = access.gap_for(request.actor, gap_id, Can.GAP_CHANGE)
    other = Side.ASKED if row.side == Side.ASKING else Side.ASKING
    saying = moving.Saying(
        wanted.words, wanted.plan, wanted.plan_on, wanted.interim, wanted.support, wanted.person
    )
    part = other if wanted.heard else None
    return _gap(
        moving.move(request.actor, row, GapStep(wanted.step), saying, revision=wanted.revision, part=part)
    )


@router.get(
    "/consultations",
    response={200: ConsultationRows, **refusals(422)},
    summary="価格・費用の協議の一覧",
    operation_id="consultations",
)
def consultations(request: ActingRequest, asked: Query[ConsultationsAsked]) -> Any:
    """All, or only those that wait for our answer."""
    request.actor.require(Can.REQUEST_READ)
    rows = talking.waiting_for_us() if asked.waits_for_us else Consultation.objects.all()
    found = rows.order_by("-asked_on", "-number")[asked.offset : asked.offset + asked.limit]
    return ConsultationRows(
        consultations=[_talk(row) for row in found], next_offset=next_offset(asked, rows.count())
    )


@router.post(
    "/consultations",
    response={201: ConsultationRow, **body_refusals()},
    summary="協議の求めを記録する",
    operation_id="begin_consultation",
)
def begin_consultation(request: ActingRequest, wanted: NewConsultation) -> Any:
    """On the day it was asked for; `person` names who of the partner asked."""
    partner = partner_for(request.actor, wanted.partner, Can.CONSULT)
    about = access.gap_for(request.actor, wanted.gap, Can.CONSULT) if wanted.gap else None
    said = talking.Said(wanted.on, wanted.yen, wanted.words, wanted.person)
    row = talking.begin(request.actor, partner, wanted.topic, said, by_us=wanted.by_us, gap=about)
    return Status(201, _talk(row))


@router.post(
    "/consultations/{uuid:consultation_id}/steps",
    response={200: ConsultationRow, **body_refusals(409)},
    summary="協議の動きを記録する",
    operation_id="step_consultation",
)
def step_consultation(request: ActingRequest, consultation_id: uuid.UUID, wanted: ConsultationMove) -> Any:
    """Asked again, answered, agreed, or ended without an agreement; 409 where somebody was first."""
    row = access.talk_for(request.actor, consultation_id, Can.CONSULT)
    said = talking.Said(wanted.on, wanted.yen, wanted.words, wanted.person)
    return _talk(
        talking.step(
            request.actor,
            row,
            TalkStep(wanted.step),
            said,
            revision=wanted.revision,
            is_ours=wanted.ours,
        )
    )


def _gap(row: Gap) -> GapRow:
    return GapRow(id=row.pk, **{name: getattr(row, name) for name in GapRow.model_fields if name != "id"})


def _talk(row: Consultation) -> ConsultationRow:
    kept = {
        name: getattr(row, name)
        for name in ConsultationRow.model_fields
        if name not in {"id", "waits_for_us"}
    }
    return ConsultationRow(id=row.pk, waits_for_us=talk_reading.line(row).is_waiting_for_us, **kept)
