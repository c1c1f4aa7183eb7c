"""What the pages of the trail show, as frozen values."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.calls import spoken
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import audiences, checkpoint, finding, labels, naming, read
from kuramori.ground.trail.anchors.until import Anchored, anchored_until
from kuramori.ground.trail.finding import Found, Thing
from kuramori.ground.trail.models import Entry
from kuramori.ground.trail.read import Line, Wanted
from kuramori.rules import merkle
from kuramori.rules.leaves import canonical

ON_A_PAGE = 50
MOST_TAKEN_OUT = 200_000
VIA = {
    "browser": _("画面"),
    "api": "API",
    "command": _("コマンド"),
    "instance": _("自動"),
    "link": _("リンク"),
}


@dataclass(frozen=True, slots=True)
class Leafed:
    """Some lines, newest first; `older` is the index below which the next page begins, None on the last."""

    lines: tuple[Line, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class Looked:
    """What a reader who looks for something is shown.

    `found`: what holds the words that were typed, for the reader to choose from; then there are no entries yet.
    `chosen`: the one thing whose entries these are.
    """

    leafed: Leafed | None = None
    found: Found | None = None
    chosen: Thing | None = None


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

    `thing`: what it is about, by its name of today. `names`: what its ids are called. `is_closed`: it tells of a
    secret that the reader may not know, and `values` and `changes` are left out.
    """

    line: Line
    thing: str
    names: Mapping[str, str]
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
    """One changed field as it reads; where it was erased, both sides say so. `of` is the part of the thing."""

    label: str
    before: str
    after: str
    of: str = ""


def looked(actor: Actor, wanted: Wanted, about: str, below: int | None) -> Looked:
    """Things to choose from where words were typed, else one page of the entries that fit."""
    actor.require(Can.TRAIL_READ)
    if about.strip():
        return Looked(found=finding.things(actor, about))
    chosen = finding.thing(actor, wanted.kind, wanted.thing_id) if wanted.kind else None
    return Looked(leafed(actor, wanted, below), chosen=chosen)


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
            yield Changed(label, mark, mark, one.part)
        else:
            before, after = (labels.shown(entry.kind, one.field, value) for value in (one.before, one.after))
            if before != after:
                yield Changed(label, before, after, one.part)


def names_in(actor: Actor, entries: Iterable[tuple[Entry, Iterable[Changed]]]) -> naming.Names:
    """The names of what these entries are about and of what their changes point to."""
    texts = [
        text
        for entry, changes in entries
        for text in (entry.thing_id, *(side for one in changes for side in (one.of, one.before, one.after)))
    ]
    return naming.names(actor, naming.ids_in(texts))


def called(one: Changed, known: Mapping[str, str]) -> Changed:
    """The same in words, with the names of what it points to; a part of the thing is told before the field."""
    part = naming.parts_of(one.of, known)
    return replace(
        one,
        label=f"{part} {one.label}" if part else one.label,
        before=naming.told(one.before, known),
        after=naming.told(one.after, known),
    )


def thing(line: Line, known: Mapping[str, str]) -> str:
    """What the entry is about, in words; a thing without a name was removed, and its id is what is left of it."""
    word = naming.word_of(line.kind)
    return f"{word} {naming.told(line.thing_id, known)}" if word and line.thing_id else word


def single(actor: Actor, entry: Entry, *, is_closed: bool) -> Single:
    """`is_closed` is what `showing.told` says of it for this reader."""
    newest = checkpoint.newest()
    parts = entry.parts
    line = read.line_of(entry, spoken())
    changes = () if is_closed else tuple(changed(entry))
    known = names_in(actor, [(entry, changes)]).for_entry(entry)
    return Single(
        line=line,
        thing=thing(line, known),
        names=known,
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
        changes=tuple(called(one, known) for one in changes),
        is_closed=is_closed,
    )
