"""クラウドを載せる、直す、終える、登録一覧と結ぶ: the register of what the house uses."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.places import arranging
from kuramori.work.places import events_out as events
from kuramori.work.places.facts_out import tell_new, update
from kuramori.work.places.models import CloudService, ListingRow, Place, PlaceKind
from kuramori.work.places.words import line


@dataclass(frozen=True, slots=True)
class Described:
    """A service as somebody wrote it. `may_lie` is a `MayLie`, "" for nothing."""

    name: str
    provider: str = ""
    used_for: str = ""
    may_lie: str = ""
    owner: Person | None = None
    note: str = ""


class NameMissing(ValueError):
    """A service needs a name."""


class AlreadyListed(ValueError):
    """A service of this name is in use already. `current` is that one."""

    def __init__(self, current: CloudService) -> None:
        super().__init__(current.pk)
        self.current = current


class StaleCloud(ValueError):
    """Somebody else changed this service first. `current` is what stands now."""

    def __init__(self, current: CloudService) -> None:
        super().__init__(current.pk)
        self.current = current


class NotOnTheList(ValueError):
    """The newest listing has no row of this number."""


def admit_cloud(actor: Actor, told: Described) -> CloudService:
    """List a service; it becomes a place of the tree as well. Raises `NameMissing`, `AlreadyListed`."""
    actor.require(Can.CLOUD_REVIEW)
    values = _values(told)
    with transaction.atomic():
        standing = CloudService.objects.filter(name=values["name"], retired_on__isnull=True).first()
        if standing is not None:
            raise AlreadyListed(standing)
        made = CloudService.objects.create(
            organisation=actor.organisation, place=_place(actor, str(values["name"])), **values
        )
        tell_new(actor, events.CLOUD_ADMITTED, made)
    return made


def change_cloud(actor: Actor, service: CloudService, told: Described, *, revision: int) -> CloudService:
    """Correct its line. Raises `StaleCloud`, `NameMissing`."""
    actor.require(Can.CLOUD_REVIEW)
    values = _values(told)
    with transaction.atomic():
        row = CloudService.objects.select_for_update().get(pk=service.pk)
        if row.revision != revision:
            raise StaleCloud(row)
        changed: CloudService = update(actor, events.CLOUD_CHANGED, row, values=values)
    return changed


def retire_cloud(actor: Actor, service: CloudService, *, last_day: datetime.date) -> CloudService:
    """It is not used after `last_day`; the register keeps it."""
    actor.require(Can.CLOUD_REVIEW)
    with transaction.atomic():
        row = CloudService.objects.select_for_update().get(pk=service.pk)
        retired: CloudService = update(
            actor, events.CLOUD_RETIRED, row, values={"retired_on": last_day, "review_on": None}
        )
    return retired


def match_listing(actor: Actor, service: CloudService, number: str) -> CloudService:
    """A person says which row of the list this service is; "" takes that back. Raises `NotOnTheList`."""
    actor.require(Can.CLOUD_REVIEW)
    with transaction.atomic():
        if number and not ListingRow.objects.filter(number=number).exists():
            raise NotOnTheList(number)
        row = CloudService.objects.select_for_update().get(pk=service.pk)
        values = {"listing_number": number}
        if number:
            matched: CloudService = update(actor, events.CLOUD_MATCHED, row, values=values, number=number)
        else:
            matched = update(actor, events.CLOUD_UNMATCHED, row, values=values)
    return matched


def _values(told: Described) -> dict[str, object]:
    name = line(told.name, 80)
    if not name:
        raise NameMissing
    return {
        "name": name,
        "provider": line(told.provider, 120),
        "used_for": line(told.used_for, 200),
        "may_lie": told.may_lie,
        "owner_id": told.owner.pk if told.owner else None,
        "note": line(told.note, 400),
    }


def _place(actor: Actor, name: str) -> Place:
    """The place of that name that is no service yet, or a new one."""
    free = Place.objects.filter(
        kind=PlaceKind.CLOUD,
        name=name,
        parent__isnull=True,
        retired_on__isnull=True,
        cloud_service__isnull=True,
    ).first()
    if free is not None:
        return free
    try:
        return arranging.add_place(actor, PlaceKind.CLOUD, None, arranging.Particulars(name=name))
    except arranging.NameTaken:
        # Used once before and retired: its place still stands under the plain name.
        dated = f"{name[:64]}（{clock.today():%Y-%m-%d}）"
        return arranging.add_place(actor, PlaceKind.CLOUD, None, arranging.Particulars(name=dated))
