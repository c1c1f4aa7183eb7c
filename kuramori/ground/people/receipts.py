"""Receipts: the proof of an entry goes to whoever it concerns, by mail. Then it is in other hands than ours.

A verb promises the receipt in its own transaction; the worker makes the proof once the entry is under a signed
checkpoint, and puts the mail into the outbox. Where no mail is set up, or somebody has no address, nothing is promised.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, job
from kuramori.ground.people import access, links
from kuramori.ground.people.models import Link, Organisation, Person
from kuramori.ground.post.addresses import AddressUnusable
from kuramori.ground.post.carrier import MailIsOff, is_on
from kuramori.ground.post.letter import Attachment, Recipient
from kuramori.ground.post.purposes import Purpose
from kuramori.ground.post.queue import queue
from kuramori.ground.post.read import was_written
from kuramori.ground.trail import prove, read
from kuramori.ground.trail.record import Doer

SEND = "people:receipt"
MAIL = Purpose("people:receipt", gettext_lazy("証跡の証明"))


def promise(
    doer: Doer, index: int, *, person: Person | None = None, link: Link | None = None, once: object = None
) -> bool:
    """Ask for the receipt of the entry `index` that `doer` just made; False where none can be sent.

    It goes to `person` or to whom `link` was given; to the doer where neither is named. `once` names, beside the link
    or the person, what one receipt is enough for: a second promise of the same kind sends nothing.
    """
    to = {"person": str(person.pk)} if person else {"link": str(link.pk)} if link else {}
    if not is_on() or doer.organisation_id is None or (not to and doer.person_id is None):
        return False
    told: dict[str, Any] = {f"to_{kind}": key for kind, key in to.items()}
    if once is not None:
        told["once"] = str(once)
    enqueue(SEND, organisation_id=doer.organisation_id, person_id=doer.person_id, index=index, **told)
    return True


@job(SEND)
def send(*, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object) -> None:
    """Prove the entry and write to the one concerned; done twice, the second time does nothing."""
    index = int(str(arguments["index"]))
    house = access.organisation_called(uuid.UUID(organisation_id))
    about = ("receipt", arguments["once"]) if "once" in arguments else ("entry", index)
    if house is None:
        return
    with scope(organisation=house), transaction.atomic():
        # Two workers that hold two promises of the same kind come one after the other.
        Organisation.objects.select_for_update().get(pk=house.pk)
        if was_written(house.pk, MAIL, *about):
            return
        recipient = _recipient(arguments, person_id)
        sentence = next((line.sentence for line in read.at(house.pk, [index])), "")
        if recipient is None or not sentence:
            return
        try:
            queue(
                access.actor_of_schedule(house),
                to=[recipient],
                subject=_("証跡の証明（%(number)s番）") % {"number": index},
                text=_letter(index, sentence),
                purpose=MAIL,
                about=about,
                attachments=_attached(prove.prove(index)),
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


def _recipient(arguments: Mapping[str, object], doer_id: str | None) -> Recipient | None:
    """Who is still in the house, or whose link still opens; None for anybody else, or without an address."""
    if "to_link" in arguments:
        link = Link.objects.filter(pk=str(arguments["to_link"]), revoked_at__isnull=True).first()
        found = links.recipient_of(link) if link else None
        return found if found and found.address else None
    person_id = arguments.get("to_person") or doer_id
    person = Person.objects.select_related("account").filter(pk=str(person_id)).first() if person_id else None
    if person is None or not access.is_in_the_house(person.pk):
        return None
    address = person.account.email if person.account else person.email
    return Recipient(address, person.name, person.pk) if address else None
