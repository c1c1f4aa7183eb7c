"""What is kept beside the answers: the name of the round, METI's own score, a note."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.record import record
from kuramori.work.checks import events
from kuramori.work.checks.answer import lock_draft
from kuramori.work.checks.models import Sheet


def note(actor: Actor, sheet: Sheet, *, name: str, official_score: Decimal | None, text: str) -> Sheet:
    """Change the name, the score that METI's Excel gave (0–100) and the note of a draft."""
    actor.require(Can.SHEET_ANSWER)
    with transaction.atomic():
        lock_draft(sheet)
        sheet.name = name.strip()[:80] or sheet.name
        sheet.official_score = official_score
        sheet.note = text.strip()[:2000]
        sheet.save(update_fields=["name", "official_score", "note"])
        record(actor, events.NOTED, kind="sheet", thing_id=sheet.pk)
    return sheet
