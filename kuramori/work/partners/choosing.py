"""Which asset and partner somebody means, by id, number, code or name; several hits are offered to choose from."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Q

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.rules.tokens import normal
from kuramori.work.ledger import access as ledger_access
from kuramori.work.ledger.models import Asset, Stage

MOST = 20


@dataclass(frozen=True, slots=True)
class Chosen:
    """`asset` and `partner` where exactly one was meant; else what was typed, and the hits to choose from."""

    asset_typed: str
    partner_typed: str
    asset: Asset | None
    partner: Partner | None
    assets: tuple[Asset, ...]
    partners: tuple[Partner, ...]

    @property
    def wrong_asset(self) -> bool:
        """Something was typed, and nothing is called that."""
        return bool(self.asset_typed) and self.asset is None and not self.assets

    @property
    def wrong_partner(self) -> bool:
        return bool(self.partner_typed) and self.partner is None and not self.partners


def chosen(actor: Actor, asset: str, partner: str) -> Chosen:
    """What the two texts mean. Masked assets are never meant: nobody asks about what they may not know."""
    item, one = asset.strip()[:120], partner.strip()[:120]
    assets = _assets(actor, item) if item else ()
    partners = _partners(one) if one else ()
    return Chosen(
        item,
        one,
        assets[0] if len(assets) == 1 else None,
        partners[0] if len(partners) == 1 else None,
        assets if len(assets) > 1 else (),
        partners if len(partners) > 1 else (),
    )


def _assets(actor: Actor, typed: str) -> tuple[Asset, ...]:
    known = ledger_access.assets_seen_by(actor).filter(~ledger_access.masked(actor), stage=Stage.ADMITTED)
    key = _key(typed)
    exact = known.filter(pk=key) if key else known.filter(number__iexact=typed)
    found = tuple(exact[:1])
    return found or (() if key else tuple(known.filter(name__icontains=typed).order_by("number")[:MOST]))


def _partners(typed: str) -> tuple[Partner, ...]:
    known = Partner.objects.filter(retired_on__isnull=True)
    key = _key(typed)
    exact = known.filter(pk=key) if key else known.filter(Q(name=typed) | (Q(code=typed) & ~Q(code="")))
    found = tuple(exact[:2])
    if found or key:
        return found
    return tuple(known.filter(words__contains=normal(typed)).order_by("sorts_as", "pk")[:MOST])


def _key(typed: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None
