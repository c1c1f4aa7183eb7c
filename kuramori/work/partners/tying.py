"""Tying what we received to the agreement under which it came: the ledger's own verb writes it, dated as always."""

from __future__ import annotations

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.work.ledger import register
from kuramori.work.ledger.entry import wanted
from kuramori.work.ledger.models import Asset
from kuramori.work.partners.agreeing import AgreementClosed, NotItsPlace
from kuramori.work.partners.models import Agreement, AgreementState


def tie(actor: Actor, asset: Asset, agreement: Agreement, *, revision: int) -> Asset:
    """The asset's entry names the agreement from today on.

    Raises `NotItsPlace` for an agreement with somebody else, `AgreementClosed` for one that came to nothing, and what
    `ledger.register.change` raises.
    """
    actor.require(Can.AGREEMENT_CHANGE)
    if asset.partner_id != agreement.partner_id:
        raise NotItsPlace
    if agreement.state == AgreementState.DECLINED:
        raise AgreementClosed
    return register.change(actor, asset, wanted(agreement=agreement.number), revision=revision)
