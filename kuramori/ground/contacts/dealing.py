"""The verbs of partners and of the people there: add, change, end and begin again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kuramori.ground.contacts import events, facts_of, findable, wanted
from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.contacts.wanted import ContactWanted, NameMissing, PartnerWanted, TierUntold
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock

__all__ = ["ContactWanted", "NameMissing", "PartnerWanted", "TierUntold"]

LONGEST_WORD = 40


class NumberTaken(ValueError):
    """Another partner has this 法人番号; `partner` is that one."""

    def __init__(self, partner: Partner) -> None:
        super().__init__(partner.pk)
        self.partner = partner


class CodeTaken(ValueError):
    """Another partner has this code in our books; `partner` is that one."""

    def __init__(self, partner: Partner) -> None:
        super().__init__(partner.pk)
        self.partner = partner


class StalePartner(ValueError):
    """Somebody else changed this partner first; `current` is what stands now."""

    def __init__(self, current: Partner) -> None:
        super().__init__(current.pk)
        self.current = current


class NoLonger(ValueError):
    """One no longer deals with this partner, or this contact is no longer theirs."""


class StillDealing(ValueError):
    """One deals with this partner; there is nothing to begin again."""


class WasMerged(ValueError):
    """This row went into another one, `kept`, which goes on."""

    def __init__(self, kept: Partner) -> None:
        super().__init__(kept.pk)
        self.kept = kept


def add_partner(actor: Actor, asked: PartnerWanted) -> Partner:
    """A new partner.

    Raises `NameMissing`, `NumberTaken`, `CodeTaken`, `TierUntold`, `rules.corporate_numbers.NotACorporateNumber`.
    """
    actor.require(Can.PARTNER_CHANGE)
    fields = wanted.partner(asked)
    with transaction.atomic():
        _alone(actor, fields)
        row = Partner.objects.create(organisation=actor.organisation, **fields)
        told = between(None, facts_of.partner(row), private=facts_of.PARTNER_TEXTS)
        record(actor, events.PARTNER_ADDED, kind="partner", thing_id=row.pk, partner=row.name, **told)
    return row


def change_partner(actor: Actor, partner: Partner, asked: PartnerWanted, *, revision: int) -> Partner:
    """Change what is known of a partner. Raises as `add_partner`, and `StalePartner`, `NoLonger`."""
    actor.require(Can.PARTNER_CHANGE)
    fields = wanted.partner(asked)
    with transaction.atomic():
        _alone(actor, fields, but=partner)
        row = open_partner(partner)
        if all(getattr(row, name) == value for name, value in fields.items()):
            return row
        if row.revision != revision:
            raise StalePartner(row)
        return update(actor, row, events.PARTNER_CHANGED, fields)


def name_grades(actor: Actor, partner: Partner, scheme: Mapping[str, str]) -> Partner:
    """Note how a partner calls its own grades, its word to ours. Raises `NoLonger`."""
    actor.require(Can.PARTNER_CHANGE)
    said = {word: code for name, code in scheme.items() if (word := wanted.line(name, LONGEST_WORD))}
    with transaction.atomic():
        row = open_partner(partner)
        return row if row.scheme == said else update(actor, row, events.PARTNER_CHANGED, {"scheme": said})


def retire_partner(actor: Actor, partner: Partner) -> Partner:
    """One deals with them until today; the row and all that is tied to it stay. Raises `NoLonger`."""
    actor.require(Can.PARTNER_CHANGE)
    with transaction.atomic():
        return update(actor, open_partner(partner), events.PARTNER_RETIRED, {"retired_on": clock.today()})


def resume_partner(actor: Actor, partner: Partner) -> Partner:
    """One deals with them again. Raises `StillDealing`, `WasMerged`."""
    actor.require(Can.PARTNER_CHANGE)
    with transaction.atomic():
        row: Partner = Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
        if row.merged_into is not None:
            raise WasMerged(row.merged_into)
        if row.retired_on is None:
            raise StillDealing(row.pk)
        return update(actor, row, events.PARTNER_RESUMED, {"retired_on": None})


def add_contact(actor: Actor, partner: Partner, asked: ContactWanted) -> Contact:
    """Somebody at a partner. Raises `NameMissing`, `NoLonger`, `post.addresses.AddressUnusable`."""
    actor.require(Can.PARTNER_CHANGE)
    fields = wanted.contact(asked)
    with transaction.atomic():
        held = open_partner(partner)
        row = Contact.objects.create(organisation=actor.organisation, partner=held, **fields)
        _tell(actor, events.CONTACT_ADDED, row, None)
    return row


def change_contact(actor: Actor, contact: Contact, asked: ContactWanted) -> Contact:
    """Raises `NameMissing`, `NoLonger`, `post.addresses.AddressUnusable`."""
    actor.require(Can.PARTNER_CHANGE)
    fields = wanted.contact(asked)
    with transaction.atomic():
        row = _open_contact(contact)
        before = facts_of.contact(row)
        for name, value in fields.items():
            setattr(row, name, value)
        if facts_of.contact(row) != before:
            row.save()
            _tell(actor, events.CONTACT_CHANGED, row, before)
    return row


def retire_contact(actor: Actor, contact: Contact) -> Contact:
    """They are no longer whom one calls; the row stays. Raises `NoLonger`."""
    actor.require(Can.PARTNER_CHANGE)
    with transaction.atomic():
        row = _open_contact(contact)
        before = facts_of.contact(row)
        row.retired_on = clock.today()
        row.save(update_fields=["retired_on"])
        _tell(actor, events.CONTACT_RETIRED, row, before)
    return row


def update(actor: Actor, row: Partner, event: Event, fields: Mapping[str, Any], **detail: Any) -> Partner:
    """Write `fields` into a locked partner and record `event`; for the verbs of this room, in their transaction."""
    before = facts_of.partner(row)
    for name, value in fields.items():
        setattr(row, name, value)
    row.revision += 1
    row.save()
    told = between(before, facts_of.partner(row), private=facts_of.PARTNER_TEXTS)
    record(actor, event, kind="partner", thing_id=row.pk, partner=row.name, **detail, **told)
    return row


def open_partner(partner: Partner) -> Partner:
    """The row of a partner one deals with, held until the transaction ends. Raises `NoLonger`."""
    row: Partner = Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    if row.retired_on is not None:
        raise NoLonger(row.pk)
    return row


def _tell(actor: Actor, event: Event, row: Contact, before: dict[str, Any] | None) -> None:
    findable.renew(row.partner)
    told = between(before, facts_of.contact(row), part=row.pk, private=facts_of.CONTACT_TEXTS)
    record(
        actor,
        event,
        kind="partner",
        thing_id=row.partner_id,
        partner=row.partner.name,
        person=row.name,
        **told,
    )


def _alone(actor: Actor, fields: Mapping[str, Any], but: Partner | None = None) -> None:
    """Nobody else has this number or code; the organisation's row is locked so that two do not take it at once."""
    Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    taken = (
        (fields["corporate_number"], "corporate_number", NumberTaken),
        (fields["code"], "code", CodeTaken),
    )
    for value, column, refusal in taken:
        if not value:
            continue
        same = Partner.objects.filter(**{column: value}, merged_into__isnull=True).first()
        if same is not None and same != but:
            raise refusal(same)


def _open_contact(contact: Contact) -> Contact:
    row: Contact = (
        Contact.objects.select_for_update(of=("self",)).select_related("partner").get(pk=contact.pk)
    )
    if row.retired_on is not None:
        raise NoLonger(row.pk)
    return row
