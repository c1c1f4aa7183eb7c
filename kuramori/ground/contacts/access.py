"""The door from a request to a partner, its sites and people: 404 for a stranger, 403 without the right."""

from __future__ import annotations

import uuid

from django.http import Http404

from kuramori.ground.contacts.models import Contact, Partner, PartnerDraft, Site
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can


def partner_for(actor: Actor, partner_id: uuid.UUID, can: Can) -> Partner:
    """One partner, a former and a merged one included."""
    partner = Partner.objects.filter(pk=partner_id).select_related("merged_into").first()
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


def site_for(actor: Actor, site_id: uuid.UUID, can: Can) -> Site:
    """Where a partner works."""
    site = Site.objects.filter(pk=site_id).select_related("partner").first()
    if site is None:
        raise Http404
    actor.require(can)
    return site


def draft_for(actor: Actor, draft_id: uuid.UUID) -> PartnerDraft:
    """A file that was read: a colleague with the right may finish it."""
    draft = PartnerDraft.objects.filter(pk=draft_id).first()
    if draft is None:
        raise Http404
    actor.require(Can.PARTNER_CHANGE)
    return draft
