"""What is kept beside the answers: the name of the round, METI's own score, a note."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from django.db import transaction

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.rules.answers import NOTE_LENGTH
from kuramori.rules.document import FORBIDDEN
from kuramori.work.checks import events, facts_of
from kuramori.work.checks.answer import lock_draft
from kuramori.work.checks.begin import LONGEST_NAME
from kuramori.work.checks.models import Sheet


class StaleNote(ValueError):
    """Somebody else changed these fields first. `current` is the sheet as it stands; nothing was overwritten."""

    def __init__(self, current: Sheet) -> None:
        super().__init__(current.pk)
        self.current = current


class ScoreOutOfRange(ValueError):
    """METI's workbook gives 0 to 100."""


def note(
    actor: Actor,
    sheet: Sheet,
    *,
    name: str,
    official_score: Decimal | None,
    text: str,
    seen: str | None = None,
) -> Sheet:
    """Change the name, the score that METI's Excel gave (0–100) and the note of a draft.

    `seen` is `mark_of` the sheet that the writer had on the screen; None: there was no screen. Raises `StaleNote`,
    `ScoreOutOfRange`, `SheetAlreadyFinal`. Nothing is written or recorded where nothing differs.
    """
    actor.require(Can.SHEET_ANSWER)
    if official_score is not None and not 0 <= official_score <= 100:
        raise ScoreOutOfRange(official_score)
    with transaction.atomic():
        lock_draft(sheet)
        sheet.refresh_from_db()
        standing, before = mark_of(sheet), facts_of.sheet(sheet)
        if seen not in (None, standing):
            raise StaleNote(sheet)
        sheet.name = FORBIDDEN.sub("", name).strip()[:LONGEST_NAME] or sheet.name
        sheet.official_score = official_score
        sheet.note = FORBIDDEN.sub("", text).replace("\r\n", "\n").strip()[:NOTE_LENGTH]
        if mark_of(sheet) != standing:
            sheet.save(update_fields=["name", "official_score", "note"])
            told = between(before, facts_of.sheet(sheet), private=facts_of.TEXTS)
            record(actor, events.NOTED, kind="sheet", thing_id=sheet.pk, **told)
    return sheet


def mark_of(sheet: Sheet) -> str:
    """A short mark of name, score and note as they are: it differs as soon as one of them does."""
    score = "" if sheet.official_score is None else f"{sheet.official_score:.2f}"
    told = "\x00".join([sheet.name, score, sheet.note])
    return hashlib.sha256(told.encode()).hexdigest()[:16]
