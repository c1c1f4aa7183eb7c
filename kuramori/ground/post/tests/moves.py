"""What these tests do again and again: queue a mail, let the worker send."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.models import Delivery, Message
from kuramori.ground.post.purposes import Purpose
from kuramori.ground.post.queue import queue
from kuramori.ground.post.sealing import recipient_of
from kuramori.ground.post.send import send_due

HERE = uuid.UUID(int=7)
TRYING = Purpose("post:trying", "試し")


@dataclass(frozen=True, slots=True)
class Somebody:
    """A doer without a roster."""

    organisation_id: uuid.UUID | None = HERE
    person_id: uuid.UUID | None = None
    name: str = "森下 健一"
    via: str = "browser"


def write_to(*addresses: str, **fields: object) -> Message:
    """Queue a mail to these addresses."""
    to = [Recipient(address, f"宛名{number}") for number, address in enumerate(addresses)]
    given = {"to": to, "subject": "お知らせ", "text": "こんにちは。\n", "purpose": TRYING, **fields}
    return queue(given.pop("actor", Somebody()), **given)  # type: ignore[arg-type]


def send() -> None:
    """The worker comes by once."""
    send_due(organisation_id=str(HERE), person_id=None, progress=lambda _done, _total: None)


def states() -> dict[str, str]:
    """How each delivery stands, by address."""
    from_rows = Delivery.objects.select_related("message")
    return {address_of(row): row.state for row in from_rows}


def address_of(row: Delivery) -> str:
    return recipient_of(row).address
