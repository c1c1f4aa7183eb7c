"""The panel of marks on an asset's page."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.roles import Can
from kuramori.work.ledger import access, entry
from kuramori.work.ledger.models import Asset, Marked, Stage, Version


@dataclass(frozen=True, slots=True)
class MarksPanel:
    """Whether it is marked on the day, and how."""

    id: uuid.UUID
    marked: str
    marked_name: str
    ways: str
    may_label: bool


def panel(actor: Actor, asset: Asset, on: datetime.date | None) -> MarksPanel | None:
    """None where there was no entry that day."""
    version = Version.objects.filter(held_on(on), asset=asset).first()
    if version is None:
        return None
    values = entry.given(version.values)
    marked = Marked(values.get("marked") or Marked.NONE)
    may = on is None and asset.stage == Stage.ADMITTED and access.may(actor, asset, Can.ASSET_LABEL)
    return MarksPanel(
        asset.pk, marked.value, str(marked.label), entry.words("marking", values.get("marking")), may
    )
