"""The owner of a received item agrees to a lighter treatment: who, when, on what paper."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.papers.models import File
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger import events, facts_of, laying
from kuramori.work.ledger.laying import EntryRefused
from kuramori.work.ledger.models import Asset, Consent, Grade, Layer, Origin

LONGEST_NAME = 120
LONGEST_PAPER = 200


class NotReceived(EntryRefused):
    """One's own information needs nobody's consent."""

    @property
    def sentence(self) -> str:
        return _("自社の情報なので、承諾の記録は要りません。")


class ConsentIncomplete(EntryRefused):
    """Who agreed and when, on a paper or in a file, must all be told; the day has come."""

    @property
    def sentence(self) -> str:
        return _("承諾した人、承諾の日、そして書面の名前かファイルを入れてください。日は今日までです。")


@dataclass(frozen=True, slots=True)
class Given:
    """A consent as somebody has it before them: it reaches down to `grade` and `layer`."""

    given_by: str
    given_on: datetime.date
    grade: Grade
    layer: Layer
    paper: str = ""
    file: File | None = None


def record_consent(actor: Actor, asset: Asset, given: Given) -> Consent:
    """Keep that the owner agreed. Raises `NotReceived`, `ConsentIncomplete`."""
    actor.require(Can.ASSET_RECLASSIFY)
    by, paper = given.given_by.strip()[:LONGEST_NAME], given.paper.strip()[:LONGEST_PAPER]
    if not by or given.given_on > clock.today() or not (paper or given.file):
        raise ConsentIncomplete
    with transaction.atomic():
        row = laying.locked(asset)
        if row.origin != Origin.RECEIVED or row.partner_id is None:
            raise NotReceived
        kept: Consent = Consent.objects.create(
            organisation=actor.organisation,
            asset=row,
            partner_id=row.partner_id,
            given_by=by,
            given_on=given.given_on,
            paper=paper,
            file=given.file,
            grade=given.grade,
            layer=given.layer,
            recorded_at=clock.now(),
            recorded_by_id=actor.person_id,
        )
        told = between(None, facts_of.consent(kept), part=f"consent:{kept.pk}", private=facts_of.TEXTS)
        record(actor, events.CONSENTED, kind="asset", thing_id=row.pk, number=row.number, **told)
    return kept


def covers(asset: Asset, grade: Grade, layer: Layer, on: datetime.date) -> bool:
    """Whether the owner of today had agreed by that day to this grade and layer, or to lighter ones."""
    given = Consent.objects.filter(asset=asset, partner=asset.partner, given_on__lte=on)
    return any(weight(grade) <= weight(one.grade) and reach(layer) <= reach(one.layer) for one in given)


def weight(grade: str) -> int:
    """0 for the heaviest grade, 3 for what is public."""
    return Grade.values.index(grade)


def reach(layer: str) -> int:
    """0 for what never goes outside, 2 for what goes out every day."""
    return Layer.values.index(layer)
