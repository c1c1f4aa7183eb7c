"""Put a mail into the outbox, in the transaction of the change that wants it: both happen, or neither."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.post import events, facts_of
from kuramori.ground.post.addresses import checked
from kuramori.ground.post.carrier import MailIsOff, is_on
from kuramori.ground.post.letter import Attachment, Letter, Recipient
from kuramori.ground.post.models import Delivery, Message
from kuramori.ground.post.purposes import Purpose
from kuramori.ground.post.sealing import seal_letter, seal_recipient
from kuramori.ground.trail.changes import between, parts
from kuramori.ground.trail.record import Doer, record
from kuramori.outside import clock

SEND = "post:send"
# Whose job it is where it is nobody's: the queue of jobs knows organisations only.
NOBODY = uuid.UUID(int=0)


class NobodyToWriteTo(ValueError):
    """No recipient was named."""


def queue(
    actor: Doer,
    *,
    to: Iterable[Recipient],
    subject: str,
    text: str,
    purpose: Purpose,
    about: tuple[str, object] = ("", ""),
    attachments: Iterable[Attachment] = (),
    expires_at: datetime.datetime | None = None,
    wakes: bool = True,
) -> Message:
    """Queue one plain text for every recipient; each gets a mail of their own and sees nobody else's address.

    `about`: kind and id of the thing it tells of. `expires_at`: it is not sent after this moment. `wakes` False: the
    caller queues many and calls `ask_for_sending` once. Raises `MailIsOff` (nothing was queued), `AddressUnusable`,
    `LetterTooLarge`, `NobodyToWriteTo`.
    """
    if not is_on():
        raise MailIsOff
    letter = Letter(subject, text, tuple(attachments))
    recipients = [replace(one, address=checked(one.address)) for one in to]
    if not recipients:
        raise NobodyToWriteTo
    with transaction.atomic():
        message = _message(actor, letter, purpose, about, expires_at)
        deliveries = Delivery.objects.bulk_create(_delivery(message, recipient) for recipient in recipients)
        told = between(None, facts_of.message(message))
        rows = parts({str(one.pk): facts_of.delivery(one) for one in deliveries})
        record(
            actor,
            events.QUEUED,
            kind="message",
            thing_id=message.pk,
            count=len(recipients),
            purpose=str(purpose.words),
            **told,
            **rows,
        )
        if wakes:
            ask_for_sending(actor.organisation_id)
    return message


def ask_for_sending(organisation_id: uuid.UUID | None, after: datetime.datetime | None = None) -> None:
    """Wake the worker, once the transaction has committed. It sends whatever is due, whoever's it is."""
    arguments = {"at": after.isoformat()} if after else {}
    enqueue(SEND, organisation_id=organisation_id or NOBODY, person_id=None, after=after, **arguments)


def _message(
    actor: Doer,
    letter: Letter,
    purpose: Purpose,
    about: tuple[str, object],
    expires_at: datetime.datetime | None,
) -> Message:
    message = Message(
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        purpose=purpose.id,
        about_kind=about[0],
        about_id=str(about[1]),
        queued_at=clock.now(),
        expires_at=expires_at,
    )
    message.letter = seal_letter(message, letter)
    message.save()
    return message


def _delivery(message: Message, recipient: Recipient) -> Delivery:
    delivery = Delivery(message=message, person_id=recipient.person_id, next_at=message.queued_at)
    delivery.recipient = seal_recipient(delivery, message.organisation_id, recipient)
    return delivery
