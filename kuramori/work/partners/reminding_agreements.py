"""Days of agreements, mailed once for each step to whoever keeps the agreement. Home shows all of it anyway.

A step is noted in the transaction of its mail, and the database lets it be noted once.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from kuramori.ground.jobs.schedule import schedule
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation, Person
from kuramori.ground.post.addresses import AddressUnusable, checked
from kuramori.ground.post.carrier import is_on
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.purposes import Purpose
from kuramori.ground.post.queue import queue
from kuramori.ground.trail.record import Happened, record_all
from kuramori.outside import clock
from kuramori.work.partners import events_agreements as events
from kuramori.work.partners.dues import Due, dues_between
from kuramori.work.partners.models import Reminder

MAIL = Purpose("partners:days", gettext_lazy("契約の期日"))
REMIND_DAYS = (60, 30, 7, 0)
"""So many days before its day something is mailed: a notice has to be written, signed and posted in time."""
LOOKS_BACK_DAYS = 30
PREFIX = "agreement:"


@schedule("partners:remind", daily_at="08:45", says=gettext_lazy("契約の期日を知らせる"))
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
    ahead = today + datetime.timedelta(days=max(REMIND_DAYS))
    by_person: dict[Person, list[Due]] = defaultdict(list)
    for due in dues_between(today - datetime.timedelta(days=LOOKS_BACK_DAYS), ahead):
        if due.told is not None:
            by_person[due.told].append(due)
    return sum(_remind(actor, person, dues) for person, dues in by_person.items())


def step_for(on: datetime.date, today: datetime.date) -> int:
    """How many reminding days before `on` have been reached."""
    return sum((on - today).days <= before for before in REMIND_DAYS)


def _remind(actor: Actor, person: Person, dues: Iterable[Due]) -> bool:
    try:
        recipient = Recipient(checked(person.email), person.name, person.pk)
    except AddressUnusable:
        return False
    today = clock.today()
    with transaction.atomic():
        # Two workers at once: the second waits here, and finds the steps noted.
        Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        new = [due for due in dues if not _noted(due, step_for(due.on, today))]
        if not new:
            return False
        Reminder.objects.bulk_create(
            Reminder(
                organisation=actor.organisation,
                kind=f"{PREFIX}{due.kind}",
                thing_id=due.thing_id,
                on=due.on,
                step=step_for(due.on, today),
                noted_at=clock.now(),
            )
            for due in new
        )
        queue(
            actor,
            to=[recipient],
            subject=_("契約の期日のお知らせ（%(n)s件）") % {"n": len(new)},
            text=_letter(new),
            purpose=MAIL,
            about=("person", person.pk),
        )
        record_all(
            actor,
            [_happened(due, {"due_on": due.on.isoformat(), "step": step_for(due.on, today)}) for due in new],
        )
    return True


def _happened(due: Due, when: dict[str, object]) -> Happened:
    if due.kind == "assurance":
        return Happened(events.AGEING_TOLD, "partner", due.partner_id, {"partner": due.partner, **when})
    kind = "agreement" if due.kind != "oral" else "hand_over"
    return Happened(events.REMINDED, kind, due.thing_id, {"number": due.number, **when})


def _noted(due: Due, step: int) -> bool:
    """Whether this step or a later one was mailed already; one that is not reached yet counts as noted."""
    told = Reminder.objects.filter(kind=f"{PREFIX}{due.kind}", thing_id=due.thing_id, on=due.on)
    return not step or told.filter(step__gte=step).exists()


def _letter(dues: Iterable[Due]) -> str:
    lines = "\n".join(
        f"    {due.on.year}/{due.on.month}/{due.on.day}  {due.words}  {due.number} {due.partner}".replace(
            "   ", "  "
        )
        for due in dues
    )
    return _(
        "あなたが担当する契約と、確かめた取引先で、次の期日が近づいているか、過ぎています。\n\n%(lines)s\n\n"
        "蔵守の「取引先との約束」を開いて、続けるか、断るか、返してもらうかを決めてください。\n"
    ) % {"lines": lines}
