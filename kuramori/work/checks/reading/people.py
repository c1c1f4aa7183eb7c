"""Colleagues who can be asked or put in charge, and names on rows."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kuramori.ground.people.asof import held_on
from kuramori.ground.people.departments import names
from kuramori.ground.people.models import Membership, Person
from kuramori.ground.people.roles import Role
from kuramori.work.checks.delegate import ANSWERING_ROLES


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who holds a role today. `can_answer`: signs in, and may answer what is asked."""

    id: uuid.UUID
    name: str
    role: str
    department: str
    can_answer: bool


def colleagues() -> tuple[Colleague, ...]:
    """Everybody with a role today in the acting organisation, each once, by name."""
    held = Membership.objects.filter(held_on()).select_related("person").order_by("person__name")
    found: dict[uuid.UUID, list[Membership]] = {}
    for membership in held:
        found.setdefault(membership.person_id, []).append(membership)
    called = names()
    return tuple(_colleague(memberships, called) for memberships in found.values())


def name_of(person: Person | None) -> str:
    """A person's name; the operator's commands have nobody behind them."""
    return person.name if person else ""


def _colleague(held: list[Membership], called: dict[uuid.UUID, str]) -> Colleague:
    person = held[0].person
    departments = dict.fromkeys(called[m.department_id] for m in held if m.department_id in called)
    return Colleague(
        id=person.pk,
        name=person.name,
        role=_("・").join(Role(membership.role).label for membership in held),
        department=_("・").join(departments),
        can_answer=person.account_id is not None and any(m.role in ANSWERING_ROLES for m in held),
    )
