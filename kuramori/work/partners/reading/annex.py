"""共有区分表 as both sides keep it: the lines of an agreement on a day, and what may still be added."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asof import held_on
from kuramori.outside import clock
from kuramori.work.ledger import access as ledger
from kuramori.work.ledger.models import Asset, Layer, Origin, Stage
from kuramori.work.partners.models import Agreement, CoveredAsset


@dataclass(frozen=True, slots=True)
class AnnexLine:
    """One asset of the annex. `name` is "" where this reader may not know it; `asset` for `looks.note`."""

    asset: Asset
    asset_id: uuid.UUID
    number: str
    name: str
    layer: str
    required: str
    onward: bool
    note: str
    from_on: datetime.date
    until_on: datetime.date | None


def annex_of(actor: Actor, agreement: Agreement, on: datetime.date | None = None) -> tuple[AnnexLine, ...]:
    """The lines that hold on a day (default today), by number. Names that are masked for this reader are left out."""
    rows = {
        row.asset_id: row
        for row in CoveredAsset.objects.filter(held_on(on or clock.today()), agreement=agreement)
    }
    assets = ledger.assets_seen_by(actor).filter(pk__in=list(rows)).order_by("number")
    return tuple(
        AnnexLine(
            asset,
            asset.pk,
            asset.number,
            "" if asset.is_masked else asset.name,
            str(Layer(asset.layer).label),
            asset.required_assurance,
            rows[asset.pk].onward,
            rows[asset.pk].note,
            rows[asset.pk].from_on,
            rows[asset.pk].until_on,
        )
        for asset in assets
    )


def may_be_named(actor: Actor, agreement: Agreement) -> list[Asset]:
    """What could be added today: our own entries that may go outside, and do not stand there yet."""
    standing = CoveredAsset.objects.filter(held_on(), agreement=agreement).values("asset")
    rows = ledger.assets_seen_by(actor).filter(stage=Stage.ADMITTED, origin=Origin.OWN)
    return list(rows.exclude(layer=Layer.NEVER).exclude(pk__in=standing).order_by("number"))
