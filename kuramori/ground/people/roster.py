"""The roster as pages, the API and the workbook show it: who is here, who was before, in five queries."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.asof import held_on
from kuramori.ground.people.departments import last_names, names
from kuramori.ground.people.models import Employment, Invitation, Kind, Membership, Person, Placement
from kuramori.ground.people.roles import Role
from kuramori.ground.people.timeline import newest_run
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
    """One person; `roles` are those held today, or last held where there is none (`role` is the first's value).

    `until_on` is the nearest last day of a role or of the employment; `kind` is "" where nobody has told it yet.
    `audits_without_end`: an auditor to whom no last day was told.
    """

    id: uuid.UUID
    name: str
    email: str
    roles: tuple[str, ...]
    department: str
    until_on: datetime.date | None
    entry: Entry
    role: str = ""
    is_here: bool = False
    kana: str = ""
    number: str = ""
    kind: str = ""
    joined_on: datetime.date | None = None
    left_on: datetime.date | None = None
    audits_without_end: bool = False

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label) if self.kind else ""

    @property
    def needs_end_outside(self) -> bool:
        """Whether becoming one from outside takes a last day: `enrol.amend` asks for it."""
        return self.audits_without_end and self.kind != Kind.OUTSIDE

    @property
    def can_enter(self) -> bool:
        """Whether a role opens anything for them today."""
        return self.is_here and bool(self.role)


@dataclass(frozen=True, slots=True)
class Roster:
    here: tuple[RosterLine, ...]
    gone: tuple[RosterLine, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Who somebody was on a past day, as it was known at a past moment."""

    id: uuid.UUID
    name: str
    kind: str
    department: str
    roles: tuple[str, ...]

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label) if self.kind else ""


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody from outside, or an auditor with a last day; `days` are left after today, below zero once over."""

    id: uuid.UUID
    name: str
    roles: tuple[str, ...]
    kind_label: str
    until_on: datetime.date | None
    days: int


def roster() -> Roster:
    """Everybody of the acting organisation: who is here today, and who was before."""
    return _roster(Person.objects.all())


def line_of(person: Person) -> RosterLine:
    """One person as the roster shows them."""
    found = _roster(Person.objects.filter(pk=person.pk))
    return next(iter((*found.here, *found.gone)))


def standing_on(on: datetime.date, known_at: datetime.datetime | None = None) -> tuple[Standing, ...]:
    """Who was here on that day, in which department and role, as known at that moment (default: now)."""
    kinds = {row.person_id: row for row in _held(Employment, on, known_at)}
    placed = {row.person_id: row.department_id for row in _held(Placement, on, known_at)}
    roles: dict[uuid.UUID, list[str]] = {}
    people = {row.person_id: row.person for row in kinds.values()}
    for row in _held(Membership, on, known_at):
        roles.setdefault(row.person_id, []).append(Role(row.role).label)
        people.setdefault(row.person_id, row.person)
        if row.department_id:
            placed.setdefault(row.person_id, row.department_id)
    called = names(on, known_at)
    return tuple(
        Standing(
            id=person.pk,
            name=person.name,
            kind=kinds[person.pk].kind if person.pk in kinds else "",
            department=called.get(placed[person.pk], "") if person.pk in placed else "",
            roles=tuple(roles.get(person.pk, ())),
        )
        for person in sorted(people.values(), key=_order)
    )


def outsiders() -> tuple[Outsider, ...]:
    """Who is here from outside or for a while (experts, auditors with a last day), next to leave first."""
    today = clock.today()
    lines = [
        line
        for line in roster().here
        if line.kind == Kind.OUTSIDE
        or line.role == Role.EXPERT
        or (line.role == Role.AUDITOR and line.until_on is not None)
    ]
    found = [
        Outsider(
            id=line.id,
            name=line.name,
            roles=line.roles,
            kind_label=line.kind_label,
            until_on=line.until_on,
            days=(line.until_on - today).days if line.until_on else 0,
        )
        for line in lines
    ]
    return tuple(sorted(found, key=lambda one: (one.until_on or datetime.date.max, one.name)))


def _held(model: Any, on: datetime.date, known_at: datetime.datetime | None) -> list[Any]:
    return list(model.objects.filter(held_on(on, known_at)).select_related("person"))


def _order(person: Person) -> tuple[str, str]:
    return (person.kana or person.name, str(person.pk))


def _roster(people: Any) -> Roster:
    today = clock.today()
    persons = sorted(people, key=_order)
    whose = {} if len(persons) != 1 else {"person": persons[0]}
    memberships = _by_person(Membership.objects.filter(**whose).order_by("recorded_at", "from_on"))
    employments = _by_person(
        Employment.objects.filter(superseded_at__isnull=True, **whose).order_by("from_on")
    )
    placements = _by_person(Placement.objects.filter(superseded_at__isnull=True, **whose).order_by("from_on"))
    links = Invitation.objects.filter(
        used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=clock.now()
    )
    invited = frozenset(links.values_list("person_id", flat=True))
    called = last_names()
    here: list[RosterLine] = []
    gone: list[RosterLine] = []
    for person in persons:
        line = _line(
            person,
            memberships.get(person.pk, []),
            employments.get(person.pk, []),
            placements.get(person.pk, []),
            invited,
            called,
            today,
        )
        (here if line.is_here else gone).append(line)
    return Roster(here=tuple(here), gone=tuple(gone))


def _by_person(rows: Iterable[Any]) -> dict[uuid.UUID, list[Any]]:
    found: dict[uuid.UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


def _line(
    person: Person,
    held: list[Membership],
    employed: list[Employment],
    placed: list[Placement],
    invited: frozenset[uuid.UUID],
    called: dict[uuid.UUID, str],
    today: datetime.date,
) -> RosterLine:
    # Whose only role was given and taken back on one day has superseded rows alone, and was here all the same.
    believed = [row for row in held if row.superseded_at is None] or held
    now = [row for row in believed if row.superseded_at is None and _holds(row, today)]
    shown = now or believed[-1:]
    works = [row for row in employed if _holds(row, today)]
    run = newest_run(employed)
    ends = [row.until_on for row in shown if row.until_on and row.superseded_at is None]
    ends += [run[-1].until_on] if run and run[-1].until_on else []
    is_here = bool(now or works)
    return RosterLine(
        id=person.pk,
        name=person.name,
        email=person.email,
        roles=tuple(Role(row.role).label for row in shown) if now or not works else (),
        department=_department(placed, shown, called, today),
        until_on=min(ends) if ends else None,
        entry=_entry(person, invited),
        role=shown[0].role if shown and (now or not works) else "",
        is_here=is_here,
        kana=person.kana,
        number=person.number,
        kind=(works or run[-1:])[0].kind if works or run else "",
        joined_on=run[0].from_on if run else None,
        left_on=run[-1].until_on if run else None,
        audits_without_end=any(row.role == Role.AUDITOR and row.until_on is None for row in now),
    )


def _entry(person: Person, invited: frozenset[uuid.UUID]) -> Entry:
    return Entry.ACCOUNT if person.account_id else Entry.INVITED if person.pk in invited else Entry.NONE


def _department(
    placed: list[Placement], held: list[Membership], called: dict[uuid.UUID, str], today: datetime.date
) -> str:
    now = [row for row in placed if _holds(row, today)] or placed[-1:]
    ids = [*(row.department_id for row in now), *(row.department_id for row in held if row.department_id)]
    return next((called[found] for found in ids if found in called), "")


def _holds(row: Any, day: datetime.date) -> bool:
    return bool(row.from_on <= day and (row.until_on is None or row.until_on >= day))
