"""What this room tells the pages, the API and the rooms above."""

from __future__ import annotations

import datetime
import unicodedata
import uuid
from dataclasses import dataclass
from typing import Any

from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.people.about import About
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class ContactLine:
    id: uuid.UUID
    name: str
    department: str
    email: str
    telephone: str
    retired_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """One partner; `contacts` are those one calls today, then former ones."""

    id: uuid.UUID
    name: str
    kana: str
    corporate_number: str
    is_customer: bool
    is_supplier: bool
    note: str
    retired_on: datetime.date | None
    revision: int
    contacts: tuple[ContactLine, ...]

    @property
    def called(self) -> tuple[ContactLine, ...]:
        return tuple(one for one in self.contacts if one.retired_on is None)


def partners(words: str = "", side: str = "", *, former: bool = False) -> tuple[PartnerLine, ...]:
    """Partners by reading; `words` must all stand in one line, `side` is customer, supplier or "" for both."""
    rows: Any = Partner.objects.prefetch_related("contacts").filter(retired_on__isnull=not former)
    if side in {"customer", "supplier"}:
        rows = rows.filter(**{f"is_{side}": True})
    lines = [_line(row) for row in rows]
    wanted = _plain(words).split()
    found = [line for line in lines if all(word in _text(line) for word in wanted)]
    return tuple(sorted(found, key=lambda line: (line.kana or line.name, str(line.id))))


def partner_line(partner: Partner) -> PartnerLine:
    return _line(Partner.objects.prefetch_related("contacts").get(pk=partner.pk))


def choices() -> list[tuple[str, str]]:
    """Partners one deals with, for a choice."""
    return [(str(line.id), line.name) for line in partners()]


def find(actor: Actor, words: str) -> tuple[About, ...]:
    """Partners with every word; nothing for those who may not see them."""
    if not actor.may(Can.PARTNER_READ) or not words.split():
        return ()
    return tuple(
        About(line.name, line.corporate_number, url_for(actor, "contacts:partner", id=line.id))
        for line in partners(words)[:MOST_FOUND]
    )


def _line(row: Partner) -> PartnerLine:
    people = sorted(row.contacts.all(), key=lambda one: (one.retired_on is not None, one.name))
    return PartnerLine(
        id=row.pk,
        name=row.name,
        kana=row.kana,
        corporate_number=row.corporate_number,
        is_customer=row.is_customer,
        is_supplier=row.is_supplier,
        note=row.note,
        retired_on=row.retired_on,
        revision=row.revision,
        contacts=tuple(_contact(one) for one in people),
    )


def _contact(row: Contact) -> ContactLine:
    return ContactLine(row.pk, row.name, row.department, row.email, row.telephone, row.retired_on)


def _text(line: PartnerLine) -> str:
    people = " ".join(f"{one.name} {one.department}" for one in line.called)
    return _plain(f"{line.name} {line.kana} {line.corporate_number} {line.note} {people}")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
