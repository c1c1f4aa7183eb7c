"""The verbs of the tree: add, rename, move, retire a place.

The organisation's row is locked throughout: two who move parts of the tree at once could otherwise tie a knot.
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation, Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.document import FORBIDDEN
from kuramori.work.places import events, facts_of
from kuramori.work.places.kinds import JOINS, MOST_DEEP, may_lie_in
from kuramori.work.places.models import Place, PlaceKind

LONGEST_NAME = 80
LONGEST_NOTE = 400


class NameMissing(ValueError):
    """A place needs a name."""


class NameTaken(ValueError):
    """Beside it another place in use has this name."""


class WrongPlace(ValueError):
    """A place of this kind cannot lie there: see `kinds.MAY_LIE_IN`."""


class TooDeep(ValueError):
    """The tree would be deeper than eight."""


class LiesInItself(ValueError):
    """A place cannot be moved into itself or into what lies in it."""


class StillHolds(ValueError):
    """Other places in use lie in it: they go first."""


class NotInUse(ValueError):
    """The place is no longer used, so nothing about it changes any more."""


class StalePlace(ValueError):
    """Somebody else changed this place first; `current` is what stands now."""

    def __init__(self, current: Place) -> None:
        super().__init__(current.pk)
        self.current = current


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is known of a place besides where it lies. `person`: whose head it is (kind `head` only)."""

    name: str
    person: Person | None = None
    country: str = ""
    note: str = ""
    is_locked: bool | None = None


def add_place(actor: Actor, kind: PlaceKind, parent: Place | None, wanted: Particulars) -> Place:
    """A new place. Raises `NameMissing`, `NameTaken`, `WrongPlace`, `TooDeep`, `NotInUse`."""
    actor.require(Can.PLACE_CHANGE)
    fields = _fields(wanted, kind)
    with transaction.atomic():
        _lock(actor)
        above = _fresh(parent)
        _check_lies(kind, above, beneath=1)
        _check_name(fields["name"], above)
        place = Place.objects.create(
            organisation=actor.organisation,
            kind=kind,
            parent=above,
            path=_path(fields["name"], above),
            **fields,
        )
        told = between(None, facts_of.place(place), private=facts_of.PLACE_TEXTS)
        record(actor, events.PLACE_ADDED, kind="place", thing_id=place.pk, place=place.name, **told)
    return place


def rename_place(actor: Actor, place: Place, wanted: Particulars, *, revision: int) -> Place:
    """Change the name and what is known of it; the paths beneath are written anew.

    Raises `NameMissing`, `NameTaken`, `NotInUse`, `StalePlace`.
    """
    actor.require(Can.PLACE_CHANGE)
    fields = _fields(wanted, PlaceKind(place.kind))
    with transaction.atomic():
        _lock(actor)
        row = _open(place)
        if all(getattr(row, name) == value for name, value in fields.items()):
            return row
        if row.revision != revision:
            raise StalePlace(row)
        _check_name(fields["name"], row.parent, but=row)
        before = facts_of.place(row)
        for name, value in fields.items():
            setattr(row, name, value)
        _save(row)
        _rewrite_beneath(row)
        told = between(before, facts_of.place(row), private=facts_of.PLACE_TEXTS)
        record(actor, events.PLACE_CHANGED, kind="place", thing_id=row.pk, place=row.name, **told)
    return row


def move_place(actor: Actor, place: Place, parent: Place | None) -> Place:
    """Put a place with all that lies in it somewhere else; where it lies there already nothing happens.

    Raises `WrongPlace`, `LiesInItself`, `NameTaken`, `TooDeep`, `NotInUse`.
    """
    actor.require(Can.PLACE_CHANGE)
    with transaction.atomic():
        _lock(actor)
        row, above = _open(place), _fresh(parent)
        if row.parent_id == (above.pk if above else None):
            return row
        beneath = _beneath(row)
        if above is not None and above.pk in {row.pk, *(one.pk for one in beneath)}:
            raise LiesInItself(row.pk)
        _check_lies(PlaceKind(row.kind), above, beneath=_height(row, beneath))
        _check_name(row.name, above, but=row)
        before = facts_of.place(row)
        row.parent = above
        _save(row)
        _rewrite_beneath(row)
        told = between(before, facts_of.place(row), private=facts_of.PLACE_TEXTS)
        record(
            actor,
            events.PLACE_MOVED,
            kind="place",
            thing_id=row.pk,
            place=row.name,
            beneath=len(beneath),
            **told,
        )
    return row


def retire_place(actor: Actor, place: Place, *, last_day: datetime.date | None = None) -> Place:
    """It is used until `last_day` (today unless told otherwise); its row and all that is tied to it stay.

    One that is retired stays as it is. Raises `StillHolds`.
    """
    actor.require(Can.PLACE_CHANGE)
    with transaction.atomic():
        _lock(actor)
        row = Place.objects.select_for_update(of=("self",)).select_related("parent").get(pk=place.pk)
        if row.retired_on is not None:
            return row
        if Place.objects.filter(parent=row, retired_on__isnull=True).exists():
            raise StillHolds(row.pk)
        before = facts_of.place(row)
        row.retired_on = last_day or clock.today()
        _save(row)
        told = between(before, facts_of.place(row), private=facts_of.PLACE_TEXTS)
        record(actor, events.PLACE_RETIRED, kind="place", thing_id=row.pk, place=row.name, **told)
    return row


def ready_start(actor: Actor) -> tuple[Place, ...]:
    """事務所・現場・書庫・NAS・クラウド in one press, for a house that has no place yet; otherwise nothing is added."""
    actor.require(Can.PLACE_CHANGE)
    with transaction.atomic():
        _lock(actor)
        if Place.objects.exists():
            return ()

        def add(kind: PlaceKind, name: str, parent: Place | None) -> Place:
            return add_place(actor, kind, parent, Particulars(name=name))

        site = add(PlaceKind.SITE, _("本社"), None)
        office = add(PlaceKind.ROOM, _("事務所"), site)
        return (
            site,
            office,
            add(PlaceKind.ZONE, _("現場"), site),
            add(PlaceKind.CABINET, _("書庫"), office),
            add(PlaceKind.SERVER, _("NAS"), office),
            add(PlaceKind.CLOUD, _("クラウド"), None),
        )


def _fields(wanted: Particulars, kind: PlaceKind) -> dict[str, Any]:
    name = tidy(wanted.name)[:LONGEST_NAME]
    if not name:
        raise NameMissing
    return {
        "name": name,
        "person": wanted.person if kind is PlaceKind.HEAD else None,
        "country": wanted.country.upper()[:2],
        "note": FORBIDDEN.sub("", wanted.note).strip()[:LONGEST_NOTE],
        "is_locked": wanted.is_locked,
    }


def tidy(text: str) -> str:
    """One line without signs that cannot be printed, and without a slash that a path could be read wrongly by."""
    return " ".join(FORBIDDEN.sub("", text).replace(JOINS, " ").split())


def _lock(actor: Actor) -> None:
    Organisation.objects.select_for_update().get(pk=actor.organisation_id)


def _fresh(parent: Place | None) -> Place | None:
    return None if parent is None else _open(parent)


def _open(place: Place) -> Place:
    row: Place = Place.objects.select_for_update(of=("self",)).select_related("parent").get(pk=place.pk)
    if row.retired_on is not None:
        raise NotInUse(row.pk)
    return row


def _check_lies(kind: PlaceKind, above: Place | None, *, beneath: int) -> None:
    if not may_lie_in(kind, PlaceKind(above.kind) if above else None):
        raise WrongPlace(kind)
    if _depth(above) + beneath > MOST_DEEP:
        raise TooDeep


def _check_name(name: str, above: Place | None, but: Place | None = None) -> None:
    same = Place.objects.filter(parent=above, name=name, retired_on__isnull=True)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise NameTaken(name)


def _depth(place: Place | None) -> int:
    return place.path.count(JOINS) + 1 if place else 0


def _path(name: str, above: Place | None) -> str:
    return f"{above.path}{JOINS}{name}" if above else name


def _save(row: Place) -> None:
    row.path = _path(row.name, row.parent)
    row.revision += 1
    row.save()


def _beneath(place: Place) -> list[Place]:
    """Everything that lies in it, retired places too, parents before their children."""
    found: list[Place] = []
    level = [place.pk]
    while level:
        rows = list(Place.objects.filter(parent_id__in=level))
        found += rows
        level = [row.pk for row in rows]
    return found


def _height(place: Place, beneath: list[Place]) -> int:
    """How many levels the place and what lies in it take."""
    return max((one.path.count(JOINS) for one in [place, *beneath]), default=0) - place.path.count(JOINS) + 1


def _rewrite_beneath(place: Place) -> None:
    paths: dict[uuid.UUID | None, str] = {place.pk: place.path}
    rows = _beneath(place)
    for row in rows:
        row.path = f"{paths[row.parent_id]}{JOINS}{row.name}"
        paths[row.pk] = row.path
    Place.objects.bulk_update(rows, ["path"], batch_size=400)
