"""表示を付けた写し: files that go with a hand-over get the mark of their asset; what went is kept as a digest alone."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger.labelling import Handed, label_files
from kuramori.work.partners import events_hand_overs as events
from kuramori.work.partners import facts_of
from kuramori.work.partners.hand_over import WrongState
from kuramori.work.partners.hand_over_checks import BEFORE
from kuramori.work.partners.models import HandedItem, HandOver


def stamp(actor: Actor, item: HandedItem, files: Sequence[tuple[str, bytes]]) -> Handed:
    """Mark files of one thing. Where all of them took the mark, 「表示を付けた」 is seen to by that.

    One file's SHA-256 stays with the thing, so that it can be told later what went. Raises `WrongState`,
    `ledger.laying.AssetClosed`, `NotAllowed`.
    """
    actor.require(Can.HAND_OVER_MAKE)
    if item.asset is None:
        raise WrongState(item.hand_over.state)
    handed = label_files(actor, item.asset, files)
    with transaction.atomic():
        row: HandOver = HandOver.objects.select_for_update().get(pk=item.hand_over_id)
        if row.state not in BEFORE:
            raise WrongState(row.state)
        thing: HandedItem = HandedItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        before, was = facts_of.hand_over(row), facts_of.item(thing)
        thing.sha256 = handed.files[0].sha256 if len(handed.files) == 1 else thing.sha256
        thing.save(update_fields=["sha256"])
        if handed.files and not handed.faults and row.items.count() == 1:
            row.met = {
                **row.met,
                "label": {"on": clock.today().isoformat(), "by": str(actor.person_id or ""), "words": ""},
            }
            row.revision += 1
            row.save(update_fields=["met", "revision"])
        told = between(was, facts_of.item(thing), part=f"handed_item:{thing.pk}", private=facts_of.ITEM_TEXTS)
        told_met = between(before, facts_of.hand_over(row), private=facts_of.HAND_OVER_TEXTS)
        if told_met["changed"]:
            record(
                actor,
                events.CHECKED,
                kind="hand_over",
                thing_id=row.pk,
                number=row.number,
                what="label",
                **told_met,
            )
        record(
            actor,
            events.STAMPED,
            kind="hand_over",
            thing_id=row.pk,
            number=row.number,
            count=len(handed.files),
            **told,
        )
    return handed
