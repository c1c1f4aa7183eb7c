"""The verbs of a partner's sites: add, change, and note that it is no longer there."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from kuramori.ground.contacts import events, facts_of, findable, wanted
from kuramori.ground.contacts.dealing import NoLonger, open_partner
from kuramori.ground.contacts.models import Partner, Site
from kuramori.ground.contacts.wanted import SiteWanted
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock


def add_site(actor: Actor, partner: Partner, asked: SiteWanted) -> Site:
    """Where a partner works. Raises `NameMissing`, `NoLonger`."""
    actor.require(Can.PARTNER_CHANGE)
    fields = wanted.site(asked)
    with transaction.atomic():
        held = open_partner(partner)
        row = Site.objects.create(organisation=actor.organisation, partner=held, **fields)
        _tell(actor, events.SITE_ADDED, row, None)
    return row


def change_site(actor: Actor, site: Site, asked: SiteWanted) -> Site:
    """Raises `NameMissing`, `NoLonger`."""
    actor.require(Can.PARTNER_CHANGE)
    fields = wanted.site(asked)
    with transaction.atomic():
        row = _open(site)
        before = facts_of.site(row)
        for name, value in fields.items():
            setattr(row, name, value)
        if facts_of.site(row) != before:
            row.save()
            _tell(actor, events.SITE_CHANGED, row, before)
    return row


def retire_site(actor: Actor, site: Site) -> Site:
    """They are not there any more; the row stays. Raises `NoLonger`."""
    actor.require(Can.PARTNER_CHANGE)
    with transaction.atomic():
        row = _open(site)
        before = facts_of.site(row)
        row.retired_on = clock.today()
        row.save(update_fields=["retired_on"])
        _tell(actor, events.SITE_RETIRED, row, before)
    return row


def _tell(actor: Actor, event: Event, row: Site, before: dict[str, Any] | None) -> None:
    findable.renew(row.partner)
    told = between(before, facts_of.site(row), part=row.pk, private=facts_of.SITE_TEXTS)
    record(
        actor, event, kind="partner", thing_id=row.partner_id, partner=row.partner.name, site=row.name, **told
    )


def _open(site: Site) -> Site:
    row: Site = Site.objects.select_for_update(of=("self",)).select_related("partner").get(pk=site.pk)
    if row.retired_on is not None:
        raise NoLonger(row.pk)
    return row
