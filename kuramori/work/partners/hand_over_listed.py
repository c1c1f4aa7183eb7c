"""The two entries with which a hand-over begins on either side: that it was begun, and what and who stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kuramori.ground.people.actor import Actor
from kuramori.ground.trail.changes import between, parts
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.work.partners import events_hand_overs as events
from kuramori.work.partners import facts_of
from kuramori.work.partners.models import HandedItem, HandOver, Recipient


def record_begun(
    actor: Actor, event: Event, row: HandOver, items: Sequence[HandedItem], people: Sequence[Recipient]
) -> None:
    """In the caller's transaction, once every row stands."""
    whose: dict[str, Any] = {"kind": "hand_over", "thing_id": row.pk, "number": row.number}
    told = between(None, facts_of.hand_over(row), private=facts_of.HAND_OVER_TEXTS)
    record(actor, event, **whose, partner=row.partner.name, **told)
    rows = {f"handed_item:{one.pk}": facts_of.item(one) for one in items}
    rows |= {f"recipient:{one.pk}": facts_of.recipient(one) for one in people}
    told = parts(rows, private=(*facts_of.ITEM_TEXTS, *facts_of.RECIPIENT_TEXTS))
    record(actor, events.LISTED, **whose, count=len(items), **told)
