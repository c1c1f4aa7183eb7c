"""What pages and the API show of people: frozen values, in few queries."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Department, Invitation, Membership, Person, Token
from kuramori.ground.people.permission_words import WORDS
from kuramori.ground.people.roles import Can, Role
from kuramori.outside import clock


class Entry(StrEnum):
    """How somebody on the roster gets in."""

    ACCOUNT = "account"
    INVITED = "invited"
    NONE = "none"

    @property
    def label(self) -> str:
        return str(ENTRY_LABELS[self])


ENTRY_LABELS = {
    Entry.ACCOUNT: _("ログインできます"),
    Entry.INVITED: _("招待中"),
    Entry.NONE: _("名簿だけ"),
}


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One person; `roles` are those held today, or last held where there is none (`role` is the first's value)."""

    id: uuid.UUID
    name: str
    email: str
    roles: tuple[str, ...]
    department: str
    until_on: datetime.date | None
    entry: Entry
    role: str = ""
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Roster:
    here: tuple[RosterLine, ...]
    gone: tuple[RosterLine, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """One row of somebody's history; `superseded_at` where a newer row took its place."""

    role: str
    department: str
    from_on: datetime.date
    until_on: datetime.date | None
    recorded_at: datetime.datetime
    superseded_at: datetime.datetime | None


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


def roster() -> Roster:
    """Everybody of the acting organisation: who is here today, and who was before. Two queries."""
    today = clock.today()
    memberships = Membership.objects.select_related("person", "department")
    links = Invitation.objects.filter(
        used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=clock.now()
    )
    invited = frozenset(links.values_list("person_id", flat=True))
    by_person: dict[Person, list[Membership]] = {}
    for membership in memberships.order_by("person__name", "recorded_at", "from_on"):
        by_person.setdefault(membership.person, []).append(membership)
    here: list[RosterLine] = []
    gone: list[RosterLine] = []
    for person, held in by_person.items():
        # Whose only role was given and taken back on one day has superseded rows alone, and was here all the same.
        known = [row for row in held if row.superseded_at is None] or held
        now = [row for row in known if _holds(row, today)]
        line = _line(person, now or known[-1:], invited, is_here=bool(now))
        (here if now else gone).append(line)
    return Roster(here=tuple(here), gone=tuple(gone))


def line_of(person: Person) -> RosterLine:
    """One person as the roster shows them."""
    found = roster()
    line = next((line for line in (*found.here, *found.gone) if line.id == person.pk), None)
    if line is None:
        return RosterLine(person.pk, person.name, person.email, (), "", None, Entry.NONE)
    return line


def history_of(person: Person) -> tuple[Held, ...]:
    """Every membership row of a person, newest knowledge first, superseded ones included."""
    rows = (
        Membership.objects.filter(person=person)
        .select_related("department")
        .order_by("-recorded_at", "-from_on")
    )
    return tuple(
        Held(
            role=Role(row.role).label,
            department=row.department.name if row.department else "",
            from_on=row.from_on,
            until_on=row.until_on,
            recorded_at=row.recorded_at,
            superseded_at=row.superseded_at,
        )
        for row in rows
    )


def departments() -> tuple[str, ...]:
    """Names of the departments of today."""
    return tuple(Department.objects.filter(until_on__isnull=True).values_list("name", flat=True))


def tokens() -> tuple[TokenLine, ...]:
    """API tokens, live ones first."""
    today = clock.today()
    lines = (_token(row, today) for row in Token.objects.select_related("person").order_by("-created_at"))
    return tuple(sorted(lines, key=lambda line: not line.is_live))


def _holds(row: Membership, day: datetime.date) -> bool:
    return row.superseded_at is None and row.from_on <= day and (row.until_on is None or row.until_on >= day)


def _line(
    person: Person, held: Iterable[Membership], invited: frozenset[uuid.UUID], *, is_here: bool
) -> RosterLine:
    rows = list(held)
    entry = Entry.ACCOUNT if person.account_id else Entry.INVITED if person.pk in invited else Entry.NONE
    return RosterLine(
        id=person.pk,
        name=person.name,
        email=person.email,
        roles=tuple(Role(row.role).label for row in rows),
        department=next((row.department.name for row in rows if row.department), ""),
        until_on=next((row.until_on for row in rows if row.until_on and row.superseded_at is None), None),
        entry=entry,
        role=rows[0].role,
        is_here=is_here,
    )


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
