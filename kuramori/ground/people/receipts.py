"""Receipts: the proof of an entry goes to whoever did the thing, by mail. Then it is in other hands than ours.

A verb promises the receipt in its own transaction; the worker makes the proof once the entry is under a signed
checkpoint, and puts the mail into the outbox. Where no mail is set up, or somebody has no address, nothing is promised.
"""

from __future__ import annotations

import uuid

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, job
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.ground.post.addresses import AddressUnusable
from kuramori.ground.post.carrier import MailIsOff, is_on
from kuramori.ground.post.letter import Attachment, Recipient
from kuramori.ground.post.purposes import Purpose
from kuramori.ground.post.queue import queue
from kuramori.ground.post.read import was_written
from kuramori.ground.trail import prove, read

SEND = "people:receipt"
MAIL = Purpose("people:receipt", gettext_lazy("証跡の証明"))


def promise(actor: Actor, index: int) -> bool:
    """Ask for the receipt of the entry `index` that this actor just made; False where none can be sent."""
    if actor.person_id is None or not is_on():
        return False
    enqueue(SEND, organisation_id=actor.organisation_id, person_id=actor.person_id, index=index)
    return True


@job(SEND)
def send(*, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object) -> None:
    """Prove the entry and write to the person; done twice, the second time does nothing."""
    index = int(str(arguments["index"]))
    actor = access.actor_of_person(uuid.UUID(organisation_id), uuid.UUID(person_id) if person_id else None)
    if actor is None or was_written(actor.organisation_id, MAIL, "entry", index):
        return
    with scope(organisation=actor.organisation):
        recipient = _recipient(actor)
        receipt = prove.prove(index)
        sentence = next((line.sentence for line in read.at(actor.organisation_id, [index])), "")
        if recipient is None or not sentence:
            return
        try:
            queue(
                actor,
                to=[recipient],
                subject=_("証跡の証明（%(number)s番）") % {"number": index},
                text=_letter(index, sentence),
                purpose=MAIL,
                about=("entry", index),
                attachments=_attached(receipt),
            )
        except (MailIsOff, AddressUnusable):
            return  # The entry stands all the same, and its page hands the proof out at any time.


def _letter(index: int, sentence: str) -> str:
    return _(
        "次のことが、証跡の%(number)s番に残りました。\n\n    %(sentence)s\n\n"
        "添えた2つのファイルは、その証明です。消さずに取っておいてください。\n"
        "この先だれかが記録を書き換えても、この証明と合わないので分かります。\n"
        "確かめ方は、蔵守の「証跡」のページにあります。\n"
    ) % {"number": index, "sentence": sentence}


def _attached(receipt: prove.Receipt) -> list[Attachment]:
    name = f"entry-{receipt.index}"
    return [
        Attachment(f"{name}.tlog-proof", "text/plain", receipt.proof.encode()),
        Attachment(f"{name}.entry.json", "application/json", (receipt.entry + "\n").encode()),
    ]


def _recipient(actor: Actor) -> Recipient | None:
    person = Person.objects.select_related("account").get(pk=str(actor.person_id))
    address = person.account.email if person.account else person.email
    return Recipient(address, person.name, person.pk) if address else None
