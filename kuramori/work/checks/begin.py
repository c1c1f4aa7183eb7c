"""Begin a round: an empty sheet, one from a file somebody brought, or one from the last round."""

from __future__ import annotations

import uuid

from django.db import transaction

from kuramori.ground.packs.keep import keep
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.answers import Answered, AnswerFile, NotApplicable
from kuramori.rules.catalogue import Pack
from kuramori.work.checks import events
from kuramori.work.checks.models import Answer, Route, Sheet


class PreviousStillOpen(ValueError):
    """The round to start from is not final yet: it can simply be gone on with."""


def begin(actor: Actor, pack: Pack, *, name: str = "", route: Route = Route.FIRST) -> Sheet:
    """An empty sheet of this pack; its digest is kept with it for ever."""
    actor.require(Can.SHEET_BEGIN)
    with transaction.atomic():
        sheet = _new(actor, pack, name=name, route=route)
        record(actor, events.BEGUN, kind="sheet", thing_id=sheet.pk, sheet=sheet.name)
    return sheet


def take_in(actor: Actor, pack: Pack, brought: AnswerFile, *, name: str = "") -> Sheet:
    """A sheet from a travel file: its answers, official score and note come along. All or nothing."""
    actor.require(Can.SHEET_BEGIN)
    with transaction.atomic():
        sheet = _new(actor, pack, name=name, route=Route.REVIEW)
        sheet.official_score, sheet.note = brought.official_score, brought.note or ""
        sheet.save(update_fields=["official_score", "note"])
        now = clock.now()
        Answer.objects.bulk_create(
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
        )
        record(
            actor,
            events.TAKEN_IN,
            kind="sheet",
            thing_id=sheet.pk,
            sheet=sheet.name,
            answers=len(brought.answers),
        )
    return sheet


def revise(actor: Actor, last: Sheet, pack: Pack, *, name: str = "") -> Sheet:
    """A new round that starts from the answers of a final one, for items that the pack of today still has.

    Raises `PreviousStillOpen`.
    """
    actor.require(Can.SHEET_BEGIN)
    if not last.is_final:
        raise PreviousStillOpen(last.pk)
    still_asked = {item.id for item in pack.items}
    with transaction.atomic():
        sheet = _new(actor, pack, name=name, route=Route.REVIEW, previous=last)
        now = clock.now()
        Answer.objects.bulk_create(
            Answer(
                organisation=actor.organisation,
                sheet=sheet,
                item=answer.item,
                level=answer.level,
                na_reason=answer.na_reason,
                comment=answer.comment,
                answered_at=now,
                answered_by_id=actor.person_id,
            )
            for answer in Answer.objects.filter(sheet=last)
            if answer.item in still_asked
        )
        record(actor, events.REVISED, kind="sheet", thing_id=sheet.pk, sheet=sheet.name)
    return sheet


def _new(actor: Actor, pack: Pack, *, name: str, route: Route, previous: Sheet | None = None) -> Sheet:
    keep(pack)
    today = clock.today()
    return Sheet.objects.create(
        id=uuid.uuid4(),
        organisation=actor.organisation,
        name=name.strip() or f"{today.year}年{today.month}月の自己チェック",
        pack_id=pack.id,
        version=pack.version,
        digest=pack.digest,
        route=route,
        previous=previous,
        begun_at=clock.now(),
        begun_by_id=actor.person_id,
    )
