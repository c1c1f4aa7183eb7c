"""Received entries go along when two partners become one; what was told of earlier days stays."""

from __future__ import annotations

import datetime

from django.apps import apps

from kuramori.ground.contacts import merging, ties
from kuramori.ground.contacts.models import Contact, Partner, PartnerDraft, PartnerHeading, Site
from kuramori.outside import clock
from kuramori.work.ledger.models import Asset, Version
from kuramori.work.ledger.tests import making

OWN = {Site, Contact, PartnerDraft, PartnerHeading}


def test_a_received_entry_tells_from_today_that_it_is_of_the_kept_one(acting):
    owner = acting.actor("owner")
    with clock.standing_at(datetime.datetime(2026, 4, 1, 10, tzinfo=clock.TOKYO)):
        gone = making.partner(owner, "㈱仮想重機")
        asset = making.asset(owner, origin="received", partner=gone)
    kept = Partner.objects.create(organisation=owner.organisation, name="仮想重機株式会社")
    merging.merge(owner, gone, kept)
    row = Asset.objects.get(pk=asset.pk)
    assert row.partner_id == kept.pk
    told = [
        version.values["partner"]["id"] for version in Version.objects.filter(asset=row).order_by("from_on")
    ]
    assert (told[0], told[-1]) == (str(gone.pk), str(kept.pk))


def test_every_room_that_ties_a_row_to_a_partner_moves_it():
    tied = {
        relation.related_model._meta.app_label
        for relation in Partner._meta.get_fields(include_hidden=True)
        if relation.auto_created and relation.is_relation and not relation.concrete
    }
    assert tied - {"contacts"} <= set(ties.movers()), "declare it in the room's AppConfig.ties"
    assert apps.get_app_config("ledger").ties == ("partner_ties",)
