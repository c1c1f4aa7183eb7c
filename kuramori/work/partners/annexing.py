"""共有区分表: which of our information an agreement names, from a day until a day. Dated, nothing is overwritten."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people import timeline
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger.models import Asset
from kuramori.work.partners import events_agreements as events
from kuramori.work.partners import facts_agreements as facts
from kuramori.work.partners.agreeing import AgreementRefused, locked
from kuramori.work.partners.models import Agreement, AgreementState, CoveredAsset

LONGEST_NOTE = 200


class NeverGoes(AgreementRefused):
    """What is 共有しない stands in no annex. `number` is the asset's."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number

    @property
    def sentence(self) -> str:
        return _(
            "%(number)s の共有区分は「共有しない」です。載せるには、先に経営者が共有区分を変えます。"
        ) % {"number": self.number}


@dataclass(frozen=True, slots=True)
class Named:
    """One line: the asset, whether the partner may pass it on, and what the annex says of it."""

    asset: Asset
    onward: bool = False
    note: str = ""


def name_assets(
    actor: Actor,
    agreement: Agreement,
    lines: Sequence[Named],
    *,
    revision: int,
    from_on: datetime.date | None = None,
) -> int:
    """These stand in the annex from a day on (default today). How many lines that changed.

    Raises `StaleAgreement`, `NeverGoes`.
    """
    actor.require(Can.AGREEMENT_CHANGE)
    day, changed = from_on or clock.today(), 0
    with transaction.atomic():
        row = _open(agreement, revision)
        for line in lines:
            if line.asset.layer == "never":
                raise NeverGoes(line.asset.number)
            owner = {"agreement": row, "asset": line.asset}
            before = _standing(row, line.asset)
            values = {"onward": line.onward, "note": " ".join(line.note.split())[:LONGEST_NOTE]}
            if timeline.lay(CoveredAsset, owner, values, from_on=day):
                changed += 1
                _record(actor, row, line.asset, before)
        if changed:
            _saved(row)
    return changed


def strike(
    actor: Actor, agreement: Agreement, asset: Asset, *, revision: int, last_day: datetime.date | None = None
) -> bool:
    """It stands in the annex until a day (default today) and no longer. Raises `StaleAgreement`."""
    actor.require(Can.AGREEMENT_CHANGE)
    with transaction.atomic():
        row = _open(agreement, revision)
        before = _standing(row, asset)
        owner = {"agreement": row, "asset": asset}
        if not timeline.end(CoveredAsset, owner, last_day=last_day or clock.today()):
            return False
        _record(actor, row, asset, before)
        _saved(row)
    return True


def _open(agreement: Agreement, revision: int) -> Agreement:
    row = locked(agreement, revision)
    if row.state == AgreementState.DECLINED:
        raise AgreementRefused
    return row


def _standing(agreement: Agreement, asset: Asset) -> CoveredAsset | None:
    rows = timeline.known(CoveredAsset, agreement=agreement, asset=asset)
    return rows[-1] if rows else None


def _record(actor: Actor, row: Agreement, asset: Asset, before: CoveredAsset | None) -> None:
    told = between(
        facts.covered(before),
        facts.covered(_standing(row, asset)),
        part=f"asset:{asset.pk}",
        private=facts.TEXTS,
    )
    record(actor, events.ANNEXED, kind="agreement", thing_id=row.pk, number=row.number, **told)


def _saved(row: Agreement) -> None:
    row.revision += 1
    row.save(update_fields=["revision"])
