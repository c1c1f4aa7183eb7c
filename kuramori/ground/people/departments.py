"""Departments: open, rename, close. Each is one line through all its names; no name or day is overwritten."""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from kuramori.ground.people import events, timeline
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Department, DepartmentTerm, Membership, Organisation, Placement
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.holds import remove
from kuramori.ground.trail.record import record
from kuramori.outside import clock


class NameTaken(ValueError):
    """Another department has this name already."""


class StillHasPeople(ValueError):
    """Somebody works in this department, or holds a role for it."""


class AlreadyClosed(ValueError):
    """The department is closed, so there is nothing to rename or close."""


class WasUsed(ValueError):
    """Somebody worked in this department or held a role for it: it is closed, never removed."""


def open_department(actor: Actor, *, name: str, from_on: datetime.date | None = None) -> Department:
    """Add a department from today (or an earlier day); an existing one of the same name is returned as it is."""
    actor.require(Can.PEOPLE_CHANGE)
    with transaction.atomic():
        same = _named(name)
        if same is not None:
            return same
        department = Department.objects.create(organisation=actor.organisation)
        timeline.lay(
            DepartmentTerm, {"department": department}, {"name": name}, from_on=from_on or clock.today()
        )
        record(
            actor,
            events.DEPARTMENT_OPENED,
            kind="department",
            thing_id=department.pk,
            department=name,
            **between(None, {"name": name, "from_on": from_on or clock.today()}),
        )
    return department


def rename_department(actor: Actor, department: Department, *, name: str) -> None:
    """From today it is called `name`; until yesterday it was called what it was.

    Raises `NameTaken`, `AlreadyClosed`.
    """
    actor.require(Can.PEOPLE_CHANGE)
    with transaction.atomic():
        before = _locked(actor, department)
        same = _named(name)
        if same is not None and same.pk != department.pk:
            raise NameTaken(name)
        if timeline.lay(DepartmentTerm, {"department": department}, {"name": name}, from_on=clock.today()):
            record(
                actor,
                events.DEPARTMENT_RENAMED,
                kind="department",
                thing_id=department.pk,
                before=before,
                department=name,
                **between({"name": before}, {"name": name}),
            )


def close_department(actor: Actor, department: Department, *, until_on: datetime.date) -> None:
    """`until_on` is its last day. Raises `StillHasPeople` where somebody is there after it, `AlreadyClosed`."""
    actor.require(Can.PEOPLE_CHANGE)
    with transaction.atomic():
        name = _locked(actor, department)
        day_after = until_on + datetime.timedelta(days=1)
        for model in (Placement, Membership):
            later = model.objects.filter(superseded_at__isnull=True, department=department)
            if later.exclude(until_on__lt=day_after).exists():
                raise StillHasPeople(name)
        timeline.end(DepartmentTerm, {"department": department}, last_day=until_on)
        record(
            actor,
            events.DEPARTMENT_CLOSED,
            kind="department",
            thing_id=department.pk,
            department=name,
            until=until_on.isoformat(),
            **between(None, {"until_on": until_on}),
        )


def remove_department(actor: Actor, department: Department) -> None:
    """Take away one that was opened by mistake, with its names. Raises `WasUsed`, and `UnderHold`.

    Nobody ever worked in it, held a role for it or was to: so nothing that is told of any day changes.
    """
    actor.require(Can.PEOPLE_CHANGE)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        if department.pk in ever_used():
            raise WasUsed(department.pk)
        for term in DepartmentTerm.objects.filter(department=department):
            remove(actor, term, _("使われなかった部門の名前"))
        try:
            remove(actor, department, _("使われなかった部門"))
        except ProtectedError as used:  # By a room above, which we do not know.
            raise WasUsed(department.pk) from used


def ever_used() -> frozenset[uuid.UUID]:
    """Departments to which any row of people ever pointed, superseded ones too."""
    return frozenset(
        department_id
        for model in (Placement, Membership)
        for department_id in model.objects.filter(department__isnull=False).values_list(
            "department_id", flat=True
        )
    )


def names(on: datetime.date | None = None, known_at: datetime.datetime | None = None) -> dict[uuid.UUID, str]:
    """What every department was called on that day, as known at that moment; those closed then are missing."""
    terms = DepartmentTerm.objects.filter(held_on(on, known_at))
    return dict(terms.order_by("name").values_list("department_id", "name"))


def last_names() -> dict[uuid.UUID, str]:
    """The name each department has, or had last: for rows of people whose department is closed by now."""
    terms = DepartmentTerm.objects.order_by("superseded_at", "from_on")
    # What is believed now comes last in the loop, so that it wins: nulls sort differently on the two databases.
    rows = sorted(terms, key=lambda term: (term.superseded_at is None, term.from_on))
    return {term.department_id: term.name for term in rows}


def _named(name: str) -> Department | None:
    term = (
        DepartmentTerm.objects.filter(held_on(), name=name, until_on__isnull=True)
        .select_related("department")
        .first()
    )
    return term.department if term else None


def _locked(actor: Actor, department: Department) -> str:
    """Today's name, with the organisation's row locked: two must not take the same name at once."""
    Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    name = names().get(department.pk)
    if name is None:
        raise AlreadyClosed(department.pk)
    return name
