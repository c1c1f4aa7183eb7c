"""Ask a colleague to answer one item, or take the request back."""

from __future__ import annotations

import datetime

from django.db import transaction

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.catalogue import Pack
from kuramori.work.checks import events
from kuramori.work.checks.answer import lock_draft
from kuramori.work.checks.models import Delegation, Sheet


def delegate(
    actor: Actor,
    sheet: Sheet,
    pack: Pack,
    item_id: str,
    *,
    person: Person,
    message: str = "",
    due_on: datetime.date | None = None,
) -> Delegation:
    """Ask `person` for the answer to one item; an earlier request for the same item is withdrawn."""
    actor.require(Can.SHEET_DELEGATE)
    number = pack.item(item_id).number
    with transaction.atomic():
        lock_draft(sheet)
        now = clock.now()
        Delegation.objects.filter(sheet=sheet, item=item_id, withdrawn_at__isnull=True).update(
            withdrawn_at=now
        )
        asked = Delegation.objects.create(
            organisation=actor.organisation,
            sheet=sheet,
            item=item_id,
            person=person,
            asked_by_id=actor.person_id,
            message=message.strip()[:300],
            asked_at=now,
            due_on=due_on,
        )
        record(actor, events.DELEGATED, kind="sheet", thing_id=sheet.pk, number=number, person=person.name)
    return asked


def withdraw(actor: Actor, delegation: Delegation, pack: Pack) -> None:
    """Take a request back; the colleague no longer sees it among the things to do."""
    actor.require(Can.SHEET_DELEGATE)
    with transaction.atomic():
        lock_draft(delegation.sheet)
        delegation.withdrawn_at = clock.now()
        delegation.save(update_fields=["withdrawn_at"])
        number = pack.item(delegation.item).number
        record(actor, events.DELEGATION_WITHDRAWN, kind="sheet", thing_id=delegation.sheet_id, number=number)
