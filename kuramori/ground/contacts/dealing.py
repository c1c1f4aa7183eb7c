"""The verbs of contacts: add, change and retire a partner, and the people there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from kuramori.ground.contacts import events, facts_of
from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import Can
from kuramori.ground.post.addresses import checked
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.corporate_numbers import corporate_number
from kuramori.rules.document import FORBIDDEN

LONGEST_WORD = 40


class NameMissing(ValueError):
    """A partner and a contact each need a name."""


class NumberTaken(ValueError):
    """Another partner has this 法人番号; `partner` is that one."""

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


@dataclass(frozen=True, slots=True)
class PartnerWanted:
    name: str
    kana: str = ""
    corporate_number: str = ""
    is_customer: bool = False
    is_supplier: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class ContactWanted:
    name: str
    department: str = ""
    email: str = ""
    telephone: str = ""


def add_partner(actor: Actor, wanted: PartnerWanted) -> Partner:
    """A new partner. Raises `NameMissing`, `NumberTaken`, `rules.corporate_numbers.NotACorporateNumber`."""
    actor.require(Can.PARTNER_CHANGE)
    fields = _partner(wanted)
    with transaction.atomic():
        _alone(actor, fields["corporate_number"])
        row = Partner.objects.create(organisation=actor.organisation, **fields)
        told = between(None, facts_of.partner(row), private=facts_of.PARTNER_TEXTS)
        record(actor, events.PARTNER_ADDED, kind="partner", thing_id=row.pk, partner=row.name, **told)
    return row


def change_partner(actor: Actor, partner: Partner, wanted: PartnerWanted, *, revision: int) -> Partner:
    """Change what is known of a partner. Raises as `add_partner`, and `StalePartner`, `NoLonger`."""
    actor.require(Can.PARTNER_CHANGE)
    fields = _partner(wanted)
    with transaction.atomic():
        _alone(actor, fields["corporate_number"], but=partner)
        row = _open(partner)
        if all(getattr(row, name) == value for name, value in fields.items()):
            return row
        if row.revision != revision:
            raise StalePartner(row)
        return _update(actor, row, events.PARTNER_CHANGED, fields)


def name_grades(actor: Actor, partner: Partner, scheme: Mapping[str, str]) -> Partner:
    """Note how a partner calls its own grades, its word to ours. Raises `NoLonger`."""
    actor.require(Can.PARTNER_CHANGE)
    said = {word: code for name, code in scheme.items() if (word := _line(name, LONGEST_WORD))}
    with transaction.atomic():
        row = _open(partner)
        return row if row.scheme == said else _update(actor, row, events.PARTNER_CHANGED, {"scheme": said})


def retire_partner(actor: Actor, partner: Partner) -> Partner:
    """One deals with them until today; the row and all that is tied to it stay. Raises `NoLonger`."""
    actor.require(Can.PARTNER_CHANGE)
    with transaction.atomic():
        return _update(actor, _open(partner), events.PARTNER_RETIRED, {"retired_on": clock.today()})


def add_contact(actor: Actor, partner: Partner, wanted: ContactWanted) -> Contact:
    """Somebody at a partner. Raises `NameMissing`, `NoLonger`, `post.addresses.AddressUnusable`."""
    actor.require(Can.PARTNER_CHANGE)
    fields = _contact(wanted)
    with transaction.atomic():
        row = Contact.objects.create(organisation=actor.organisation, partner=_open(partner), **fields)
        _tell(actor, events.CONTACT_ADDED, row, None)
    return row


def change_contact(actor: Actor, contact: Contact, wanted: ContactWanted) -> Contact:
    """Raises `NameMissing`, `NoLonger`, `post.addresses.AddressUnusable`."""
    actor.require(Can.PARTNER_CHANGE)
    fields = _contact(wanted)
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


def _update(actor: Actor, row: Partner, event: Event, fields: dict[str, Any]) -> Partner:
    before = facts_of.partner(row)
    for name, value in fields.items():
        setattr(row, name, value)
    row.revision += 1
    row.save()
    told = between(before, facts_of.partner(row), private=facts_of.PARTNER_TEXTS)
    record(actor, event, kind="partner", thing_id=row.pk, partner=row.name, **told)
    return row


def _tell(actor: Actor, event: Event, row: Contact, before: dict[str, Any] | None) -> None:
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


def _partner(wanted: PartnerWanted) -> dict[str, Any]:
    name = _line(wanted.name, 120)
    if not name:
        raise NameMissing
    number = wanted.corporate_number.strip()
    return {
        "name": name,
        "kana": _line(wanted.kana, 120),
        "corporate_number": corporate_number(number) if number else "",
        "is_customer": wanted.is_customer,
        "is_supplier": wanted.is_supplier,
        "note": FORBIDDEN.sub("", wanted.note).strip()[:400],
    }


def _contact(wanted: ContactWanted) -> dict[str, str]:
    name = _line(wanted.name, 60)
    if not name:
        raise NameMissing
    email = wanted.email.strip()
    return {
        "name": name,
        "department": _line(wanted.department, 60),
        "email": checked(email) if email else "",
        "telephone": _line(wanted.telephone, 30),
    }


def _line(text: str, longest: int) -> str:
    return " ".join(FORBIDDEN.sub("", text).split())[:longest]


def _alone(actor: Actor, number: str, but: Partner | None = None) -> None:
    """Nobody else has this number; the organisation's row is locked so that two do not take it at once."""
    Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    same = Partner.objects.filter(corporate_number=number).first() if number else None
    if same is not None and same != but:
        raise NumberTaken(same)


def _open(partner: Partner) -> Partner:
    row: Partner = Partner.objects.select_for_update().get(pk=partner.pk)
    if row.retired_on is not None:
        raise NoLonger(row.pk)
    return row


def _open_contact(contact: Contact) -> Contact:
    row: Contact = (
        Contact.objects.select_for_update(of=("self",)).select_related("partner").get(pk=contact.pk)
    )
    if row.retired_on is not None:
        raise NoLonger(row.pk)
    return row
