"""Entering what is worth keeping secret: staff propose, the keeper or the steward admits; and changing it later.

Others may call every verb here. Grade and layer of what is admitted change through `reclassify` only.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Organisation, Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.events import Event
from kuramori.outside import clock
from kuramori.work.ledger import access, entry, events, laying
from kuramori.work.ledger.designated import require_heavy_enough
from kuramori.work.ledger.entry import Missing, Wanted
from kuramori.work.ledger.laying import AssetClosed, EntryRefused, Told
from kuramori.work.ledger.models import Asset, Origin, Stage, Version
from kuramori.work.ledger.numbers import next_number, require_free
from kuramori.work.places.models import Place

NOT_BY_CHANGE = frozenset({"grade", "layer"})


class ReclassifyInstead(EntryRefused):
    """Grade and layer of what is admitted want a reason and an approver."""

    @property
    def sentence(self) -> str:
        return _("秘密区分と共有区分は「区分を変える」から、理由と承認した人を添えて変えます。")


class BelongsToPartner(EntryRefused):
    """A received item stays its owner's: it cannot be turned into one's own, or into another partner's."""

    @property
    def sentence(self) -> str:
        return _("預かった情報の持ち主は変えられません。間違えたときは、手放して登録し直してください。")


class NotProposed(ValueError):
    """The entry is no proposal any more: somebody admitted or declined it."""


class ReasonMissing(EntryRefused):
    """What needs a reason has none."""

    @property
    def sentence(self) -> str:
        return _("理由を書いてください。後から見た人に伝わります。")


def propose(actor: Actor, wanted: Wanted, *, from_on: datetime.date | None = None) -> Asset:
    """Propose an entry; the keeper or the steward admits it. Raises `Missing`, `NumberTaken`, `EntryRefused`."""
    actor.require(Can.ASSET_PROPOSE)
    return _enter(actor, wanted, Stage.PROPOSED, events.PROPOSED, from_on)


def register(actor: Actor, wanted: Wanted, *, from_on: datetime.date | None = None) -> Asset:
    """Enter it at once, for those who may admit. Raises `Missing`, `NumberTaken`, `EntryRefused`."""
    actor.require(Can.ASSET_ADMIT)
    return _enter(actor, wanted, Stage.ADMITTED, events.REGISTERED, from_on)


def register_all(
    actor: Actor, rows: Iterable[Wanted], *, from_on: datetime.date | None = None
) -> list[Asset]:
    """Enter many, all or none; whoever wrote a list has read it. Raises as `register`."""
    with transaction.atomic():
        return [register(actor, wanted, from_on=from_on) for wanted in rows]


def admit(actor: Actor, asset: Asset, *, revision: int, from_on: datetime.date | None = None) -> Asset:
    """Take a proposal into the ledger. Raises `NotProposed`, `StaleEntry`."""
    access.require(actor, asset, Can.ASSET_ADMIT)
    with transaction.atomic():
        row = _proposal(asset, revision)
        laying.tell(actor, row, {}, events.ADMITTED, Told(from_on=from_on, stage=Stage.ADMITTED))
    return row


def decline(actor: Actor, asset: Asset, *, revision: int, reason: str) -> Asset:
    """Leave a proposal out, and say why; the row stays. Raises `NotProposed`, `StaleEntry`, `ReasonMissing`."""
    access.require(actor, asset, Can.ASSET_ADMIT)
    _require_reason(reason)
    with transaction.atomic():
        row = _proposal(asset, revision)
        laying.tell(actor, row, {}, events.DECLINED, Told(reason=reason, stage=Stage.DECLINED))
    return row


def change(
    actor: Actor,
    asset: Asset,
    wanted: Wanted,
    *,
    revision: int,
    reason: str = "",
    from_on: datetime.date | None = None,
) -> Asset:
    """Change fields from a day on (today unless told otherwise); what is not spoken of stays.

    A proposal may be corrected by whoever made it as well. Raises `StaleEntry`, `AssetClosed`, `Missing`,
    `ReclassifyInstead`, `BelongsToPartner`, `EntryRefused`.
    """
    require_change(actor, asset)
    return _change(actor, asset, wanted, events.CHANGED, revision, Told(from_on=from_on, reason=reason))


def change_all(
    actor: Actor, changes: Sequence[tuple[Asset, Wanted, int]], *, reason: str = ""
) -> dict[uuid.UUID, Exception]:
    """`change` of many from today on, each with the revision it was seen at and its own entry in the trail.

    Which were refused, by id, and why (what `change` raises); nothing of those changes. Raises `KeyError` for an asset
    that is not there.
    """
    refused: dict[uuid.UUID, Exception] = {}
    spoken: list[tuple[Asset, dict[str, entry.Value]]] = []
    with transaction.atomic():
        rows = Asset.objects.select_for_update().in_bulk([asset.pk for asset, _wanted, _revision in changes])
        today = Version.objects.filter(held_on(), asset__in=list(rows))
        says = dict(today.values_list("asset_id", "values"))
        for asset, wanted, revision in changes:
            try:
                require_change(actor, row := rows[asset.pk])
                told = _spoken(row, entry.given(says[row.pk]), wanted, revision, Told())
            except (NotAllowed, AssetClosed, laying.StaleEntry, EntryRefused) as why:
                refused[asset.pk] = why
            else:
                spoken += [(row, told)] if told is not None else []
        refused |= laying.tell_all(actor, spoken, events.CHANGED, Told(reason=reason))
    return refused


def add_place(actor: Actor, asset: Asset, place: Place, *, revision: int) -> Asset:
    """It lies in one more place from today on. Raises as `change`."""
    require_change(actor, asset)
    with transaction.atomic():
        row = laying.locked(asset, revision)
        values = entry.given(current(row))
        lies = [*(values.get("other_places") or ()), place]
        spoken = entry.wanted(other_places=lies if place.pk != row.place_id else values.get("other_places"))
        return _change(actor, row, spoken, events.PLACED, revision, Told())


def change_keeper(
    actor: Actor,
    asset: Asset,
    keeper: Person,
    *,
    revision: int,
    reason: str = "",
    from_on: datetime.date | None = None,
) -> Asset:
    """Somebody else keeps it from a day on. Raises as `change`."""
    require_change(actor, asset)
    spoken = entry.wanted(keeper=keeper)
    return _change(
        actor, asset, spoken, events.KEEPER_CHANGED, revision, Told(from_on=from_on, reason=reason)
    )


def require_change(actor: Actor, asset: Asset) -> None:
    """Raise `NotAllowed` unless the actor may change it: by role, as its keeper, or as who proposed it."""
    if not proposed_it(actor, asset):
        access.require(actor, asset, Can.ASSET_CHANGE)


def proposed_it(actor: Actor, asset: Asset) -> bool:
    """Whether this is still a proposal, and the actor's own."""
    return (
        asset.stage == Stage.PROPOSED
        and actor.person_id is not None
        and asset.proposed_by_id == actor.person_id
        and actor.may(Can.ASSET_PROPOSE)
    )


def current(asset: Asset) -> dict[str, entry.Value]:
    """The kept values of today's version."""
    return dict(laying.current(asset).values)


def _change(actor: Actor, asset: Asset, wanted: Wanted, event: Event, revision: int, told: Told) -> Asset:
    with transaction.atomic():
        row = laying.locked(asset)
        spoken = _spoken(row, entry.given(current(row)), wanted, revision, told)
        if spoken is not None:
            laying.tell(actor, row, spoken, event, told)
    return row


def _spoken(
    row: Asset, before: dict[str, entry.Value], wanted: Wanted, revision: int, told: Told
) -> dict[str, entry.Value] | None:
    """What is to be told of a locked asset that says `before`; None where it says all of it."""
    if row.stage in {Stage.DECLINED, Stage.DISPOSED}:
        raise AssetClosed(row.pk)
    spoken = {name: value for name, value in wanted.values.items() if name != "number"}
    if all(before.get(name) == value for name, value in spoken.items()) and told.from_on is None:
        return None
    if row.revision != revision:
        raise laying.StaleEntry(row)
    _require_changeable(row, before, spoken)
    return spoken


def _require_changeable(row: Asset, before: dict[str, entry.Value], spoken: dict[str, entry.Value]) -> None:
    changed = {name for name, value in spoken.items() if before.get(name) != value}
    if row.stage == Stage.ADMITTED and changed & NOT_BY_CHANGE:
        raise ReclassifyInstead
    if row.stage == Stage.ADMITTED and row.origin == Origin.RECEIVED and changed & {"origin", "partner"}:
        raise BelongsToPartner


def _enter(actor: Actor, wanted: Wanted, stage: Stage, event: Event, from_on: datetime.date | None) -> Asset:
    if wanted.missing:
        raise Missing(wanted.missing)
    with transaction.atomic():
        # Two must not take the same number at once.
        Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        number = require_free(wanted["number"]) if wanted["number"] else next_number()
        laying.require_known(wanted.values)
        values = {**entry.DEFAULTS, **entry.keep(wanted.values), "number": number, "stage": stage.value}
        laying.require_sense(values)
        require_heavy_enough(wanted.values)
        row = Asset(organisation=actor.organisation, proposed_at=clock.now(), proposed_by_id=actor.person_id)
        laying.fill(row, values)
        row.save(force_insert=True)
        laying.lay_first(actor, row, values, event, from_on or clock.today())
    return row


def _proposal(asset: Asset, revision: int) -> Asset:
    row = laying.locked(asset)
    if row.stage != Stage.PROPOSED:
        raise NotProposed(row.pk)
    if row.revision != revision:
        raise laying.StaleEntry(row)
    return row


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing
