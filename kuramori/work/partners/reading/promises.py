"""約束の一枚: everything that stands between us and one partner, on one page."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.work.ledger.models import Asset
from kuramori.work.partners.dues import KINDS, Due, dues_between
from kuramori.work.partners.models import Agreement, AgreementState, HandOver, HandOverState, ItemState, Side
from kuramori.work.partners.reading import clocks
from kuramori.work.partners.reading.agreements import Line, lines_of
from kuramori.work.partners.reading.coverage import Cell, cells_by_partner
from kuramori.work.partners.reading.explaining import Said, said
from kuramori.work.partners.reading.received import Held, held_of
from kuramori.work.partners.reading.shelf import shelf
from kuramori.work.partners.reading.standing import Where
from kuramori.work.partners.reading.terms import values_of
from kuramori.work.partners.terms_fields import FIELDS
from kuramori.work.partners.terms_values import shown as told_in_words

DUTIES = (
    "purposes", "receivers", "subcontracting", "copying", "care", "care_note", "oral_days", "leak_notice",
    "leak_hours", "audit", "return_when", "return_days", "return_proof", "results", "residuals",
)  # fmt: skip
"""The terms that people must keep in mind every day."""
STAYS = {"review", "oral"}
"""Days that stay to be seen to after they passed; of the others the agreements above tell."""
LIVE = {Where.RUNNING, Where.SOON, Where.COMING, Where.AFTER, Where.UNCLEAR, Where.DRAFT, Where.OFFERED}


@dataclass(frozen=True, slots=True)
class Duty:
    number: str
    label: str
    words: str
    is_flag: bool


@dataclass(frozen=True, slots=True)
class Day:
    on: datetime.date
    words: str
    number: str
    is_past: bool


@dataclass(frozen=True, slots=True)
class Promises:
    """`assets` are those whose names are shown, for `looks`; `accident` is whom to call, as the papers say."""

    partner_id: uuid.UUID
    partner: str
    agreements: tuple[Line, ...]
    said: tuple[tuple[str, Said], ...]
    duties: tuple[Duty, ...]
    given: tuple[clocks.Handed, ...]
    held: tuple[Held, ...]
    cells: tuple[Cell, ...]
    days: tuple[Day, ...]
    contacts: tuple[Contact, ...]
    accident: str
    assets: tuple[Asset, ...]

    @property
    def unknown(self) -> int:
        return sum(not one.is_known for one in self.cells)


def promises_of(actor: Actor, partner: Partner) -> Promises:
    """Everything with one partner as of today."""
    today = clock.today()
    rows = list(
        Agreement.objects.filter(partner=partner)
        .exclude(state=AgreementState.DECLINED)
        .select_related("partner")
        .order_by("number")
    )
    lines = tuple(line for line in lines_of(rows) if line.standing.where in LIVE)
    values = values_of([line.id for line in lines], today) if lines else {}
    out = HandOver.objects.filter(partner=partner, side=Side.GIVEN, state=HandOverState.OUT)
    known = shelf({partner.pk})
    held = held_of(actor, known, {partner.pk})
    cells, shown = cells_by_partner(actor, partner.pk)
    accident = [one["accident_contact"] for one in values.values() if one.get("accident_contact")]
    return Promises(
        partner.pk,
        partner.name,
        lines,
        tuple((line.number, one) for line in lines for one in said(line.standing.findings)),
        tuple(
            Duty(
                line.number,
                str(FIELDS[name].label),
                told_in_words(name, values[line.id][name]),
                name == "residuals",
            )
            for line in lines
            for name in DUTIES
            if name in values.get(line.id, {})
        ),
        clocks.handed(actor, list(out.order_by("number")), known=known, states=[ItemState.OUT]),
        held,
        tuple(cells.get(partner.pk, ())),
        tuple(Day(due.on, due.words, due.number, due.on < today) for due in _days(partner, today)),
        tuple(Contact.objects.filter(partner=partner, retired_on__isnull=True).order_by("name")),
        _("、").join(dict.fromkeys(accident)),
        tuple(asset for _key, asset in shown),
    )


def _days(partner: Partner, today: datetime.date) -> list[Due]:
    """What comes within two years, and what has passed within one and is still to be seen to."""
    ahead, since = today + datetime.timedelta(days=730), today - datetime.timedelta(days=365)
    found = dues_between(since, ahead, partner.pk)
    return [due for due in found if due.kind in KINDS and (due.on >= today or due.kind in STAYS)]
