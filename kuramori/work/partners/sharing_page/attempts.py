"""What was tried and refused at a share page, so that whoever gave the link sees it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from kuramori.ground.people.codes import Visitor
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.partners import events_share as events
from kuramori.work.partners.models import Attempt, Recipient, Tried


def note(visitor: Visitor, recipient: Recipient, tried: Tried) -> None:
    """Count it; the first of its kind on a day is an entry of the trail, too, so that a flood fills nothing."""
    now, today = clock.now(), clock.today()
    with transaction.atomic():
        row, is_first = Attempt.objects.get_or_create(
            recipient=recipient,
            kind=tried,
            on=today,
            defaults={"organisation_id": recipient.organisation_id, "last_at": now},
        )
        if not is_first:
            Attempt.objects.filter(pk=row.pk).update(times=F("times") + 1, last_at=now)
            return
        record(
            visitor,
            events.REFUSED,
            kind="hand_over",
            thing_id=recipient.hand_over_id,
            number=recipient.hand_over.number,
            tried=str(tried.label),
            code=tried.value,
        )
