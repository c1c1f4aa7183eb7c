"""Receipts: the proof of an entry goes to whoever it concerns, by mail. Then it is in other hands than ours.

A verb promises the receipt in its own transaction; the worker makes the proof once the entry is under a signed
checkpoint, and puts the mail into the outbox. Where no mail is set up, or somebody has no address, nothing is promised.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, job
from kuramori.ground.people import access, links
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Link, Membership, Organisation, Person
from kuramori.ground.people.roles import Role
from kuramori.ground.post.addresses import AddressUnusable
from kuramori.ground.post.carrier import MailIsOff, is_on
from kuramori.ground.post.letter import Attachment, Recipient
from kuramori.ground.post.purposes import Purpose
from kuramori.ground.post.queue import queue
from kuramori.ground.post.read import was_written
from kuramori.ground.trail import keys, prove, read
from kuramori.ground.trail.read import Line
from kuramori.ground.trail.record import Doer
from kuramori.outside import clock

SEND = "people:receipt"
MAIL = Purpose("people:receipt", gettext_lazy("証跡の証明"))


STEERING = frozenset({Role.OWNER, Role.STEWARD})
"""Who takes these on, or gives them up, concerns every owner of the house."""


def promise_steering(doer: Doer, index: int, roles: Collection[str], *, person: Person | None = None) -> bool:
    """The receipt of an entry about `roles`, given or ended, to `person`; where one of them steers, to the owners too.

    The owners of today get it, except the one who did it: so the proof of who answers for the house is never in one
    hand. False where none can be sent.
    """
    to = [person.pk] if person else []
    if STEERING & frozenset(roles):
        owners = Membership.objects.filter(held_on(), role=Role.OWNER.value).exclude(person=doer.person_id)
        to += owners.order_by("person__name").values_list("person_id", flat=True)
    return bool(to) and _promise(doer, index, to_people=[str(one) for one in dict.fromkeys(to)])


def promise(
    doer: Doer, index: int, *, person: Person | None = None, link: Link | None = None, once: object = None
) -> bool:
    """Ask for the receipt of the entry `index` that `doer` just made; False where none can be sent.

    It goes to `person` or to whom `link` was given; to the doer where neither is named. `once` names, beside the link
    or the person, what one receipt is enough for: a second promise of the same kind sends nothing.
    """
    to = {"person": str(person.pk)} if person else {"link": str(link.pk)} if link else {}
    if not to and doer.person_id is None:
        return False
    told: dict[str, Any] = {f"to_{kind}": key for kind, key in to.items()}
    if once is not None:
        told["once"] = str(once)
    return _promise(doer, index, **told)


def _promise(doer: Doer, index: int, **told: Any) -> bool:
    if not is_on() or doer.organisation_id is None:
        return False
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
        recipients = _recipients(arguments, person_id)
        line = next(iter(read.at(house.pk, [index])), None)
        if not recipients or line is None:
            return
        try:
            queue(
                access.actor_of_schedule(house),
                to=recipients,
                subject=_("証跡の証明（%(organisation)s %(number)s番）")
                % {"organisation": house.name, "number": index},
                text=_letter(house, line),
                purpose=MAIL,
                about=about,
                attachments=_attached(prove.prove(index)),
            )
        except (MailIsOff, AddressUnusable):
            return  # The entry stands all the same, and its page hands the proof out at any time.


def _letter(house: Organisation, line: Line) -> str:
    """What happened and how to check it: whoever gets it may have nothing of ours but this letter."""
    key, address = keys.log_verifier(), settings.INSTANCE.site.address
    return _(
        "%(organisation)sの証跡（だれが何をしたかの記録）の%(number)s番に、次のことが残りました。\n\n"
        "    %(at)s\n    %(sentence)s\n\n"
        "添えた2つのファイルは、その証明です。消さずに取っておいてください。\n"
        "この先だれかが記録を書き換えても、この証明と合わないので分かります。\n\n"
        "確かめ方（ログインは要りません）:\n    %(where)s\n\n"
        "記録の鍵:\n    %(key)s\n"
        "鍵の指紋（電話などで読み合わせるとき）:\n    %(fingerprint)s\n"
    ) % {
        "organisation": house.name,
        "number": line.index,
        "at": f"{line.at.astimezone(clock.TOKYO):%Y/%m/%d %H:%M}",
        "sentence": line.sentence,
        "where": f"{address.rstrip('/')}/verify/" if address else _ask(house),
        "key": key.text,
        "fingerprint": key.fingerprint,
    }


def _ask(house: Organisation) -> str:
    return _("確かめる道具（verify.html）を、%(organisation)sから受け取ってください。") % {
        "organisation": house.name
    }


def _attached(receipt: prove.Receipt) -> list[Attachment]:
    name = f"entry-{receipt.index}"
    return [
        Attachment(f"{name}.tlog-proof", "text/plain", receipt.proof.encode()),
        Attachment(f"{name}.entry.json", "application/json", (receipt.entry + "\n").encode()),
    ]


def _recipients(arguments: Mapping[str, Any], doer_id: str | None) -> list[Recipient]:
    """Those who are still in the house, or whose link still opens, and who have an address; each address once."""
    if "to_people" not in arguments:
        found = [_recipient(arguments, doer_id)]
    else:
        found = [_recipient({"to_person": one}, None) for one in arguments["to_people"]]
    return list({one.address.lower(): one for one in found if one is not None}.values())


def _recipient(arguments: Mapping[str, object], doer_id: str | None) -> Recipient | None:
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
