"""What an asset and a partner bring into a decision, taken from the ledger, the contacts and the assurances.

Others may call `item_of`, `consents`, `told_of`, `assured`, `direction_to`. Nothing here decides.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.asof import held_on
from kuramori.outside import clock
from kuramori.rules.sharing.inputs import LEVELS, Direction, Layer, Tag
from kuramori.rules.sharing.inputs import Assurance as Level
from kuramori.rules.sharing.many import Item
from kuramori.work.ledger.consent import reach
from kuramori.work.ledger.described import Allowed
from kuramori.work.ledger.models import Consent, Origin, Version
from kuramori.work.ledger.models import Layer as LedgerLayer
from kuramori.work.partners.joint.allowed import allowed_onward
from kuramori.work.partners.models import Assurance

FIRST_TIER = 1
_FLAGS = {
    "export_control": Tag.EXPORT_CONTROL,
    "has_personal_data": Tag.PERSONAL_DATA,
    "is_core_know_how": Tag.CORE_KNOW_HOW,
}
"""A yes in this field of the ledger is a tag of the decision."""


def told_of(
    assets: Collection[uuid.UUID], on: datetime.date | None = None
) -> dict[uuid.UUID, Mapping[str, Any]]:
    """What the ledger says of each asset on a day, by its id; of a day to come: what it says today."""
    day = min(on, clock.today()) if on else clock.today()
    rows = Version.objects.filter(held_on(day), asset__in=assets)
    return dict(rows.values_list("asset_id", "values"))


def item_of(
    told: Mapping[str, Any], to: uuid.UUID | None, *, owner_is_customer: bool, consented: bool = False
) -> Item:
    """What the asset brings for one recipient, from what the ledger says of it.

    To whoever entrusted it, an asset goes without the tags that protect it from others. `to` None: to anybody else.
    """
    tags = {tag for field, tag in _FLAGS.items() if told.get(field)}
    if told.get("origin") == Origin.RECEIVED and (to is None or owner_of(told) != to):
        if owner_is_customer:
            tags.add(Tag.CUSTOMER_OWNED)
        if told.get("agreement") or not owner_is_customer:
            tags.add(Tag.THIRD_PARTY_NDA)
    required = told.get("required_assurance")
    level = LEVELS.index(required) if required in LEVELS else None
    return Item(Layer(told["layer"]), level, frozenset(tags), consented)


def owner_of(told: Mapping[str, Any]) -> uuid.UUID | None:
    """The partner who entrusted it; None for what is our own."""
    if told.get("origin") != Origin.RECEIVED or not told.get("partner"):
        return None
    return uuid.UUID(told["partner"]["id"])


def consents(
    told: Mapping[uuid.UUID, Mapping[str, Any]], to: uuid.UUID | None, on: datetime.date
) -> frozenset[uuid.UUID]:
    """The assets whose owner lets them go further: our own, what goes back, and what has a consent on record.

    A consent counts where it reaches as far as the asset's layer does; one for a single company (an allowed 承諾願)
    for that company alone. `to` None: to nobody in particular.
    """
    found, waiting = set(), {}
    for asset, says in told.items():
        owner = owner_of(says)
        if owner is None or owner == to or says.get("may_pass_on") == Allowed.YES:
            found.add(asset)
        else:
            waiting[asset] = owner, says["layer"]
    if waiting:
        given = Consent.objects.filter(asset__in=waiting, given_on__lte=on).exclude(layer=LedgerLayer.NEVER)
        for asset, partner, layer in given.values_list("asset_id", "partner_id", "layer"):
            owner, now = waiting[asset]
            if partner == owner and reach(now) <= reach(layer):
                found.add(asset)
    if to is not None:
        found |= {asset for asset, _to in onward(told, [to], on)}
    return frozenset(found)


def onward(
    told: Mapping[uuid.UUID, Mapping[str, Any]], to: Collection[uuid.UUID], on: datetime.date
) -> frozenset[tuple[uuid.UUID, uuid.UUID]]:
    """The pairs of asset and company to which its owner lets it go by answering a 承諾願."""
    owners = {asset: owner for asset, says in told.items() if (owner := owner_of(says))}
    return allowed_onward(owners, to, on)


def owned_by_customers(told: Collection[Mapping[str, Any]]) -> frozenset[uuid.UUID]:
    """Of the partners who entrusted something, those who are customers; one query where there are any."""
    owners = {owner for says in told if (owner := owner_of(says))}
    if not owners:
        return frozenset()
    return frozenset(Partner.objects.filter(pk__in=owners, is_customer=True).values_list("pk", flat=True))


def assured(partners: Collection[uuid.UUID] | None, on: datetime.date) -> dict[uuid.UUID, Assurance]:
    """The newest assurance of each partner that was seen by a day; `partners` None: of all."""
    rows = Assurance.objects.filter(superseded_at__isnull=True, as_of__lte=on)
    if partners is not None:
        rows = rows.filter(partner__in=partners)
    found: dict[uuid.UUID, Assurance] = {}
    for row in rows.order_by("as_of", "recorded_at"):
        found[row.partner_id] = row
    return found


def level_of(row: Assurance | None, on: datetime.date) -> Level | None:
    """An assurance as the rules count it; none once its last day is over."""
    if row is None or (row.valid_until is not None and row.valid_until < on):
        return None
    return Level(row.information, row.it, row.as_of)


def direction_to(partner: Partner) -> Direction:
    """Which way something goes to a partner. One who is both counts as a supplier: that is where drawings go."""
    if (partner.tier or FIRST_TIER) > FIRST_TIER:
        return Direction.TO_SUBSUPPLIER
    if partner.is_customer and not partner.is_supplier:
        return Direction.TO_CUSTOMER
    return Direction.TO_SUPPLIER
