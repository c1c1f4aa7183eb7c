"""The improvement plan: what to do, who, until when, done."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction

from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import holds
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.catalogue import Pack
from kuramori.rules.document import FORBIDDEN
from kuramori.work.checks import access, events, facts_of
from kuramori.work.checks.answer import UnknownItem
from kuramori.work.checks.models import Plan, Sheet

LONGEST_ACTION = 200


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


class PlanClosed(ValueError):
    """The plan is done or was dropped: it has to be reopened, or written anew, before it can be changed."""


def plan(actor: Actor, sheet: Sheet, pack: Pack, item_id: str, wanted: Wanted) -> Plan:
    """Plan one action for an item. Raises `ActionMissing`, `UnknownItem`."""
    actor.require(Can.PLAN_CHANGE)
    if item_id not in pack:
        raise UnknownItem(item_id)
    with transaction.atomic():
        made = Plan.objects.create(
            organisation=actor.organisation,
            sheet=sheet,
            item=item_id,
            planned_at=clock.now(),
            planned_by_id=actor.person_id,
            **_fields(wanted),
        )
        number = pack.item(item_id).number
        told = between(None, facts_of.plan(made), part=made.pk, private=facts_of.TEXTS)
        record(actor, events.PLANNED, kind="sheet", thing_id=sheet.pk, number=number, **told)
    return made


def change_plan(actor: Actor, made: Plan, pack: Pack, wanted: Wanted, *, revision: int) -> Plan:
    """Change a plan that has not been done. Raises `StalePlan`, `PlanClosed`, `ActionMissing`."""
    actor.require(Can.PLAN_CHANGE)
    fields = _fields(wanted)
    with transaction.atomic():
        row = _locked(made)
        if row.done_on is not None:
            raise PlanClosed(row.pk)
        if all(getattr(row, name) == value for name, value in fields.items()):
            return row
        if row.revision != revision:
            raise StalePlan(row)
        return _update(actor, row, pack, events.PLAN_CHANGED, **fields)


def finish_plan(actor: Actor, made: Plan, pack: Pack, *, done_on: datetime.date | None = None) -> Plan:
    """Mark a plan as done (today unless told otherwise); one that is done stays as it is. Raises `PlanClosed`."""
    _require_finish(actor, made)
    with transaction.atomic():
        row = _locked(made)
        if row.done_on is not None:
            return row
        done = {"done_on": done_on or clock.today(), "done_by_id": actor.person_id}
        return _update(actor, row, pack, events.PLAN_DONE, **done)


def reopen_plan(actor: Actor, made: Plan, pack: Pack) -> Plan:
    """Take 'done' back; one that is open stays as it is. Raises `PlanClosed`."""
    _require_finish(actor, made)
    with transaction.atomic():
        row = _locked(made)
        if row.done_on is None:
            return row
        return _update(actor, row, pack, events.PLAN_REOPENED, done_on=None, done_by_id=None)


def drop_plan(actor: Actor, made: Plan, pack: Pack) -> Plan:
    """Take a plan off the list; the row stays. Raises `PlanClosed`, `trail.holds.UnderHold`."""
    actor.require(Can.PLAN_CHANGE)
    with transaction.atomic():
        row = _locked(made)
        holds.ask(row)
        return _update(actor, row, pack, events.PLAN_DROPPED, dropped_at=clock.now())


def _require_finish(actor: Actor, made: Plan) -> None:
    actor.require(Can.PLAN_FINISH)
    if access.sees_own_plans_only(actor) and made.owner_id != actor.person_id:
        raise NotAllowed(Can.PLAN_CHANGE)


def _fields(wanted: Wanted) -> dict[str, object]:
    action = " ".join(FORBIDDEN.sub("", wanted.action).split())[:LONGEST_ACTION]
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


def _locked(made: Plan) -> Plan:
    row = Plan.objects.select_for_update().get(pk=made.pk)
    if row.dropped_at is not None:
        raise PlanClosed(row.pk)
    return row


def _update(actor: Actor, row: Plan, pack: Pack, event: Event, **fields: object) -> Plan:
    before = facts_of.plan(row)
    for name, value in fields.items():
        setattr(row, name, value)
    row.revision += 1
    row.save()
    number = pack.item(row.item).number
    told = between(before, facts_of.plan(row), part=row.pk, private=facts_of.TEXTS)
    record(actor, event, kind="sheet", thing_id=row.sheet_id, number=number, **told)
    return row
