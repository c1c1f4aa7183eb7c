"""Answer one item. Two people at once lose nothing: the later write of a stale answer is refused and shown."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from kuramori.ground.people.actor import Actor
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules import answers
from kuramori.rules.answers import Answered, NotApplicable
from kuramori.rules.catalogue import Pack
from kuramori.work.checks import access, events
from kuramori.work.checks.models import Answer, Delegation, Sheet, State


class SheetAlreadyFinal(ValueError):
    """The sheet has been finalised; a change needs a new round."""


class StaleAnswer(ValueError):
    """Somebody else wrote this answer first. `current` is what stands now; nothing was overwritten."""

    def __init__(self, current: Answer) -> None:
        super().__init__(current.item)
        self.current = current


class UnknownItem(ValueError):
    """The pack of this sheet has no such item."""


LONGEST_COMMENT = 1000


def answer(
    actor: Actor,
    sheet: Sheet,
    pack: Pack,
    item_id: str,
    *,
    value: int | dict[str, str] | None,
    comment: str = "",
    revision: int,
) -> Answer:
    """Write the answer to one item: a level, `{"na": reason}`, or None to take it back.

    `revision` is the one the writer saw (0: none yet). Raises `SheetAlreadyFinal`, `StaleAnswer`, `UnknownItem`, and
    `rules.faults.Refused` for a level that is not offered or N/A without a reason.
    """
    access.require_may_answer(actor, sheet, item_id)
    if item_id not in pack:
        raise UnknownItem(item_id)
    item, given = pack.item(item_id), answers.answer_from(pack, item_id, value)
    with transaction.atomic():
        lock_draft(sheet)
        before = Answer.objects.filter(sheet=sheet, item=item_id).first()
        if (before.revision if before else 0) != revision:
            raise StaleAnswer(before or Answer(sheet=sheet, item=item_id, revision=0))
        written = _write(actor, sheet, before, item_id, given, comment.strip()[:LONGEST_COMMENT])
        Delegation.objects.filter(
            sheet=sheet, item=item_id, person_id=actor.person_id, withdrawn_at__isnull=True
        ).update(answered_at=written.answered_at)
        record(
            actor,
            events.ANSWERED,
            kind="sheet",
            thing_id=sheet.pk,
            number=item.number,
            before=_told(before),
            after=_told(written),
        )
    return written


def lock_draft(sheet: Sheet) -> None:
    """Hold the sheet's row until the transaction ends; raises `SheetAlreadyFinal`."""
    state = Sheet.objects.select_for_update().filter(pk=sheet.pk).values_list("state", flat=True).get()
    if state != State.DRAFT:
        raise SheetAlreadyFinal(sheet.pk)


def _write(
    actor: Actor,
    sheet: Sheet,
    before: Answer | None,
    item_id: str,
    given: answers.Answer | None,
    comment: str,
) -> Answer:
    row = before or Answer(organisation=actor.organisation, sheet=sheet, item=item_id, revision=0)
    row.level = given.level if isinstance(given, Answered) else None
    row.na_reason = given.reason.strip() if isinstance(given, NotApplicable) else ""
    row.comment = comment
    row.revision += 1
    row.answered_at = clock.now()
    row.answered_by_id = actor.person_id
    row.sheet = sheet
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # Only PostgreSQL comes here, and only without the sheet's lock: two first answers at once.
        raise StaleAnswer(Answer.objects.get(sheet=sheet, item=item_id)) from None
    return row


def _told(row: Answer | None) -> str:
    if row is None or not row.is_given:
        return "—"
    return str(row.level) if row.level is not None else "N/A"
