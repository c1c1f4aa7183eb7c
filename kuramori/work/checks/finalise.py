"""Finalise a sheet: every applicable item is answered, the result is frozen with the pack's digest."""

from __future__ import annotations

from django.db import transaction

from kuramori.ground.people import receipts
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.catalogue import Pack
from kuramori.rules.scoring import score
from kuramori.work.checks import events, facts_of
from kuramori.work.checks.answer import lock_draft
from kuramori.work.checks.given import frozen_result, given_answers
from kuramori.work.checks.models import Sheet, State


class Incomplete(ValueError):
    """Items are still open. `missing` are their ids in the pack's order."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class OtherPack(ValueError):
    """The pack that was handed over is not the edition that the sheet was begun with."""


def finalise(actor: Actor, sheet: Sheet, pack: Pack) -> Sheet:
    """Freeze the sheet and its result. Raises `Incomplete`, `SheetAlreadyFinal`, `OtherPack`."""
    actor.require(Can.SHEET_FINALISE)
    if pack.digest != sheet.digest:
        raise OtherPack(pack.digest)
    with transaction.atomic():
        lock_draft(sheet)
        answers = given_answers(sheet)
        missing = tuple(item.id for item in pack.items if item.id not in answers)
        if missing:
            raise Incomplete(missing)
        result = score(pack, answers)
        before = facts_of.sheet(sheet)
        sheet.result = frozen_result(result)
        sheet.state = State.FINAL
        sheet.finalised_at = clock.now()
        sheet.finalised_by_id = actor.person_id
        sheet.save(update_fields=["result", "state", "finalised_at", "finalised_by"])
        entry = record(
            actor,
            events.FINALISED,
            kind="sheet",
            thing_id=sheet.pk,
            sheet=sheet.name,
            points=str(result.total.points),
            most=str(result.total.max),
            **between(before, facts_of.sheet(sheet)),
        )
        receipts.promise(actor, entry)
    return sheet
