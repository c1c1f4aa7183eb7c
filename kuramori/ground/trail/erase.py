"""Erase personal fields of entries. The commitments stay in the leaves, so every proof stays whole."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db import connection, transaction

from kuramori.ground.trail import sealing
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.models import Entry
from kuramori.ground.trail.record import Doer, Happened, record_all

ERASED = Event(
    "trail:personal:erased",
    "{who}さんが証跡{number}の個人の項目を消しました({fields})。",
    "{who} erased personal fields of trail entry {number} ({fields}).",
    personal=(),
)
REWRITE = 'UPDATE trail_entry SET personal = %s WHERE "index" = %s'


def erase_personal(actor: Doer, indices: Collection[int], *, fields: Collection[str], reason: str) -> int:
    """Forget the personal `fields` of the actor's organisation's entries; returns how many entries lost some.

    The caller's own door has checked the right. One entry of the trail tells of each entry that lost fields.
    """
    lost = 0
    with transaction.atomic():
        for entry in _of(actor.organisation_id, indices):
            kept = sealing.opened_personal(entry)
            gone = sorted(set(fields) & kept.keys())
            if not gone:
                continue
            left = {name: one for name, one in kept.items() if name not in gone}
            sealed = sealing.sealed_personal(entry.organisation_id, left, entry.parts.payload)
            with connection.cursor() as cursor:
                cursor.execute(REWRITE, [sealed, entry.index])
            told = {"number": entry.index, "fields": gone, "reason": reason}
            record_all(actor, [Happened(ERASED, "entry", entry.index, told)])
            lost += 1
    return lost


def _of(organisation_id: uuid.UUID | None, indices: Collection[int]) -> list[Entry]:
    found = Entry.objects.filter(organisation_id=organisation_id, index__in=list(indices))
    return list(found.order_by("index"))
