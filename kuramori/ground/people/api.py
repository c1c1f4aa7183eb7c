"""Who the key acts as, over the API."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from ninja import Query, Router, Schema

from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import Portion, Telling, next_offset, not_allowed, refusals, spoken
from kuramori.ground.people.read import RosterLine, roster
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.read import lines

router = Router(tags=["people"])

TELLING: Telling = {NotAllowed: not_allowed}


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
    """`roles` are those held today, or last held where there is none; `entry` is account, invited or none."""

    id: uuid.UUID
    name: str
    email: str
    roles: list[str]
    department: str
    until_on: datetime.date | None
    entry: str
    is_here: bool


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
    )


class EntryForm(Schema):
    """One entry as a sentence in the reader's language; `event` names it for programs."""

    at: datetime.datetime
    who: str
    via: str
    event: str
    sentence: str


class EntriesForm(Schema):
    entries: list[EntryForm]
    next_offset: int | None


@router.get(
    "/trail",
    response={200: EntriesForm, **refusals(422)},
    summary="証跡（新しい順）",
    operation_id="trail",
)
def trail(request: ActingRequest, portion: Query[Portion], sheet: uuid.UUID | None = None) -> Any:
    """At most 200 entries at once; with `sheet` only those about that sheet."""
    request.actor.require(Can.TRAIL_READ)
    found = lines(
        request.actor.organisation_id,
        kind="sheet" if sheet else "",
        thing_id=sheet or "",
        limit=portion.limit + 1,
        offset=portion.offset,
        language=spoken(),
    )
    more = len(found) > portion.limit
    return EntriesForm(
        entries=[EntryForm.model_validate(line) for line in found[: portion.limit]],
        next_offset=portion.offset + portion.limit if more else None,
    )
