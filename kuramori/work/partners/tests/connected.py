"""Two organisations of one instance that agreed to talk, for tests."""

from __future__ import annotations

from django_scopes import scope

from kuramori.ground.contacts.dealing import ContactWanted, PartnerWanted, add_contact, add_partner
from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.work.partners.channels import connecting
from kuramori.work.partners.models import Channel
from tests.cast import Cast


def partner_of(actor: Actor, name: str) -> Partner:
    """A partner with one contact who has an address."""
    with scope(organisation=actor.organisation):
        partner = add_partner(actor, PartnerWanted(name))
        add_contact(actor, partner, ContactWanted("例示 一郎", email="ichiro@reiji.example"))
    return partner


def connect(cast: Cast) -> tuple[Channel, Channel]:
    """The channel here and the one there, both agreed to."""
    here, there = cast.actor("steward"), cast.actor("steward", at=cast.there)
    them, us = partner_of(here, "見本金型株式会社"), partner_of(there, "架空精工株式会社")
    with scope(organisation=here.organisation):
        number = connecting.offer(here, them, them.contacts.get()).secret
    with scope(organisation=there.organisation):
        over_there = connecting.use(there, us, number)
    with scope(organisation=here.organisation):
        over_here = Channel.objects.get(partner=them)
        connecting.confirm(here, over_here)
        over_here.refresh_from_db()
    return over_here, over_there
