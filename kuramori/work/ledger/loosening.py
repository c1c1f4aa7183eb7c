"""共有しない has no exception: 経営者 changes the layer, with a reason, and a second person confirms it.

In a house where nobody else could confirm, the same person does on the next working day, or an outside expert at any
time. Until then nothing changes.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Membership, Person
from kuramori.ground.people.roles import PERMISSIONS, Can, Role
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.working_days import next_working_day
from kuramori.work.ledger import access, events_loosening, facts_of, laying
from kuramori.work.ledger.consent import covers
from kuramori.work.ledger.laying import AssetClosed, EntryRefused, Told
from kuramori.work.ledger.models import Asset, Grade, Layer, Loosening, Origin, Stage
from kuramori.work.ledger.reclassify import ConsentMissing
from kuramori.work.ledger.register import ReasonMissing

LONGEST_REASON = 400
CONFIRMING = tuple(role for role in Role if Can.ASSET_RECLASSIFY in PERMISSIONS[role])
"""Roles within the house that can be the second person; an outside expert can be as well."""


class LooseningRefused(EntryRefused):
    """It cannot be asked or confirmed: `code` says why."""

    def __init__(self, code: str, day: datetime.date | None = None) -> None:
        super().__init__(code)
        self.code, self.day = code, day

    @property
    def sentence(self) -> str:
        return {
            "owner": _("「共有しない」を解くことを申し出られるのは、経営者だけです。"),
            "layer": _("「共有しない」の情報について、解いたあとの共有区分を選んでください。"),
            "waiting": _("この情報には、確認を待っている申し出がもうあります。"),
            "over": _("この申し出は、もう済んでいるか、取り下げられています。"),
            "second": _("申し出た方のほかの、経営者・情報管理責任者・外部専門家の方が確かめます。"),
            "day": _(
                "ほかに確かめられる方がいないので、申し出た方が次の営業日（%(day)s）から確かめられます。"
            )
            % {"day": f"{self.day.year}/{self.day.month}/{self.day.day}" if self.day else ""},
        }[self.code]


def ask_loosening(actor: Actor, asset: Asset, layer: Layer, *, reason: str) -> Loosening:
    """経営者 asks; nothing changes yet. Raises `LooseningRefused`, `ReasonMissing`, `ConsentMissing`, `AssetClosed`."""
    actor.require(Can.ASSET_RECLASSIFY)
    access.require_open(actor, asset)
    if Role.OWNER not in actor.roles:
        raise LooseningRefused("owner")
    why = " ".join(reason.split())[:LONGEST_REASON]
    if not why:
        raise ReasonMissing
    with transaction.atomic():
        row = laying.locked(asset)
        _require_loosenable(row, layer)
        if waiting_of(row) is not None:
            raise LooseningRefused("waiting")
        kept: Loosening = Loosening.objects.create(
            organisation=actor.organisation,
            asset=row,
            layer=layer,
            reason=why,
            asked_by_id=actor.person_id,
            asked_on=clock.today(),
            asked_at=clock.now(),
        )
        told = between(
            None, {"layer": layer, "reason": why}, part=f"loosening:{kept.pk}", private=facts_of.TEXTS
        )
        record(
            actor,
            events_loosening.ASKED,
            kind="asset",
            thing_id=row.pk,
            number=row.number,
            asked_on=kept.asked_on.isoformat(),
            **told,
        )
    return kept


def confirm_loosening(actor: Actor, loosening: Loosening) -> Asset:
    """The second person confirms, and the layer changes from today. Raises as `ask_loosening` does."""
    actor.require(Can.ASSET_READ)
    access.require_open(actor, loosening.asset)
    with transaction.atomic():
        row = laying.locked(loosening.asset)
        kept = _still_waiting(loosening)
        refusal = why_not(actor, kept)
        if refusal is not None:
            raise refusal
        _require_loosenable(row, Layer(kept.layer))
        kept.done_by_id, kept.done_at = actor.person_id, clock.now()
        kept.save(update_fields=["done_by", "done_at"])
        second = Person.objects.get(pk=actor.person_id) if actor.person_id else None
        how = Told(reason=kept.reason, approved_by=second)
        laying.tell(actor, row, {"layer": kept.layer}, events_loosening.LOOSENED, how)
    return row


def withdraw_loosening(actor: Actor, loosening: Loosening) -> None:
    """It stays 共有しない after all. Raises `LooseningRefused`."""
    actor.require(Can.ASSET_RECLASSIFY)
    with transaction.atomic():
        kept = _still_waiting(loosening)
        kept.withdrawn_by_id, kept.withdrawn_at = actor.person_id, clock.now()
        kept.save(update_fields=["withdrawn_by", "withdrawn_at"])
        told = between({"layer": kept.layer}, {"layer": Layer.NEVER}, part=f"loosening:{kept.pk}")
        record(
            actor,
            events_loosening.WITHDRAWN,
            kind="asset",
            thing_id=kept.asset_id,
            number=kept.asset.number,
            **told,
        )


def waiting_of(asset: Asset) -> Loosening | None:
    """What was asked for this asset and waits to be confirmed."""
    rows = Loosening.objects.filter(asset=asset, done_at__isnull=True, withdrawn_at__isnull=True)
    return rows.select_related("asked_by", "asset").first()


def why_not(actor: Actor, loosening: Loosening) -> LooseningRefused | None:
    """Why this actor cannot confirm it today; None where they can."""
    if actor.person_id is None:
        return LooseningRefused("second")
    if actor.person_id != loosening.asked_by_id:
        may = actor.may(Can.ASSET_RECLASSIFY) or Role.EXPERT in actor.roles
        return None if may else LooseningRefused("second")
    if others(loosening):
        return LooseningRefused("second")
    day = next_working_day(loosening.asked_on)
    return None if clock.today() >= day else LooseningRefused("day", day)


def others(loosening: Loosening) -> tuple[Person, ...]:
    """Who within the house could confirm it beside the one who asked, by name."""
    held = Membership.objects.filter(held_on(), role__in=[role.value for role in CONFIRMING])
    found = Person.objects.filter(pk__in=held.values("person_id")).order_by("name")
    return tuple(one for one in found if one.pk != loosening.asked_by_id)


def _still_waiting(loosening: Loosening) -> Loosening:
    rows = Loosening.objects.select_for_update(of=("self",)).select_related("asset")
    kept: Loosening = rows.get(pk=loosening.pk)
    if kept.done_at is not None or kept.withdrawn_at is not None:
        raise LooseningRefused("over")
    return kept


def _require_loosenable(row: Asset, layer: Layer) -> None:
    if row.stage != Stage.ADMITTED:
        raise AssetClosed(row.pk)
    if row.layer != Layer.NEVER or layer == Layer.NEVER:
        raise LooseningRefused("layer")
    if row.origin == Origin.RECEIVED and not covers(row, Grade(row.grade), layer, clock.today()):
        raise ConsentMissing
