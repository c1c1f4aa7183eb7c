"""After midnight: whoever's last day was yesterday is shut out for good, and the record of it is completed.

Nothing waits for this. Roles, tokens and links are checked against the day at every use; this ends the sessions that
open nothing any more, revokes tokens and links so that they stay dead if the person comes back, and writes when.
"""

from __future__ import annotations

from django.db import transaction
from django_scopes import scope

from kuramori.ground.jobs.schedule import schedule
from kuramori.ground.people import access
from kuramori.ground.people.models import Leaving
from kuramori.ground.people.shut_out import seen_sessions, shut_out


@schedule("people:tidy_leavers", daily_at="00:05", says="退職した方の入口を片づける")
def tidy_leavers() -> None:
    for organisation, leaving in access.leavings_due():
        with scope(organisation=organisation):
            seen = seen_sessions(leaving.person)
            with transaction.atomic():
                row = Leaving.objects.select_for_update(of=("self",)).get(pk=leaving.pk)
                if row.settled_at is None and row.superseded_at is None:
                    shut_out(access.actor_of_schedule(organisation), row, seen)
