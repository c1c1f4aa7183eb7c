"""Let partners read a good practice behind their links, by the decision of who leads the house; and no longer."""

from __future__ import annotations

from django.db import transaction

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.requests.anonymous import Trace, traces
from kuramori.work.requests import events_support as events
from kuramori.work.requests import facts_support as facts
from kuramori.work.requests.models import GoodPractice


class NotAnonymous(ValueError):
    """It still tells who it is about: `found` says by what."""

    def __init__(self, found: tuple[Trace, ...]) -> None:
        super().__init__(len(found))
        self.found = found


def traces_in(practice: GoodPractice) -> tuple[Trace, ...]:
    """What tells of anybody: every partner of the house, retired ones too, and who consented."""
    companies = Partner.objects.values_list("name", flat=True).iterator(chunk_size=2_000)
    text = f"{practice.topic}\n{practice.words}"
    return traces(text, companies=companies, people=[practice.consent_by])


def publish(actor: Actor, practice: GoodPractice, *, is_looked_at: bool = False) -> GoodPractice:
    """Let partners read it. What only may tell of somebody has to be looked at first; once is enough.

    Raises `NotAnonymous`, `NotAllowed`.
    """
    actor.require(Can.REQUEST_APPROVE)
    with transaction.atomic():
        row: GoodPractice = GoodPractice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
        if row.withdrawn_at is not None or row.published_at is not None:
            return row
        found = traces_in(row)
        if any(one.holds_back or not is_looked_at for one in found):
            raise NotAnonymous(found)
        _set(actor, row, events.PUBLISHED, is_published=True)
    return row


def unpublish(actor: Actor, practice: GoodPractice) -> GoodPractice:
    """Partners read it no longer; in the house it stays. Raises `NotAllowed`."""
    actor.require(Can.REQUEST_APPROVE)
    with transaction.atomic():
        row: GoodPractice = GoodPractice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
        if row.published_at is not None:
            _set(actor, row, events.UNPUBLISHED, is_published=False)
    return row


def _set(actor: Actor, row: GoodPractice, event: Event, *, is_published: bool) -> None:
    before = facts.practice(row)
    row.published_at = clock.now() if is_published else None
    row.save(update_fields=["published_at"])
    record(
        actor,
        event,
        kind="good_practice",
        thing_id=row.pk,
        **between(before, facts.practice(row), private=facts.TEXTS),
    )
