"""Send once more what failed or may not have arrived. A person decides that; the new mail says what it is."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kuramori.ground.post import events, facts_of
from kuramori.ground.post.carrier import MailIsOff, is_on
from kuramori.ground.post.models import Delivery, Message, State
from kuramori.ground.post.purposes import words_of
from kuramori.ground.post.queue import ask_for_sending
from kuramori.ground.post.sealing import (
    LetterForgotten,
    letter_of,
    recipient_of,
    seal_letter,
    seal_recipient,
)
from kuramori.ground.trail.changes import between, parts
from kuramori.ground.trail.record import Doer, record
from kuramori.outside import clock


class NotInDoubt(ValueError):
    """It was sent, or is still waiting to be sent."""


class SentAgainAlready(ValueError):
    """Somebody has pressed the button for this delivery before."""


def delivery_of(organisation_id: uuid.UUID, delivery_id: uuid.UUID) -> Delivery | None:
    """The delivery, if it belongs to this organisation."""
    return (
        Delivery.objects.select_related("message")
        .filter(pk=delivery_id, message__organisation_id=organisation_id)
        .first()
    )


def send_again(actor: Doer, delivery: Delivery) -> Delivery:
    """A new delivery of the same text, marked as a repetition; the older one stays as it is.

    Raises `MailIsOff`, `NotInDoubt`, `SentAgainAlready`, `LetterForgotten`. The caller has checked the right to.
    """
    if not is_on():
        raise MailIsOff
    if delivery.state not in {State.UNKNOWN, State.FAILED}:
        raise NotInDoubt
    older, now = delivery.message, clock.now()
    if older.expires_at is not None and older.expires_at <= now:
        raise LetterForgotten
    letter, recipient = letter_of(older), recipient_of(delivery)
    note = _("もう一度お送りします。同じメールがもう届いていたら、こちらは読み捨ててください。")
    message = Message(
        organisation_id=older.organisation_id,
        person_id=actor.person_id,
        purpose=older.purpose,
        about_kind=older.about_kind,
        about_id=older.about_id,
        queued_at=now,
        expires_at=older.expires_at,
    )
    text = letter.text if delivery.state == State.FAILED else f"{note}\n\n{letter.text}"
    message.letter = seal_letter(message, replace(letter, text=text))
    try:
        with transaction.atomic():
            message.save()
            newer = Delivery(message=message, person_id=recipient.person_id, next_at=now, again_of=delivery)
            newer.recipient = seal_recipient(newer, message.organisation_id, recipient)
            newer.save()
            told = between(None, facts_of.message(message))
            rows = parts({str(newer.pk): facts_of.delivery(newer)})
            purpose = words_of(message.purpose)
            record(actor, events.AGAIN, kind="message", thing_id=message.pk, purpose=purpose, **told, **rows)
            ask_for_sending(message.organisation_id)
    except IntegrityError as error:
        raise SentAgainAlready from error
    return newer
