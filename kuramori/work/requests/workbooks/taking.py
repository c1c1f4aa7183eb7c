"""Take in what was read: each workbook becomes one reply, once, however often it is tried."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from time import monotonic
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, Trouble, job
from kuramori.ground.packs.read import PackLost
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.pace import Pace
from kuramori.ground.people.roles import Can
from kuramori.ground.people.rows import count_anew
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.requests.reply_text import ReplyRefused, Shown
from kuramori.work.requests import events_bulk as events
from kuramori.work.requests import facts_bulk as facts
from kuramori.work.requests.models import (
    Asked,
    Drop,
    DroppedSheet,
    Reply,
    ReplyWay,
    SheetState,
    Standing,
    Taking,
)
from kuramori.work.requests.taking_in import ReplyNotTaken, held, require_sense, take_in_all
from kuramori.work.requests.workbooks.comparing import differences, seen_of
from kuramori.work.requests.workbooks.filled import Filled, read_filled

JOB = "requests:take_drop"
AT_ONCE_SECONDS: Final = 3.0
CHOSEN: Final = {
    Taking.GOOD: (SheetState.READY,),
    Taking.ALL: (SheetState.READY, SheetState.DOUBTS),
}


class NothingToTake(ValueError):
    """No workbook of the drop can count as it was chosen."""


def begin(actor: Actor, kept: Drop, which: Taking) -> Drop:
    """Say which workbooks are to count, take in what a page may wait for, and leave the rest to the worker.

    Raises `NothingToTake`.
    """
    actor.require(Can.REPLY_TAKE)
    with transaction.atomic():
        row = Drop.objects.select_for_update(of=("self",)).get(pk=kept.pk)
        chosen = DroppedSheet.objects.filter(drop=row, state__in=CHOSEN.get(which, ()))
        if row.emptied_at is not None or not chosen.exists():
            raise NothingToTake
        before = facts.drop(row)
        row.taking, row.taking_at, row.taken_at = which, clock.now(), None
        row.save(update_fields=["taking", "taking_at", "taken_at"])
        record(
            actor,
            events.TAKING,
            kind="drop",
            thing_id=row.pk,
            files=chosen.count(),
            **between(before, facts.drop(row)),
        )
    if not go_on(actor, row, seconds=AT_ONCE_SECONDS):
        enqueue(JOB, organisation_id=actor.organisation_id, person_id=actor.person_id, drop=str(row.pk))
    row.refresh_from_db()
    return row


@job(JOB)
def take_later(
    *, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object
) -> None:
    """The worker's part. May run twice: what counts does not count again."""
    actor = access.actor_of_person(uuid.UUID(organisation_id), uuid.UUID(person_id) if person_id else None)
    if actor is None or not actor.may(Can.REPLY_TAKE):
        raise Trouble(_("頼んだ方が、いまは回答を受け取れない役割です。"))
    with scope(organisation=actor.organisation):
        row = Drop.objects.filter(pk=str(arguments["drop"])).first()
        if row is not None:
            go_on(actor, row, progress=progress)


def go_on(
    actor: Actor, kept: Drop, *, seconds: float | None = None, progress: Progress | None = None
) -> bool:
    """Take in what was chosen and is left, for about `seconds` (None: to the end); whether all is done."""
    actor.require(Can.REPLY_TAKE)
    begun, pace = monotonic(), Pace(10, 100, 2)
    left = DroppedSheet.objects.filter(drop=kept, state__in=CHOSEN.get(Taking(kept.taking), ()))
    total, done = left.count(), 0
    while portion := list(left.order_by("at").values_list("pk", flat=True)[: pace.most]):
        since = monotonic()
        done += _take(actor, portion)
        pace.took(monotonic() - since)
        if progress is not None:
            progress(done, total)
        if seconds is not None and monotonic() - begun > seconds:
            break
    if left.exists():
        return False
    _finish(actor, kept)
    return True


def take_one(actor: Actor, sheet: DroppedSheet) -> DroppedSheet:
    """Let one workbook count, whatever was chosen for the others. Raises `NothingToTake`."""
    actor.require(Can.REPLY_TAKE)
    if sheet.state not in CHOSEN[Taking.ALL]:
        raise NothingToTake
    _take(actor, [sheet.pk])
    sheet.refresh_from_db()
    return sheet


def _take(actor: Actor, keys: Sequence[uuid.UUID]) -> int:
    """Each workbook in one transaction with its reply, so that it is never taken in twice and never lost; how many
    were looked at. Of two workbooks of one partner the second waits: it is compared with what the first became."""
    with transaction.atomic():
        rows = DroppedSheet.objects.filter(pk__in=keys, state__in=CHOSEN[Taking.ALL])
        sheets = rows.select_for_update(of=("self",)).select_related("drop").defer("sealed").order_by("-at")
        first = {sheet.asked_id: sheet for sheet in sheets if sheet.asked_id is not None}
        given: list[tuple[Asked, Shown]] = []
        for row in held(first):
            sheet = first[row.pk]
            sheet.asked = row
            if (seen := _seen(sheet, row)) is not None:
                given.append((row, seen))
        replies = take_in_all(actor, given, way=ReplyWay.EXCEL)
        for (row, _shown), reply in zip(given, replies, strict=True):
            first[row.pk].state, first[row.pk].reply = SheetState.TAKEN, reply
        DroppedSheet.objects.bulk_update(first.values(), ["state", "code", "reply"])
        taken = [first[row.pk].pk for row, _shown in given]
        DroppedSheet.objects.filter(pk__in=taken).update(sealed=b"", read=None)
    return len(first)


def _seen(sheet: DroppedSheet, row: Asked) -> Shown | None:
    """What is to be taken in; None where there is nothing, which the file then says of itself."""
    filled = read_filled(str(sheet.read)) if sheet.read else Filled()
    if not differences(row, filled):
        sheet.state = SheetState.SAME
        return None
    try:
        seen = seen_of(row, filled)
        require_sense(row, seen)
    except (ReplyNotTaken, ReplyRefused, PackLost) as refused:
        sheet.state = SheetState.REFUSED
        sheet.code = getattr(refused, "code", "pack-lost")[:20]
        return None
    return seen


def _finish(actor: Actor, kept: Drop) -> None:
    with transaction.atomic():
        row = Drop.objects.select_for_update(of=("self",)).get(pk=kept.pk)
        if row.taken_at is not None or not row.taking:
            return
        before = facts.drop(row)
        row.taken_at = clock.now()
        row.save(update_fields=["taken_at"])
        states = DroppedSheet.objects.filter(drop=row)
        record(
            actor,
            events.TAKEN,
            kind="drop",
            thing_id=row.pk,
            taken=states.filter(state=SheetState.TAKEN).count(),
            left=states.exclude(state__in=[SheetState.TAKEN, SheetState.SAME]).count(),
            **between(before, facts.drop(row)),
        )
        # Thousands of replies came: the next page asks for one company's among them.
        count_anew(Reply, Standing)
