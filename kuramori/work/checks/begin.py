"""Begin a round: an empty sheet, one from a file somebody brought, or one from the last round."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.packs.keep import keep
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between, parts
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules import answers
from kuramori.rules.answers import Answered, AnswerFile, NotApplicable
from kuramori.rules.catalogue import Pack
from kuramori.rules.faults import Refused
from kuramori.work.checks import events, facts_of
from kuramori.work.checks.given import plain_of
from kuramori.work.checks.models import Answer, Evidence, Route, Sheet

LONGEST_NAME = 80


class PreviousStillOpen(ValueError):
    """The round to start from is not final yet: it can simply be gone on with."""


def begin(actor: Actor, pack: Pack, *, name: str = "", route: Route = Route.FIRST) -> Sheet:
    """An empty sheet of this pack; its digest is kept with it for ever."""
    actor.require(Can.SHEET_BEGIN)
    with transaction.atomic():
        sheet = _new(actor, pack, name=name, route=route)
        record(actor, events.BEGUN, kind="sheet", thing_id=sheet.pk, sheet=sheet.name, **_told(sheet))
    return sheet


def take_in(actor: Actor, pack: Pack, brought: AnswerFile, *, name: str = "") -> Sheet:
    """A sheet from a travel file: its answers, official score and note come along. All or nothing."""
    actor.require(Can.SHEET_BEGIN)
    with transaction.atomic():
        sheet = _new(actor, pack, name=name, route=Route.REVIEW)
        if brought.official_score is not None:
            # By its digits: 64.1 as written, not the nearest binary fraction.
            sheet.official_score = Decimal(str(brought.official_score))
        sheet.note = brought.note or ""
        sheet.save(update_fields=["official_score", "note"])
        now = clock.now()
        given_now = [
            Answer(
                organisation=actor.organisation,
                sheet=sheet,
                item=item,
                level=given.level if isinstance(given, Answered) else None,
                na_reason=given.reason if isinstance(given, NotApplicable) else "",
                answered_at=now,
                answered_by_id=actor.person_id,
            )
            for item, given in brought.answers.items()
        ]
        Answer.objects.bulk_create(given_now)
        record(
            actor,
            events.TAKEN_IN,
            kind="sheet",
            thing_id=sheet.pk,
            sheet=sheet.name,
            answers=len(brought.answers),
            **_told(sheet),
            **_parts(given_now, ()),
        )
    return sheet


def revise(actor: Actor, last: Sheet, pack: Pack, *, name: str = "") -> Sheet:
    """A new round that starts from the answers and the evidence of a final one.

    Answers that the pack of today does not take any more are left out: the question is open again. Who answered
    and when stays as it was, so that one can see what nobody has looked at since. Raises `PreviousStillOpen`.
    """
    actor.require(Can.SHEET_BEGIN)
    if not last.is_final:
        raise PreviousStillOpen(last.pk)
    with transaction.atomic():
        sheet = _new(actor, pack, name=name, route=Route.REVIEW, previous=last)
        carried = list(_carried_answers(sheet, last, pack))
        Answer.objects.bulk_create(carried)
        shown = list(_carried_evidence(sheet, last, {answer.item for answer in carried}))
        Evidence.objects.bulk_create(shown)
        record(
            actor,
            events.REVISED,
            kind="sheet",
            thing_id=sheet.pk,
            sheet=sheet.name,
            **_told(sheet),
            **_parts(carried, shown),
        )
    return sheet


def _told(sheet: Sheet) -> dict[str, Any]:
    return between(None, facts_of.sheet(sheet), private=facts_of.TEXTS)


def _parts(given: list[Answer], shown: Sequence[Evidence]) -> dict[str, Any]:
    rows = {row.item: facts_of.answer(row) for row in given}
    rows |= {str(row.pk): facts_of.evidence(row) for row in shown}
    return parts(rows, private=facts_of.TEXTS)


def _carried_answers(sheet: Sheet, last: Sheet, pack: Pack) -> Iterator[Answer]:
    for row in Answer.objects.filter(sheet=last).select_related("answered_by"):
        if row.is_given and _is_taken(pack, row):
            yield Answer(
                organisation=sheet.organisation,
                sheet=sheet,
                item=row.item,
                level=row.level,
                na_reason=row.na_reason,
                comment=row.comment,
                answered_at=row.answered_at,
                answered_by=row.answered_by,
            )


def _is_taken(pack: Pack, row: Answer) -> bool:
    if row.item not in pack:
        return False
    try:
        answers.answer_from(pack, row.item, plain_of(row))
    except Refused:
        return False
    return True


def _carried_evidence(sheet: Sheet, last: Sheet, items: set[str]) -> Iterator[Evidence]:
    kept = Evidence.objects.filter(sheet=last, item__in=items, removed_at__isnull=True)
    for row in kept.select_related("file", "added_by"):
        yield Evidence(
            organisation=sheet.organisation,
            sheet=sheet,
            item=row.item,
            title=row.title,
            url=row.url,
            file=row.file,
            added_at=row.added_at,
            added_by=row.added_by,
        )


def _new(actor: Actor, pack: Pack, *, name: str, route: Route, previous: Sheet | None = None) -> Sheet:
    keep(pack)
    return Sheet.objects.create(
        id=uuid.uuid4(),
        organisation=actor.organisation,
        name=name.strip()[:LONGEST_NAME] or _free_name(),
        pack_id=pack.id,
        version=pack.version,
        digest=pack.digest,
        route=route,
        previous=previous,
        begun_at=clock.now(),
        begun_by_id=actor.person_id,
    )


def _free_name() -> str:
    """The month's name; a second round in the same month gets a number, so that one can tell them apart."""
    today = clock.today()
    stem = _("%(year)s年%(month)s月の自己チェック") % {"year": today.year, "month": today.month}
    taken = set(Sheet.objects.filter(name__startswith=stem).values_list("name", flat=True))
    later = (_("%(name)s（%(n)s）") % {"name": stem, "n": n} for n in range(2, len(taken) + 2))
    names = (stem, *later)
    return next(name for name in names if name not in taken)
