"""The verbs of saved filters: keep what is asked of the list of partners under a name, for oneself; drop it."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import Http404

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.post.addresses import one_line
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.requests import events_portfolio as events
from kuramori.work.requests.models import SavedFilter

LONGEST_NAME, MOST = 40, 30


class FilterNotKept(ValueError):
    """`code`: name (there is none), person (nobody is signed in), many (there are thirty)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def keep(actor: Actor, *, name: str, asked: str) -> SavedFilter:
    """Keep a filter; one of the same name now asks for this. Raises `FilterNotKept`, `NotAllowed`."""
    actor.require(Can.REPLY_READ)
    called = " ".join(one_line(name).split())[:LONGEST_NAME]
    if not called:
        raise FilterNotKept("name")
    if actor.person_id is None:
        raise FilterNotKept("person")
    with transaction.atomic():
        # Two that are kept at once wait here.
        Person.objects.select_for_update().get(pk=actor.person_id)
        mine = SavedFilter.objects.filter(person=actor.person_id, dropped_at__isnull=True)
        row = mine.filter(name=called).first()
        if row is None and mine.count() >= MOST:
            raise FilterNotKept("many")
        before = _told(row) if row else None
        row = row or SavedFilter(organisation=actor.organisation, person_id=actor.person_id, name=called)
        row.asked = asked[:400]
        row.save()
        told = between(before, _told(row), private=("name", "asked"))
        record(actor, events.FILTER_KEPT, kind="saved_filter", thing_id=row.pk, **told)
    return row


def drop(actor: Actor, row: SavedFilter) -> None:
    """It is offered no more. Raises `FilterNotKept` (person) for somebody else's."""
    actor.require(Can.REPLY_READ)
    if not is_own(actor, row):
        raise FilterNotKept("person")
    with transaction.atomic():
        if SavedFilter.objects.filter(pk=row.pk, dropped_at__isnull=True).update(dropped_at=clock.now()):
            told = between(_told(row), None, private=("name", "asked"))
            record(actor, events.FILTER_DROPPED, kind="saved_filter", thing_id=row.pk, **told)


def filter_for(actor: Actor, filter_id: uuid.UUID) -> SavedFilter:
    """One of this organisation: whose it is, `is_own` tells."""
    found: SavedFilter | None = SavedFilter.objects.filter(pk=filter_id).first()
    if found is None:
        raise Http404
    actor.require(Can.REPLY_READ)
    return found


def is_own(actor: Actor, row: SavedFilter) -> bool:
    """Whether the actor kept it: nobody else is offered it, sees its name or drops it."""
    return actor.person_id is not None and row.person_id == actor.person_id


def filters_of(actor: Actor) -> tuple[SavedFilter, ...]:
    """The actor's own, by name."""
    if actor.person_id is None:
        return ()
    return tuple(SavedFilter.objects.filter(person=actor.person_id, dropped_at__isnull=True).order_by("name"))


def _told(row: SavedFilter) -> dict[str, str]:
    return {"name": row.name, "asked": row.asked}
