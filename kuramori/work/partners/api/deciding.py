"""The layered decision over the API: ask and keep, read with its reasons, record how far a partner was looked at."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Any, Literal

from ninja import Field, Query, Router, Schema, Status

from kuramori.ground.contacts.access import contact_for, partner_for
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
from kuramori.rules.sharing.inputs import LEVELS, Direction, Medium, Place
from kuramori.rules.sharing.sentences import told
from kuramori.work.ledger import access as ledger
from kuramori.work.ledger import looks
from kuramori.work.partners import access, assure, deciding, policies
from kuramori.work.partners.models import Assurance, Decision
from kuramori.work.partners.reading.deciding import state_of

router = Router()
LevelCode = Literal["A0", "A1", "A2", "A3", "A4"]
TELLING: Telling = {
    deciding.NotAskable: lambda error: Told(422, error.sentence),
    assure.AssuranceRefused: lambda error: Told(422, error.sentence),
}


class DecisionWanted(Wanted):
    """What shall go to whom, for what, where and in which form; `on` is today without one."""

    asset: uuid.UUID
    partner: uuid.UUID
    contact: uuid.UUID | None = None
    purpose: Annotated[Text, Field(max_length=200)] = ""
    place: Literal["ours", "theirs", "third_party", "cloud"] = "theirs"
    medium: Literal["paper", "file", "object", "oral", "visit"] = "file"
    direction: Literal["to_supplier", "to_customer", "to_subsupplier"] | None = None
    on: Day | None = None


class DecisionForm(Schema):
    """The answer as `kuramori decide --json` gives it, and how it stands: open, waits, approved, over, refused, shut.

    `lets_go`: whether it may go today, by what the records say now.
    """

    id: uuid.UUID
    asset_id: uuid.UUID
    partner_id: uuid.UUID
    contact_id: uuid.UUID | None
    agreement_id: uuid.UUID | None
    purpose: str
    asked_at: datetime.datetime
    inputs: dict[str, Any]
    outcome: str
    conditions: list[str]
    reasons: list[str]
    opens: list[str]
    rule: str
    version: str
    state: str
    approved_until: datetime.date | None
    lets_go: bool


class DecisionRow(Schema):
    id: uuid.UUID
    asset_id: uuid.UUID
    partner_id: uuid.UUID
    outcome: str
    state: str
    asked_at: datetime.datetime


class DecisionRows(Schema):
    """The newest first."""

    decisions: list[DecisionRow]
    total: int
    next_offset: int | None


class AssuranceWanted(Wanted):
    """How far a partner was looked at on both axes, as of a day, and what that rests on."""

    information: LevelCode
    it: LevelCode
    as_of: Day
    words: Annotated[Text, Field(max_length=200)]
    open_critical_gaps: Whole = 0
    valid_until: Day | None = None


class AssuranceRow(Schema):
    id: uuid.UUID
    information: LevelCode
    it: LevelCode
    open_critical_gaps: int
    as_of: datetime.date
    valid_until: datetime.date | None
    basis: str
    words: str


class AssuranceRows(Schema):
    """What was not withdrawn, newest day first."""

    assurances: list[AssuranceRow]


class PolicyForm(Schema):
    """The table in force: `edition` 0 is the shipped one; `text` is what `kuramori decide --policy` reads."""

    edition: int
    id: str
    version: str
    digest: str
    source: str
    confirmed_on: datetime.date
    text: str


@router.get(
    "/sharing/decisions",
    response={200: DecisionRows, **refusals(422)},
    summary="共有の判断の一覧",
    operation_id="decisions",
)
def decisions(request: ActingRequest, portion: Query[Portion]) -> Any:
    """Codes and ids; what was asked about is read one by one."""
    request.actor.require(Can.HAND_OVER_READ)
    rows = Decision.objects.order_by("-asked_at", "-pk")
    total = rows.count()
    found = rows[portion.offset : portion.offset + portion.limit]
    return DecisionRows(
        decisions=[
            DecisionRow(
                id=row.pk,
                asset_id=row.asset_id,
                partner_id=row.partner_id,
                outcome=row.outcome,
                state=state_of(row),
                asked_at=row.asked_at,
            )
            for row in found
        ],
        total=total,
        next_offset=next_offset(portion, total),
    )


@router.post(
    "/sharing/decisions",
    response={201: DecisionForm, **body_refusals()},
    summary="渡してよいかを確かめて残す",
    operation_id="ask_decision",
)
def ask_decision(request: ActingRequest, wanted: DecisionWanted) -> Any:
    """Nothing goes anywhere; the answer is kept with its inputs and the table's digest."""
    actor = request.actor
    asset = ledger.asset_for(actor, wanted.asset, Can.SHARING_ASK)
    partner = partner_for(actor, wanted.partner, Can.SHARING_ASK)
    contact = contact_for(actor, wanted.contact, Can.SHARING_ASK) if wanted.contact else None
    kept = deciding.ask(
        actor,
        asset,
        partner,
        contact=contact,
        purpose=wanted.purpose,
        place=Place(wanted.place),
        medium=Medium(wanted.medium),
        direction=Direction(wanted.direction) if wanted.direction else None,
        on=wanted.on,
    )
    looks.note(actor, [asset])
    return Status(201, _decision(kept))


@router.get(
    "/sharing/decisions/{uuid:decision_id}",
    response={200: DecisionForm, **refusals()},
    summary="共有の判断",
    operation_id="decision",
)
def decision(request: ActingRequest, decision_id: uuid.UUID) -> Any:
    """With the reasons in the language asked for, and whether it may go today."""
    return _decision(access.decision_for(request.actor, decision_id, Can.HAND_OVER_READ))


@router.get(
    "/partners/{uuid:partner_id}/assurances",
    response={200: AssuranceRows, **refusals()},
    summary="確認の段階",
    operation_id="assurances",
)
def assurances(request: ActingRequest, partner_id: uuid.UUID) -> Any:
    """The first one that is not over counts."""
    partner = partner_for(request.actor, partner_id, Can.PARTNER_READ)
    rows = Assurance.objects.filter(partner=partner, superseded_at__isnull=True)
    return AssuranceRows(assurances=[_assurance(row) for row in rows.order_by("-as_of", "-recorded_at")])


@router.post(
    "/partners/{uuid:partner_id}/assurances",
    response={201: AssuranceRow, **body_refusals()},
    summary="確認の段階を記録する",
    operation_id="record_assurance",
)
def record_assurance(request: ActingRequest, partner_id: uuid.UUID, wanted: AssuranceWanted) -> Any:
    """Beside the older ones; one of the same day takes the place of the one before."""
    partner = partner_for(request.actor, partner_id, Can.ASSURANCE_RECORD)
    seen = assure.Seen(
        LEVELS.index(wanted.information),
        LEVELS.index(wanted.it),
        wanted.as_of,
        words=wanted.words,
        gaps=wanted.open_critical_gaps,
        valid_until=wanted.valid_until,
    )
    return Status(201, _assurance(assure.record_assurance(request.actor, partner, seen)))


@router.get(
    "/sharing/policy",
    response={200: PolicyForm, **refusals()},
    summary="共有の決まり",
    operation_id="sharing_policy",
)
def sharing_policy(request: ActingRequest) -> Any:
    """The table by which this house decides today."""
    request.actor.require(Can.HAND_OVER_READ)
    found = policies.in_force()
    policy = found.policy
    return PolicyForm(
        edition=found.edition,
        id=policy.id,
        version=policy.version,
        digest=policy.digest,
        source=policy.source,
        confirmed_on=policy.confirmed_on,
        text=found.text,
    )


def _decision(row: Decision) -> DecisionForm:
    answer = told(policies.of_digest(row.digest), deciding.answered(row), spoken())
    return DecisionForm(
        id=row.pk,
        asset_id=row.asset_id,
        partner_id=row.partner_id,
        contact_id=row.contact_id,
        agreement_id=row.agreement_id,
        purpose=row.purpose,
        asked_at=row.asked_at,
        inputs=row.kept["inputs"],
        state=state_of(row),
        approved_until=row.approved_until,
        lets_go=deciding.lets_go(row),
        **answer,
    )


def _assurance(row: Assurance) -> AssuranceRow:
    return AssuranceRow(
        id=row.pk,
        information=LEVELS[row.information],
        it=LEVELS[row.it],
        open_critical_gaps=row.open_critical_gaps,
        as_of=row.as_of,
        valid_until=row.valid_until,
        basis=row.basis,
        words=row.words,
    )
