"""The improvement plan: what to do, who, until when, done."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.catalogue import Pack
from kuramori.work.checks import events
from kuramori.work.checks.models import Plan, Sheet


@dataclass(frozen=True, slots=True)
class Wanted:
    """A plan as somebody wrote it: `minutes` and `yen` are estimates, `reaches` a level or None."""

    action: str
    owner: Person | None = None
    due_on: datetime.date | None = None
    minutes: int | None = None
    yen: int | None = None
    reaches: int | None = None


class StalePlan(ValueError):
    """Somebody else changed this plan first. `current` is what stands now."""

    def __init__(self, current: Plan) -> None:
        super().__init__(current.pk)
        self.current = current


class ActionMissing(ValueError):
    """A plan that does not say what to do."""


def plan(actor: Actor, sheet: Sheet, pack: Pack, item_id: str, wanted: Wanted) -> Plan:
    """Plan one action for an item. Raises `ActionMissing`."""
    actor.require(Can.PLAN_CHANGE)
    number = pack.item(item_id).number
    with transaction.atomic():
        made = Plan.objects.create(
            organisation=actor.organisation,
            sheet=sheet,
            item=item_id,
            planned_at=clock.now(),
            planned_by_id=actor.person_id,
            **_fields(wanted),
        )
        record(actor, events.PLANNED, kind="sheet", thing_id=sheet.pk, number=number)
    return made


def change_plan(actor: Actor, made: Plan, pack: Pack, wanted: Wanted, *, revision: int) -> Plan:
    """Change a plan that has not been done. Raises `StalePlan`, `ActionMissing`."""
    actor.require(Can.PLAN_CHANGE)
    return _update(actor, made, pack, events.PLAN_CHANGED, revision=revision, **_fields(wanted))


def finish_plan(actor: Actor, made: Plan, pack: Pack, *, done_on: datetime.date | None = None) -> Plan:
    """Mark a plan as done (today unless told otherwise)."""
    actor.require(Can.PLAN_FINISH)
    return _update(
        actor, made, pack, events.PLAN_DONE, done_on=done_on or clock.today(), done_by_id=actor.person_id
    )


def reopen_plan(actor: Actor, made: Plan, pack: Pack) -> Plan:
    """Take 'done' back."""
    actor.require(Can.PLAN_FINISH)
    return _update(actor, made, pack, events.PLAN_REOPENED, done_on=None, done_by_id=None)


def drop_plan(actor: Actor, made: Plan, pack: Pack) -> Plan:
    """Take a plan off the list; the row stays."""
    actor.require(Can.PLAN_CHANGE)
    return _update(actor, made, pack, events.PLAN_DROPPED, dropped_at=clock.now())


def _fields(wanted: Wanted) -> dict[str, object]:
    action = wanted.action.strip()[:200]
    if not action:
        raise ActionMissing
    return {
        "action": action,
        "owner": wanted.owner,
        "due_on": wanted.due_on,
        "minutes": wanted.minutes,
        "yen": wanted.yen,
        "reaches": wanted.reaches,
    }


def _update(
    actor: Actor, made: Plan, pack: Pack, event: Event, *, revision: int | None = None, **fields: object
) -> Plan:
    with transaction.atomic():
        row = Plan.objects.select_for_update().get(pk=made.pk)
        if revision is not None and row.revision != revision:
            raise StalePlan(row)
        for name, value in fields.items():
            setattr(row, name, value)
        row.revision += 1
        row.save()
        number = pack.item(row.item).number
        record(actor, event, kind="sheet", thing_id=row.sheet_id, number=number)
    return row
