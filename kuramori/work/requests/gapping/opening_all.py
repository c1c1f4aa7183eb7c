"""The gaps of all replies to a request, a slice at a time: what is open already stays as it is, so a second run after
a stop goes on where the first left off."""

from __future__ import annotations

import uuid
from contextlib import suppress

from django.utils.translation import gettext as _
from django_scopes import scope

from kuramori.ground.jobs.kinds import Progress, Trouble, job
from kuramori.ground.people.access import actor_of_person
from kuramori.ground.people.models import Organisation
from kuramori.work.requests.gapping.opening import OPEN_ALL, open_from_reply
from kuramori.work.requests.models import Reply, Request
from kuramori.work.requests.refusing import NotSo

SLICE = 50


@job(OPEN_ALL)
def open_all(*, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object) -> None:
    """Each reply in a transaction of its own; replies that show no items are passed over."""
    organisation = Organisation.objects.get(pk=uuid.UUID(organisation_id))
    with scope(organisation=organisation):
        actor = actor_of_person(organisation.pk, uuid.UUID(str(person_id)) if person_id else None)
        if actor is None:
            raise Trouble(_("頼んだ方に、もうその役割がありません。"))
        request = Request.objects.get(pk=uuid.UUID(str(arguments["request"])))
        rows = Reply.objects.filter(asked__request=request, superseded_at__isnull=True, short__gt=0)
        total, done, last = rows.count(), 0, None
        while True:
            part = rows.order_by("pk").select_related("asked__request", "asked__partner")
            found = list((part.filter(pk__gt=last) if last else part)[:SLICE])
            if not found:
                return
            for reply in found:
                with suppress(NotSo):
                    open_from_reply(actor, reply)
                done += 1
            last = found[-1].pk
            progress(done, total)
