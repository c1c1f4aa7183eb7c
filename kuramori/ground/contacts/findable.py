"""The words by which a partner is found that are not its own: those of its sites and of the people one calls there."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from kuramori.ground.contacts.models import Contact, Partner, Site
from kuramori.rules.tokens import normal


def others_of(partners: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """By partner, as `Partner.words` keeps them; two questions for all of them."""
    told: dict[uuid.UUID, list[str]] = {key: [] for key in partners}
    sites = Site.objects.filter(partner__in=partners, retired_on__isnull=True).order_by("name")
    for key, *texts in sites.values_list("partner_id", "name", "address"):
        told[key] += texts
    people = Contact.objects.filter(partner__in=partners, retired_on__isnull=True).order_by("name")
    for key, *texts in people.values_list("partner_id", "name", "department", "role", "email"):
        told[key] += texts
    return {key: normal(" ".join(texts)) for key, texts in told.items()}


def renew(*partners: Partner) -> None:
    """Let partners be found by whoever is there now; in the transaction of the change."""
    others = others_of([partner.pk for partner in partners])
    for partner in partners:
        partner.follow(others[partner.pk])
        Partner.objects.filter(pk=partner.pk).update(words=partner.words)
