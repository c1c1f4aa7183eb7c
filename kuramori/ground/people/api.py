"""Who the key acts as, over the API."""

from __future__ import annotations

import datetime
import uuid
from typing import Annotated, Any

from django.db import transaction
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from kuramori.ground.people import access
from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.people.appointing import LastDayMissing, LastDayPast
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import (
    Day,
    Portion,
    Telling,
    Text,
    Told,
    Wanted,
    body_refusals,
    next_offset,
    not_allowed,
    refusals,
)
from kuramori.ground.people.departments import open_department
from kuramori.ground.people.enrol import NumberTaken, Particulars, amend, enrol
from kuramori.ground.people.leave import LastOwner, NobodyLeaves, leave
from kuramori.ground.people.models import Kind
from kuramori.ground.people.read import RosterLine, line_of, roster
from kuramori.ground.people.roles import Can

router = Router(tags=["people"])

TELLING: Telling = {
    NotAllowed: not_allowed,
    NumberTaken: lambda _error: Told(409, _("この社員番号は、もうほかの方のものです。")),
    LastDayMissing: lambda error: Told(409, error.sentence()),
    LastDayPast: lambda error: Told(409, error.sentence()),
    LastOwner: lambda _error: Told(
        409, _("経営者が1人もいなくなるため、決められません。先に別の方を経営者にしてください。")
    ),
    NobodyLeaves: lambda _error: Told(409, _("いまは役割も在籍もないため、最後の日は決められません。")),
}


class OrganisationForm(Schema):
    id: uuid.UUID
    slug: str
    name: str
    kinds: list[str]


class RoleForm(Schema):
    id: str
    name: str


class MeForm(Schema):
    """`permissions` is what this key may do: what its holder's roles grant, narrowed when the key was made."""

    organisation: OrganisationForm
    person_id: uuid.UUID | None
    name: str
    roles: list[RoleForm]
    permissions: list[str]


@router.get(
    "/me", response={200: MeForm, **refusals()}, summary="この鍵はだれとして動くか", operation_id="me"
)
def me(request: ActingRequest) -> Any:
    """The organisation, the person behind the key, the roles held today, and the permissions of the key."""
    actor = request.actor
    return MeForm(
        organisation=OrganisationForm.model_validate(actor.organisation),
        person_id=actor.person_id,
        name=actor.name,
        roles=[RoleForm(id=role.value, name=role.label) for role in sorted(actor.roles)],
        permissions=sorted(actor.permissions),
    )


class PersonForm(Schema):
    """`roles` are those held today, or last held where there is none; `entry` is account, invited or none.

    `kind` is officer, employee, dispatched, part_time, side_job, outside, or "" where nobody has told it.
    """

    id: uuid.UUID
    name: str
    email: str
    roles: list[str]
    department: str
    until_on: datetime.date | None
    entry: str
    is_here: bool
    kana: str
    number: str
    kind: str
    joined_on: datetime.date | None
    left_on: datetime.date | None


class PeopleForm(Schema):
    people: list[PersonForm]
    next_offset: int | None


@router.get(
    "/people",
    response={200: PeopleForm, **refusals(422)},
    summary="名簿（いまいる人、次に前にいた人）",
    operation_id="people",
)
def people(request: ActingRequest, portion: Query[Portion]) -> Any:
    """At most 200 at once; `next_offset` is null at the end."""
    request.actor.require(Can.PEOPLE_READ)
    everybody = roster()
    lines = [(line, True) for line in everybody.here] + [(line, False) for line in everybody.gone]
    return PeopleForm(
        people=[
            _person(line, is_here=is_here)
            for line, is_here in lines[portion.offset : portion.offset + portion.limit]
        ],
        next_offset=next_offset(portion, len(lines)),
    )


def _person(line: RosterLine, *, is_here: bool) -> PersonForm:
    return PersonForm(
        id=line.id,
        name=line.name,
        email=line.email,
        roles=list(line.roles),
        department=line.department,
        until_on=line.until_on,
        entry=line.entry.value,
        is_here=is_here,
        kana=line.kana,
        number=line.number,
        kind=line.kind,
        joined_on=line.joined_on,
        left_on=line.left_on,
    )


class NewPerson(Wanted):
    """A line of the roster. `department` is a name; one that is new is opened."""

    name: Annotated[Text, Field(min_length=1, max_length=60)]
    kana: Annotated[Text, Field(max_length=60)] = ""
    number: Annotated[Text, Field(max_length=30)] = ""
    email: Annotated[Text, Field(max_length=254)] = ""
    kind: Kind = Kind.EMPLOYEE
    department: Annotated[Text, Field(max_length=60)] = ""
    joined_on: Day | None = None


@router.post(
    "/people",
    response={201: PersonForm, **body_refusals(409)},
    summary="名簿に1人載せる（役割もログインもなし）",
    operation_id="enrol_person",
)
def enrol_person(request: ActingRequest, wanted: NewPerson) -> Any:
    """Raises 409 where the employee number is another person's."""
    with transaction.atomic():
        person = enrol(request.actor, _particulars(request, wanted))
    return Status(201, _person(line_of(person), is_here=True))


class ChangedPerson(Wanted):
    """What is left out or empty stays. `left_on`: for an auditor who becomes one from outside, and for nobody else."""

    name: Annotated[Text, Field(max_length=60)] = ""
    kana: Annotated[Text, Field(max_length=60)] = ""
    number: Annotated[Text, Field(max_length=30)] = ""
    email: Annotated[Text, Field(max_length=254)] = ""
    kind: Kind | None = None
    department: Annotated[Text, Field(max_length=60)] = ""
    joined_on: Day | None = None
    left_on: Day | None = None


@router.put(
    "/people/{person_id}",
    response={200: PersonForm, **body_refusals(409)},
    summary="名簿の1人を直す（書いたところだけ）",
    operation_id="amend_person",
)
def amend_person(request: ActingRequest, person_id: uuid.UUID, wanted: ChangedPerson) -> Any:
    """Kind and department from today. 409 for another's number, and for an auditor outside without `left_on`."""
    person = access.person_for(request.actor, person_id, Can.PEOPLE_CHANGE)
    with transaction.atomic():
        amend(request.actor, person, _particulars(request, wanted))
    line = line_of(person)
    return _person(line, is_here=line.is_here)


def _particulars(request: ActingRequest, wanted: NewPerson | ChangedPerson) -> Particulars:
    """What a call tells; a department that is new is opened."""
    name = " ".join(wanted.department.split())
    return Particulars(
        name=wanted.name,
        kana=wanted.kana,
        number=wanted.number,
        email=wanted.email,
        kind=wanted.kind,
        department=open_department(request.actor, name=name) if name else None,
        joined_on=wanted.joined_on,
        left_on=wanted.left_on if isinstance(wanted, ChangedPerson) else None,
    )


class LastDayForm(Wanted):
    """`at_once`: shut every door now, whatever the last day is."""

    until_on: Day
    at_once: bool = False


@router.post(
    "/people/{person_id}/leave",
    response={200: PersonForm, **body_refusals(409)},
    summary="最後の日を決める（過ぎた日か at_once なら、いますぐ入口を閉じる）",
    operation_id="leave_person",
)
def leave_person(request: ActingRequest, person_id: uuid.UUID, wanted: LastDayForm) -> Any:
    """Sessions, keys and links end with the roles."""
    person = access.person_for(request.actor, person_id, Can.PEOPLE_CHANGE)
    leave(request.actor, person, until_on=wanted.until_on, at_once=wanted.at_once)
    line = line_of(person)
    return _person(line, is_here=line.is_here)
