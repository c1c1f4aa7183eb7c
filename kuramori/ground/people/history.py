"""Everything that was ever recorded of one person's time in the house: roles, kinds, departments, last days."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kuramori.ground.people.departments import last_names
from kuramori.ground.people.models import Employment, Kind, Leaving, Membership, Person, Placement
from kuramori.ground.people.roles import Role


@dataclass(frozen=True, slots=True)
class Held:
    """One row of somebody's history; `superseded_at` where a newer row took its place. `what` is 役割, 区分 or 部門."""

    what: str
    value: str
    department: str
    from_on: datetime.date
    until_on: datetime.date | None
    recorded_at: datetime.datetime
    superseded_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Left:
    """One decision about a last day, as 「退職時の確認」 prints it; counts are None until it took effect."""

    id: Any
    until_on: datetime.date
    is_at_once: bool
    roles: tuple[str, ...]
    decided_by: str
    recorded_at: datetime.datetime
    settled_at: datetime.datetime | None
    sessions: int
    tokens: int
    links: int


def history_of(person: Person) -> tuple[Held, ...]:
    """Every row of a person's roles, kinds and departments, newest knowledge first, superseded ones included."""
    called = last_names()
    rows = [
        *(_held(_("役割"), Role(row.role).label, row, called) for row in _rows(Membership, person)),
        *(_held(_("区分"), str(Kind(row.kind).label), row, called) for row in _rows(Employment, person)),
        *(_held(_("部門"), called.get(row.department_id, ""), row, {}) for row in _rows(Placement, person)),
    ]
    return tuple(sorted(rows, key=lambda row: (row.recorded_at, row.from_on), reverse=True))


def leavings_of(person: Person) -> tuple[Left, ...]:
    """The decisions about this person's last day that still hold, newest first."""
    rows = Leaving.objects.filter(person=person, superseded_at__isnull=True).select_related("decided_by")
    return tuple(_left(row) for row in rows.order_by("-recorded_at"))


def _rows(model: Any, person: Person) -> Any:
    return model.objects.filter(person=person)


def _held(what: str, value: str, row: Any, called: dict[Any, str]) -> Held:
    return Held(
        what=what,
        value=value,
        department=called.get(getattr(row, "department_id", None), ""),
        from_on=row.from_on,
        until_on=row.until_on,
        recorded_at=row.recorded_at,
        superseded_at=row.superseded_at,
    )


def _left(row: Leaving) -> Left:
    return Left(
        id=row.pk,
        until_on=row.until_on,
        is_at_once=row.is_at_once,
        roles=tuple(Role(role).label for role in row.roles),
        decided_by=row.decided_by.name if row.decided_by else _("運用者"),
        recorded_at=row.recorded_at,
        settled_at=row.settled_at,
        sessions=row.ended.get("sessions", 0),
        tokens=row.ended.get("tokens", 0),
        links=row.ended.get("links", 0),
    )
