"""What another table would change, before anybody lays it down: among today's hand-overs, and among all pairs."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.rules.sharing.inputs import DatesContradict, Inputs
from kuramori.rules.sharing.policy import Policy
from kuramori.rules.sharing.simulating import Turn, simulate
from kuramori.work.ledger import access as ledger_access
from kuramori.work.ledger.models import Asset, Stage
from kuramori.work.partners import bringing, deciding, policies
from kuramori.work.partners.models import HandedItem, HandOverState, ItemState, Side
from kuramori.work.partners.reading import matrix

MOST_CELLS = 5_000_000
"""More pairs than these are not gone through for a page: the first assets are."""
SHOWN = 50
_STANDING = (HandOverState.DRAFT, HandOverState.WAITING, HandOverState.OFFERED, HandOverState.OUT)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that would be answered otherwise. `number` of the hand-over, or "" for a pair."""

    number: str
    asset: Asset
    partner: str
    turn: Turn
    before: str
    after: str
    hand_over_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Simulated:
    """`turns` counts pairs of `pairs`; `hand_overs` of `standing` would be answered otherwise."""

    hand_overs: tuple[Line, ...]
    standing: int
    turns: dict[str, int]
    pairs: int
    lines: tuple[Line, ...]
    assets: int
    partners: int
    left_out: int

    @property
    def is_same(self) -> bool:
        return not self.hand_overs and not any(self.turns.values())

    @property
    def shown(self) -> tuple[Asset, ...]:
        return tuple(line.asset for line in (*self.hand_overs, *self.lines))


def simulated(actor: Actor, after: Policy) -> Simulated:
    """The table of today against another one; nothing is kept. Names of what the actor may not know are masked."""
    actor.require(Can.POLICY_CHANGE)
    before = policies.in_force().policy
    partners = list(Partner.objects.filter(retired_on__isnull=True).order_by("sorts_as", "pk"))
    every = list(Asset.objects.filter(stage=Stage.ADMITTED).order_by("number").values_list("pk", flat=True))
    most = MOST_CELLS // max(1, len(partners))
    found = matrix.gathered(every[:most], partners)
    compared = matrix.changed(before, after, found, SHOWN)
    items = list(_standing())
    moved = list(simulate(before, after, ((item, inputs) for item, inputs in items)))
    named = {found.assets[i] for i, *_rest in compared.first}
    known = _known(actor, named | {one.key.asset_id for one in moved if one.key.asset_id})
    return Simulated(
        tuple(
            Line(
                one.key.hand_over.number,
                known[one.key.asset_id],
                one.key.hand_over.partner.name,
                one.turn,
                str(one.before.outcome),
                str(one.after.outcome),
                one.key.hand_over_id,
            )
            for one in moved
            if one.key.asset_id in known
        ),
        len(items),
        {str(one): count for one, count in compared.turns.items()},
        compared.total,
        tuple(
            Line("", known[found.assets[i]], partners[j].name, how, str(old.outcome), str(new.outcome))
            for i, j, how, old, new in compared.first
        ),
        len(found.assets),
        len(partners),
        len(every) - len(found.assets),
    )


def _standing() -> Iterator[tuple[HandedItem, Inputs]]:
    """What is out or about to go, each with its question put today: the agreement as it was found then."""
    today = clock.today()
    rows = HandedItem.objects.filter(
        state=ItemState.OUT,
        decision__isnull=False,
        asset__isnull=False,
        hand_over__side=Side.GIVEN,
        hand_over__state__in=_STANDING,
    ).select_related("decision", "hand_over__partner")
    assurances = bringing.assured(None, today)
    for row in rows.order_by("hand_over__number", "position"):
        if row.decision is None:
            continue
        asked, seen = deciding.inputs_of(row.decision), assurances.get(row.hand_over.partner_id)
        try:
            now = replace(
                asked,
                on=today,
                assurance=bringing.level_of(seen, today),
                open_critical_gaps=seen.open_critical_gaps if seen else 0,
            )
        except DatesContradict:
            continue
        yield row, now


def _known(actor: Actor, ids: set[uuid.UUID]) -> dict[uuid.UUID, Asset]:
    return {one.pk: one for one in ledger_access.assets_seen_by(actor).filter(pk__in=ids)}
