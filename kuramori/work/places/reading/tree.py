"""The tree of places as pages and the API show it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce

from django.db.models import Q

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.work.places.kinds import JOINS, may_hold
from kuramori.work.places.models import Place, PlaceKind

MOST_FOUND = 20
ORDER = {kind: n for n, kind in enumerate(PlaceKind)}


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place. `depth` counts from 0; `beneath` is how many places in use lie in it, at any depth."""

    id: uuid.UUID
    kind: str
    name: str
    path: str
    depth: int
    person: str
    country: str
    note: str
    is_locked: bool | None
    retired_on: datetime.date | None
    revision: int
    parent_id: uuid.UUID | None
    branches: tuple[PlaceLine, ...] = ()

    @property
    def kind_label(self) -> str:
        return str(PlaceKind(self.kind).label)

    @property
    def beneath(self) -> int:
        return sum(1 + branch.beneath for branch in self.branches)

    @property
    def above(self) -> str:
        """The path without the place's own name."""
        return self.path.rpartition(JOINS)[0]


@dataclass(frozen=True, slots=True)
class TreePage:
    """Places in use as a tree, and those out of use."""

    roots: tuple[PlaceLine, ...]
    retired: tuple[PlaceLine, ...]
    count: int


@dataclass(frozen=True, slots=True)
class PlacePage:
    """One place: what lies in it, the way to it from the root, and what may be put into it."""

    line: PlaceLine
    way: tuple[PlaceLine, ...]
    may_hold: tuple[PlaceKind, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A hit of a search: a title, where it is, and the page."""

    title: str
    where: str
    url: str


def tree() -> TreePage:
    """Every place of the acting organisation, in one query."""
    rows = list(Place.objects.select_related("person"))
    used = [row for row in rows if row.retired_on is None]
    return TreePage(
        roots=_branches(used, None),
        retired=tuple(_line(row) for row in sorted(rows, key=_order) if row.retired_on is not None),
        count=len(used),
    )


def place_page(place: Place) -> PlacePage:
    """The page of one place."""
    rows: dict[uuid.UUID | None, Place] = {row.pk: row for row in Place.objects.select_related("person")}
    used = [row for row in rows.values() if row.retired_on is None]
    way, above = [], rows.get(place.parent_id)
    while above is not None:
        way.append(_line(above))
        above = rows.get(above.parent_id)
    line = _line(rows[place.pk], _branches(used, place.pk))
    return PlacePage(
        line=line,
        way=tuple(reversed(way)),
        may_hold=() if place.retired_on else may_hold(PlaceKind(place.kind)),
    )


def in_order(lines: Iterable[PlaceLine]) -> Iterator[PlaceLine]:
    """Every place of a tree, from the top down."""
    for line in lines:
        yield line
        yield from in_order(line.branches)


def line_of(place: Place) -> PlaceLine:
    return _line(place)


def choices(kinds: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Places in use of these kinds (of all, where none is named) for a choice: id and path, from the top down."""
    wanted = set(kinds)
    return [(str(line.id), line.path) for line in in_order(tree().roots) if not wanted or line.kind in wanted]


def find(actor: Actor, words: str) -> tuple[Found, ...]:
    """Places in use whose path or note has every word; nothing for those who may not see places."""
    if not actor.may(Can.PLACE_READ) or not words.split():
        return ()
    conditions = [Q(path__icontains=word) | Q(note__icontains=word) for word in words.split()]
    rows = Place.objects.filter(reduce(lambda a, b: a & b, conditions), retired_on__isnull=True)
    return tuple(
        Found(row.name, row.path.rpartition(JOINS)[0], url_for(actor, "places:place", id=row.pk))
        for row in rows.order_by("path")[:MOST_FOUND]
    )


def _branches(rows: list[Place], root: uuid.UUID | None) -> tuple[PlaceLine, ...]:
    by_parent: dict[uuid.UUID | None, list[Place]] = {}
    for row in sorted(rows, key=_order):
        by_parent.setdefault(row.parent_id, []).append(row)

    def below(parent_id: uuid.UUID | None) -> tuple[PlaceLine, ...]:
        return tuple(_line(row, below(row.pk)) for row in by_parent.get(parent_id, ()))

    return below(root)


def _line(row: Place, branches: tuple[PlaceLine, ...] = ()) -> PlaceLine:
    return PlaceLine(
        id=row.pk,
        kind=row.kind,
        name=row.name,
        path=row.path,
        depth=row.path.count(JOINS),
        person=row.person.name if row.person else "",
        country=row.country,
        note=row.note,
        is_locked=row.is_locked,
        retired_on=row.retired_on,
        revision=row.revision,
        parent_id=row.parent_id,
        branches=branches,
    )


def _order(row: Place) -> tuple[int, str, str]:
    return ORDER[PlaceKind(row.kind)], row.name, str(row.pk)
