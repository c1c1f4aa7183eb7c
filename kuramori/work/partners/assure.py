"""確認の段階 of a partner as of a day: recorded by hand here, and by upper rooms for replies and certificates."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.ground.papers.models import File
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.sharing.inputs import HIGHEST, LOWEST
from kuramori.work.partners import events_deciding, facts_deciding
from kuramori.work.partners.models import Assurance, BasisKind

LONGEST_WORDS = 200
MOST_GAPS = 9_999


class AssuranceRefused(ValueError):
    """What was told cannot be: `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> str:
        return {
            "level": _("確認の段階は、確認なしから第三者認証までのどれかです。"),
            "day": _("まだ来ていない日の姿は記録できません。"),
            "ends": _("有効な最後の日が、確かめた日より前です。"),
            "gaps": _("残っているギャップの数は、0から9999までです。"),
            "basis": _("何で確かめたかを、ひとことか書面で残してください。"),
            "partner": _("取引をやめた取引先です。"),
            "gone": _("この記録は、もう取り下げてあります。"),
        }[self.code]


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a partner was looked at: 0–4 on each axis, as of a day, and what that rests on.

    `information` is 情報管理, `it` IT. `gaps`: 重大なギャップ that are known and open.
    """

    information: int
    it: int
    as_of: datetime.date
    basis: BasisKind = BasisKind.BY_HAND
    words: str = ""
    paper: File | None = None
    gaps: int = 0
    valid_until: datetime.date | None = None


def record_assurance(actor: Actor, partner: Partner, seen: Seen) -> Assurance:
    """Keep it beside the older ones; a row of the same day and basis is superseded. Raises `AssuranceRefused`."""
    actor.require(Can.ASSURANCE_RECORD)
    words = " ".join(seen.words.split())[:LONGEST_WORDS]
    _require_sense(partner, seen, words)
    with transaction.atomic():
        Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
        same = Assurance.objects.filter(
            partner=partner, as_of=seen.as_of, basis=seen.basis, superseded_at__isnull=True
        )
        before, moment = same.first(), clock.now()
        same.update(superseded_at=moment)
        row: Assurance = Assurance.objects.create(
            organisation=actor.organisation,
            partner=partner,
            information=seen.information,
            it=seen.it,
            open_critical_gaps=seen.gaps,
            as_of=seen.as_of,
            valid_until=seen.valid_until,
            basis=seen.basis,
            words=words,
            paper=seen.paper,
            recorded_by_id=actor.person_id,
            recorded_at=moment,
        )
        _tell(actor, partner, events_deciding.ASSURED, before, row)
    return row


def withdraw_assurance(actor: Actor, row: Assurance) -> None:
    """It was recorded by mistake: it no longer counts, and stays to be read. Raises `AssuranceRefused`."""
    actor.require(Can.ASSURANCE_RECORD)
    with transaction.atomic():
        done = Assurance.objects.filter(pk=row.pk, superseded_at__isnull=True).update(
            superseded_at=clock.now()
        )
        if not done:
            raise AssuranceRefused("gone")
        _tell(actor, row.partner, events_deciding.ASSURANCE_WITHDRAWN, row, None)


def _tell(
    actor: Actor, partner: Partner, event: Event, before: Assurance | None, after: Assurance | None
) -> None:
    rows = [row for row in (after, before) if row is not None]
    told = between(
        facts_deciding.assurance(before) if before else None,
        facts_deciding.assurance(after) if after else None,
        part=f"assurance:{rows[0].pk}",
        private=facts_deciding.TEXTS,
    )
    record(
        actor,
        event,
        kind="partner",
        thing_id=partner.pk,
        partner=partner.name,
        as_of=rows[0].as_of.isoformat(),
        **told,
    )


def _require_sense(partner: Partner, seen: Seen, words: str) -> None:
    faults = {
        "level": not all(LOWEST <= one <= HIGHEST for one in (seen.information, seen.it)),
        "day": seen.as_of > clock.today(),
        "ends": seen.valid_until is not None and seen.valid_until < seen.as_of,
        "gaps": not 0 <= seen.gaps <= MOST_GAPS,
        "basis": not words and seen.paper is None,
        "partner": partner.retired_on is not None,
    }
    for code, is_wrong in faults.items():
        if is_wrong:
            raise AssuranceRefused(code)
