"""預かり型・治具: what stands with us and belongs to a partner, until it is returned or scrapped."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.partners import events_joint as events
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.joint import facts
from kuramori.work.partners.joint.writing import one_line, row_of
from kuramori.work.partners.models import KeptMould, MouldState, StorageTalk
from kuramori.work.partners.numbers import next_number
from kuramori.work.places.models import Place

NUMBER = "M-"
OVER = (MouldState.RETURNED, MouldState.SCRAPPED)
ASKED = (MouldState.RETURN_ASKED, MouldState.SCRAP_ASKED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A mould as somebody wrote it. `tag` is the owner's asset number; `used_on` the last day it was used."""

    name: str
    since_on: datetime.date
    tag: str = ""
    count: int = 1
    place: Place | None = None
    used_on: datetime.date | None = None


def keep_mould(actor: Actor, partner: Partner, wanted: Wanted) -> KeptMould:
    """Record one that stands here. Raises `Refused`."""
    actor.require(Can.TAKE_BACK)
    with transaction.atomic():
        row = KeptMould(
            organisation=actor.organisation,
            number=next_number(KeptMould, actor.organisation, NUMBER),
            partner=partner,
            recorded_at=clock.now(),
        )
        _fill(row, wanted)
        row.save()
        _tell(actor, events.MOULD_KEPT, row, None)
    return row


def change_mould(actor: Actor, mould: KeptMould, wanted: Wanted, *, revision: int) -> KeptMould:
    """It was moved, counted or used. Raises `Refused`."""
    actor.require(Can.TAKE_BACK)
    with transaction.atomic():
        row = _kept(mould, revision)
        before = facts.mould(row)
        _fill(row, wanted)
        row.revision += 1
        row.save()
        _tell(actor, events.MOULD_CHANGED, row, before)
    return row


def ask_about_mould(
    actor: Actor, mould: KeptMould, state: MouldState, by_on: datetime.date, words: str = "", *, revision: int
) -> KeptMould:
    """Return or scrapping is asked for, by a day, by whichever side. Raises `Refused`."""
    actor.require(Can.TAKE_BACK)
    with transaction.atomic():
        row = _kept(mould, revision)
        if state not in ASKED:
            raise Refused("state", _("返却か廃棄かを選んでください。"))
        if by_on < clock.today():
            raise Refused("by_on", _("いつまでには、今日か、それより後の日です。"))
        before = facts.mould(row)
        row.state, row.asked_on, row.by_on = state, clock.today(), by_on
        row.asked_words = one_line(words, 200)
        row.revision += 1
        row.save()
        _tell(actor, events.MOULD_ASKED, row, before)
    return row


def end_mould(
    actor: Actor, mould: KeptMould, state: MouldState, on: datetime.date, words: str, *, revision: int
) -> KeptMould:
    """It was returned, or scrapped with its owner's word. Raises `Refused`."""
    actor.require(Can.TAKE_BACK)
    with transaction.atomic():
        row = _kept(mould, revision)
        if state not in OVER:
            raise Refused("state", _("返したか、廃棄したかを選んでください。"))
        if not row.since_on <= on <= clock.today():
            raise Refused("on", _("終えた日は、預かった日から今日までの日です。"))
        if not words.strip():
            raise Refused("words", _("受け取った方、または廃棄を認めた方と書面を書いてください。"))
        before = facts.mould(row)
        row.state, row.ended_on, row.ended_words = state, on, one_line(words, 200)
        row.revision += 1
        row.save()
        _tell(actor, events.MOULD_ENDED, row, before)
    return row


def talk_of_cost(
    actor: Actor, mould: KeptMould, *, on: datetime.date, words: str, is_agreed: bool
) -> StorageTalk:
    """What was said about the cost of keeping it. Raises `Refused`."""
    actor.require(Can.TAKE_BACK)
    if on > clock.today():
        raise Refused("on", _("話した日は、今日か、それより前の日です。"))
    if not words.strip():
        raise Refused("words", _("話したことを書いてください。"))
    with transaction.atomic():
        row: StorageTalk = StorageTalk.objects.create(
            organisation=actor.organisation,
            mould=mould,
            on=on,
            words=one_line(words, 400),
            is_agreed=is_agreed,
            recorded_by_id=actor.person_id,
            recorded_at=clock.now(),
        )
        told = between(None, facts.talk(row), part=f"talk:{row.pk}", private=facts.TEXTS)
        record(actor, events.TALKED, kind="kept_mould", thing_id=mould.pk, number=mould.number, **told)
    return row


def _fill(row: KeptMould, wanted: Wanted) -> None:
    if not wanted.name.strip():
        raise Refused("name", _("型の名前を書いてください。"))
    if wanted.count < 1:
        raise Refused("count", _("数は1以上です。"))
    if wanted.since_on > clock.today():
        raise Refused("since_on", _("預かった日は、今日か、それより前の日です。"))
    if wanted.used_on is not None and not wanted.since_on <= wanted.used_on <= clock.today():
        raise Refused("used_on", _("最後に使った日は、預かった日から今日までの日です。"))
    row.name, row.tag = one_line(wanted.name, 120), one_line(wanted.tag, 60)
    row.count, row.since_on, row.used_on = wanted.count, wanted.since_on, wanted.used_on
    row.place = wanted.place


def _kept(mould: KeptMould, revision: int) -> KeptMould:
    row = row_of(KeptMould, mould.pk, revision)
    if row.state in OVER:
        raise Refused("", _("返したか、廃棄した型です。"))
    return row


def _tell(actor: Actor, event: Event, row: KeptMould, before: dict[str, Any] | None) -> None:
    told = between(before, facts.mould(row), private=facts.TEXTS)
    record(actor, event, kind="kept_mould", thing_id=row.pk, number=row.number, **told)
