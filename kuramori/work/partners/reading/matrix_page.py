"""The page of the table: 25 assets down, 8 partners across, narrowed by words; only these are decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.rules.sharing.policy import Outcome
from kuramori.rules.tokens import normal
from kuramori.work.ledger import access as ledger_access
from kuramori.work.ledger.models import Asset, Stage
from kuramori.work.partners import policies
from kuramori.work.partners.reading import matrix
from kuramori.work.partners.words_deciding import OUTCOMES

DOWN, ACROSS = 25, 8
SIGNS = {Outcome.ALLOW: "○", Outcome.ALLOW_WITH: "△", Outcome.ESCALATE: "？", Outcome.DENY: "×"}


@dataclass(frozen=True, slots=True)
class Asked:
    """`q` narrows assets, `p` partners; `down` and `across` are pages from 1."""

    q: str = ""
    p: str = ""
    down: int = 1
    across: int = 1

    @classmethod
    def of(cls, told: Mapping[str, str]) -> Asked:
        q, p = (told.get(name, "")[:100].strip() for name in ("q", "p"))
        return cls(q, p, _page(told.get("down")), _page(told.get("across")))

    def at(self, **changed: int) -> str:
        """The query of another page."""
        told = {"q": self.q, "p": self.p, "down": self.down, "across": self.across} | changed
        return urlencode(told)


@dataclass(frozen=True, slots=True)
class Cell:
    code: str
    sign: str
    words: str
    partner: Partner


@dataclass(frozen=True, slots=True)
class Line:
    asset: Asset
    is_masked: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class MatrixPage:
    asked: Asked
    lines: tuple[Line, ...]
    partners: tuple[Partner, ...]
    assets_found: int
    partners_found: int
    downs: int
    acrosses: int
    may_ask: bool
    shown: tuple[Asset, ...]
    legend: tuple[tuple[str, str], ...]

    @property
    def above(self) -> str:
        return self.asked.at(down=self.asked.down - 1) if self.asked.down > 1 else ""

    @property
    def below(self) -> str:
        return self.asked.at(down=self.asked.down + 1) if self.asked.down < self.downs else ""

    @property
    def left(self) -> str:
        return self.asked.at(across=self.asked.across - 1) if self.asked.across > 1 else ""

    @property
    def right(self) -> str:
        return self.asked.at(across=self.asked.across + 1) if self.asked.across < self.acrosses else ""


def matrix_page(actor: Actor, asked: Asked) -> MatrixPage:
    """What may go to whom today, whatever the purpose and the person."""
    assets = ledger_access.assets_seen_by(actor).filter(stage=Stage.ADMITTED)
    if asked.q:
        # A masked name is not to be found by guessing it.
        assets = assets.filter(Q(number__icontains=asked.q) | Q(name__icontains=asked.q, is_masked=False))
    partners = Partner.objects.filter(retired_on__isnull=True)
    if asked.p:
        partners = partners.filter(words__contains=normal(asked.p))
    many, some = assets.count(), partners.count()
    downs, acrosses = max(1, -(-many // DOWN)), max(1, -(-some // ACROSS))
    asked = Asked(asked.q, asked.p, min(asked.down, downs), min(asked.across, acrosses))
    rows = list(assets.order_by("number")[(asked.down - 1) * DOWN : asked.down * DOWN])
    columns = list(partners.order_by("sorts_as", "pk")[(asked.across - 1) * ACROSS : asked.across * ACROSS])
    found = matrix.gathered([one.pk for one in rows], columns)
    made = matrix.table(policies.in_force().policy, found)
    at = {one: position for position, one in enumerate(found.assets)}
    lines = tuple(
        Line(
            row,
            row.is_masked,
            tuple(_cell(made.decision(at[row.pk], j).outcome, one) for j, one in enumerate(columns)),
        )
        for row in rows
        if row.pk in at
    )
    return MatrixPage(
        asked,
        lines,
        tuple(columns),
        many,
        some,
        downs,
        acrosses,
        actor.may(Can.SHARING_ASK),
        tuple(ledger_access.opened(line.asset for line in lines)),
        tuple((SIGNS[code], str(OUTCOMES[code])) for code in Outcome),
    )


def _cell(outcome: Outcome, partner: Partner) -> Cell:
    return Cell(str(outcome), SIGNS[outcome], str(OUTCOMES[outcome]), partner)


def _page(told: str | None) -> int:
    return max(1, int(told)) if told and told.isascii() and told.isdigit() and len(told) < 7 else 1
