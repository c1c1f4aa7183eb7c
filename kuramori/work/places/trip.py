"""海外出張: plan it, tick what was done before and after, drop it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.places import access_out
from kuramori.work.places import events_out as events
from kuramori.work.places.facts_out import tell_new, update
from kuramori.work.places.models import Trip
from kuramori.work.places.words import line


@dataclass(frozen=True, slots=True)
class Journey:
    """A trip as somebody wrote it; `country` is an ISO 3166 code."""

    person: Person
    country: str
    to_where: str
    purpose: str
    from_on: datetime.date
    until_on: datetime.date


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to do before or after a trip."""

    id: str
    words: str | Promise


BEFORE = (
    Check("least", _("持っていくものを、要る分だけに減らした")),
    Check("clean", _("できれば、中身の少ない出張用の端末に替えた")),
    Check("encrypted", _("端末と媒体を暗号化し、画面の鍵を強くした")),
    Check("update", _("端末とソフトウェアを新しくした")),
    Check("rules", _("その国へ持ち出してよいものを、決まりで確かめた")),
    Check("export", _("図面・技術資料・試作品が、輸出の許可のいるものでないか、担当に確かめた")),
    Check("contact", _("なくしたときの連絡先を、紙でも持った")),
)
AFTER = (
    Check("returned", _("持ち出したものを、すべて戻した")),
    Check("left", _("置いてきたもの・渡したものを書き出した")),
    Check("password", _("旅先で使ったパスワードを替えた")),
    Check("scan", _("端末を検査してから、社内につないだ")),
    Check("odd", _("変わったこと（検査・紛失・しつこい質問）を知らせた。なければ「なし」と伝えた")),
)


class Incomplete(ValueError):
    """It does not say where to, or what for."""


class EndsBeforeItBegins(ValueError):
    """The last day lies before the first."""


class StaleTrip(ValueError):
    """Somebody else changed this trip first. `current` is what stands now."""

    def __init__(self, current: Trip) -> None:
        super().__init__(current.pk)
        self.current = current


class TripDropped(ValueError):
    """It was dropped: nothing about it changes any more."""


def plan_trip(actor: Actor, told: Journey) -> Trip:
    """Plan a trip; whoever only asks plans the own ones. Raises `Incomplete`, `EndsBeforeItBegins`."""
    actor.require(Can.TAKE_OUT_ASK)
    if access_out.sees_own_only(actor) and told.person.pk != actor.person_id:
        raise NotAllowed(Can.TAKE_OUT_APPROVE)
    with transaction.atomic():
        made = Trip.objects.create(
            organisation=actor.organisation,
            planned_at=clock.now(),
            planned_by_id=actor.person_id,
            **_values(told),
        )
        tell_new(actor, events.TRIP_PLANNED, made)
    return made


def change_trip(actor: Actor, trip: Trip, told: Journey, *, revision: int) -> Trip:
    """Change it. Raises `StaleTrip`, `TripDropped`, `Incomplete`, `EndsBeforeItBegins`."""
    values = _values(told)
    if access_out.sees_own_only(actor) and told.person.pk != actor.person_id:
        raise NotAllowed(Can.TAKE_OUT_APPROVE)
    with transaction.atomic():
        row = _held(actor, trip)
        if row.revision != revision:
            raise StaleTrip(row)
        changed: Trip = update(actor, events.TRIP_CHANGED, row, values=values)
    return changed


def tick(actor: Actor, trip: Trip, check: str, *, done: bool) -> Trip:
    """Tick one check, or take the tick away. Raises `TripDropped`, `KeyError`."""
    lists = {**{one.id: "before_done" for one in BEFORE}, **{one.id: "after_done" for one in AFTER}}
    field = lists[check]
    with transaction.atomic():
        row = _held(actor, trip)
        kept = {one for one in getattr(row, field) if one != check} | ({check} if done else set())
        values = {field: [one.id for one in (*BEFORE, *AFTER) if one.id in kept]}
        ticked: Trip = update(actor, events.TRIP_TICKED, row, values=values)
    return ticked


def drop_trip(actor: Actor, trip: Trip) -> Trip:
    """It does not take place. Raises `TripDropped`."""
    with transaction.atomic():
        row = _held(actor, trip)
        dropped: Trip = update(actor, events.TRIP_DROPPED, row, values={"dropped_at": clock.now()})
    return dropped


def _held(actor: Actor, trip: Trip) -> Trip:
    actor.require(Can.TAKE_OUT_ASK)
    if access_out.sees_own_only(actor) and trip.person_id != actor.person_id:
        raise NotAllowed(Can.TAKE_OUT_APPROVE)
    row = Trip.objects.select_for_update().get(pk=trip.pk)
    if row.dropped_at is not None:
        raise TripDropped(row.pk)
    return row


def _values(told: Journey) -> dict[str, object]:
    where, purpose = line(told.to_where, 120), line(told.purpose, 200)
    if not (where and purpose and told.country):
        raise Incomplete
    if told.until_on < told.from_on:
        raise EndsBeforeItBegins
    return {
        "person_id": told.person.pk,
        "country": told.country,
        "to_where": where,
        "purpose": purpose,
        "from_on": told.from_on,
        "until_on": told.until_on,
    }
