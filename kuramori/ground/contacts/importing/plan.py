"""What taking in a file would do, worked out against the register of now. Nothing is written here."""

from __future__ import annotations

import datetime
import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.contacts import kinds
from kuramori.ground.contacts.importing.columns import LABELS
from kuramori.ground.contacts.importing.companies import Company
from kuramori.ground.contacts.importing.lines import Fault
from kuramori.ground.contacts.models import Contact, Partner, Site
from kuramori.ground.contacts.wanted import PartnerWanted
from kuramori.rules.company_names import plain_company


class What(StrEnum):
    """What becomes of a company."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    FAULT = "fault"

    @property
    def label(self) -> str:
        return str(_LABELS[self])


_LABELS = {
    What.NEW: gettext_lazy("新しい会社"),
    What.CHANGED: gettext_lazy("変わる会社"),
    What.SAME: gettext_lazy("変わらない会社"),
    What.FAULT: gettext_lazy("直すところがある会社"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after, as the page shows it."""

    label: str
    before: str
    after: str


_NOTHING = PartnerWanted("")


@dataclass(frozen=True, slots=True)
class There:
    """A site or somebody at a partner: its row (None: a new one), and the fields that it will say."""

    key: uuid.UUID | None
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one company; `partner_id` is None for a new one. `wanted` is what it will say.

    `sites` and `people`: those that are new (no key) or say something else than their row, and what.
    """

    company: Company
    what: What
    wanted: PartnerWanted = _NOTHING
    partner_id: uuid.UUID | None = None
    revision: int = 0
    sites: tuple[There, ...] = ()
    people: tuple[There, ...] = ()
    changes: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def row(self) -> int:
        return self.company.rows[0]


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in the order of the file."""

    steps: tuple[Step, ...]

    @property
    def counts(self) -> dict[What, int]:
        counted = Counter(step.what for step in self.steps)
        return {what: counted[what] for what in What}

    @property
    def faults(self) -> tuple[Fault, ...]:
        return tuple(fault for step in self.steps for fault in step.faults)

    @property
    def does_nothing(self) -> bool:
        return all(step.what in {What.SAME, What.FAULT} for step in self.steps)

    def digest(self) -> str:
        """16 digits that differ where what would happen differs: what was shown is what is taken in."""
        told = [
            [step.row, step.what, str(step.partner_id or ""), [[c.label, c.after] for c in step.changes]]
            for step in self.steps
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


@dataclass(slots=True)
class Register:
    """The partners of now, as a file may name them; asked once for a whole file."""

    rows: dict[uuid.UUID, Partner] = field(default_factory=dict)
    by: dict[tuple[str, str], list[Partner]] = field(default_factory=dict)
    sites: dict[uuid.UUID, list[Site]] = field(default_factory=dict)
    people: dict[uuid.UUID, list[Contact]] = field(default_factory=dict)

    def find(self, said: Mapping[str, Any]) -> tuple[Partner | None, str]:
        """The one that is meant, or None for a new one; and a doubt in words where it cannot be told."""
        for name in ("code", "corporate_number"):
            found = self.by.get((name, said.get(name, "")), []) if said.get(name) else []
            if found:
                return found[0], ""
        # One that has another code or another number is another company.
        alike = [
            row
            for row in self.by.get(("name", plain_company(said.get("name", ""))), [])
            if not any(
                said.get(name) and getattr(row, name) and getattr(row, name) != said[name]
                for name in ("code", "corporate_number")
            )
        ]
        if len(alike) > 1:
            doubt = _(
                "同じ名前の取引先が%(n)s社あります。取引先コードか法人番号を書くか、先に重複をまとめてください。"
            )
            return None, doubt % {"n": len(alike)}
        return (alike[0] if alike else None), ""


def register() -> Register:
    """Every partner that was not merged, with its sites and people of today; three questions."""
    found = Register()
    # Those of today first: a former one of the same name is found only where no other is.
    rows = sorted(
        Partner.objects.filter(merged_into__isnull=True), key=lambda row: row.retired_on is not None
    )
    for row in rows:
        found.rows[row.pk] = row
        for name in ("code", "corporate_number"):
            if getattr(row, name):
                found.by.setdefault((name, getattr(row, name)), []).append(row)
        namesakes = found.by.setdefault(("name", row.plain_name), [])
        if row.retired_on is None or not namesakes:
            namesakes.append(row)
    for site in Site.objects.filter(retired_on__isnull=True).order_by("pk"):
        found.sites.setdefault(site.partner_id, []).append(site)
    for person in Contact.objects.filter(retired_on__isnull=True).order_by("pk"):
        found.people.setdefault(person.partner_id, []).append(person)
    return found


def plan(companies: Sequence[Company], known: Register) -> Plan:
    """Match every company of a file with the register."""
    meant: dict[uuid.UUID, Company] = {}
    return Plan(tuple(_step(company, known, meant) for company in companies))


def _step(company: Company, known: Register, meant: dict[uuid.UUID, Company]) -> Step:
    faults = list(company.faults)
    partner: Partner | None = None
    if not faults:
        partner, doubt = known.find(company.said)
        if doubt:
            faults.append(Fault(company.rows[0], "", doubt))
        elif partner is not None:
            faults += _doubts(company, partner, known, meant)
    if faults:
        return Step(company, What.FAULT, faults=tuple(faults))
    before = PartnerWanted.of(partner) if partner else PartnerWanted("")
    wanted = _wanted(before, company.said)
    sites, told_sites = _there(company.sites, known.sites.get(_key(partner), []), "address", LABELS["site"])
    people, told_people = _there(
        company.people, known.people.get(_key(partner), []), "email", LABELS["person"]
    )
    changes = (*_changes(before, wanted), *told_sites, *told_people)
    what = What.NEW if partner is None else What.CHANGED if changes else What.SAME
    return Step(
        company,
        what,
        wanted,
        partner.pk if partner else None,
        partner.revision if partner else 0,
        tuple(sites),
        tuple(people),
        changes,
    )


def _key(partner: Partner | None) -> uuid.UUID:
    return partner.pk if partner else uuid.UUID(int=0)


def _doubts(
    company: Company, partner: Partner, known: Register, meant: dict[uuid.UUID, Company]
) -> list[Fault]:
    row = company.rows[0]
    first = meant.setdefault(partner.pk, company)
    if first is not company:
        reason = _("%(row)s行目と同じ取引先です。取引先コードか法人番号を揃えてください。")
        return [Fault(row, "", reason % {"row": first.rows[0]})]
    if partner.retired_on is not None:
        reason = _("取引を終えた会社です。また取引するなら、その会社のページで先に始めてください。")
        return [Fault(row, "", reason)]
    for name in ("code", "corporate_number"):
        told = company.said.get(name)
        other = known.by.get((name, told), [None])[0] if told else None
        if other is not None and other.pk != partner.pk:
            reason = _("この番号は「%(partner)s」のものです。") % {"partner": other.name}
            return [Fault(row, str(LABELS[name]), reason)]
    return []


def _wanted(before: PartnerWanted, said: Mapping[str, Any]) -> PartnerWanted:
    """What a partner says with the file laid over it. An empty cell changes nothing."""
    told = {name: getattr(before, name) for name in PartnerWanted.__dataclass_fields__}
    told |= {name: value for name, value in said.items() if name != "direction"}
    if "direction" in said:
        told["is_customer"], told["is_supplier"] = said["direction"]
    for name in ("kinds", "tags"):
        told[name] = tuple(told[name])
    if told["tier"] is None:
        told |= {"tier_said_by": "", "tier_said_on": None}
    if isinstance(told["tier_said_on"], str):
        told["tier_said_on"] = datetime.date.fromisoformat(told["tier_said_on"])
    return PartnerWanted(**told)


def _changes(before: PartnerWanted, after: PartnerWanted) -> list[Change]:
    pairs = [
        (LABELS[name], _shown(name, getattr(before, name)), _shown(name, getattr(after, name)))
        for name in PartnerWanted.__dataclass_fields__
        if name in LABELS
    ]
    pairs.append((LABELS["direction"], _direction(before), _direction(after)))
    return [Change(str(label), was, now) for label, was, now in pairs if was != now]


def _there(
    said: Sequence[Mapping[str, str]], rows: Sequence[Any], told_apart_by: str, label: object
) -> tuple[list[There], list[Change]]:
    """The sites or people of a file that are new or say something else, and how the page shows that."""
    found: list[There] = []
    told: list[Change] = []
    for one in said:
        namesakes = sum(other["name"] == one["name"] for other in said)
        row = _meant(one, rows, told_apart_by, is_alone=namesakes == 1)
        was = {name: getattr(row, name) for name in one} if row is not None else {}
        if was != dict(one):
            found.append(There(row.pk if row is not None else None, one))
            told.append(Change(str(label), "・".join(filter(None, was.values())), "・".join(one.values())))
    return found, told


def _meant(one: Mapping[str, str], rows: Sequence[Any], told_apart_by: str, *, is_alone: bool) -> Any:
    """The row that is meant: of that name and mark, of that name without a mark, or the only one of that name."""
    named = [row for row in rows if row.name == one["name"]]
    mark = one.get(told_apart_by)
    if not mark:
        return named[0] if named else None
    for wanted in (mark, ""):
        for row in named:
            if getattr(row, told_apart_by) == wanted:
                return row
    return named[0] if len(named) == 1 and is_alone else None


def _shown(name: str, value: Any) -> str:
    if name == "kinds":
        return "、".join(kinds.labels(value))
    if name == "tags":
        return "、".join(value)
    return "" if value is None else str(value)


def _direction(wanted: PartnerWanted) -> str:
    if wanted.is_customer and wanted.is_supplier:
        return _("両方")
    return _("委託元") if wanted.is_customer else _("委託先") if wanted.is_supplier else ""
