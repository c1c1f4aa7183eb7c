"""The register of agreements and the page of one: searched, filtered, fifty lines at a time; as of any past day."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.rules.tokens import normal
from kuramori.work.ledger.asof import end_of
from kuramori.work.partners.models import Agreement, AgreementKind, AgreementState, AgreementTerms
from kuramori.work.partners.reading import terms as reading
from kuramori.work.partners.reading.annex import AnnexLine, annex_of
from kuramori.work.partners.reading.clocks import Handed, clocks_of
from kuramori.work.partners.reading.explaining import Said, said
from kuramori.work.partners.reading.standing import Standing, Where, standing
from kuramori.work.partners.terms_fields import FIELDS, Group
from kuramori.work.partners.terms_values import given, shown
from kuramori.work.places.models import TermsSnapshot

PAGE = 50
LONGEST_QUESTION = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One agreement in the register."""

    id: uuid.UUID
    number: str
    title: str
    kind: str
    partner_id: uuid.UUID
    partner: str
    concluded_on: datetime.date | None
    standing: Standing

    @property
    def next_on(self) -> datetime.date | None:
        """The next day on which something has to be decided."""
        return self.standing.notice_by or self.standing.end_on


@dataclass(frozen=True, slots=True)
class Asked:
    """What the register is asked for. What cannot be read counts as not asked."""

    q: str = ""
    kind: str = ""
    where: str = ""
    page: int = 1

    @classmethod
    def of(cls, told: Mapping[str, str]) -> Asked:
        page = told.get("page", "")
        return cls(
            q=told.get("q", "").strip()[:LONGEST_QUESTION],
            kind=told.get("kind", "") if told.get("kind") in AgreementKind.values else "",
            where=told.get("where", "") if told.get("where") in set(Where) else "",
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 and int(page) else 1,
        )

    def query(self, **other: object) -> str:
        asked = {"q": self.q, "kind": self.kind, "where": self.where, **other}
        return urlencode({name: str(value) for name, value in asked.items() if value})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.kind or self.where)


@dataclass(frozen=True, slots=True)
class Register:
    """`total` counts all, `found` what fits."""

    lines: tuple[Line, ...]
    asked: Asked
    total: int
    found: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.found // PAGE))

    @property
    def before(self) -> str:
        return self.asked.query(page=self.asked.page - 1) if self.asked.page > 1 else ""

    @property
    def after(self) -> str:
        return self.asked.query(page=self.asked.page + 1) if self.asked.page < self.pages else ""

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return [(code, str(label)) for code, label in AgreementKind.choices]

    @property
    def wheres(self) -> list[tuple[str, str]]:
        return [(one.value, one.label) for one in Where]


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    words: str
    is_flag: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What the terms were from a day until a day."""

    from_on: datetime.date
    until_on: datetime.date | None
    reason: str
    told_by: str
    recorded_on: datetime.date


@dataclass(frozen=True, slots=True)
class Page:
    """One agreement on a day. `groups` hold what was written, under its heading; `said` what follows from it."""

    line: Line
    agreement: Agreement
    on: datetime.date
    is_today: bool
    facts: tuple[Fact, ...]
    groups: tuple[tuple[str, tuple[Fact, ...]], ...]
    said: tuple[Said, ...]
    history: tuple[Change, ...]
    annex: tuple[AnnexLine, ...]
    handed: tuple[Handed, ...]
    older: Agreement | None
    snapshot: TermsSnapshot | None
    newer: tuple[Agreement, ...]


def register(actor: Actor, asked: Asked) -> Register:
    """The register that this reader sees. Where standing is asked for, every agreement is counted."""
    actor.require(Can.AGREEMENT_READ)
    rows = narrowed(asked)
    start = (asked.page - 1) * PAGE
    total = Agreement.objects.count()
    if not asked.where:
        found = rows.count()
        return Register(lines_of(list(rows[start : start + PAGE])), asked, total, found)
    fitting = [line for line in lines_of(list(rows)) if line.standing.where == asked.where]
    return Register(tuple(fitting[start : start + PAGE]), asked, total, len(fitting))


def narrowed(asked: Asked) -> QuerySet[Agreement]:
    """Every agreement that fits but for its standing, newest number first."""
    fits = Q()
    for word in normal(asked.q).split():
        fits &= (
            Q(partner__words__contains=word)
            | Q(number__icontains=word)
            | Q(title__icontains=word)
            | Q(their_number__icontains=word)
        )
    if asked.kind:
        fits &= Q(kind=asked.kind)
    return Agreement.objects.filter(fits).select_related("partner", "keeper").order_by("-number")


def lines_of(rows: Sequence[Agreement], on: datetime.date | None = None) -> tuple[Line, ...]:
    """Their lines, with where each stands on a day; three queries."""
    day = on or clock.today()
    terms = reading.terms_of(rows, day)
    return tuple(_line(row, standing(row, terms.get(row.pk), day)) for row in rows)


def agreement_page(
    actor: Actor, agreement: Agreement, on: datetime.date | None = None, *, known_then: bool = False
) -> Page:
    """One agreement with everything around it; `known_then`: as it was known at the end of that day."""
    day = on or clock.today()
    known_at = end_of(day) if known_then and on is not None else None
    values = reading.values_of([agreement.pk], day, known_at).get(agreement.pk, {})
    terms = reading.terms_of([agreement], day, known_at).get(agreement.pk)
    stands = standing(agreement, terms, day)
    return Page(
        line=_line(agreement, stands),
        agreement=agreement,
        on=day,
        is_today=on is None,
        facts=_facts(agreement),
        groups=_groups(values),
        said=_said(agreement, stands),
        history=_history(agreement),
        annex=annex_of(actor, agreement, day),
        handed=clocks_of(actor, agreement, terms, day) if terms else (),
        older=agreement.replaces,
        snapshot=_snapshot(agreement, day),
        newer=tuple(Agreement.objects.filter(replaces=agreement).order_by("number")),
    )


def said_before(agreement: Agreement) -> tuple[Said, ...]:
    """What its terms do not say, or say twice, today: told before it is concluded."""
    day = clock.today()
    return _said(agreement, standing(agreement, reading.terms_of([agreement], day).get(agreement.pk), day))


def _said(agreement: Agreement, stands: Standing) -> tuple[Said, ...]:
    return said(stands.findings, is_concluded=agreement.state == AgreementState.CONCLUDED)


def _line(row: Agreement, stands: Standing) -> Line:
    return Line(
        row.pk,
        row.number,
        row.title,
        str(AgreementKind(row.kind).label),
        row.partner_id,
        row.partner.name,
        row.concluded_on,
        stands,
    )


def _snapshot(row: Agreement, on: datetime.date) -> TermsSnapshot | None:
    """The terms of the cloud service as they were last kept by that day."""
    if row.cloud_id is None:
        return None
    kept = TermsSnapshot.objects.filter(service=row.cloud_id, taken_on__lte=on)
    return kept.order_by("-taken_on", "-recorded_at").first()


def _facts(row: Agreement) -> tuple[Fact, ...]:
    told = (
        (_("相手の契約番号"), row.their_number),
        (_("締結のようす"), str(AgreementState(row.state).label)),
        (_("結び方"), row.get_concluded_by_display() if row.concluded_by else ""),
        (_("原本の置き場所"), row.original_at),
        (_("こちらの署名者"), _signed(row.our_signatory)),
        (_("相手の署名者"), _signed(row.their_signatory)),
        (_("クラウドサービス"), row.cloud.name if row.cloud else ""),
        (_("担当"), row.keeper.name if row.keeper else ""),
    )
    return tuple(Fact(str(label), str(text)) for label, text in told if text)


def _signed(told: Mapping[str, str]) -> str:
    return " ".join(part for part in (told.get("post", ""), told.get("name", "")) if part)


def _groups(values: Mapping[str, Any]) -> tuple[tuple[str, tuple[Fact, ...]], ...]:
    found = []
    for group in Group:
        facts = tuple(
            Fact(str(field.label), shown(name, values[name]), name == "residuals" and values[name] is True)
            for name, field in FIELDS.items()
            if field.group is group and name in values
        )
        if facts:
            found.append((group.label, facts))
    return tuple(found)


def _history(agreement: Agreement) -> tuple[Change, ...]:
    rows = AgreementTerms.objects.filter(agreement=agreement, superseded_at__isnull=True)
    return tuple(
        Change(
            row.from_on,
            row.until_on,
            row.reason,
            row.told_by.name if row.told_by else "",
            clock.day_of(row.recorded_at),
        )
        for row in rows.select_related("told_by").order_by("-from_on")
    )


def values_today(agreement: Agreement) -> dict[str, Any]:
    """What it says today, as Python values: what a form begins with."""
    row = AgreementTerms.objects.filter(agreement=agreement, superseded_at__isnull=True)
    found = reading.values_of([agreement.pk]).get(agreement.pk)
    return found if found is not None else given(row.latest("from_on").values)
