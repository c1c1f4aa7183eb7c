"""What lies sealed in the outbox: one key for each organisation, one context for each row."""

from __future__ import annotations

import json
import uuid

from django.conf import settings

from kuramori.ground.post.letter import Letter, Recipient, letter_from
from kuramori.ground.post.models import Delivery, Message
from kuramori.outside.vault import Sealer


class LetterForgotten(LookupError):
    """The text of this message is not kept any more."""


def seal_letter(message: Message, letter: Letter) -> bytes:
    return _sealer(message.organisation_id).seal(letter.kept(), f"message/{message.pk}".encode())


def letter_of(message: Message) -> Letter:
    """Raises `LetterForgotten`, `outside.vault.SealBroken`."""
    if not message.letter:
        raise LetterForgotten
    plain = _sealer(message.organisation_id).open(bytes(message.letter), f"message/{message.pk}".encode())
    return letter_from(plain)


def seal_recipient(delivery: Delivery, organisation_id: uuid.UUID | None, recipient: Recipient) -> bytes:
    plain = json.dumps([recipient.address, recipient.name], ensure_ascii=False).encode()
    return _sealer(organisation_id).seal(plain, f"delivery/{delivery.pk}".encode())


def recipient_of(delivery: Delivery) -> Recipient:
    """Raises `outside.vault.SealBroken`."""
    sealer = _sealer(delivery.message.organisation_id)
    address, name = json.loads(sealer.open(bytes(delivery.recipient), f"delivery/{delivery.pk}".encode()))
    return Recipient(address, name, delivery.person_id)


def _sealer(organisation_id: uuid.UUID | None) -> Sealer:
    return settings.VAULT.sealer("post", str(organisation_id or ""))
