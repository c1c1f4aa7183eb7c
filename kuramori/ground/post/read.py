"""What pages show of the mail: an organisation's own with addresses, the instance's as counts and reasons only."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Count, Exists, Min, OuterRef, Q

from kuramori.ground.post.carrier import is_on
from kuramori.ground.post.models import Delivery, Message, State
from kuramori.ground.post.purposes import Purpose, words_of
from kuramori.ground.post.reasons import reason_of
from kuramori.ground.post.sealing import recipient_of
from kuramori.outside import clock
from kuramori.outside.vault import SealBroken

WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One mail to one recipient. `address` is empty where it can no longer be read."""

    id: uuid.UUID
    address: str
    name: str
    purpose: str
    state: str
    state_label: str
    reason: str
    queued_at: datetime.datetime
    noted_at: datetime.datetime | None
    next_at: datetime.datetime | None
    is_again: bool
    was_sent_again: bool
    may_send_again: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of an organisation's deliveries stand how; `all` is their sum."""

    queued: int
    sent: int
    unknown: int
    failed: int

    @property
    def all(self) -> int:
        return self.queued + self.sent + self.unknown + self.failed


@dataclass(frozen=True, slots=True)
class Reason:
    """Why mails wait or failed, and how many; never whose."""

    sentence: str
    count: int


@dataclass(frozen=True, slots=True)
class Health:
    """Mail of the whole instance in the last 7 days: counts and reasons, no addresses, no organisations."""

    is_on: bool
    queued: int
    oldest_queued_at: datetime.datetime | None
    retrying: int
    sent: int
    unknown: int
    failed: int
    reasons: tuple[Reason, ...]
    last_sent_at: datetime.datetime | None


def deliveries(
    organisation_id: uuid.UUID, *, state: str = "", limit: int = 50, offset: int = 0
) -> tuple[DeliveryLine, ...]:
    """The newest mails of one organisation, at most `limit` after `offset` newer ones."""
    rows = (
        Delivery.objects.filter(message__organisation_id=organisation_id)
        .select_related("message")
        .annotate(was_sent_again=Exists(Delivery.objects.filter(again_of=OuterRef("pk"))))
        .order_by("-message__queued_at", "pk")
    )
    if state:
        rows = rows.filter(state=state)
    return tuple(_line(row) for row in rows[offset : offset + limit])


def was_written(organisation_id: uuid.UUID, purpose: Purpose, kind: str, thing_id: object) -> bool:
    """Whether a mail for this purpose, about this thing, was ever put into the outbox."""
    asked = Message.objects.filter(organisation_id=organisation_id, purpose=purpose.id)
    return asked.filter(about_kind=kind, about_id=str(thing_id)).exists()


def counts(organisation_id: uuid.UUID) -> Counts:
    """All deliveries of one organisation by state."""
    rows = Delivery.objects.filter(message__organisation_id=organisation_id)
    found = dict(rows.values_list("state").annotate(Count("pk")))
    return Counts(**{state.value: found.get(state.value, 0) for state in State})


def health() -> Health:
    """How mail stands in the whole instance, for its operator and for `doctor`."""
    since = clock.now() - WEEK
    waiting = Delivery.objects.filter(state=State.QUEUED)
    ended = Delivery.objects.filter(noted_at__gte=since)
    found = dict(ended.values_list("state").annotate(Count("pk")))
    return Health(
        is_on=is_on(),
        queued=waiting.count(),
        oldest_queued_at=waiting.aggregate(at=Min("message__queued_at"))["at"],
        retrying=waiting.filter(attempts__gt=0).count(),
        sent=found.get(State.SENT, 0),
        unknown=found.get(State.UNKNOWN, 0),
        failed=found.get(State.FAILED, 0),
        reasons=_reasons(Q(state=State.QUEUED, attempts__gt=0) | Q(state=State.FAILED, noted_at__gte=since)),
        last_sent_at=Delivery.objects.filter(state=State.SENT)
        .order_by("-noted_at")
        .values_list("noted_at", flat=True)
        .first(),
    )


def _reasons(which: Q) -> tuple[Reason, ...]:
    rows = Delivery.objects.filter(which).values_list("stage", "code", "enhanced").annotate(Count("pk"))
    summed: dict[str, int] = {}
    for stage, code, enhanced, count in rows:
        sentence = reason_of(stage, code, enhanced)
        summed[sentence] = summed.get(sentence, 0) + count
    ordered = sorted(summed.items(), key=lambda entry: (-entry[1], entry[0]))
    return tuple(Reason(sentence, count) for sentence, count in ordered)


def _line(row: Delivery) -> DeliveryLine:
    try:
        recipient = recipient_of(row)
        address, name = recipient.address, recipient.name
    except SealBroken:
        address = name = ""
    message, state = row.message, State(row.state)
    was_sent_again = bool(row.was_sent_again)  # type: ignore[attr-defined]
    is_useful = bool(message.letter) and (message.expires_at is None or message.expires_at > clock.now())
    return DeliveryLine(
        id=row.pk,
        address=address,
        name=name,
        purpose=words_of(message.purpose),
        state=state.value,
        state_label=str(state.label),
        reason="" if state in {State.SENT, State.UNKNOWN} else reason_of(row.stage, row.code, row.enhanced),
        queued_at=message.queued_at,
        noted_at=row.noted_at,
        next_at=row.next_at if state is State.QUEUED and row.attempts else None,
        is_again=row.again_of_id is not None,
        was_sent_again=was_sent_again,
        may_send_again=state in {State.UNKNOWN, State.FAILED}
        and not was_sent_again
        and is_useful
        and is_on(),
    )
