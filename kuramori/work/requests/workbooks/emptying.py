"""Empty what dropped files held and has not counted: when somebody says so, and by itself after a month.

The rows stay, so that the list of a drop can still be read; only the bytes and what was read of them go.
"""

from __future__ import annotations

import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy
from django_scopes import scope

from kuramori.ground.jobs.schedule import schedule
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import holds
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.requests import events_bulk as events
from kuramori.work.requests import facts_bulk as facts
from kuramori.work.requests.models import Drop, DroppedSheet, SheetState

KEPT: Final = datetime.timedelta(days=30)


def throw_away(actor: Actor, kept: Drop) -> None:
    """Empty a drop now; once is enough. Raises `UnderHold`."""
    actor.require(Can.REPLY_TAKE)
    _empty(actor, kept, events.THROWN)


@schedule("requests:empty_drops", daily_at="03:35", says=gettext_lazy("30日たった回答表の中身を捨てる"))
def empty_old_everywhere() -> None:
    """In every organisation."""
    for organisation in Organisation.objects.all():
        with scope(organisation=organisation):
            empty_old(access.actor_of_schedule(organisation))


def empty_old(actor: Actor) -> int:
    """What nobody took in for a month, unless it must stay; how many drops."""
    count = 0
    for row in Drop.objects.filter(emptied_at__isnull=True, made_at__lte=clock.now() - KEPT):
        try:
            _empty(actor, row, events.EMPTIED)
        except holds.UnderHold:
            continue
        count += 1
    return count


def _empty(actor: Actor, kept: Drop, event: Event) -> None:
    with transaction.atomic():
        row: Drop = Drop.objects.select_for_update(of=("self",)).get(pk=kept.pk)
        if row.emptied_at is not None:
            return
        holds.ask(row)
        before = facts.drop(row)
        left = DroppedSheet.objects.filter(drop=row).exclude(state=SheetState.TAKEN)
        count = left.count()
        left.update(sealed=b"", read=None)
        row.emptied_at = clock.now()
        row.save(update_fields=["emptied_at"])
        record(actor, event, kind="drop", thing_id=row.pk, files=count, **between(before, facts.drop(row)))
