"""Rounds: 現物棚卸し over what the ledger says is there, 終業時・巡回点検 over places. Differences become tasks."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import Happened, record, record_all
from kuramori.outside import clock
from kuramori.work.ledger import events_life as events
from kuramori.work.ledger import facts_life
from kuramori.work.ledger.laying import EntryRefused
from kuramori.work.ledger.life import line
from kuramori.work.ledger.models import Asset, Found, Round, RoundKind, Stage, Stop
from kuramori.work.ledger.tasks_of import make_task
from kuramori.work.places.models import Place, PlaceKind

MOST_STOPS = 500
TASK_DAYS = 7
# What nobody can see by walking through the house.
NOT_WALKED = (PlaceKind.SERVER, PlaceKind.FOLDER, PlaceKind.CLOUD, PlaceKind.HEAD, PlaceKind.ELSEWHERE)
TO_SEE = (PlaceKind.ZONE, PlaceKind.ROOM, PlaceKind.CABINET, PlaceKind.MACHINE)


class NothingToSee(EntryRefused):
    @property
    def sentence(self) -> str:
        return _("見る所がありません。先に、保管場所と守るべき情報を台帳に入れます。")


class TooManyStops(EntryRefused):
    @property
    def sentence(self) -> str:
        return _("見る所が%(most)sを超えます。場所を選んで、何回かに分けてください。") % {"most": MOST_STOPS}


class NotAllSeen(EntryRefused):
    """Stops are left. `left` is how many."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left

    @property
    def sentence(self) -> str:
        return _("まだ%(left)sか所見ていません。残したまま終えるときは、そう選んでください。") % {
            "left": self.left
        }


class RoundClosed(ValueError):
    """The round is done; it is history and does not change."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody saw, `age_s` seconds ago: a device that was out of reach tells late."""

    found: Found
    note: str = ""
    age_s: float = 0


def round_for(actor: Actor, round_id: uuid.UUID) -> Round:
    """One round, for those who walk rounds."""
    row = Round.objects.filter(pk=round_id).select_related("begun_by", "closed_by").first()
    if row is None:
        raise Http404
    actor.require(Can.ROUND_WALK)
    return row


def stop_for(actor: Actor, stop_id: uuid.UUID) -> Stop:
    """One stop with its round, for those who walk rounds."""
    row = Stop.objects.filter(pk=stop_id).select_related("round", "asset", "place").first()
    if row is None:
        raise Http404
    actor.require(Can.ROUND_WALK)
    return row


def begin_round(actor: Actor, kind: RoundKind, *, name: str = "", within: Place | None = None) -> Round:
    """Fix the stops of a round: all of the house, or what lies `within` a place. Raises `NothingToSee`, `TooManyStops`.

    A stock-taking sees what lies in the house; what lies in a folder or a head is not seen by walking.
    """
    actor.require(Can.ROUND_WALK)
    stops = _assets(within) if kind is RoundKind.STOCK else _places(within)
    if not stops:
        raise NothingToSee
    if len(stops) > MOST_STOPS:
        raise TooManyStops
    with transaction.atomic():
        row: Round = Round.objects.create(
            organisation=actor.organisation,
            kind=kind,
            name=line(name, 80) or _default_name(kind),
            begun_at=clock.now(),
            begun_by_id=actor.person_id,
        )
        Stop.objects.bulk_create(
            Stop(organisation=actor.organisation, round=row, position=at, asset=asset, place=place)
            for at, (asset, place) in enumerate(stops, start=1)
        )
        told = between(None, facts_life.round_(row), private=facts_life.TEXTS)
        record(actor, events.ROUND_BEGUN, kind="round", thing_id=row.pk, stops=len(stops), **told)
    return row


def see(actor: Actor, stop: Stop, seen: Seen) -> Stop:
    """Say what is there; a second time it is said anew. Raises `RoundClosed`."""
    return see_all(actor, stop.round, {stop.pk: seen})[0]


def see_all(actor: Actor, row: Round, seen: Mapping[uuid.UUID, Seen]) -> list[Stop]:
    """The same for many stops of one round, typed in from paper or told late by a device.

    The same again changes nothing. What another person saw since stays. Raises `RoundClosed`, `Stop.DoesNotExist`.
    """
    actor.require(Can.ROUND_WALK)
    with transaction.atomic():
        _require_open(row)
        stops = {one.pk: one for one in Stop.objects.select_for_update().filter(round=row, pk__in=seen)}
        if len(stops) != len(seen):
            raise Stop.DoesNotExist
        happened = []
        for key, what in seen.items():
            stop, before = stops[key], facts_life.stop(stops[key])
            stop.found, stop.note = what.found.value, line(what.note)
            if facts_life.stop(stop) == before or _seen_since(actor, stop, what):
                continue
            stop.looked_at, stop.looked_by_id = clock.now(), actor.person_id
            stop.save(update_fields=["found", "note", "looked_at", "looked_by"])
            told = between(before, facts_life.stop(stop), part=f"stop:{stop.pk}", private=facts_life.TEXTS)
            happened.append(Happened(events.STOP_SEEN, "round", row.pk, {"position": stop.position} | told))
        if happened:
            record_all(actor, happened)
    return list(stops.values())


def _seen_since(actor: Actor, stop: Stop, what: Seen) -> bool:
    """Whether somebody else looked after this was seen."""
    if stop.looked_at is None or stop.looked_by_id == actor.person_id:
        return False
    return stop.looked_at > clock.now() - datetime.timedelta(seconds=what.age_s)


def close_round(actor: Actor, row: Round, *, leave_rest: bool = False) -> int:
    """The round is done; every difference becomes a task of the asset's keeper. Returns how many.

    Raises `NotAllSeen` unless the rest is left on purpose, `RoundClosed`.
    """
    actor.require(Can.ROUND_WALK)
    with transaction.atomic():
        locked = _require_open(row)
        stops = list(Stop.objects.filter(round=row).select_related("asset", "place").order_by("position"))
        left = sum(not stop.found for stop in stops)
        if left and not leave_rest:
            raise NotAllSeen(left)
        differing = [stop for stop in stops if stop.found not in {"", Found.THERE}]
        for stop in differing:
            make_task(
                actor,
                task_words(stop),
                owner_id=stop.asset.keeper_id if stop.asset else locked.begun_by_id,
                due_on=clock.today() + datetime.timedelta(days=TASK_DAYS),
                asset=stop.asset,
                stop=stop,
            )
        before = facts_life.round_(locked)
        locked.closed_at, locked.closed_by_id = clock.now(), actor.person_id
        locked.save(update_fields=["closed_at", "closed_by"])
        told = between(before, facts_life.round_(locked), private=facts_life.TEXTS)
        record(actor, events.ROUND_CLOSED, kind="round", thing_id=row.pk, **told)
    return len(differing)


def task_words(stop: Stop) -> str:
    """What has to be put right; an asset is called by its number."""
    called = stop.asset.number if stop.asset else stop.place.name if stop.place else ""
    words = {
        Found.MISSING: _("%(what)s が見つからない。どこにあるかを確かめる"),
        Found.UNMARKED: _("%(what)s に秘密の表示を付ける"),
        Found.UNLOCKED: _("%(what)s の鍵があいていた。施錠のきまりを確かめる"),
    }[Found(stop.found)] % {"what": called}
    return f"{words}（{stop.note}）" if stop.note else words


def _assets(within: Place | None) -> list[tuple[Asset | None, Place | None]]:
    rows = Asset.objects.filter(stage=Stage.ADMITTED, place__isnull=False).exclude(place__kind__in=NOT_WALKED)
    if within is not None:
        rows = rows.filter(Q(place=within) | Q(place__path__startswith=f"{within.path} / "))
    found = rows.select_related("place").order_by("place__path", "number")[: MOST_STOPS + 1]
    return [(row, row.place) for row in found]


def _places(within: Place | None) -> list[tuple[Asset | None, Place | None]]:
    rows = Place.objects.filter(retired_on__isnull=True, kind__in=TO_SEE)
    if within is not None:
        rows = rows.filter(Q(pk=within.pk) | Q(path__startswith=f"{within.path} / "))
    return [(None, row) for row in rows.order_by("path")[: MOST_STOPS + 1]]


def _default_name(kind: RoundKind) -> str:
    today = clock.today()
    return _("%(day)s %(kind)s") % {"day": f"{today.year}/{today.month}/{today.day}", "kind": kind.label}


def _require_open(row: Round) -> Round:
    locked: Round = Round.objects.select_for_update().get(pk=row.pk)
    if locked.closed_at is not None:
        raise RoundClosed(row.pk)
    return locked
