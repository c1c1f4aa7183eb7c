"""共同開発 over the API: projects, what each side brought in, minutes."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Any, Literal

from ninja import Field, Query, Router, Schema, Status

from kuramori.ground.contacts.access import partner_for
from kuramori.ground.people.actor import Actor
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
from kuramori.work.partners.joint import projects as verbs
from kuramori.work.partners.models import Brought, BroughtIn, JointProject, Ownership

router = Router()
TELLING: Telling = {}


class BroughtRow(Schema):
    """One line of the list: what a side (`ours`, `theirs`) had before. A struck line counts no longer."""

    id: uuid.UUID
    position: int
    side: str
    words: str
    asset_id: uuid.UUID | None
    since_on: datetime.date
    shown_on: datetime.date | None
    confirmed_on: datetime.date | None
    confirmed_by: str
    struck_on: datetime.date | None


class MinutesRow(Schema):
    on: datetime.date
    people: str
    talked: str
    handed: str


class ProjectRow(Schema):
    """`ownership` of the results is open, ours, theirs, shared or maker."""

    id: uuid.UUID
    number: str
    title: str
    purpose: str
    partner_id: uuid.UUID
    agreement_id: uuid.UUID | None
    from_on: datetime.date
    until_on: datetime.date | None
    ownership: str
    ownership_words: str
    ended_on: datetime.date | None
    revision: int


class ProjectForm(ProjectRow):
    brought: list[BroughtRow]
    minutes: list[MinutesRow]


class ProjectRows(Schema):
    """The newest first."""

    projects: list[ProjectRow]
    next_offset: int | None


class ProjectWanted(Wanted):
    title: Annotated[Text, Field(min_length=1, max_length=120)]
    from_on: Day
    purpose: Annotated[Text, Field(max_length=400)] = ""
    until_on: Day | None = None
    agreement: uuid.UUID | None = None
    ownership: Literal["open", "ours", "theirs", "shared", "maker"] = "open"
    ownership_words: Annotated[Text, Field(max_length=400)] = ""


class NewProject(ProjectWanted):
    partner: uuid.UUID


class ChangedProject(ProjectWanted):
    """Everything is told anew; `ended_on` once it is over."""

    revision: Whole
    ended_on: Day | None = None


class NewThing(Wanted):
    side: Literal["ours", "theirs"]
    words: Annotated[Text, Field(min_length=1, max_length=200)]
    since_on: Day
    shown_on: Day | None = None
    asset: uuid.UUID | None = None


class Confirmed(Wanted):
    """By whom of the side that did not bring it, and when."""

    by: Annotated[Text, Field(min_length=1, max_length=120)]
    on: Day


class Struck(Wanted):
    reason: Annotated[Text, Field(min_length=1, max_length=200)]


class NewMinutes(Wanted):
    on: Day
    people: Annotated[Text, Field(min_length=1, max_length=400)]
    talked: Annotated[Text, Field(min_length=1, max_length=4000)]
    handed: Annotated[Text, Field(max_length=400)] = ""


@router.get(
    "/sharing/joint-projects",
    response={200: ProjectRows, **refusals(422)},
    summary="共同開発の一覧",
    operation_id="joint_projects",
)
def joint_projects(request: ActingRequest, portion: Query[Portion]) -> Any:
    """Those that are over as well."""
    request.actor.require(Can.HAND_OVER_READ)
    rows = JointProject.objects.order_by("-from_on", "-number")
    found = rows[portion.offset : portion.offset + portion.limit]
    return ProjectRows(
        projects=[ProjectRow(**_plain(row)) for row in found], next_offset=next_offset(portion, rows.count())
    )


@router.post(
    "/sharing/joint-projects",
    response={201: ProjectForm, **body_refusals()},
    summary="共同開発を記録する",
    operation_id="begin_project",
)
def begin_project(request: ActingRequest, wanted: NewProject) -> Any:
    """Before it begins: then the list of what each side had is worth something."""
    partner = partner_for(request.actor, wanted.partner, Can.HAND_OVER_MAKE)
    return Status(201, _form(verbs.begin_project(request.actor, partner, _wanted(request.actor, wanted))))


@router.get(
    "/sharing/joint-projects/{uuid:project_id}",
    response={200: ProjectForm, **refusals()},
    summary="共同開発",
    operation_id="joint_project",
)
def joint_project(request: ActingRequest, project_id: uuid.UUID) -> Any:
    """With the list of what was brought in, struck lines too, and the minutes."""
    return _form(access.project_for(request.actor, project_id, Can.HAND_OVER_READ))


@router.put(
    "/sharing/joint-projects/{uuid:project_id}",
    response={200: ProjectForm, **body_refusals()},
    summary="共同開発の記録を直す",
    operation_id="change_project",
)
def change_project(request: ActingRequest, project_id: uuid.UUID, wanted: ChangedProject) -> Any:
    """Who owns the results, under which agreement, or that it is over."""
    row = access.project_for(request.actor, project_id, Can.HAND_OVER_MAKE)
    told = _wanted(request.actor, wanted, ended_on=wanted.ended_on)
    return _form(verbs.change_project(request.actor, row, told, revision=wanted.revision))


@router.post(
    "/sharing/joint-projects/{uuid:project_id}/brought",
    response={201: BroughtRow, **body_refusals()},
    summary="持込み情報を1行足す",
    operation_id="bring_in",
)
def bring_in(request: ActingRequest, project_id: uuid.UUID, wanted: NewThing) -> Any:
    """No secret content: what it is called is enough."""
    row = access.project_for(request.actor, project_id, Can.HAND_OVER_MAKE)
    asset = ledger.asset_for(request.actor, wanted.asset, Can.HAND_OVER_MAKE) if wanted.asset else None
    thing = verbs.Thing(Brought(wanted.side), wanted.words, wanted.since_on, wanted.shown_on, asset)
    return Status(201, _brought(verbs.bring_in(request.actor, row, thing)))


@router.post(
    "/sharing/brought/{uuid:brought_id}/confirm",
    response={200: BroughtRow, **body_refusals()},
    summary="持込み情報を、もう一方が確かめたと残す",
    operation_id="confirm_brought",
)
def confirm_brought(request: ActingRequest, brought_id: uuid.UUID, wanted: Confirmed) -> Any:
    """Once."""
    row = access.brought_for(request.actor, brought_id, Can.HAND_OVER_MAKE)
    return _brought(verbs.confirm_brought(request.actor, row, by=wanted.by, on=wanted.on))


@router.post(
    "/sharing/brought/{uuid:brought_id}/strike",
    response={200: BroughtRow, **body_refusals()},
    summary="間違えた持込み情報を消す",
    operation_id="strike_brought",
)
def strike_brought(request: ActingRequest, brought_id: uuid.UUID, wanted: Struck) -> Any:
    """The line stays to be read."""
    row = access.brought_for(request.actor, brought_id, Can.HAND_OVER_MAKE)
    return _brought(verbs.strike_brought(request.actor, row, wanted.reason))


@router.post(
    "/sharing/joint-projects/{uuid:project_id}/minutes",
    response={201: MinutesRow, **body_refusals()},
    summary="議事録を残す",
    operation_id="keep_minutes",
)
def keep_minutes(request: ActingRequest, project_id: uuid.UUID, wanted: NewMinutes) -> Any:
    """Minutes are not rewritten; what was wrong is said in the next."""
    row = access.project_for(request.actor, project_id, Can.HAND_OVER_MAKE)
    meeting = verbs.Meeting(wanted.on, wanted.people, wanted.talked, wanted.handed)
    kept = verbs.keep_minutes(request.actor, row, meeting)
    return Status(201, MinutesRow(on=kept.on, people=kept.people, talked=kept.talked, handed=kept.handed))


def _wanted(actor: Actor, told: ProjectWanted, ended_on: datetime.date | None = None) -> verbs.Wanted:
    agreement = access.agreement_for(actor, told.agreement, Can.HAND_OVER_MAKE) if told.agreement else None
    return verbs.Wanted(
        told.title,
        told.from_on,
        told.purpose,
        told.until_on,
        agreement,
        Ownership(told.ownership),
        told.ownership_words,
        ended_on,
    )


def _form(row: JointProject) -> ProjectForm:
    return ProjectForm(
        **_plain(row),
        brought=[_brought(one) for one in row.brought.order_by("position")],
        minutes=[
            MinutesRow(on=one.on, people=one.people, talked=one.talked, handed=one.handed)
            for one in row.minutes.order_by("on", "recorded_at")
        ],
    )


def _plain(row: JointProject) -> dict[str, Any]:
    plain = (
        "number", "title", "purpose", "partner_id", "agreement_id", "from_on", "until_on", "ownership",
        "ownership_words", "ended_on", "revision",
    )  # fmt: skip
    return {"id": row.pk} | {name: getattr(row, name) for name in plain}


def _brought(row: BroughtIn) -> BroughtRow:
    plain = (
        "position", "side", "words", "asset_id", "since_on", "shown_on", "confirmed_on", "confirmed_by",
        "struck_on",
    )  # fmt: skip
    return BroughtRow(id=row.pk, **{name: getattr(row, name) for name in plain})
