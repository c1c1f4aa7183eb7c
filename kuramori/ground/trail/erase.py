"""Erase personal fields of entries. The commitments stay in the leaves, so every proof stays whole."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Mapping

from django.db import connection, transaction

from kuramori.ground.trail import sealing
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.models import Entry
from kuramori.ground.trail.record import Doer, Happened, record_all
from kuramori.outside import clock

ERASED = Event(
    "trail:personal:erased",
    "{who}さんが証跡{number}の個人の項目を消しました({fields})。",
    "{who} erased personal fields of trail entry {number} ({fields}).",
    personal=(),
)
PORTION = 500
REWRITE = 'UPDATE trail_entry SET personal = %s WHERE "index" = %s'


def erased_on(index: int) -> datetime.date | None:
    """The day on which personal fields of this entry were erased last, in Tokyo; None where none were."""
    told = Entry.objects.filter(event=ERASED.id, kind="entry", thing_id=str(index)).order_by("-index").first()
    return clock.day_of(told.at) if told else None


def erase_personal(actor: Doer, indices: Collection[int], *, fields: Collection[str], reason: str) -> int:
    """Forget the personal `fields` of the actor's organisation's entries; returns how many entries lost some.

    The caller's own door has checked the right. One entry of the trail tells of each entry that lost fields.
    """
    return erase(actor, dict.fromkeys(indices, fields), reason=reason)


def erase(actor: Doer, wanted: Mapping[int, Collection[str]], *, reason: str) -> int:
    """As `erase_personal`, with fields of its own for each entry, by index."""
    lost = 0
    with transaction.atomic():
        for entry in _of(actor.organisation_id, wanted.keys()):
            kept = sealing.opened_personal(entry)
            gone = sorted(set(wanted[entry.index]) & kept.keys())
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
    found: list[Entry] = []
    wanted = sorted(indices)
    for at in range(0, len(wanted), PORTION):
        some = wanted[at : at + PORTION]
        found += Entry.objects.filter(organisation_id=organisation_id, index__in=some).order_by("index")
    return found
