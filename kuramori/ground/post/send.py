"""The worker's part: whatever is due goes out over one connection, and every answer is noted at once.

A mail is never handed over by two workers (a lease), and never a second time where its fate is unknown: before it is
handed over that is noted, and a worker that dies afterwards leaves the note behind.
"""

from __future__ import annotations

import datetime
import uuid
from collections import deque
from collections.abc import Iterable

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kuramori.ground.jobs.kinds import Progress, job
from kuramori.ground.jobs.models import Job
from kuramori.ground.jobs.models import State as JobState
from kuramori.ground.jobs.schedule import schedule
from kuramori.ground.post import carrier, events, facts_of
from kuramori.ground.post.forget import forget_letters
from kuramori.ground.post.letter import Envelope, composed
from kuramori.ground.post.models import Delivery, State
from kuramori.ground.post.purposes import words_of
from kuramori.ground.post.queue import SEND, ask_for_sending
from kuramori.ground.post.sealing import LetterForgotten, letter_of, recipient_of
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.outside.mail import Answer, Connection, Fate, NoConnection, Stage, connection
from kuramori.outside.vault import SealBroken

log = structlog.get_logger()

BATCH = 50
# Longer than the longest that one mail can take (see outside.mail): 4 commands and the answer to the text.
LEASE = datetime.timedelta(minutes=10)
PAUSES = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
GIVE_UP_AFTER = datetime.timedelta(days=2)
LOOK_AGAIN = datetime.timedelta(hours=1)
LOOK_AFTER = datetime.timedelta(minutes=10)
MOST_RECONNECTS = 3

TOO_LATE = Answer(Fate.REFUSED, Stage.TEXT, 1)
UNREADABLE = Answer(Fate.REFUSED, Stage.TEXT, 2)


@job(SEND)
def send_due(*, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object) -> None:
    """Send whatever is due, whoever's it is, and ask to be called again for what has to wait."""
    doubt_what_was_handed_over()
    if carrier.is_on():
        done = 0
        while batch := claim():
            _send(batch)
            done += len(batch)
            progress(done, done + Delivery.objects.filter(_due()).count())
    forget_letters()
    _come_back()


@schedule("post:look_after", every=LOOK_AFTER, says=_("出しそびれたメールがないか見る"))
def look_after() -> None:
    """Have the worker look again, where mails wait and nothing else would: their own jobs may have died thrice."""
    _come_back()


def doubt_what_was_handed_over() -> int:
    """Deliveries whose worker died between handing over and noting become unknown; returns how many."""
    left = Delivery.objects.filter(
        state=State.QUEUED, handed_at__isnull=False, lease_until__lt=clock.now()
    ).select_related("message")
    for delivery in left:
        _close(delivery, Answer(Fate.UNKNOWN, Stage.TEXT))
    return len(left)


def claim(most: int = BATCH) -> list[Delivery]:
    """Take what is due under a lease of one's own. What another worker holds is passed over."""
    now, lease = clock.now(), uuid.uuid4()
    with transaction.atomic():
        free = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).filter(_due())
        ids = list(free.order_by("next_at", "pk").values_list("pk", flat=True)[:most])
        Delivery.objects.filter(pk__in=ids).update(lease=lease, lease_until=now + LEASE)
    return list(
        Delivery.objects.filter(lease=lease, state=State.QUEUED)
        .select_related("message")
        .order_by("next_at", "pk")
    )


def _due() -> Q:
    now = clock.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    return free & Q(state=State.QUEUED, handed_at__isnull=True, next_at__lte=now)


def _send(batch: Iterable[Delivery]) -> None:
    waiting = deque(batch)
    for _try in range(MOST_RECONNECTS + 1):
        if not waiting:
            return
        try:
            with connection(carrier.server()) as line:
                last = _hand_over_all(line, waiting)
        except NoConnection as failed:
            log.warning("post:server:unreachable", stage=failed.answer.stage, code=failed.answer.code)
            _put_back(waiting, failed.answer)
            return
        if last.code == 421:
            break  # The server is closing for now; knocking again at once would only annoy it.
    _put_back(waiting, Answer(Fate.LATER, Stage.CONNECT))


def _hand_over_all(line: Connection, waiting: deque[Delivery]) -> Answer:
    """One after the other until none is left or the connection is over; returns the last answer."""
    answer = Answer(Fate.LATER, Stage.CONNECT)
    while waiting:
        delivery = waiting.popleft()
        answer = _hand_over(line, delivery)
        if answer.is_over:
            break
    return answer


def _hand_over(line: Connection, delivery: Delivery) -> Answer:
    expires_at = delivery.message.expires_at
    if expires_at is not None and expires_at <= clock.now():
        return _close(delivery, TOO_LATE)
    try:
        sender, recipient, content = _written(delivery)
    except (SealBroken, LetterForgotten):
        return _close(delivery, UNREADABLE)
    now = clock.now()
    mine = Delivery.objects.filter(
        pk=delivery.pk, lease=delivery.lease, state=State.QUEUED, handed_at__isnull=True, lease_until__gt=now
    )
    if not mine.update(handed_at=now, lease_until=now + LEASE):
        return UNREADABLE  # The lease ran out meanwhile: it is another worker's now.
    answer = line.hand_over(sender, recipient, content)
    if answer.fate is Fate.LATER:
        _postpone(delivery, answer)
    else:
        _close(delivery, answer)
    return answer


def _written(delivery: Delivery) -> tuple[str, str, bytes]:
    recipient = recipient_of(delivery)
    name, address = carrier.sender()
    envelope = Envelope(
        sender=address,
        sender_name=name,
        recipient=recipient.address,
        recipient_name=recipient.name,
        # The same at every try, so that a server which did take the first one can tell.
        message_id=f"{delivery.pk}@{address.rpartition('@')[2]}",
        at=clock.now(),
    )
    return address, recipient.address, composed(letter_of(delivery.message), envelope)


def _put_back(waiting: Iterable[Delivery], answer: Answer) -> None:
    for delivery in waiting:
        _postpone(delivery, answer)


def _postpone(delivery: Delivery, answer: Answer) -> None:
    """Try again after a pause that grows; after two days it has failed."""
    now = clock.now()
    if delivery.message.queued_at + GIVE_UP_AFTER <= now and delivery.again_of_id is None:
        _close(delivery, answer)
        return
    pause = PAUSES[min(delivery.attempts, len(PAUSES) - 1)]
    Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease, state=State.QUEUED).update(
        attempts=delivery.attempts + 1,
        next_at=now + pause,
        handed_at=None,
        lease=None,
        lease_until=None,
        **_why(answer),
    )


_ENDS = {
    Fate.SENT: (State.SENT, events.SENT),
    Fate.UNKNOWN: (State.UNKNOWN, events.UNKNOWN),
    Fate.REFUSED: (State.FAILED, events.FAILED),
    Fate.LATER: (State.FAILED, events.FAILED),
}


def _close(delivery: Delivery, answer: Answer) -> Answer:
    """Note how it ended, with its entry in the trail. Who learns the answer late still corrects a doubt."""
    state, event = _ENDS[answer.fate]
    message = delivery.message
    with transaction.atomic():
        open_still = Q(state=State.QUEUED) | (Q(state=State.UNKNOWN) if state != State.UNKNOWN else Q())
        mine = Delivery.objects.filter(open_still, pk=delivery.pk, lease=delivery.lease)
        row = mine.select_for_update().first()
        if row is not None:
            before = facts_of.delivery(row)
            row.state, row.noted_at, row.attempts = state, clock.now(), delivery.attempts + 1
            row.lease_until = None
            row.stage, row.code, row.enhanced = answer.stage.value, answer.code, answer.enhanced
            row.save(update_fields=["state", "noted_at", "attempts", "lease_until", *_why(answer)])
            told = between(before, facts_of.delivery(row), part=row.pk)
            code = {"code": answer.enhanced or str(answer.code or answer.stage.value)}
            record(
                carrier.Instance(message.organisation_id),
                event,
                kind="message",
                thing_id=message.pk,
                purpose=words_of(message.purpose),
                **(code if state == State.FAILED else {}),
                **told,
            )
    return answer


def _why(answer: Answer) -> dict[str, object]:
    return {"stage": answer.stage.value, "code": answer.code, "enhanced": answer.enhanced}


def _come_back() -> None:
    """Have the worker look again when the next mail is due, unless it will anyway."""
    waiting = Delivery.objects.filter(state=State.QUEUED).order_by("next_at").only("next_at").first()
    if waiting is None:
        return
    now = clock.now()
    held = (
        Delivery.objects.filter(state=State.QUEUED, lease_until__gt=now)
        .order_by("lease_until")
        .values_list("lease_until", flat=True)
        .first()
    )
    wanted = max(waiting.next_at, now) if carrier.is_on() else now + LOOK_AGAIN
    if held is not None and waiting.next_at <= now:
        wanted = held
    coming = Job.objects.filter(kind=SEND, state=JobState.QUEUED).values_list("arguments", flat=True)
    if any(arguments.get("at", "") <= wanted.isoformat() for arguments in coming):
        return
    ask_for_sending(None, after=wanted)
