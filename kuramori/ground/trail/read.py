"""Reading the trail: entries as sentences, newest first. Whoever calls has passed its own room's door."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from kuramori.ground.trail import events
from kuramori.ground.trail.models import Entry


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a person reads it: `at` is an aware moment, `sentence` is in the asked language."""

    at: datetime.datetime
    who: str
    via: str
    event: str
    sentence: str


def lines(
    organisation_id: uuid.UUID,
    *,
    kind: str = "",
    thing_id: object = "",
    limit: int = 100,
    offset: int = 0,
    language: str = "ja",
) -> tuple[Line, ...]:
    """The newest entries of one organisation after `offset` newer ones, at most `limit`, optionally of one thing."""
    entries = Entry.objects.filter(organisation_id=organisation_id)
    if kind:
        entries = entries.filter(kind=kind, thing_id=str(thing_id))
    return tuple(_line(entry, language) for entry in entries.order_by("-id")[offset : offset + limit])


def _line(entry: Entry, language: str) -> Line:
    event = events.of(entry.event)
    places = {**entry.detail, "who": entry.who or "—"}
    sentence = event.sentence(language, **places) if event else entry.event
    return Line(at=entry.at, who=entry.who, via=entry.via, event=entry.event, sentence=sentence)
