"""場面の前に: begin with the checklist of a kind, say what may be seen or said, tick, look back afterwards.

Others may call every verb here.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.document import FORBIDDEN
from kuramori.work.partners import events_hand_overs as events
from kuramori.work.partners import facts_hand_overs as facts
from kuramori.work.partners import sharing_content
from kuramori.work.partners.hand_over_wanted import Refused, line
from kuramori.work.partners.models import Occasion
from kuramori.work.places.models import Route, Visit

LONGEST_SAID = 600


@dataclass(frozen=True, slots=True)
class OccasionWanted:
    """An occasion as somebody wrote it; the last day is the first where none is told."""

    kind: str
    title: str
    on: datetime.date
    until_on: datetime.date | None = None
    partner: Partner | None = None
    visit: Visit | None = None
    route: Route | None = None
    keeper: Person | None = None
    may_show: str = ""
    never_show: str = ""
    follow_up_on: datetime.date | None = None


class OccasionOver(ValueError):
    """It was dropped, or somebody has looked back already."""

    @property
    def sentence(self) -> str:
        return _("この場面は、もう終わっています。")


def begin(actor: Actor, wanted: OccasionWanted) -> Occasion:
    """Begin to prepare. Raises `Refused`."""
    actor.require(Can.HAND_OVER_MAKE)
    fields = _sound(wanted)
    with transaction.atomic():
        row: Occasion = Occasion.objects.create(
            organisation=actor.organisation,
            made_by_id=actor.person_id,
            made_at=clock.now(),
            **fields,
        )
        _tell(actor, events.OCCASION_BEGUN, row, None)
    return row


def change(actor: Actor, occasion: Occasion, wanted: OccasionWanted) -> Occasion:
    """Other days, other words. The kind stays. Raises `Refused`, `OccasionOver`."""
    actor.require(Can.HAND_OVER_MAKE)
    fields = _sound(wanted)
    if fields.pop("kind") != occasion.kind:
        raise Refused("kind", _("種類は変えられません。新しく始めてください。"))
    return _update(actor, occasion, events.OCCASION_CHANGED, fields)


def tick(actor: Actor, occasion: Occasion, line_id: str, *, done: bool) -> Occasion:
    """Note that one line was seen to, or take that back. Raises `Refused`, `OccasionOver`."""
    actor.require(Can.HAND_OVER_MAKE)
    kind = sharing_content.occasions().kind(occasion.kind)
    if kind is None or line_id not in {one.id for one in kind.lines}:
        raise Refused("", _("その確認は、この場面にはありません。"))
    with transaction.atomic():
        row = _open(occasion)
        ticks = {key: value for key, value in row.ticks.items() if key != line_id}
        if done:
            ticks[line_id] = {"on": clock.today().isoformat(), "by": str(actor.person_id or "")}
        return _update(actor, row, events.OCCASION_TICKED, {"ticks": ticks})


def follow_up(actor: Actor, occasion: Occasion, found: str) -> Occasion:
    """Somebody looked back: what was shown and said after all. Raises `Refused`, `OccasionOver`."""
    actor.require(Can.HAND_OVER_MAKE)
    said = _said(found, 400)
    if not said:
        raise Refused(
            "found",
            _("見せたもの・話したこと・気づいたことを書いてください。何もなければ「なし」で構いません。"),
        )
    if clock.today() < occasion.on:
        raise Refused("found", _("まだ来ていない日の場面です。終わってから残してください。"))
    values = {"followed_up_on": clock.today(), "found": said}
    return _update(actor, occasion, events.OCCASION_FOLLOWED, values)


def drop(actor: Actor, occasion: Occasion) -> Occasion:
    """It does not take place. Raises `OccasionOver`."""
    actor.require(Can.HAND_OVER_MAKE)
    return _update(actor, occasion, events.OCCASION_DROPPED, {"dropped_at": clock.now()})


def _sound(wanted: OccasionWanted) -> dict[str, Any]:
    kind = sharing_content.occasions().kind(wanted.kind)
    if kind is None:
        raise Refused("kind", _("場面の種類を選んでください。"))
    title = line(wanted.title, 120)
    if not title:
        raise Refused("title", _("場面の名前を書いてください。例：見本市（名古屋）"))
    until_on = wanted.until_on or wanted.on
    if until_on < wanted.on:
        raise Refused("until_on", _("終わる日が、始まる日より前です。"))
    follow_up_on = wanted.follow_up_on or until_on + datetime.timedelta(days=kind.follow_up_days)
    if follow_up_on < until_on:
        raise Refused("follow_up_on", _("後の確認の日が、終わる日より前です。"))
    if wanted.route is not None and (wanted.route.retired_on or wanted.route.approved_at is None):
        raise Refused("route", _("承認されていないか、使わなくなった見学コースです。"))
    if wanted.visit is not None and wanted.visit.cancelled_at is not None:
        raise Refused("visit", _("その来訪は取りやめになっています。"))
    if wanted.visit is not None and not wanted.on <= wanted.visit.on <= until_on:
        said = _("その来訪は%(day)sです。場面の日に入っていません。日か来訪のどちらかを直してください。")
        raise Refused("visit", said % {"day": f"{wanted.visit.on:%Y/%m/%d}"})
    return {
        "kind": kind.id,
        "title": title,
        "on": wanted.on,
        "until_on": until_on,
        "partner": wanted.partner,
        "visit": wanted.visit,
        "route": wanted.route or (wanted.visit.route if wanted.visit else None),
        "keeper": wanted.keeper,
        "may_show": _said(wanted.may_show) or "\n".join(kind.may_show)[:LONGEST_SAID],
        "never_show": _said(wanted.never_show) or "\n".join(kind.never_show)[:LONGEST_SAID],
        "follow_up_on": follow_up_on,
    }


def _said(text: str, most: int = LONGEST_SAID) -> str:
    """Some tidy lines."""
    lines = (line(one, most) for one in text.replace("\r", "\n").split("\n"))
    return FORBIDDEN.sub("", "\n".join(one for one in lines if one))[:most]


def _open(occasion: Occasion) -> Occasion:
    row: Occasion = Occasion.objects.select_for_update(of=("self",)).get(pk=occasion.pk)
    if row.dropped_at is not None or row.followed_up_on is not None:
        raise OccasionOver(row.pk)
    return row


def _update(actor: Actor, occasion: Occasion, event: Event, values: dict[str, Any]) -> Occasion:
    with transaction.atomic():
        row = _open(occasion)
        before = facts.occasion(row)
        for name, value in values.items():
            setattr(row, name, value)
        row.revision += 1
        row.save()
        _tell(actor, event, row, before)
    return row


def _tell(actor: Actor, event: Event, row: Occasion, before: dict[str, Any] | None) -> None:
    told = between(before, facts.occasion(row), private=facts.OCCASION_TEXTS)
    record(actor, event, kind="occasion", thing_id=row.pk, **told)
