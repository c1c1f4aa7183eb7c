"""Days of promises to customers, mailed once for each step to whoever looks after them. Home shows all of it anyway.

A step is noted on the promise in the transaction of its mail. Once it was answered, looked at or ended, the day is
another one or none: what was mailed about the old day counts no more.
"""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from kuramori.ground.jobs.schedule import schedule
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation
from kuramori.ground.people.named import day_of
from kuramori.ground.people.roster import RosterLine, roster
from kuramori.ground.post.addresses import AddressUnusable, checked
from kuramori.ground.post.carrier import is_on
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.purposes import Purpose
from kuramori.ground.post.queue import queue
from kuramori.ground.trail.record import Happened, record_all
from kuramori.outside import clock
from kuramori.work.requests import events_promises as events
from kuramori.work.requests.asking_content import calendar
from kuramori.work.requests.models import Promise, Word
from kuramori.work.requests.reading.promises import RUNS

MAIL = Purpose("requests:promises", gettext_lazy("お客様への約束の日"))
MOST_LINES = 50


@schedule("requests:remind_promises", daily_at="08:55", says=gettext_lazy("お客様への約束の日を知らせる"))
def remind_all() -> None:
    """Remind in every organisation."""
    if not is_on():
        return
    for organisation in Organisation.objects.all():
        with scope(organisation=organisation):
            remind(access.actor_of_schedule(organisation))


def remind(actor: Actor) -> int:
    """Queue today's mails of the acting organisation, one for each person; returns how many."""
    today = clock.today()
    with transaction.atomic():
        # Two workers at once: the second waits here, and finds the steps noted.
        Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        due = [row for row in _coming(today) if _is_new(row, today)]
        if not due:
            return 0
        here = {line.id: line for line in roster().here}
        by_person: dict[uuid.UUID, list[Promise]] = defaultdict(list)
        for row in due:
            told = _told(row, here)
            if told is not None:
                by_person[told].append(row)
        return sum(_mail(actor, here[told], rows, today) for told, rows in by_person.items())


def step_for(on: datetime.date, today: datetime.date) -> int:
    """How many reminding days before `on` have been reached."""
    return sum((on - today).days <= before for before in calendar().promise_days)


def _coming(today: datetime.date) -> list[Promise]:
    ahead = today + datetime.timedelta(days=max(calendar().promise_days))
    rows = Promise.objects.filter(RUNS, next_on__lte=ahead).select_related("partner")
    return list(rows.order_by("next_on", "number"))


def _is_new(row: Promise, today: datetime.date) -> bool:
    """Whether a step was reached that nobody was told of."""
    assert row.next_on is not None  # noqa: S101  it lies in a range
    return step_for(row.next_on, today) > (row.told_step if row.told_of == row.next_on else 0)


def _told(row: Promise, here: Mapping[uuid.UUID, RosterLine]) -> uuid.UUID | None:
    """Whoever looks after it, else whoever wrote it down: the first of them who is here and has an address."""
    for key in (row.keeper_id, row.recorded_by_id):
        if key is not None and key in here and _recipient(here[key]) is not None:
            return key
    return None


def _recipient(line: RosterLine) -> Recipient | None:
    try:
        return Recipient(checked(line.email), line.name, line.id)
    except AddressUnusable:
        return None


def _mail(actor: Actor, line: RosterLine, rows: Sequence[Promise], today: datetime.date) -> bool:
    recipient = _recipient(line)
    if recipient is None:
        return False
    by_step: dict[tuple[datetime.date | None, int], list[uuid.UUID]] = defaultdict(list)
    for row in rows:
        assert row.next_on is not None  # noqa: S101  only such are due
        by_step[row.next_on, step_for(row.next_on, today)].append(row.pk)
    for (on, step), keys in by_step.items():
        for at in range(0, len(keys), 500):
            Promise.objects.filter(pk__in=keys[at : at + 500]).update(told_of=on, told_step=step)
    queue(
        actor,
        to=[recipient],
        subject=_("お客様への約束の日のお知らせ（%(n)s件）") % {"n": len(rows)},
        text=_letter(rows),
        purpose=MAIL,
        about=("person", line.id),
    )
    record_all(
        actor,
        [
            Happened(events.REMINDED, "promise", row.pk, {"number": row.number, "due_on": str(row.next_on)})
            for row in rows
        ],
    )
    return True


def _letter(rows: Sequence[Promise]) -> str:
    """By number and customer: what exactly was promised stays in the house."""
    lines = [
        f"    {day_of(row.next_on)}  {_what_day(row)}  {row.number} {row.partner.name}"
        for row in rows[:MOST_LINES]
        if row.next_on is not None
    ]
    if len(rows) > MOST_LINES:
        lines.append(_("    ほか%(n)s件") % {"n": len(rows) - MOST_LINES})
    return _(
        "あなたが担当する、または記録したお客様への約束で、次の日が近づいているか、過ぎています。\n\n%(lines)s\n\n"
        "蔵守の「お客様への約束」を開いて、返事を残すか、守れているかを確かめて残してください。\n"
        "残すと、この日についてのお知らせは終わります。\n"
    ) % {"lines": "\n".join(lines)}


def _what_day(row: Promise) -> str:
    if row.word == Word.NOT_YET:
        return _("答える日")
    if row.next_on == row.next_check_on:
        return _("守れているかを見る日")
    return _("約束の日")
