"""What pages and the API show of people: frozen values, in few queries."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.departments import ever_used, names
from kuramori.ground.people.history import Held, Left, history_of, leavings_of
from kuramori.ground.people.models import Membership, Placement, Token
from kuramori.ground.people.permission_words import WORDS
from kuramori.ground.people.roles import Can, Role
from kuramori.ground.people.roster import (
    Entry,
    Outsider,
    Roster,
    RosterLine,
    Standing,
    line_of,
    outsiders,
    roster,
    standing_on,
)
from kuramori.outside import clock

__all__ = [
    "DepartmentLine",
    "Entry",
    "Held",
    "Left",
    "Outsider",
    "Roster",
    "RosterLine",
    "Standing",
    "Step",
    "TokenLine",
    "Wizard",
    "departments",
    "history_of",
    "leavings_of",
    "line_of",
    "outsiders",
    "roster",
    "standing_on",
    "tokens",
    "wizard",
]


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    id: uuid.UUID
    name: str
    people: int
    was_used: bool


@dataclass(frozen=True, slots=True)
class TokenLine:
    id: uuid.UUID
    label: str
    person: str
    permissions: tuple[str, ...]
    expires_on: datetime.date
    last_used_on: datetime.date | None
    is_live: bool
    is_revoked: bool


class Step(StrEnum):
    """The three steps of the first-run wizard."""

    COMPANY = "company"
    STEWARD = "steward"
    CHECK = "check"

    @property
    def label(self) -> str:
        return str(STEP_LABELS[self])


STEP_LABELS = {
    Step.COMPANY: _("会社のこと"),
    Step.STEWARD: _("受け持つ人"),
    Step.CHECK: _("自己チェック"),
}


@dataclass(frozen=True, slots=True)
class Wizard:
    """Which step is open, which are done, and who is 情報管理責任者 already; `checks` where the room is theirs."""

    step: Step
    number: int
    steps: tuple[tuple[Step, bool], ...]
    stewards: tuple[str, ...]
    checks: bool


def wizard(actor: Actor, wanted: str) -> Wizard:
    """The wizard at the step `wanted`, or at the first one that is not done."""
    stewards = tuple(
        Membership.objects.filter(held_on(), role=Role.STEWARD).values_list("person__name", flat=True)
    )
    done = {
        Step.COMPANY: actor.organisation.headcount is not None,
        Step.STEWARD: bool(stewards),
        Step.CHECK: False,
    }
    steps = tuple(Step)
    step = Step(wanted) if wanted in steps else next(step for step in steps if not done[step])
    return Wizard(
        step=step,
        number=steps.index(step) + 1,
        steps=tuple((each, done[each]) for each in steps),
        stewards=stewards,
        checks=bool({"company", "prime"} & set(actor.organisation.kinds)),
    )


def departments() -> tuple[DepartmentLine, ...]:
    """The departments of today by name, each with how many people are in it."""
    placed = Placement.objects.filter(held_on()).values_list("department_id", "person_id")
    people: dict[uuid.UUID, set[uuid.UUID]] = {}
    for department_id, person_id in placed:
        people.setdefault(department_id, set()).add(person_id)
    used = ever_used()
    return tuple(
        DepartmentLine(department_id, name, len(people.get(department_id, ())), department_id in used)
        for department_id, name in names().items()
    )


def tokens() -> tuple[TokenLine, ...]:
    """API tokens, live ones first."""
    today = clock.today()
    lines = (_token(row, today) for row in Token.objects.select_related("person").order_by("-created_at"))
    return tuple(sorted(lines, key=lambda line: not line.is_live))


def _token(row: Token, today: datetime.date) -> TokenLine:
    known = set(Can)
    return TokenLine(
        id=row.pk,
        label=row.label,
        person=row.person.name,
        permissions=tuple(str(WORDS[Can(name)]) for name in row.permissions if name in known),
        expires_on=row.expires_on,
        last_used_on=row.last_used_on,
        is_revoked=row.revoked_at is not None,
        is_live=row.revoked_at is None and row.expires_on >= today,
    )
