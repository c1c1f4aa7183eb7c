"""片づけること: what a round or a review left to put right; who, until when, and what was done."""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger import events_life as events
from kuramori.work.ledger import facts_life
from kuramori.work.ledger.laying import EntryRefused
from kuramori.work.ledger.life import line
from kuramori.work.ledger.models import Asset, Stop, Task


class HowMissing(EntryRefused):
    @property
    def sentence(self) -> str:
        return _("何をして片づけたかを書いてください。")


class TaskDone(ValueError):
    """It was finished before."""


def tasks_seen_by(actor: Actor) -> QuerySet[Task]:
    """By role all tasks, otherwise those one has to do or found oneself."""
    rows = Task.objects.select_related("owner", "asset", "asset__place", "done_by", "stop")
    if actor.may(Can.ASSET_REVIEW):
        return rows
    if actor.person_id is None:
        return rows.none()
    return rows.filter(Q(owner_id=actor.person_id) | Q(stop__looked_by_id=actor.person_id))


def task_for(actor: Actor, task_id: uuid.UUID) -> Task:
    """One task. Raises `Http404`, and `NotAllowed` where it is somebody else's."""
    row = Task.objects.filter(pk=task_id).select_related("owner", "asset").first()
    if row is None:
        raise Http404
    _require_own(actor, row)
    return row


def make_task(
    actor: Actor,
    what: str,
    *,
    owner_id: uuid.UUID | None,
    due_on: datetime.date,
    asset: Asset | None = None,
    stop: Stop | None = None,
) -> Task:
    """Make a task; the verb that needs it has checked the right. Call inside its transaction."""
    made: Task = Task.objects.create(
        organisation=actor.organisation,
        what=line(what),
        owner_id=owner_id,
        due_on=due_on,
        asset=asset,
        stop=stop,
        made_at=clock.now(),
    )
    told = between(None, facts_life.task(made), private=facts_life.TEXTS)
    record(actor, events.TASK_MADE, kind="task", thing_id=made.pk, **told)
    return made


def hand_on(actor: Actor, task: Task, owner: Person | None, due_on: datetime.date) -> Task:
    """Another owner or another day. Raises `TaskDone`."""
    actor.require(Can.ASSET_REVIEW)
    with transaction.atomic():
        row = _open(task)
        before = facts_life.task(row)
        # Whoever has it now, or its new day, is told of anew.
        row.owner, row.due_on, row.reminded_step = owner, due_on, 0
        row.save(update_fields=["owner", "due_on", "reminded_step"])
        told = between(before, facts_life.task(row), private=facts_life.TEXTS)
        record(actor, events.TASK_CHANGED, kind="task", thing_id=row.pk, **told)
    return row


def finish_task(actor: Actor, task: Task, how: str) -> Task:
    """Say what was done. Raises `HowMissing`, `TaskDone`."""
    _require_own(actor, task)
    said = line(how)
    if not said:
        raise HowMissing
    with transaction.atomic():
        row = _open(task)
        before = facts_life.task(row)
        row.done_on, row.done_how, row.done_by_id = clock.today(), said, actor.person_id
        row.save(update_fields=["done_on", "done_how", "done_by"])
        told = between(before, facts_life.task(row), private=facts_life.TEXTS)
        record(actor, events.TASK_DONE, kind="task", thing_id=row.pk, **told)
    return row


def _open(task: Task) -> Task:
    row: Task = Task.objects.select_for_update().get(pk=task.pk)
    if row.done_on is not None:
        raise TaskDone(row.pk)
    return row


def _require_own(actor: Actor, row: Task) -> None:
    """Whoever reviews may; whoever walks rounds, what is theirs to do or what they found."""
    if actor.may(Can.ASSET_REVIEW):
        return
    actor.require(Can.ROUND_WALK)
    found_it = row.stop is not None and row.stop.looked_by_id == actor.person_id
    if not (found_it or row.owner_id == actor.person_id):
        raise NotAllowed(Can.ASSET_REVIEW)
