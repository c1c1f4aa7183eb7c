"""取引先 × 情報 × 契約: what went or may go to whom under what, what we hold of theirs, and what is 不明."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.rules.terms.covering import Covered
from kuramori.rules.tokens import normal
from kuramori.work.ledger import access as ledger
from kuramori.work.ledger.models import Asset, Origin, Stage
from kuramori.work.partners.models import HandOver, HandOverState, ItemState, Side
from kuramori.work.partners.reading import clocks
from kuramori.work.partners.reading.received import held_of
from kuramori.work.partners.reading.shelf import Shelf, shelf
from kuramori.work.partners.reading.terms import runs

PAGE = 30
WENT, MAY_GO, HELD = "went", "may_go", "held"


@dataclass(frozen=True, slots=True)
class Cell:
    """One information of one partner. `way` is went, may_go or held; `is_known` whether an agreement stands behind it.

    `step` and `step_url` lead to what makes it known.
    """

    way: str
    thing: str
    thing_url: str
    under: str
    words: str
    tone: str
    is_known: bool
    step: str
    step_url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One partner with everything that went either way."""

    partner_id: uuid.UUID
    partner: str
    cells: tuple[Cell, ...]

    @property
    def unknown(self) -> int:
        return sum(not one.is_known for one in self.cells)


@dataclass(frozen=True, slots=True)
class Asked:
    q: str = ""
    only_unknown: bool = False
    page: int = 1

    @classmethod
    def of(cls, told: Mapping[str, str]) -> Asked:
        page = told.get("page", "")
        return cls(
            told.get("q", "").strip()[:100],
            told.get("only") == "unknown",
            int(page) if page.isascii() and page.isdigit() and len(page) < 6 and int(page) else 1,
        )

    def query(self, **other: object) -> str:
        told = {"q": self.q, "only": "unknown" if self.only_unknown else "", **other}
        return urlencode({name: str(value) for name, value in told.items() if value})


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """`unknown` of `total` informations have no agreement behind them; `assets` are shown, for looks."""

    rows: tuple[Row, ...]
    asked: Asked
    total: int
    unknown: int
    partners: int
    assets: tuple[Asset, ...]

    @property
    def pages(self) -> int:
        return max(1, -(-self.partners // PAGE))

    @property
    def before(self) -> str:
        return self.asked.query(page=self.asked.page - 1) if self.asked.page > 1 else ""

    @property
    def after(self) -> str:
        return self.asked.query(page=self.asked.page + 1) if self.asked.page < self.pages else ""


def coverage_page(actor: Actor, asked: Asked) -> CoveragePage:
    """Thirty partners at a time, those with something unknown first; ten queries, however many there are."""
    actor.require(Can.AGREEMENT_READ)
    cells, shown = cells_by_partner(actor)
    names = dict(Partner.objects.filter(pk__in=list(cells)).values_list("pk", "name"))
    readings = dict(Partner.objects.filter(pk__in=list(cells)).values_list("pk", "words"))
    rows = [Row(key, names.get(key, ""), tuple(found)) for key, found in cells.items()]
    words = normal(asked.q).split()
    fitting = [
        row
        for row in rows
        if all(word in readings.get(row.partner_id, "") for word in words)
        and (row.unknown or not asked.only_unknown)
    ]
    fitting.sort(key=lambda row: (-row.unknown, row.partner))
    start = (asked.page - 1) * PAGE
    page = tuple(fitting[start : start + PAGE])
    seen = {row.partner_id for row in page}
    return CoveragePage(
        page,
        asked,
        sum(len(row.cells) for row in rows),
        sum(row.unknown for row in rows),
        len(fitting),
        tuple(asset for key, asset in shown if key in seen),
    )


def unknown_count(actor: Actor) -> int:
    """How many informations have no agreement behind them. Only partners with whom something lies are asked about."""
    out = HandOver.objects.filter(side=Side.GIVEN, state=HandOverState.OUT).values_list(
        "partner_id", flat=True
    )
    held = Asset.objects.filter(origin=Origin.RECEIVED, stage=Stage.ADMITTED, partner__isnull=False)
    partners = {*out, *held.values_list("partner_id", flat=True)}
    if not partners:
        return 0
    known = shelf(partners)
    cells = (*_went(actor, known, None), *_held(actor, known, None, []))
    return sum(not cell.is_known for _partner, cell in cells)


def cells_by_partner(
    actor: Actor, partner_id: uuid.UUID | None = None
) -> tuple[dict[uuid.UUID, list[Cell]], list[tuple[uuid.UUID, Asset]]]:
    """The cells of every partner, or of one; and the assets whose names stand there, for looks."""
    only = None if partner_id is None else {partner_id}
    known = shelf(only)
    found: dict[uuid.UUID, list[Cell]] = defaultdict(list)
    shown: list[tuple[uuid.UUID, Asset]] = []
    for partner, cell in (*_went(actor, known, partner_id), *_held(actor, known, partner_id, shown)):
        found[partner].append(cell)
    for partner, cell in _may_go(actor, known, shown):
        if all(one.thing != cell.thing or one.way != WENT for one in found[partner]):
            found[partner].append(cell)
    return found, shown


def _went(actor: Actor, known: Shelf, partner_id: uuid.UUID | None) -> list[tuple[uuid.UUID, Cell]]:
    rows = HandOver.objects.filter(side=Side.GIVEN, state=HandOverState.OUT)
    if partner_id is not None:
        rows = rows.filter(partner=partner_id)
    told = clocks.handed(actor, list(rows.order_by("number")), known=known, states=[ItemState.OUT])
    return [
        (
            one.partner_id,
            Cell(
                WENT,
                one.called,
                "",
                _("・").join(one.under),
                f"{one.hand_over} {one.words}",
                one.tone,
                one.covered is Covered.YES,
                next((said.then for said in one.said if said.then), "")
                if one.covered is not Covered.YES
                else "",
                url_for(actor, "partners:promise", id=one.partner_id),
            ),
        )
        for one in told
    ]


def _held(
    actor: Actor, known: Shelf, partner_id: uuid.UUID | None, shown: list[tuple[uuid.UUID, Asset]]
) -> list[tuple[uuid.UUID, Cell]]:
    only = None if partner_id is None else {partner_id}
    cells = []
    for one in held_of(actor, known, only):
        shown.append((one.partner_id, one.asset))
        tone = "ok" if one.tied.is_known and not one.step else "care" if one.tied.is_known else "stop"
        cell = Cell(
            HELD,
            f"{one.number} {one.name}".strip(),
            url_for(actor, "ledger:asset", id=one.asset_id),
            one.under or one.written,
            one.words,
            tone,
            one.tied.is_known,
            one.step,
            url_for(actor, "partners:tie") + f"?partner={one.partner_id}",
        )
        cells.append((one.partner_id, cell))
    return [(key, cell) for key, cell in cells]


def _may_go(actor: Actor, known: Shelf, shown: list[tuple[uuid.UUID, Asset]]) -> list[tuple[uuid.UUID, Cell]]:
    """What the annexes of running agreements name."""
    today = clock.today()
    named: list[tuple[uuid.UUID, str, str]] = []
    for partner, agreements in known.agreements.items():
        for one in agreements:
            built = known.of(one, today)
            if built is None or not runs(built[0], today):
                continue
            for days, asset_id in known.annex.get(one.pk, ()):
                if days[0] <= today and (days[1] is None or days[1] >= today):
                    named.append((partner, asset_id, one.number))
    assets = {
        str(row.pk): row for row in ledger.assets_seen_by(actor).filter(pk__in={one[1] for one in named})
    }
    cells = []
    for partner, key, number in named:
        asset = assets[key]
        shown.append((partner, asset))
        called = asset.number if asset.is_masked else f"{asset.number} {asset.name}"
        url = url_for(actor, "ledger:asset", id=asset.pk)
        cells.append(
            (partner, Cell(MAY_GO, called, url, number, _("渡してよい（約束ずみ）"), "ok", True, "", ""))
        )
    return cells
