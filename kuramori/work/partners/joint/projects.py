"""共同開発: begin and change a project, write down what each side brought, who confirmed it, and each meeting."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger import access as ledger_access
from kuramori.work.ledger.models import Asset
from kuramori.work.partners import events_joint as events
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.joint import facts
from kuramori.work.partners.joint.writing import one_line, row_of
from kuramori.work.partners.models import (
    Agreement,
    Brought,
    BroughtIn,
    JointMinutes,
    JointProject,
    Ownership,
)
from kuramori.work.partners.numbers import next_number

NUMBER = "J-"
LONGEST_MINUTES = 4000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A project as somebody wrote it. `ended_on` once it is over."""

    title: str
    from_on: datetime.date
    purpose: str = ""
    until_on: datetime.date | None = None
    agreement: Agreement | None = None
    ownership: Ownership = Ownership.OPEN
    ownership_words: str = ""
    ended_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """What a side had before: since when, and on which day it was shown to the other."""

    side: Brought
    words: str
    since_on: datetime.date
    shown_on: datetime.date | None = None
    asset: Asset | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    on: datetime.date
    people: str
    talked: str
    handed: str = ""


def begin_project(actor: Actor, partner: Partner, wanted: Wanted) -> JointProject:
    """Keep a new project. Raises `Refused`."""
    actor.require(Can.HAND_OVER_MAKE)
    with transaction.atomic():
        row = JointProject(
            organisation=actor.organisation,
            number=next_number(JointProject, actor.organisation, NUMBER),
            partner=partner,
            recorded_at=clock.now(),
        )
        _fill(row, wanted)
        row.save()
        told = between(None, facts.project(row), private=facts.TEXTS)
        record(actor, events.PROJECT_BEGUN, kind="joint_project", thing_id=row.pk, number=row.number, **told)
    return row


def change_project(actor: Actor, project: JointProject, wanted: Wanted, *, revision: int) -> JointProject:
    """What was agreed since, who owns the results, or that it is over. Raises `Refused`."""
    actor.require(Can.HAND_OVER_MAKE)
    with transaction.atomic():
        row = row_of(JointProject, project.pk, revision)
        before = facts.project(row)
        _fill(row, wanted)
        row.revision += 1
        row.save()
        told = between(before, facts.project(row), private=facts.TEXTS)
        record(
            actor, events.PROJECT_CHANGED, kind="joint_project", thing_id=row.pk, number=row.number, **told
        )
    return row


def bring_in(actor: Actor, project: JointProject, thing: Thing) -> BroughtIn:
    """One more line of the list. Raises `Refused`."""
    actor.require(Can.HAND_OVER_MAKE)
    if not thing.words.strip():
        raise Refused("words", _("何を持ち込んだかを書いてください。"))
    if thing.since_on > clock.today():
        raise Refused("since_on", _("いつから持っていたかは、今日か、それより前の日です。"))
    if thing.shown_on is not None and not thing.since_on <= thing.shown_on <= clock.today():
        raise Refused("shown_on", _("見せた日は、持っていた日から今日までの日です。"))
    if thing.asset is not None:
        ledger_access.require_open(actor, thing.asset)
    with transaction.atomic():
        owner = _standing(project)
        last = owner.brought.aggregate(last=Max("position"))["last"] or 0
        row: BroughtIn = BroughtIn.objects.create(
            organisation=actor.organisation,
            project=owner,
            position=last + 1,
            side=thing.side,
            asset=thing.asset,
            words=one_line(thing.words, 200),
            since_on=thing.since_on,
            shown_on=thing.shown_on,
            recorded_at=clock.now(),
        )
        _tell(actor, events.BROUGHT, row, None)
    return row


def confirm_brought(actor: Actor, brought: BroughtIn, *, by: str, on: datetime.date) -> BroughtIn:
    """That the side which did not bring it saw the line and agreed. Raises `Refused`."""
    actor.require(Can.HAND_OVER_MAKE)
    with transaction.atomic():
        row = _line(brought)
        if row.confirmed_on is not None:
            raise Refused("", _("もう確かめた記録があります。"))
        if not by.strip() or not row.since_on <= on <= clock.today():
            raise Refused("on", _("確かめた方と、今日までの日を入れてください。"))
        before = facts.brought(row)
        row.confirmed_on, row.confirmed_by = on, one_line(by, 120)
        row.save(update_fields=["confirmed_on", "confirmed_by"])
        _tell(actor, events.CONFIRMED, row, before)
    return row


def strike_brought(actor: Actor, brought: BroughtIn, reason: str) -> BroughtIn:
    """A line that was wrong: it stays to be read, and counts no longer. Raises `Refused`."""
    actor.require(Can.HAND_OVER_MAKE)
    if not reason.strip():
        raise Refused("reason", _("消すわけを書いてください。"))
    with transaction.atomic():
        row = _line(brought)
        before = facts.brought(row)
        row.struck_on, row.struck_for = clock.today(), one_line(reason, 200)
        row.save(update_fields=["struck_on", "struck_for"])
        _tell(actor, events.STRUCK, row, before)
    return row


def keep_minutes(actor: Actor, project: JointProject, meeting: Meeting) -> JointMinutes:
    """The minutes of one meeting; what was wrong is said in the next. Raises `Refused`."""
    actor.require(Can.HAND_OVER_MAKE)
    if meeting.on > clock.today():
        raise Refused("on", _("議事録の日は、今日か、それより前の日です。"))
    if not meeting.people.strip() or not meeting.talked.strip():
        raise Refused("talked", _("出た人と、話したことを書いてください。"))
    with transaction.atomic():
        row: JointMinutes = JointMinutes.objects.create(
            organisation=actor.organisation,
            project=project,
            on=meeting.on,
            people=one_line(meeting.people, 400),
            talked=meeting.talked.strip()[:LONGEST_MINUTES],
            handed=one_line(meeting.handed, 400),
            recorded_by_id=actor.person_id,
            recorded_at=clock.now(),
        )
        told = between(None, facts.minutes(row), part=f"minutes:{row.pk}", private=facts.TEXTS)
        record(
            actor,
            events.MINUTED,
            kind="joint_project",
            thing_id=project.pk,
            number=project.number,
            on=row.on.isoformat(),
            **told,
        )
    return row


def _fill(row: JointProject, wanted: Wanted) -> None:
    if not wanted.title.strip():
        raise Refused("title", _("名称を書いてください。"))
    if wanted.until_on is not None and wanted.until_on < wanted.from_on:
        raise Refused("until_on", _("終わりの日が、始まりの日より前です。"))
    if wanted.ended_on is not None and not wanted.from_on <= wanted.ended_on <= clock.today():
        raise Refused("ended_on", _("終えた日は、始まりの日から今日までの日です。"))
    if wanted.agreement is not None and wanted.agreement.partner_id != row.partner_id:
        raise Refused("agreement", _("この取引先との契約を選んでください。"))
    row.title, row.purpose = one_line(wanted.title, 120), one_line(wanted.purpose, 400)
    row.from_on, row.until_on, row.ended_on = wanted.from_on, wanted.until_on, wanted.ended_on
    row.agreement, row.ownership = wanted.agreement, wanted.ownership
    row.ownership_words = one_line(wanted.ownership_words, 400)


def _standing(project: JointProject) -> JointProject:
    row: JointProject = JointProject.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if row.ended_on is not None:
        raise Refused("", _("終えた共同開発です。一覧に書き足せません。"))
    return row


def _line(brought: BroughtIn) -> BroughtIn:
    rows = BroughtIn.objects.select_for_update(of=("self",)).select_related("project")
    row: BroughtIn = rows.get(pk=brought.pk)
    if row.struck_on is not None:
        raise Refused("", _("消した行です。"))
    return row


def _tell(actor: Actor, event: Event, row: BroughtIn, before: dict[str, Any] | None) -> None:
    told = between(before, facts.brought(row), part=f"brought:{row.pk}", private=facts.TEXTS)
    record(
        actor,
        event,
        kind="joint_project",
        thing_id=row.project_id,
        number=row.project.number,
        position=row.position,
        **told,
    )
