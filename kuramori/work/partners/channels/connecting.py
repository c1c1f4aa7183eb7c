"""Two organisations agree to talk: one hands over a number, the other uses it, both compare the same digits.

Who else lives on this instance is nobody's business, so nobody can look for a partner's organisation. The number is a
`people.Link` for one contact: whoever uses it up shows itself, and the one who gave it still has to say yes.
"""

from __future__ import annotations

import base64
import datetime
import uuid

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.people import access, keyring, links
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Link, Organisation
from kuramori.ground.people.roles import Can
from kuramori.ground.post.letter import Recipient
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.partners import events_channels as events
from kuramori.work.partners import facts_of
from kuramori.work.partners.channels.peer import Peer
from kuramori.work.partners.models import Channel
from kuramori.work.partners.telling import CARRY, name_of

TENANT = "tenant"
NUMBER_DAYS = 14
PURPOSE = links.LinkPurpose("partners:channel", "front:link", _("蔵守どうしをつなぐ番号"), Can.CHANNEL_OPEN)


class NumberUnusable(ValueError):
    """It was used, stopped, has run out, is no such number, or is our own. Which one is not told."""


class AlreadyConnected(ValueError):
    """A channel to this partner, or to this organisation, stands or waits for its confirmation."""


def offer(actor: Actor, partner: Partner, contact: Contact) -> links.Issued:
    """A number for one contact of the partner, good for `NUMBER_DAYS` days, once.

    Raises `AlreadyConnected`, `post.addresses.AddressUnusable` where the contact has no usable address.
    """
    actor.require(Can.CHANNEL_OPEN)
    with transaction.atomic():
        _require_free(partner)
        issued = links.issue(
            actor,
            PURPOSE,
            about=("partner", partner.pk),
            until_on=clock.today() + datetime.timedelta(days=NUMBER_DAYS),
            outside=Recipient(contact.email, contact.name),
        )
        record(actor, events.CHANNEL_OFFERED, kind="partner", thing_id=partner.pk, person=contact.name)
    return issued


def use(actor: Actor, partner: Partner, number: str) -> Channel:
    """Use up the number that this partner gave us; its own side then waits for its yes.

    Raises `NumberUnusable`, `AlreadyConnected`; nothing is changed then.
    """
    actor.require(Can.CHANNEL_OPEN)
    try:
        found = access.link_by_secret(number.strip())
    except Http404:
        raise NumberUnusable from None
    if found.purpose != PURPOSE.id or found.organisation_id == actor.organisation_id:
        raise NumberUnusable
    with transaction.atomic():
        _require_free(partner)
        if _between(actor.organisation, found.organisation):
            raise AlreadyConnected
        _use_up(found)
        theirs = found.organisation
        made = _open(actor.organisation, theirs, partner, opened_by=actor.person_id, accepted_at=clock.now())
        record(
            actor,
            events.CHANNEL_MADE,
            kind="partner_channel",
            thing_id=made.pk,
            digits=digits_of(theirs),
            **between(None, facts_of.channel(made)),
        )
        with scope(organisation=theirs):
            _appear(theirs, actor.organisation, found)
    return made


def confirm(actor: Actor, channel: Channel) -> None:
    """Say yes to the organisation that used our number, once its digits were compared over the telephone."""
    actor.require(Can.CHANNEL_OPEN)
    with transaction.atomic():
        row = Channel.objects.select_for_update(of=("self",)).get(pk=channel.pk)
        if row.accepted_at is not None or row.closed_at is not None:
            return
        row.accepted_at = clock.now()
        row.save(update_fields=["accepted_at"])
        record(
            actor,
            events.CHANNEL_CONFIRMED,
            kind="partner_channel",
            thing_id=row.pk,
            **between({"accepted_at": None}, {"accepted_at": row.accepted_at}),
        )
    if row.peer_house is not None:
        # What they said meanwhile waits on their side.
        with scope(organisation=_house(row)):
            theirs = Channel.objects.filter(peer=row.ours, closed_at__isnull=True).first()
            if theirs is not None:
                enqueue(CARRY, organisation_id=row.peer_house, person_id=None, channel=str(theirs.pk))


def close(actor: Actor, channel: Channel) -> None:
    """Say and hear nothing more; all that was said stays. The other side is not asked."""
    actor.require(Can.CHANNEL_OPEN)
    with transaction.atomic():
        row = Channel.objects.select_for_update(of=("self",)).get(pk=channel.pk)
        if row.closed_at is not None:
            return
        row.closed_at = clock.now()
        row.save(update_fields=["closed_at"])
        record(
            actor,
            events.CHANNEL_CLOSED,
            kind="partner_channel",
            thing_id=row.pk,
            **between({"closed_at": None}, {"closed_at": row.closed_at}),
        )


def digits_of(organisation: Organisation) -> str:
    """The digits of an organisation's key in use, to be read over the telephone."""
    return " ".join(keyring.active(organisation).digits)


def pinned(organisation: Organisation) -> list[dict[str, str | None]]:
    """Its public keys as a channel keeps them. Times in whole seconds, as statements tell theirs."""
    keyring.active(organisation)  # an organisation of before the key ring gets its first key now
    return [
        {
            "key": one.thumbprint,
            "public": base64.b64encode(one.public).decode("ascii"),
            "from_at": _second(one.from_at),
            "until_at": _second(one.until_at),
        }
        for one in keyring.public(organisation)
    ]


def _second(moment: datetime.datetime | None) -> str | None:
    return moment.replace(microsecond=0).isoformat() if moment else None


def _house(channel: Channel) -> Organisation:
    return Organisation.objects.get(pk=str(channel.peer_house))


def _require_free(partner: Partner) -> None:
    if Channel.objects.filter(partner=partner, closed_at__isnull=True).exists():
        raise AlreadyConnected


def _between(ours: Organisation, theirs: Organisation) -> bool:
    with scope(organisation=ours):
        here = Channel.objects.filter(peer=name_of(theirs), closed_at__isnull=True).exists()
    with scope(organisation=theirs):
        return here or Channel.objects.filter(peer=name_of(ours), closed_at__isnull=True).exists()


def _use_up(found: Link) -> None:
    """Only one of two who have the number gets through."""
    with scope(organisation=found.organisation):
        used = Link.objects.filter(
            pk=found.pk, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=clock.now()
        ).update(used_at=clock.now(), uses=1)
    if not used:
        raise NumberUnusable


def _appear(here: Organisation, visitor: Organisation, link: Link) -> None:
    """On the side that gave the number: who used it, waiting for a yes."""
    partner = Partner.objects.get(pk=uuid.UUID(link.thing_id))
    _require_free(partner)
    made = _open(here, visitor, partner, opened_by=link.issued_by_id, accepted_at=None)
    record(
        Peer(made),
        events.CHANNEL_ASKED,
        kind="partner_channel",
        thing_id=made.pk,
        digits=digits_of(visitor),
        **between(None, facts_of.channel(made)),
    )


def _open(
    ours: Organisation,
    theirs: Organisation,
    partner: Partner,
    *,
    opened_by: uuid.UUID | None,
    accepted_at: datetime.datetime | None,
) -> Channel:
    return Channel.objects.create(
        organisation=ours,
        partner=partner,
        ours=name_of(ours),
        peer=name_of(theirs),
        peer_name=theirs.name,
        carrier=TENANT,
        peer_house=theirs.pk,
        keys=pinned(theirs),
        opened_by_id=opened_by,
        opened_at=clock.now(),
        accepted_at=accepted_at,
    )
