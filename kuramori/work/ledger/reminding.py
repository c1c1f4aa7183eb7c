"""Days that come: reviews, checks of what is known, returns, copies, tasks. Each step is mailed once to whom it is for.

A step is noted in the transaction of its mail, and the database lets it be noted once. Home shows all of it anyway.
"""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from kuramori.ground.jobs.schedule import schedule
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Organisation, Person
from kuramori.ground.post.addresses import AddressUnusable, checked
from kuramori.ground.post.carrier import is_on
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.purposes import Purpose
from kuramori.ground.post.queue import queue
from kuramori.ground.trail.record import Happened, record_all
from kuramori.outside import clock
from kuramori.work.ledger import content
from kuramori.work.ledger import events_life as events
from kuramori.work.ledger.models import Asset, Copy, Grade, Reminder, Stage, Task, Version

MAIL = Purpose("ledger:days", gettext_lazy("台帳の期日"))
KINDS = {
    "review_on": gettext_lazy("見直し"),
    "public_next_on": gettext_lazy("知られていないことの確認"),
    "return_due_on": gettext_lazy("返す期限"),
    "back_due_on": gettext_lazy("返してもらう期限"),
    "keep_until": gettext_lazy("保存期限"),
}
"""Fields of an entry that hold a day to come, and what falls due then."""

COPY = "copy:"
"""Begins the kind of a numbered copy that is to come back, before its number."""


@dataclass(frozen=True, slots=True)
class Due:
    """One day of one asset. `step` counts from 1: how many of the reminding days have been reached.

    `told` is who hears of it: the keeper, or whoever of the house holds the copy.
    """

    asset: Asset
    kind: str
    on: datetime.date
    step: int
    told: Person | None

    @property
    def words(self) -> str:
        if self.kind.startswith(COPY):
            return _("写し%(n)s番を戻す期限") % {"n": self.kind.removeprefix(COPY)}
        return str(KINDS[self.kind])

    @property
    def called(self) -> str:
        """The number alone where the name is itself a secret."""
        return (
            self.asset.number if self.asset.grade == Grade.TOP else f"{self.asset.number} {self.asset.name}"
        )


def step_for(on: datetime.date, today: datetime.date) -> int:
    """How many reminding days before `on` have been reached."""
    return sum((on - today).days <= before for before in content.lifecycle().remind_days)


def due_between(from_on: datetime.date, to_on: datetime.date) -> tuple[Due, ...]:
    """Every day of an entry that stands today and of its copies that are out, both ends included; three queries."""
    told: dict[uuid.UUID, list[tuple[str, datetime.date]]] = defaultdict(list)
    rows = Version.objects.filter(held_on(), asset__stage=Stage.ADMITTED).values_list("asset_id", "values")
    for asset_id, values in rows:
        for kind in KINDS:
            if kind in values and from_on <= (on := datetime.date.fromisoformat(values[kind])) <= to_on:
                told[asset_id].append((kind, on))
    assets = Asset.objects.filter(pk__in=told).select_related("keeper")
    today = clock.today()
    found = [
        Due(asset, kind, on, step_for(on, today), asset.keeper)
        for asset in assets
        for kind, on in told[asset.pk]
    ]
    found += _copies(from_on, to_on, today)
    return tuple(sorted(found, key=lambda due: (due.on, due.asset.number, due.kind)))


def _copies(from_on: datetime.date, to_on: datetime.date, today: datetime.date) -> list[Due]:
    out = Copy.objects.filter(
        back_on__isnull=True, due_on__range=(from_on, to_on), asset__stage=Stage.ADMITTED
    ).select_related("asset__keeper", "holder")
    return [
        Due(
            row.asset,
            f"{COPY}{row.number}",
            row.due_on,
            step_for(row.due_on, today),
            row.holder or row.asset.keeper,
        )
        for row in out
        if row.due_on is not None
    ]


@schedule("ledger:remind", daily_at="08:40", says=gettext_lazy("台帳の期日を知らせる"))
def remind_all() -> None:
    """Remind in every organisation."""
    if not is_on():
        return
    for organisation in Organisation.objects.all():
        with scope(organisation=organisation):
            remind(access.actor_of_schedule(organisation))


def remind(actor: Actor) -> int:
    """Queue today's mails of the acting organisation; returns how many."""
    today = clock.today()
    ahead = datetime.timedelta(days=max(content.lifecycle().remind_days))
    found = due_between(today - datetime.timedelta(days=400), today + ahead)
    by_person: dict[Person, list[Due]] = defaultdict(list)
    for due in found:
        if due.step and due.told is not None:
            by_person[due.told].append(due)
    tasks = _tasks_by_owner(today + ahead)
    people = dict.fromkeys([*by_person, *tasks])
    return sum(_remind(actor, person, by_person[person], tasks.get(person, ())) for person in people)


def _tasks_by_owner(until: datetime.date) -> dict[Person, list[Task]]:
    """Open tasks of somebody, until a day."""
    rows = Task.objects.filter(done_on__isnull=True, owner__isnull=False, due_on__lte=until)
    found: dict[Person, list[Task]] = defaultdict(list)
    for row in rows.select_related("owner").order_by("due_on", "made_at"):
        if row.owner is not None:
            found[row.owner].append(row)
    return found


def _remind(actor: Actor, person: Person, dues: Iterable[Due], tasks: Iterable[Task]) -> bool:
    try:
        recipient = Recipient(checked(person.email), person.name, person.pk)
    except AddressUnusable:
        return False
    with transaction.atomic():
        # Two workers at once: the second waits here, and finds the steps noted.
        Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        new = [due for due in dues if not _noted(due)]
        left = _not_told(tasks)
        if not new and not left:
            return False
        Reminder.objects.bulk_create(
            Reminder(
                organisation=actor.organisation,
                asset=due.asset,
                kind=due.kind,
                due_on=due.on,
                step=due.step,
                queued_at=clock.now(),
            )
            for due in new
        )
        queue(
            actor,
            to=[recipient],
            subject=_("台帳の期日のお知らせ（%(n)s件）") % {"n": len(new) + len(left)},
            text="\n".join([*([_letter(new)] if new else []), *([_letter_of_tasks(left)] if left else [])]),
            purpose=MAIL,
            about=("person", person.pk),
        )
        record_all(
            actor,
            [
                Happened(
                    events.REMINDED,
                    "asset",
                    due.asset.pk,
                    {"number": due.asset.number, "due_on": due.on.isoformat(), "step": due.step},
                )
                for due in new
            ]
            + [
                Happened(events.TASK_REMINDED, "task", row.pk, {"due_on": row.due_on.isoformat()})
                for row in left
            ],
        )
    return True


def _not_told(tasks: Iterable[Task]) -> list[Task]:
    """Those whose step was not mailed yet; it counts as mailed from here on. In the transaction of the mail."""
    found, today = [], clock.today()
    keys = [row.pk for row in tasks]
    rows = Task.objects.select_for_update(of=("self",)).filter(pk__in=keys, done_on__isnull=True)
    for row in rows.select_related("asset").order_by("due_on", "made_at"):
        if row.reminded_step < (step := step_for(row.due_on, today)):
            row.reminded_step = step
            row.save(update_fields=["reminded_step"])
            found.append(row)
    return found


def _noted(due: Due) -> bool:
    """Whether this step or a later one was mailed already."""
    return Reminder.objects.filter(asset=due.asset, kind=due.kind, due_on=due.on, step__gte=due.step).exists()


def _letter(dues: Iterable[Due]) -> str:
    lines = "\n".join(
        f"    {due.on.year}/{due.on.month}/{due.on.day}  {due.words}  {due.called}" for due in dues
    )
    return _(
        "あなたが保管する、または持っている情報で、次の期日が近づいているか、過ぎています。\n\n%(lines)s\n\n"
        "蔵守の「情報管理台帳」を開いて、変わったことがないかを確かめてください。\n"
        "見直しは「年に一度の見直し」で、まとめて10分ほどで済みます。\n"
    ) % {"lines": lines}


def _letter_of_tasks(tasks: Iterable[Task]) -> str:
    lines = "\n".join(
        f"    {row.due_on.year}/{row.due_on.month}/{row.due_on.day}  {_called(row)}" for row in tasks
    )
    return _(
        "あなたが担当する「片づけること」で、次の期限が近づいているか、過ぎています。\n\n%(lines)s\n\n"
        "蔵守の「片づけること」を開いて、済んだら何をしたかを残してください。\n"
    ) % {"lines": lines}


def _called(task: Task) -> str:
    """The number alone where what was written may tell a secret."""
    if task.asset is not None and task.asset.grade == Grade.TOP:
        return _("%(number)s について") % {"number": task.asset.number}
    return task.what
