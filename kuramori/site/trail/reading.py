"""What the pages of the trail show, as frozen values."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.calls import spoken
from kuramori.ground.people.departments import last_names
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import audiences, checkpoint, labels, read
from kuramori.ground.trail.anchors.until import Anchored, anchored_until
from kuramori.ground.trail.models import Entry
from kuramori.ground.trail.read import Line, Wanted
from kuramori.rules import merkle
from kuramori.rules.leaves import canonical
from kuramori.work.places.models import Place

ON_A_PAGE = 50
MOST_TAKEN_OUT = 200_000
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
VIA = {"browser": _("画面"), "api": "API", "command": _("コマンド"), "instance": _("自動")}


@dataclass(frozen=True, slots=True)
class Leafed:
    """Some lines, newest first; `older` is the index below which the next page begins, None on the last."""

    lines: tuple[Line, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the log is signed: `entries` are all of the instance's; None before the first checkpoint.

    `anchored`: how far others hold it.
    """

    entries: int
    signed_at: datetime.datetime | None
    anchored: Anchored


@dataclass(frozen=True, slots=True)
class Single:
    """One entry with what proves it. `hash` is the leaf's, in hex; `is_signed` that a checkpoint covers it.

    `is_closed`: it tells of a secret that the reader may not know, and `values` and `changes` are left out.
    """

    line: Line
    via: str
    values: tuple[tuple[str, str], ...]
    shows: tuple[str, ...]
    erased: tuple[str, ...]
    leaf: str
    hash: str
    is_signed: bool
    changes: tuple[Changed, ...] = ()
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """One changed field as it reads; where it was erased, both sides say so."""

    label: str
    before: str
    after: str


def leafed(actor: Actor, wanted: Wanted, below: int | None) -> Leafed:
    """One page of the entries that fit."""
    entries = list(itertools.islice(found(actor, wanted, below), ON_A_PAGE + 1))
    shown = entries[:ON_A_PAGE]
    older = shown[-1].index if len(entries) > ON_A_PAGE else None
    return Leafed(tuple(read.line_of(entry, spoken()) for entry in shown), older)


def found(actor: Actor, wanted: Wanted, below: int | None = None) -> Iterator[Entry]:
    """The entries that fit and that this reader may read, newest first."""
    actor.require(Can.TRAIL_READ)
    return read.found(
        actor.organisation_id,
        wanted,
        may_read=lambda audience: audiences.may_read(actor, audience),
        below=below,
    )


def standing() -> Standing:
    newest = checkpoint.newest()
    anchored = anchored_until()
    return Standing(anchored.total, newest.at if newest else None, anchored)


def entry_for(actor: Actor, index: int) -> Entry:
    """One entry of the actor's organisation; one that may not be read does not exist for the reader."""
    entry = Entry.objects.filter(index=index, organisation_id=actor.organisation_id).first()
    if entry is None:
        raise Http404
    actor.require(Can.TRAIL_READ)
    if not audiences.may_read(actor, entry.audience):
        raise Http404
    return entry


def changed(entry: Entry) -> Iterator[Changed]:
    """What the entry says changed, in the reader's words."""
    for one in entry.changes:
        label = labels.label_of(entry.kind, one)
        if one.is_erased:
            mark = read.erased_mark(entry, spoken())
            yield Changed(label, mark, mark)
        else:
            before, after = (labels.shown(entry.kind, one.field, value) for value in (one.before, one.after))
            if before != after:
                yield Changed(label, before, after)


def with_names(changes: Iterable[Changed]) -> tuple[Changed, ...]:
    """The same, with people, departments and places called by their names of today instead of their ids."""
    kept = tuple(changes)
    ids = {side for one in kept for side in (one.before, one.after) if ID.match(side)}
    if not ids:
        return kept
    rows = (
        *Person.objects.filter(pk__in=ids).values_list("pk", "name"),
        *Place.objects.filter(pk__in=ids).values_list("pk", "path"),
        *last_names().items(),
    )
    names = {str(key): name for key, name in rows}
    return tuple(
        replace(one, before=names.get(one.before, one.before), after=names.get(one.after, one.after))
        for one in kept
    )


def single(entry: Entry, *, is_closed: bool) -> Single:
    """`is_closed` is what `showing.told` says of it for this reader."""
    newest = checkpoint.newest()
    parts = entry.parts
    return Single(
        line=read.line_of(entry, spoken()),
        via=str(VIA.get(entry.via, entry.via)),
        values=tuple(
            (name, value if isinstance(value, str) else canonical(value))
            for name, value in (() if is_closed else sorted(entry.detail.items()))
            if value not in ("", None)
        ),
        shows=tuple(parts.shows),
        erased=tuple(sorted(parts.personal.keys() - entry.people.keys())),
        leaf=entry.leaf,
        hash=merkle.leaf_hash(entry.leaf.encode()).hex(),
        is_signed=newest is not None and newest.size > entry.index,
        changes=() if is_closed else with_names(changed(entry)),
        is_closed=is_closed,
    )
