"""The verb of the trail: record what happened, inside the transaction of the change."""

from __future__ import annotations

import uuid
from typing import Protocol

from django.db import connection

from kuramori.ground.trail.events import Event
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock


class OutsideTransaction(RuntimeError):
    """An entry was to be written on its own: a change and its entry stand or fall together."""


class Doer(Protocol):
    """Who did it: the actor of `people`, seen from below."""

    @property
    def organisation_id(self) -> uuid.UUID | None: ...
    @property
    def person_id(self) -> uuid.UUID | None: ...
    @property
    def name(self) -> str: ...
    @property
    def via(self) -> str: ...


def record(
    actor: Doer,
    event: Event,
    *,
    kind: str = "",
    thing_id: object = "",
    **detail: str | int | float | bool | None,
) -> Entry:
    """Write one entry for `event` done by `actor` to the thing `kind`/`thing_id`.

    `detail` holds small plain values that the event's sentence names. Raises `OutsideTransaction` where no
    transaction is open.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(event.id)
    return Entry.objects.create(
        at=clock.now(),
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        who=actor.name,
        via=actor.via,
        event=event.id,
        kind=kind,
        thing_id=str(thing_id),
        detail=detail,
    )
