"""Reading the trail: entries as sentences, newest first. Whoever calls has passed its own room's door."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from kuramori.ground.trail import days, events
from kuramori.ground.trail.erase import erased_on
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock

PORTION = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a person reads it: `at` is an aware moment, `sentence` is in the asked language."""

    index: int
    at: datetime.datetime
    who: str
    via: str
    event: str
    sentence: str
    kind: str = ""
    thing_id: str = ""
    person_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: of a thing, by a person, of an event or of all a room tells, on these days (both included).

    `without` names events to leave out.
    """

    kind: str = ""
    thing_id: str = ""
    person_id: uuid.UUID | None = None
    event: str = ""
    room: str = ""
    without: tuple[str, ...] = ()
    from_on: datetime.date | None = None
    until_on: datetime.date | None = None


def lines(
    organisation_id: uuid.UUID | None,
    *,
    kind: str = "",
    thing_id: object = "",
    limit: int = 100,
    offset: int = 0,
    language: str = "ja",
) -> tuple[Line, ...]:
    """The newest entries of one organisation after `offset` newer ones, at most `limit`, optionally of one thing.

    Entries with an audience of their own are left out: whoever may read those asks `found`.
    """
    wanted = Wanted(kind=kind, thing_id=str(thing_id) if kind else "")
    entries = _of(organisation_id, wanted).filter(audience="")
    return tuple(line_of(entry, language) for entry in entries.order_by("-index")[offset : offset + limit])


def found(
    organisation_id: uuid.UUID | None,
    wanted: Wanted,
    *,
    may_read: Callable[[str], bool],
    below: int | None = None,
) -> Iterator[Entry]:
    """The entries that fit, newest first, from below the index `below`; only those whose audience may be read.

    `may_read` is asked for each audience (`audiences.may_read` with the reader). Read in portions, so that a caller
    may stop at any time.
    """
    entries = _of(organisation_id, wanted).order_by("-index")
    while True:
        portion = list((entries if below is None else entries.filter(index__lt=below))[:PORTION])
        yield from (entry for entry in portion if may_read(entry.audience))
        if len(portion) < PORTION:
            return
        below = portion[-1].index


def at(organisation_id: uuid.UUID | None, indices: Collection[int], language: str = "ja") -> tuple[Line, ...]:
    """The entries of one organisation at these places; those of others, and those not there, are left out."""
    entries = Entry.objects.filter(organisation_id=organisation_id, index__in=list(indices))
    return tuple(line_of(entry, language) for entry in entries.order_by("index"))


def line_of(entry: Entry, language: str) -> Line:
    """The entry as a sentence."""
    event = events.of(entry.event)
    gone = dict.fromkeys(entry.parts.personal.keys() - entry.people.keys(), "")
    if gone:
        gone = dict.fromkeys(gone, erased_mark(entry, language))
    detail = {name: days.told(value, language) for name, value in entry.detail.items()}
    places = {**detail, "who": entry.who or "—", **gone}
    return Line(
        index=entry.index,
        at=entry.at,
        who=entry.who or gone.get("who", ""),
        via=entry.via,
        event=entry.event,
        sentence=event.sentence(language, **places) if event else entry.event,
        kind=entry.kind,
        thing_id=entry.thing_id,
        person_id=entry.person_id,
    )


def erased_mark(entry: Entry, language: str) -> str:
    """What stands in the place of an erased name: that it was erased, and on which day."""
    day = erased_on(entry.index)
    if language.startswith("en"):
        return f"[erased {day:%Y-%m-%d}]" if day else "[erased]"
    return f"〔消しました {day:%Y/%m/%d}〕" if day else "〔消しました〕"


def _of(organisation_id: uuid.UUID | None, wanted: Wanted) -> QuerySet[Entry]:
    entries = Entry.objects.filter(organisation_id=organisation_id)
    if wanted.kind:
        entries = entries.filter(kind=wanted.kind)
    if wanted.thing_id:
        entries = entries.filter(thing_id=wanted.thing_id)
    if wanted.person_id:
        entries = entries.filter(person_id=wanted.person_id)
    if wanted.event:
        entries = entries.filter(event=wanted.event)
    if wanted.room:
        entries = entries.filter(event__startswith=f"{wanted.room}:")
    if wanted.without:
        entries = entries.exclude(event__in=wanted.without)
    if wanted.from_on:
        entries = entries.filter(at__gte=_midnight(wanted.from_on))
    if wanted.until_on:
        entries = entries.filter(at__lt=_midnight(wanted.until_on + datetime.timedelta(days=1)))
    return entries


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time.min, clock.TOKYO)
