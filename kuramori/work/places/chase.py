"""催促: what is out past its day is called for, by mail once a step, until it is back.

Home shows it all the while. A step is noted in the row before its mail is queued, in one transaction, so that two
workers, or a worker that died, send nothing twice. Where no mail is set up nothing is noted, and the newest step is
sent once there is.
"""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from kuramori.ground.jobs.schedule import schedule
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation
from kuramori.ground.post.addresses import AddressUnusable, checked
from kuramori.ground.post.carrier import is_on
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.purposes import Purpose
from kuramori.ground.post.queue import queue
from kuramori.outside import clock
from kuramori.work.places import access_out
from kuramori.work.places import events_out as events
from kuramori.work.places.facts_out import update
from kuramori.work.places.models import TakeOut, TakeOutState
from kuramori.work.places.periods import periods

MAIL = Purpose("places:overdue", gettext_lazy("持出しの催促"))


def step_for(due_on: datetime.date, on: datetime.date) -> int:
    """How many steps of reminding are due on a day, from 0 to as many as there are."""
    days = (on - due_on).days
    return sum(days >= after for after in periods().remind_after)


@schedule("places:chase", daily_at="08:30", says=gettext_lazy("戻っていない持出しを知らせる"))
def chase_all() -> None:
    """Chase in every organisation."""
    if not is_on():
        return
    for organisation in Organisation.objects.all():
        with scope(organisation=organisation):
            chase(access.actor_of_schedule(organisation))


def chase(actor: Actor) -> int:
    """Send what is due in the acting organisation today; returns how many steps were taken."""
    today = clock.today()
    overdue = TakeOut.objects.filter(state=TakeOutState.TAKEN, due_on__lt=today)
    return sum(_chase(actor, key, today) for key in overdue.values_list("pk", flat=True))


def _chase(actor: Actor, key: uuid.UUID, today: datetime.date) -> bool:
    with transaction.atomic():
        row = TakeOut.objects.select_for_update().get(pk=key)
        step = step_for(row.due_on, today)
        recipients = _recipients(row, step)
        if row.state != TakeOutState.TAKEN or step <= row.chased or not recipients:
            return False
        update(actor, events.TAKE_OUT_CHASED, row, values={"chased": step}, step=step)
        queue(
            actor,
            to=recipients,
            subject=_("戻す日を過ぎています: %(what)s") % {"what": row.subject_words},
            text=_letter(row, today),
            purpose=MAIL,
            about=("take_out", row.pk),
        )
    return True


def _recipients(row: TakeOut, step: int) -> list[Recipient]:
    people = [row.asked_by] if row.asked_by else []
    if step >= periods().approvers_from_step:
        people += list(access_out.approvers())
    found = {}
    for person in people:
        try:
            found[person.pk] = Recipient(checked(person.email), person.name, person.pk)
        except AddressUnusable:
            continue
    return list(found.values())


def _letter(row: TakeOut, today: datetime.date) -> str:
    return _(
        "次の物が、戻す日を%(days)s日過ぎています。\n\n"
        "    持ち出した物: %(what)s\n    持ち出した方: %(who)s\n    戻す日: %(due)s\n\n"
        "もう戻っているときは、蔵守の「持出し」で「戻った」を押してください。\n"
        "まだ要るときは、戻す日を延ばしてもらってください。\n"
        "見つからないときは、あわてずに、まず情報管理責任者に知らせてください。\n"
    ) % {
        "days": (today - row.due_on).days,
        "what": row.subject_words,
        "who": row.asked_by.name if row.asked_by else "—",
        "due": f"{row.due_on.year}/{row.due_on.month}/{row.due_on.day}",
    }
