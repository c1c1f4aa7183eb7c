"""Who may know: granted to a person, a department, a role or everybody, from a day until a day, with a reason."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people import timeline
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Department, Person
from kuramori.ground.people.roles import Can, Role
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger import events, facts_of, laying
from kuramori.work.ledger.laying import AssetClosed, EntryRefused
from kuramori.work.ledger.models import Asset, Grant, Stage
from kuramori.work.ledger.register import ReasonMissing

LONGEST_REASON = 200
DAY = datetime.timedelta(days=1)


class TwoSubjects(ValueError):
    """A grant names one subject: a person, a department or a role, or nobody for everybody."""


class DaysReversed(EntryRefused):
    """The last day lies before the first."""

    @property
    def sentence(self) -> str:
        return _("最後の日が最初の日より前になっています。")


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom it is granted to; nothing set means everybody in the house."""

    person: Person | None = None
    department: Department | None = None
    role: Role | None = None

    def __post_init__(self) -> None:
        if sum(one is not None for one in (self.person, self.department, self.role)) > 1:
            raise TwoSubjects

    @property
    def owner(self) -> dict[str, Any]:
        """The columns by which its rows are found."""
        return {
            "person": self.person,
            "department": self.department,
            "role": self.role.value if self.role else "",
        }


def grant(
    actor: Actor,
    asset: Asset,
    subject: Subject,
    *,
    reason: str,
    from_on: datetime.date | None = None,
    until_on: datetime.date | None = None,
) -> bool:
    """Let somebody in from `from_on` (today unless told) until `until_on` (None: open), both included.

    A day that has passed may be told late; nothing is overwritten. False where exactly that was known before. Raises
    `ReasonMissing`, `DaysReversed`, `AssetClosed`.
    """
    actor.require(Can.ASSET_GRANT)
    first = from_on or clock.today()
    said = " ".join(reason.split())[:LONGEST_REASON]
    if not said:
        raise ReasonMissing
    if until_on is not None and until_on < first:
        raise DaysReversed
    with transaction.atomic():
        row = laying.locked(asset)
        if row.stage in {Stage.DECLINED, Stage.DISPOSED}:
            raise AssetClosed(row.pk)
        owner = {"asset": row, **subject.owner}
        before = _standing(owner)
        values = {"reason": said, "granted_by_id": actor.person_id}
        if not timeline.lay(Grant, owner, values, from_on=first, until_on=until_on):
            return False
        _tell(actor, row, owner, before, events.GRANTED)
    return True


def end_grant(actor: Actor, granted: Grant, *, last_day: datetime.date | None = None) -> bool:
    """Nobody of this subject is let in after `last_day` (yesterday unless told: it ends at once).

    False where it had ended by then. The rows of earlier days stay.
    """
    actor.require(Can.ASSET_GRANT)
    last = last_day or clock.today() - DAY
    with transaction.atomic():
        row = laying.locked(granted.asset)
        owner = {
            "asset": row,
            "person": granted.person,
            "department": granted.department,
            "role": granted.role,
        }
        before = _standing(owner)
        if not timeline.end(Grant, owner, last_day=last):
            return False
        _tell(actor, row, owner, before, events.GRANT_ENDED, until_on=last.isoformat())
    return True


def _standing(owner: dict[str, Any]) -> dict[str, Any] | None:
    """What is believed of this subject's newest line."""
    rows = timeline.known(Grant, **owner)
    return facts_of.grant(rows[-1]) if rows else None


def _tell(
    actor: Actor, row: Asset, owner: dict[str, Any], before: dict[str, Any] | None, event: Any, **detail: str
) -> None:
    after = _standing(owner)
    told = between(before, after, part=facts_of.subject(Grant(**owner)), private=facts_of.TEXTS)
    record(actor, event, kind="asset", thing_id=row.pk, number=row.number, **told, **detail)
