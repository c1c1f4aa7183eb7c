"""New partners by the hundred: a few statements for all of them, and for each its own entry in the trail."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kuramori.ground.contacts import events, facts_of, wanted
from kuramori.ground.contacts.importing.plan import Step
from kuramori.ground.contacts.models import Contact, Partner, Site
from kuramori.ground.contacts.models.partner import FOLLOWS
from kuramori.ground.contacts.wanted import ContactWanted, SiteWanted
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import Can
from kuramori.ground.people.rows import insert
from kuramori.ground.trail.changes import between, parts
from kuramori.ground.trail.record import Happened, record_all
from kuramori.rules.tokens import normal

COLUMNS = (
    "id", "name", "kana", "code", "corporate_number", "is_customer", "is_supplier", "kinds", "tags", "tier",
    "tier_said_on", "tier_said_by", "note", *FOLLOWS,
)  # fmt: skip


@dataclass(slots=True)
class _New:
    """A partner that is to be, with its sites and people."""

    row: Partner
    sites: list[Site] = field(default_factory=list)
    people: list[Contact] = field(default_factory=list)


def enter(actor: Actor, steps: Sequence[Step]) -> list[str]:
    """Write the partners of these steps, in the caller's transaction; for each "" or why it was left out."""
    actor.require(Can.PARTNER_CHANGE)
    Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    taken = {name: _taken(name, steps) for name in ("code", "corporate_number")}
    told, news = [], []
    for step in steps:
        refused = [name for name in taken if getattr(step.wanted, name) in taken[name]]
        told.append(_("いまは、ほかの取引先がこの番号を使っています。") if refused else "")
        if refused:
            continue
        news.append(_new(actor, step))
        for name in taken:
            taken[name] |= {getattr(step.wanted, name)} - {""}
    _write(news)
    record_all(actor, [_entry(new) for new in news])
    return told


def _taken(name: str, steps: Sequence[Step]) -> set[str]:
    asked = {getattr(step.wanted, name) for step in steps} - {""}
    there = Partner.objects.filter(**{f"{name}__in": asked}, merged_into__isnull=True)
    return set(there.values_list(name, flat=True)) if asked else set()


def _new(actor: Actor, step: Step) -> _New:
    ours: dict[str, Any] = {"organisation": actor.organisation}
    new = _New(Partner(id=uuid.uuid4(), **ours, **wanted.partner(step.wanted)))
    for there in step.sites:
        new.sites.append(Site(partner=new.row, **ours, **wanted.site(SiteWanted(**there.said))))
    for there in step.people:
        new.people.append(Contact(partner=new.row, **ours, **wanted.contact(ContactWanted(**there.said))))
    texts = [text for site in new.sites for text in (site.name, site.address)]
    texts += [text for one in new.people for text in (one.name, one.department, one.role, one.email)]
    new.row.follow(normal(" ".join(texts)))
    return new


def _write(news: Sequence[_New]) -> None:
    insert(Partner, COLUMNS, [[getattr(new.row, name) for name in COLUMNS] for new in news])
    for model, names, rows in (
        (Site, ("id", "partner_id", *facts_of.SITE_TEXTS), [row for new in news for row in new.sites]),
        (Contact, ("id", "partner_id", *facts_of.CONTACT_TEXTS), [row for new in news for row in new.people]),
    ):
        insert(model, names, [[getattr(row, name) for name in names] for row in rows], trusted={"partner_id"})


def _entry(new: _New) -> Happened:
    there = {str(site.pk): facts_of.site(site) for site in new.sites}
    there |= {str(one.pk): facts_of.contact(one) for one in new.people}
    told = between(None, facts_of.partner(new.row), private=facts_of.PARTNER_TEXTS)
    private = {*facts_of.SITE_TEXTS, *facts_of.CONTACT_TEXTS}
    told |= {"partner": new.row.name, **(parts(there, private=private) if there else {})}
    return Happened(events.PARTNER_ADDED, "partner", new.row.pk, told)
