"""Numbered copies that go with a hand-over: made when it is ready, and ended where it never went."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.work.ledger import life
from kuramori.work.ledger.models import Copy
from kuramori.work.partners import events_hand_overs as events
from kuramori.work.partners import facts_of
from kuramori.work.partners.hand_over_standing import items_of, people_of
from kuramori.work.partners.models import HandedItem, HandOver


def number_copies(actor: Actor, row: HandOver, items: Sequence[HandedItem], copies: int) -> None:
    """So many copies of each thing, with the number of each in the ledger; in the caller's transaction."""
    made = 0
    whom = f"{row.partner.name} {'、'.join(one.name for one in people_of(row))}"
    for item in items:
        if item.asset is None:
            continue
        wanted = life.CopyWanted(to_whom=whom, due_on=row.return_by, note=row.number)
        rows = [life.make_copy(actor, item.asset, wanted) for _n in range(copies)]
        was = facts_of.item(item)
        item.copies = [f"{item.number}-{one.number:02d}" for one in rows]
        item.save(update_fields=["copies"])
        made += len(rows)
        told = between(was, facts_of.item(item), part=f"handed_item:{item.pk}", private=facts_of.ITEM_TEXTS)
        record(
            actor,
            events.COPIES_NUMBERED,
            kind="hand_over",
            thing_id=row.pk,
            number=row.number,
            count=len(rows),
            **told,
        )


def take_copies_back(actor: Actor, row: HandOver) -> None:
    """Those that were made for it and never left the house are no longer open in the ledger."""
    for item in items_of(row):
        end_copies(actor, item, _("提供 %(number)s の取りやめ") % {"number": row.number})


def end_copies(actor: Actor, item: HandedItem, note: str, *, on: datetime.date | None = None) -> None:
    """The ledger's copies of one thing that went with it, or were to, have come to their end; `on` None: today."""
    if item.asset is None or not item.copies:
        return
    # Whoever may say what became of the thing ends what was numbered for it alone, and changes nothing else of the
    # ledger: so does a partner who certifies by a link.
    doer = dataclasses.replace(actor, permissions=actor.permissions | {Can.ASSET_CHANGE})
    numbers = [int(one.rpartition("-")[2]) for one in item.copies]
    for copy in Copy.objects.filter(asset=item.asset, number__in=numbers, back_on__isnull=True):
        life.take_copy_back(doer, copy, note=note, on=on)
