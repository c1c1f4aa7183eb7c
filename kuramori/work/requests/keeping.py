"""Answers are a received secret: kept as long as the letter said, then removed, with a certificate to who gave them."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.holds import remove
from kuramori.ground.trail.models import Entry
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger.content import after_months
from kuramori.work.requests import events_replies as events
from kuramori.work.requests import facts_replies as facts
from kuramori.work.requests.counting import forget
from kuramori.work.requests.left_bytes import note, take_away
from kuramori.work.requests.models import (
    Asked,
    DroppedSheet,
    Nudge,
    Reply,
    ReplyDraft,
    ReplyEvidence,
    Request,
    Standing,
)

REMOVED = "rem-"
"""How the step of a removal begins; the certificate is due from then on."""


class NothingToRemove(ValueError):
    """No answers of this partner to this request are here (any more)."""


@dataclass(frozen=True, slots=True)
class Removal:
    """What the trail tells of the last removal: the moment, and the hashes of what was removed."""

    at: datetime.datetime
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A request with answers that were kept long enough; `asked` is the one that came first."""

    request: Request
    asked: Asked
    since: datetime.date
    count: int


def keep_until(asked: Asked) -> datetime.date | None:
    """The last day on which the answers of `asked` are to be kept; None where there are none."""
    if asked.reply_id is None or asked.replied_at is None:
        return None
    return after_months(clock.day_of(asked.replied_at), asked.request.keep_months)


def due(today: datetime.date) -> tuple[Due, ...]:
    """The requests of which answers are over their time, one line each."""
    found = []
    for request in Request.objects.filter(sent_at__isnull=False).order_by("sent_at"):
        # Nothing of a request can be over before the request itself is that old.
        sent_at = request.sent_at
        if sent_at is None or after_months(clock.day_of(sent_at), request.keep_months) >= today:
            continue
        rows = Asked.objects.filter(request=request, reply__isnull=False).select_related("request", "partner")
        over = [row for row in rows.order_by("replied_at")[:50] if (keep_until(row) or today) < today]
        if over:
            found.append(Due(request, over[0], keep_until(over[0]) or today, len(over)))
    return tuple(found)


def remove_answers(actor: Actor, asked: Asked, reason: str) -> Removal:
    """Remove every reply of this partner to this request, its draft and its evidence, for good.

    What was counted of it no longer counts. The bytes of evidence go at once, or with a night that follows where they
    were handed in within the last day (`left_bytes`).

    Raises `NothingToRemove`, `trail.holds.UnderHold`, `ReasonMissing`.
    """
    actor.require(Can.REQUEST_APPROVE)
    with transaction.atomic():
        row: Asked = (
            Asked.objects.select_for_update(of=("self",))
            .select_related("request", "partner")
            .get(pk=asked.pk)
        )
        replies = list(Reply.objects.filter(asked=row).order_by("round"))
        if not replies:
            raise NothingToRemove
        # The letter promised a certificate: whoever sends it finds here that it is due.
        step = step_of(REMOVED, replies[-1].pk)
        Nudge.objects.create(organisation=actor.organisation, asked=row, step=step, noted_at=clock.now())
        before, digests = facts.asked(row), [one.digest for one in replies]
        _uncounted(actor, row, reason)
        row.reply = None
        row.revision += 1
        row.save(update_fields=["reply", "revision"])
        for sheet in DroppedSheet.objects.filter(asked=row):
            sheet.reply, sheet.sealed, sheet.read = None, b"", None
            sheet.save(update_fields=["reply", "sealed", "read"])
        note(row.organisation, _evidence_removed(actor, row, reason), row)
        for draft in ReplyDraft.objects.filter(asked=row):
            remove(actor, draft, reason)
        for reply in replies:
            remove(actor, reply, reason)
        record(
            actor,
            events.REMOVED,
            kind="asked",
            thing_id=row.pk,
            number=row.number,
            partner=row.partner.name,
            digests=digests,
            **between(before, facts.asked(row)),
        )
    take_away(row)
    return Removal(clock.now(), tuple(digests))


def removal_of(asked: Asked) -> Removal | None:
    """The last removal, as the trail tells it."""
    entry = (
        Entry.objects.filter(
            event=events.REMOVED.id,
            organisation_id=asked.organisation_id,
            kind="asked",
            thing_id=str(asked.pk),
        )
        .order_by("-index")
        .first()
    )
    if entry is None:
        return None
    return Removal(entry.at, tuple(str(one) for one in entry.detail.get("digests", ())))


def _uncounted(actor: Actor, asked: Asked, reason: str) -> None:
    standings = Standing.objects.select_for_update(of=("self",)).filter(reply__asked=asked)
    for standing in standings.select_related("reply__asked__request"):
        forget(standing)
        remove(actor, standing, reason)


def _evidence_removed(actor: Actor, asked: Asked, reason: str) -> set[str]:
    """Returns the hashes of the files that nothing names any more."""
    gone = set()
    for one in ReplyEvidence.objects.filter(asked=asked).select_related("file"):
        file = one.file
        remove(actor, one, reason)
        if file is None:
            continue
        try:
            with transaction.atomic():
                remove(actor, file, reason)
        except ProtectedError:
            continue
        gone.add(file.sha256)
    return gone


def step_of(prefix: str, reply_id: uuid.UUID | None) -> str:
    """A step about one reply, of ten signs: a corrected reply has steps of its own."""
    return f"{prefix}{reply_id.hex[-6:] if reply_id else ''}"


def reason_of_time() -> str:
    """The reason that stands in the field when the time is over."""
    return _("手紙で約束した保管の期間が過ぎたため")
