"""What this room tells the pages, the API and the rooms above."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, field
from typing import Any

from kuramori.ground.contacts import kinds
from kuramori.ground.contacts.models import Contact, Partner, Site
from kuramori.ground.people.about import About
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.rules.tokens import normal

MOST_FOUND = 20
A_PAGE = 50


@dataclass(frozen=True, slots=True)
class ContactLine:
    id: uuid.UUID
    name: str
    department: str
    role: str
    email: str
    telephone: str
    retired_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class SiteLine:
    id: uuid.UUID
    name: str
    address: str
    retired_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """One partner; `contacts` are those one calls today, then former ones, `sites` likewise.

    `merged_into` and `kept_name` say which row goes on where this one was merged.
    """

    id: uuid.UUID
    name: str
    kana: str
    code: str
    corporate_number: str
    is_customer: bool
    is_supplier: bool
    kinds: tuple[str, ...]
    tags: tuple[str, ...]
    tier: int | None
    tier_said_on: datetime.date | None
    tier_said_by: str
    note: str
    retired_on: datetime.date | None
    merged_into: uuid.UUID | None
    kept_name: str
    revision: int
    contacts: tuple[ContactLine, ...]
    sites: tuple[SiteLine, ...]

    @property
    def called(self) -> tuple[ContactLine, ...]:
        return tuple(one for one in self.contacts if one.retired_on is None)

    @property
    def worked_at(self) -> tuple[SiteLine, ...]:
        return tuple(one for one in self.sites if one.retired_on is None)

    @property
    def kind_labels(self) -> list[str]:
        return kinds.labels(self.kinds)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is narrowed to. `side` is customer, supplier or ""; `state` is "" for those of today, former, all.

    `among`: only these (what another room knows of them, such as those without an agreement); None for everybody.
    """

    words: str = ""
    side: str = ""
    kind: str = ""
    tag: str = ""
    state: str = ""
    among: Any = field(default=None)

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.side or self.kind or self.tag or self.state or self.among is not None)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its lines, how many there are in all, and where the page begins."""

    lines: tuple[PartnerLine, ...]
    total: int
    offset: int

    @property
    def first(self) -> int:
        return self.offset + 1

    @property
    def last(self) -> int:
        return self.offset + len(self.lines)

    @property
    def before(self) -> int | None:
        """Which page (from 1) comes before."""
        return self.offset // A_PAGE if self.offset else None

    @property
    def after(self) -> int | None:
        return self.offset // A_PAGE + 2 if self.last < self.total else None


def listed(asked: Asked, *, offset: int = 0, limit: int = A_PAGE) -> Page:
    """Partners by reading, those of today before former ones where both are asked for; four questions."""
    rows = narrowed(asked)
    total = rows.count()
    offset = min(offset, max(total - 1, 0) // limit * limit)
    keys = list(_in_order(rows).values_list("pk", flat=True)[offset : offset + limit])
    return Page(_lines(keys), total, offset)


def narrowed(asked: Asked) -> Any:
    """The rows that are asked for, in no order. Merged ones go with the former."""
    rows = Partner.objects.all()
    if asked.state != "all":
        rows = rows.filter(retired_on__isnull=asked.state != "former")
    if asked.side in {"customer", "supplier"}:
        rows = rows.filter(**{f"is_{asked.side}": True})
    for mark in (asked.kind, f"#{asked.tag}" if asked.tag else ""):
        if mark:
            rows = rows.filter(marks__contains=f"|{mark}|")
    for word in normal(asked.words).split():
        rows = rows.filter(words__contains=word)
    return rows if asked.among is None else rows.filter(pk__in=asked.among)


def tags() -> list[str]:
    """Every tag that some partner of today has, by name."""
    tagged = Partner.objects.filter(retired_on__isnull=True, marks__contains="|#")
    # Few combinations of marks stand in thousands of rows.
    told = tagged.order_by().values_list("marks", flat=True).distinct()
    return sorted({mark[1:] for marks in told for mark in marks.split("|") if mark.startswith("#")})


def partners(words: str = "", side: str = "", *, former: bool = False) -> tuple[PartnerLine, ...]:
    """All partners by reading; `words` must all stand there, `side` is customer, supplier or "" for both."""
    asked = Asked(words, side, state="former" if former else "")
    return _lines(list(_in_order(narrowed(asked)).values_list("pk", flat=True)))


def partner_line(partner: Partner) -> PartnerLine:
    return _lines([partner.pk])[0]


def choices() -> list[tuple[str, str]]:
    """Partners one deals with, for a choice; one question."""
    rows = _in_order(narrowed(Asked())).values_list("pk", "name")
    return [(str(key), name) for key, name in rows]


def find(actor: Actor, words: str) -> tuple[About, ...]:
    """Partners with every word; nothing for those who may not see them."""
    if not actor.may(Can.PARTNER_READ) or not words.split():
        return ()
    rows = _in_order(narrowed(Asked(words)))[:MOST_FOUND]
    return tuple(
        About(row.name, row.corporate_number, url_for(actor, "contacts:partner", id=row.pk)) for row in rows
    )


def _in_order(rows: Any) -> Any:
    return rows.order_by("sorts_as", "id")


def _lines(keys: list[uuid.UUID]) -> tuple[PartnerLine, ...]:
    people: dict[uuid.UUID, list[ContactLine]] = {}
    for one in Contact.objects.filter(partner__in=keys).order_by("name"):
        people.setdefault(one.partner_id, []).append(_contact(one))
    sites: dict[uuid.UUID, list[SiteLine]] = {}
    for site in Site.objects.filter(partner__in=keys).order_by("name"):
        told = SiteLine(site.pk, site.name, site.address, site.retired_on)
        sites.setdefault(site.partner_id, []).append(told)
    rows = {row.pk: row for row in Partner.objects.filter(pk__in=keys).select_related("merged_into")}
    return tuple(_line(rows[key], people.get(key, []), sites.get(key, [])) for key in keys if key in rows)


def _line(row: Partner, people: list[ContactLine], sites: list[SiteLine]) -> PartnerLine:
    return PartnerLine(
        id=row.pk,
        name=row.name,
        kana=row.kana,
        code=row.code,
        corporate_number=row.corporate_number,
        is_customer=row.is_customer,
        is_supplier=row.is_supplier,
        kinds=tuple(row.kinds),
        tags=tuple(row.tags),
        tier=row.tier,
        tier_said_on=row.tier_said_on,
        tier_said_by=row.tier_said_by,
        note=row.note,
        retired_on=row.retired_on,
        merged_into=row.merged_into_id,
        kept_name=row.merged_into.name if row.merged_into else "",
        revision=row.revision,
        contacts=tuple(sorted(people, key=lambda one: one.retired_on is not None)),
        sites=tuple(sorted(sites, key=lambda one: one.retired_on is not None)),
    )


def _contact(row: Contact) -> ContactLine:
    return ContactLine(row.pk, row.name, row.department, row.role, row.email, row.telephone, row.retired_on)
