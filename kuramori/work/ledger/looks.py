"""A look at what is 極秘: one entry of the trail per response, written before a byte of it leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from kuramori.ground.people.actor import Actor
from kuramori.ground.trail.record import record
from kuramori.work.ledger import events
from kuramori.work.ledger.models import Asset, Grade

MOST_AT_ONCE = 1000
"""An entry of the trail holds 65,535 bytes: about 1,600 ids. A longer response leaves several."""


def note(actor: Actor, assets: Iterable[Asset]) -> int:
    """Record that this response shows names or contents of these assets; returns how many of them are 極秘.

    Call it in the view, the API operation or the export, with every asset that is shown unmasked (see
    `access.opened`): those that are not 極秘 are passed over, and without any nothing is written.
    """
    shown = list(dict.fromkeys(asset.pk for asset in assets if asset.grade == Grade.TOP))
    note_ids(actor, shown)
    return len(shown)


def note_ids(actor: Actor, shown: Sequence[object]) -> None:
    """The same for the ids of 極秘 assets, for whoever holds no rows (an export that streams)."""
    with transaction.atomic():
        for start in range(0, len(shown), MOST_AT_ONCE):
            part = shown[start : start + MOST_AT_ONCE]
            # About one thing alone, its own history tells the look as well.
            alone = part[0] if len(shown) == 1 else ""
            record(
                actor,
                events.LOOKED,
                kind="asset" if alone else "",
                thing_id=alone,
                shows=part,
                count=len(part),
            )
