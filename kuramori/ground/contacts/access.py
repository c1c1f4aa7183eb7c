"""The door from a request to a partner and the people there: a stranger gets 404, a colleague without the right 403."""

from __future__ import annotations

import uuid

from django.http import Http404

from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can


def partner_for(actor: Actor, partner_id: uuid.UUID, can: Can) -> Partner:
    """One partner, a former one included."""
    partner = Partner.objects.filter(pk=partner_id).first()
    if partner is None:
        raise Http404
    actor.require(can)
    return partner


def contact_for(actor: Actor, contact_id: uuid.UUID, can: Can) -> Contact:
    """Somebody at a partner."""
    contact = Contact.objects.filter(pk=contact_id).select_related("partner").first()
    if contact is None:
        raise Http404
    actor.require(can)
    return contact
