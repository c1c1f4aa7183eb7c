"""Copies with numbers, notes of use: what happens to an asset while it is kept. What ends it lies in `disposing`.

A take-out is asked for in places (`take_out_subject`); handing over to a partner belongs to the rooms above.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.document import FORBIDDEN
from kuramori.work.ledger import access, facts_life, laying
from kuramori.work.ledger import events_life as events
from kuramori.work.ledger.laying import AssetClosed, EntryRefused
from kuramori.work.ledger.models import Asset, Copy, Grade, Stage, Use
from kuramori.work.places.models import Place, TakeOut, TakeOutState
from kuramori.work.places.take_out import Subject

ASSET = "asset"
OPEN_TAKE_OUT = (TakeOutState.ASKED, TakeOutState.APPROVED, TakeOutState.TAKEN)


class WhoMissing(EntryRefused):
    """A copy is for somebody, a use is for something."""

    @property
    def sentence(self) -> str:
        return _("だれのための写しか（社内の人か、社外の相手）を入れてください。")


class PurposeMissing(EntryRefused):
    @property
    def sentence(self) -> str:
        return _("何のために使ったかを書いてください。")


class DayAhead(EntryRefused):
    @property
    def sentence(self) -> str:
        return _("まだ来ていない日です。今日か、それより前の日にしてください。")


class AlreadyBack(ValueError):
    """The copy came back before."""


class BackBeforeMade(EntryRefused):
    @property
    def sentence(self) -> str:
        return _("戻す期限が、作った日より前です。")


@dataclass(frozen=True, slots=True)
class CopyWanted:
    """For whom (`holder` in the house or `to_whom` outside), where it lies, since when, and until when."""

    holder: Person | None = None
    to_whom: str = ""
    place: Place | None = None
    made_on: datetime.date | None = None
    due_on: datetime.date | None = None
    note: str = ""


def line(text: str, most: int = 200) -> str:
    """One tidy line."""
    return " ".join(FORBIDDEN.sub("", text).split())[:most]


def require_past(day: datetime.date | None) -> datetime.date:
    """The day, today by default; raises `DayAhead`."""
    if day is not None and day > clock.today():
        raise DayAhead
    return day or clock.today()


def standing(asset: Asset) -> Asset:
    """The asset's row, held, that stands in the ledger. Raises `AssetClosed`."""
    row = laying.locked(asset)
    if row.stage != Stage.ADMITTED:
        raise AssetClosed(row.pk)
    return row


def make_copy(actor: Actor, asset: Asset, wanted: CopyWanted) -> Copy:
    """Number the next copy. Raises `WhoMissing`, `DayAhead`, `BackBeforeMade`, `AssetClosed`."""
    access.require(actor, asset, Can.ASSET_CHANGE)
    whom, made_on = line(wanted.to_whom, 120), require_past(wanted.made_on)
    if wanted.holder is None and not whom:
        raise WhoMissing
    if wanted.due_on is not None and wanted.due_on < made_on:
        raise BackBeforeMade
    with transaction.atomic():
        row = standing(asset)
        last = Copy.objects.filter(asset=row).aggregate(last=Max("number"))["last"] or 0
        made: Copy = Copy.objects.create(
            organisation=actor.organisation,
            asset=row,
            number=last + 1,
            holder=wanted.holder,
            to_whom=whom,
            place=wanted.place,
            made_on=made_on,
            due_on=wanted.due_on,
            note=line(wanted.note),
            recorded_at=clock.now(),
            recorded_by_id=actor.person_id,
        )
        told = between(None, facts_life.copy(made), part=f"copy:{made.pk}", private=facts_life.TEXTS)
        record(
            actor, events.COPIED, kind="asset", thing_id=row.pk, number=row.number, copy=made.number, **told
        )
    return made


def take_copy_back(actor: Actor, copy: Copy, *, note: str = "", on: datetime.date | None = None) -> Copy:
    """It came back, or was destroyed before somebody's eyes. Raises `AlreadyBack`, `DayAhead`."""
    access.require(actor, copy.asset, Can.ASSET_CHANGE)
    day = require_past(on)
    with transaction.atomic():
        row: Copy = Copy.objects.select_for_update().get(pk=copy.pk)
        if row.back_on is not None:
            raise AlreadyBack(row.pk)
        before = facts_life.copy(row)
        row.back_on, row.back_note = day, line(note)
        row.save(update_fields=["back_on", "back_note"])
        told = between(before, facts_life.copy(row), part=f"copy:{row.pk}", private=facts_life.TEXTS)
        number = copy.asset.number
        record(
            actor,
            events.COPY_BACK,
            kind="asset",
            thing_id=row.asset_id,
            number=number,
            copy=row.number,
            **told,
        )
    return row


def note_use(actor: Actor, asset: Asset, purpose: str, *, on: datetime.date | None = None) -> Use:
    """Note that the actor used it. Whoever may read it may note that. Raises `PurposeMissing`, `DayAhead`."""
    access.require(actor, asset, Can.ASSET_READ)
    said, day = line(purpose), require_past(on)
    if not said:
        raise PurposeMissing
    with transaction.atomic():
        row = standing(asset)
        made: Use = Use.objects.create(
            organisation=actor.organisation,
            asset=row,
            person_id=actor.person_id,
            used_on=day,
            purpose=said,
            recorded_at=clock.now(),
        )
        told = between(None, facts_life.use(made), part=f"use:{made.pk}", private=facts_life.TEXTS)
        record(actor, events.USED, kind="asset", thing_id=row.pk, number=row.number, **told)
    return made


def take_out_subject(asset: Asset) -> Subject:
    """The asset as something to ask to take out in places; a 極秘 one is called by its number alone."""
    words = asset.number if asset.grade == Grade.TOP else f"{asset.number} {asset.name}"
    return Subject(ASSET, asset.pk, words[:120], ASSET)


def open_take_outs(asset: Asset) -> QuerySet[TakeOut]:
    """What was asked for or is out, and is not back."""
    return TakeOut.objects.filter(subject_kind=ASSET, subject_id=asset.pk, state__in=OPEN_TAKE_OUT)
