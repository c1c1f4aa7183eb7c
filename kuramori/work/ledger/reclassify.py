"""Another grade or layer for what stands in the ledger: with a reason, and with somebody who approved it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Membership, Person
from kuramori.ground.people.roles import PERMISSIONS, Can, Role
from kuramori.outside import clock
from kuramori.work.ledger import entry, events, laying
from kuramori.work.ledger.consent import covers, reach, weight
from kuramori.work.ledger.laying import AssetClosed, EntryRefused, Told
from kuramori.work.ledger.models import Asset, Grade, Layer, Origin, Stage, Unit
from kuramori.work.ledger.register import ReasonMissing

APPROVING_ROLES = tuple(role for role in Role if Can.ASSET_RECLASSIFY in PERMISSIONS[role])


class ConsentMissing(EntryRefused):
    """A received item was to be treated more lightly, and its owner's consent is not on record."""

    @property
    def sentence(self) -> str:
        return _("預かった情報なので、預け主の承諾を記録してからでないと、軽い区分にはできません。")


class ApproverMissing(EntryRefused):
    """Nobody approved it, or somebody who may not."""

    @property
    def sentence(self) -> str:
        return _("承認した人を選んでください。経営者か情報管理責任者の方です。")


class ApproverIsActor(EntryRefused):
    """Treating it more lightly wants a second pair of eyes where there is one."""

    @property
    def sentence(self) -> str:
        return _("軽い区分にするときは、ご自分のほかの方の承認が要ります。")


class NeverStays(EntryRefused):
    """共有しない has no exception here: `loosening` is the way, with 経営者 and a second person."""

    @property
    def sentence(self) -> str:
        return _(
            "「共有しない」は、ここでは解けません。経営者が「共有しないを解く」から理由を書いて申し出て、もう1人が確かめます。"
        )


@dataclass(frozen=True, slots=True)
class Classes:
    """What it shall be: the internal grade and how far it may go outside. `unit` for what becomes 極秘."""

    grade: Grade
    layer: Layer
    unit: Unit | None = None


def reclassify(
    actor: Actor,
    asset: Asset,
    classes: Classes,
    *,
    reason: str,
    approver: Person | None,
    revision: int,
    from_on: datetime.date | None = None,
) -> Asset:
    """Change grade and layer from a day on.

    Raises `ReasonMissing`, `ApproverMissing`, `ApproverIsActor`, `ConsentMissing`, `NeverStays`, `StaleEntry`,
    `AssetClosed`, `TopNeedsItem`, `DayRefused`.
    """
    actor.require(Can.ASSET_RECLASSIFY)
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        row = laying.locked(asset)
        if row.stage != Stage.ADMITTED:
            raise AssetClosed(row.pk)
        if (row.grade, row.layer) == (classes.grade, classes.layer) and from_on is None:
            return row
        if row.revision != revision:
            raise laying.StaleEntry(row)
        how = Told(from_on=from_on, reason=reason, approved_by=approver)
        if _would_share_what_never_is(row, classes, how):
            raise NeverStays
        lighter = _is_lighter(row, classes, how)
        _require_approver(actor, approver, lighter=lighter)
        if lighter and row.origin == Origin.RECEIVED:
            _require_consent(row, classes, how)
        laying.tell(
            actor, row, _spoken(classes), events.RECLASSIFIED, how, approver=str(approver and approver.pk)
        )
    return row


def approvers() -> tuple[Person, ...]:
    """Who may approve today, by name."""
    held = Membership.objects.filter(held_on(), role__in=[role.value for role in APPROVING_ROLES])
    return tuple(Person.objects.filter(pk__in=held.values("person_id")).order_by("name"))


def _spoken(classes: Classes) -> dict[str, entry.Value]:
    spoken: dict[str, entry.Value] = {"grade": classes.grade.value, "layer": classes.layer.value}
    return spoken | ({"unit": classes.unit.value} if classes.unit else {})


def _is_lighter(row: Asset, classes: Classes, how: Told) -> bool:
    """Lighter than on the day from which it shall hold, in either direction."""
    was = laying.on_day(row, how.from_on).values
    return weight(classes.grade) > weight(was["grade"]) or reach(classes.layer) > reach(was["layer"])


def _would_share_what_never_is(row: Asset, classes: Classes, how: Told) -> bool:
    """Whether it is 共有しない, today or on the day from which it shall hold, and would no longer be."""
    was = {row.layer, laying.on_day(row, how.from_on).values["layer"]}
    return Layer.NEVER in was and classes.layer != Layer.NEVER


def _require_consent(row: Asset, classes: Classes, how: Told) -> None:
    day = how.from_on or clock.today()
    if not covers(row, classes.grade, classes.layer, day):
        raise ConsentMissing


def _require_approver(actor: Actor, approver: Person | None, *, lighter: bool) -> None:
    able = {person.pk for person in approvers()}
    if approver is None or approver.pk not in able:
        raise ApproverMissing
    if lighter and approver.pk == actor.person_id and len(able) > 1:
        raise ApproverIsActor
