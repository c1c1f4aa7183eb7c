"""Say something to a partner's organisation: the statement is signed and numbered in the transaction of what it tells.

Both happen, or neither. It is carried afterwards by `channels.carrying`, as often as it takes; the other side takes it
in once. Where no channel to the partner stands nothing is said, and the paper goes as it always did.
"""

from __future__ import annotations

import base64
import uuid
from typing import Protocol

from django.db import transaction

from kuramori.ground.contacts.models import Partner
from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.people import keyring
from kuramori.ground.people.models import Organisation
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import Doer, record
from kuramori.outside import clock
from kuramori.rules.statements.bodies import Body
from kuramori.rules.statements.signed import PURPOSE, payload_of
from kuramori.rules.statements.statement import FIRST, Statement
from kuramori.work.partners import events_channels as events
from kuramori.work.partners.models import Channel, Told, Way

CARRY = "partners:carry"
MOST_CHANNELS = 20


def name_of(organisation: Organisation) -> str:
    """How an organisation is called in statements: the same for ever and everywhere, unlike its short name."""
    return f"urn:uuid:{organisation.pk}"


def channel_to(partner: Partner, thread: uuid.UUID | None = None) -> Channel | None:
    """The way to this partner's organisation, where both sides agreed to it.

    Two stand where two rows of one company became one: then that over which the matter `thread` came, else the older.
    """
    rows = Channel.objects.filter(partner=partner, accepted_at__isnull=False, closed_at__isnull=True)
    standing = list(rows.order_by("opened_at", "pk")[:MOST_CHANNELS])
    if len(standing) > 1 and thread is not None:
        known = set(
            Told.objects.filter(channel__in=standing, thread=thread).values_list("channel", flat=True)
        )
        standing.sort(key=lambda one: one.pk not in known)
    return standing[0] if standing else None


class Teller(Doer, Protocol):
    """Who says it, for an organisation: an actor, or whoever came by a link."""

    @property
    def organisation(self) -> Organisation: ...


def tell(actor: Teller, partner: Partner, body: Body, thread: uuid.UUID) -> bool:
    """Say `body` in the matter `thread`; False where no channel stands. The caller's verb has checked the right.

    Raises `rules.statements.StatementRefused` for one that its recipient would refuse, such as a name that is too long.
    """
    organisation = actor.organisation
    with transaction.atomic():
        standing = channel_to(partner, thread)
        if standing is None:
            return False
        channel = Channel.objects.select_for_update(of=("self",)).get(pk=standing.pk)
        statement = Statement(
            id=uuid.uuid4(),
            sender=channel.ours,
            recipient=channel.peer,
            sequence=channel.sent + 1,
            previous=_last_digest(channel),
            thread=thread,
            said_at=clock.now().replace(microsecond=0),
            body=body,
        )
        told = _signed_row(organisation, channel, statement)
        channel.sent = statement.sequence
        channel.save(update_fields=["sent"])
        record(
            actor,
            events.STATEMENT_SENT,
            kind="partner_channel",
            thing_id=channel.pk,
            number=told.sequence,
            what=told.kind,
            digest=told.digest,
            **between(
                None,
                {
                    "told": told.pk,
                    "thread": thread,
                    "kind": told.kind,
                    "digest": told.digest,
                    "key": told.key,
                },
            ),
        )
        enqueue(CARRY, organisation_id=organisation.pk, person_id=None, channel=str(channel.pk))
    return True


def _signed_row(organisation: Organisation, channel: Channel, statement: Statement) -> Told:
    payload = payload_of(statement)
    signed = keyring.sign(organisation, PURPOSE, payload.encode("utf-8"))
    row: Told = Told.objects.create(
        organisation=organisation,
        channel=channel,
        way=Way.SENT,
        sequence=statement.sequence,
        statement_id=statement.id,
        thread=statement.thread,
        kind=statement.kind,
        digest=statement.digest,
        text=payload,
        key=signed.thumbprint,
        signature=base64.urlsafe_b64encode(signed.signature).decode("ascii"),
        said_at=statement.said_at,
        recorded_at=clock.now(),
    )
    return row


def _last_digest(channel: Channel) -> str:
    last = Told.objects.filter(channel=channel, way=Way.SENT).order_by("-sequence").first()
    return last.digest if last else FIRST
