"""Who could know on a day: grants resolved to people through who was in the house, where and as what, on that day."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kuramori.ground.people.asof import held_on
from kuramori.ground.people.departments import names as department_names
from kuramori.ground.people.models import Employment, Kind, Membership, Placement
from kuramori.ground.people.roles import Role
from kuramori.work.ledger.models import Grant


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody in the house on a day. `departments` and `roles` are those of that day."""

    id: uuid.UUID
    name: str
    departments: tuple[uuid.UUID, ...]
    department: str
    roles: tuple[str, ...]
    kind: str
    is_outside: bool


@dataclass(frozen=True, slots=True)
class House:
    """Everybody who belonged to the house on a day, as known at a moment; by id, in the order of names."""

    on: datetime.date | None
    people: dict[uuid.UUID, Colleague]
    departments: dict[uuid.UUID, str] = field(default_factory=dict)

    @property
    def insiders(self) -> tuple[Colleague, ...]:
        return tuple(one for one in self.people.values() if not one.is_outside)


@dataclass(frozen=True, slots=True)
class Way:
    """Why somebody could know: `words` name the grant's subject or 保管する人."""

    words: str
    reason: str
    from_on: datetime.date | None
    until_on: datetime.date | None
    grant_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Knower:
    """One person who could know, and by which ways."""

    person: Colleague
    ways: tuple[Way, ...]

    @property
    def from_on(self) -> datetime.date | None:
        return min((way.from_on for way in self.ways if way.from_on), default=None)


def house_on(on: datetime.date | None = None, known_at: datetime.datetime | None = None) -> House:
    """Who was in the house on a day: employed, or with a role. Four queries, whatever its size."""
    held = held_on(on, known_at)
    called = department_names(on, known_at)
    names: dict[uuid.UUID, str] = {}
    departments: dict[uuid.UUID, list[uuid.UUID]] = {}
    roles: dict[uuid.UUID, list[str]] = {}
    kinds: dict[uuid.UUID, str] = {}
    for person, name, kind in Employment.objects.filter(held).values_list(
        "person_id", "person__name", "kind"
    ):
        names[person], kinds[person] = name, kind
    placed = Placement.objects.filter(held).values_list("person_id", "department_id")
    for person, department in placed:
        departments.setdefault(person, []).append(department)
    held_roles = Membership.objects.filter(held).values_list(
        "person_id", "person__name", "role", "department_id"
    )
    for person, name, role, department in held_roles:
        names[person] = name
        roles.setdefault(person, []).append(role)
        if department:
            departments.setdefault(person, []).append(department)
    people = {
        person: _colleague(
            person, name, departments.get(person, []), roles.get(person, []), kinds.get(person), called
        )
        for person, name in sorted(names.items(), key=lambda pair: pair[1])
    }
    return House(on=on, people=people, departments=called)


def knowers(grants: Iterable[Grant], keeper_id: uuid.UUID | None, house: House) -> tuple[Knower, ...]:
    """The people of the house who could know, by grants and as keeper; the keeper first, then by name."""
    ways: dict[uuid.UUID, list[Way]] = {}
    if keeper_id is not None and keeper_id in house.people:
        ways[keeper_id] = [Way(_("保管する人"), "", None, None)]
    for grant in grants:
        way = Way(subject_words(grant, house), grant.reason, grant.from_on, grant.until_on, grant.pk)
        for person in reached(grant, house):
            ways.setdefault(person, []).append(way)
    return tuple(Knower(house.people[person], tuple(found)) for person, found in ways.items())


def reached(grant: Grant, house: House) -> list[uuid.UUID]:
    """Whom one grant lets in on the house's day. Somebody who has left is let in by nothing."""
    if grant.person_id:
        return [grant.person_id] if grant.person_id in house.people else []
    if grant.department_id:
        return [one.id for one in house.people.values() if grant.department_id in one.departments]
    if grant.role:
        return [one.id for one in house.people.values() if grant.role in one.roles]
    return [one.id for one in house.insiders]


def subject_words(grant: Grant, house: House) -> str:
    """Whom a grant names, as people say it."""
    if grant.person is not None:
        return str(grant.person.name)
    if grant.department_id:
        return house.departments.get(grant.department_id, "") or _("閉じた部門")
    return Role(grant.role).label if grant.role else _("全員")


def _colleague(
    person: uuid.UUID,
    name: str,
    departments: list[uuid.UUID],
    roles: list[str],
    kind: str | None,
    called: dict[uuid.UUID, str],
) -> Colleague:
    own = tuple(dict.fromkeys(departments))
    return Colleague(
        id=person,
        name=name,
        departments=own,
        department=_("・").join(called[one] for one in own if one in called),
        roles=tuple(roles),
        kind=kind or "",
        # As `access` decides it for the one who asks.
        is_outside=kind == Kind.OUTSIDE or (bool(roles) and set(roles) <= {Role.EXPERT.value}),
    )
