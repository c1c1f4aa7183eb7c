"""見つけた無許可の利用: note what was seen, and decide. Nobody is blamed: without reports it stays hidden."""

from __future__ import annotations

import datetime

from django.db import transaction

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.places import events_out as events
from kuramori.work.places.facts_out import tell_new, update
from kuramori.work.places.models import ShadowDecision, ShadowUse
from kuramori.work.places.words import line


class WordsMissing(ValueError):
    """It does not say what was found, or why it was decided so."""


def note_shadow(actor: Actor, *, service_words: str, found_on: datetime.date, how: str) -> ShadowUse:
    """Note a use that nobody had agreed to. Raises `WordsMissing`."""
    actor.require(Can.CLOUD_REVIEW)
    words = line(service_words, 120)
    if not words:
        raise WordsMissing
    with transaction.atomic():
        made = ShadowUse.objects.create(
            organisation=actor.organisation,
            service_words=words,
            found_on=found_on,
            how=line(how, 300),
            noted_at=clock.now(),
            noted_by_id=actor.person_id,
        )
        tell_new(actor, events.SHADOW_NOTED, made)
    return made


def decide_shadow(actor: Actor, row: ShadowUse, decision: ShadowDecision, *, note: str) -> ShadowUse:
    """Say what becomes of it. Raises `WordsMissing` without a reason."""
    actor.require(Can.CLOUD_REVIEW)
    said = line(note, 300)
    if not said or decision == ShadowDecision.OPEN:
        raise WordsMissing
    with transaction.atomic():
        held = ShadowUse.objects.select_for_update().get(pk=row.pk)
        values = {
            "decision": decision.value,
            "decision_note": said,
            "decided_at": clock.now(),
            "decided_by_id": actor.person_id,
        }
        decided: ShadowUse = update(actor, events.SHADOW_DECIDED, held, values=values)
    return decided
