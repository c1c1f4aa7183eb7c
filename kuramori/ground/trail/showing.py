"""The rooms' own doors to what their entries tell of secrets, asked when an entry is read.

What an entry tells of a secret is shown to whoever may know that secret today, and showing it is a look of its own.
Only the room knows both, so it registers here for the events whose ids begin with its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kuramori.ground.jobs.rooms import read_words
from kuramori.ground.trail.models import Entry

PORTION = 500


@dataclass(frozen=True, slots=True)
class Told:
    """`closed`: the indices of entries whose contents the reader may not know; that they are there may be told.

    `shows`: the ids of the secrets whose names or contents the other entries tell, each once, by room.
    """

    closed: frozenset[int] = frozenset()
    shows: Mapping[str, tuple[object, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Door:
    """`asks(actor, entries)`: the closed indices, and the ids of the secrets that the rest shows.

    `note(actor, ids)` leaves the room's own entry of a look.
    """

    asks: Callable[[Any, Sequence[Entry]], tuple[frozenset[int], Sequence[object]]]
    note: Callable[[Any, Sequence[object]], None]


_doors: dict[str, Door] = {}


def register(room: str, door: Door) -> None:
    """`door` answers for every event `room:…`."""
    if _doors.setdefault(room, door) != door:
        raise ValueError(f"two doors are registered for {room}")


def told(actor: Any, entries: Iterable[Entry]) -> Told:
    """What the rooms let this reader learn of these entries; they are read in portions, in their order."""
    # A door that nobody has read yet would stand open.
    read_words()
    closed: set[int] = set()
    shows: dict[str, dict[object, None]] = {}
    for portion in _portions(entries):
        for room, door in _doors.items():
            theirs = [entry for entry in portion if entry.event.startswith(f"{room}:")]
            if theirs:
                shut, shown = door.asks(actor, theirs)
                closed |= shut
                shows.setdefault(room, {}).update(dict.fromkeys(shown))
    return Told(frozenset(closed), {room: tuple(ids) for room, ids in shows.items() if ids})


def note(actor: Any, shown: Told) -> None:
    """Record the look, before a byte leaves; nothing where nothing secret is shown."""
    for room, ids in shown.shows.items():
        _doors[room].note(actor, ids)


def _portions(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    portion: list[Entry] = []
    for entry in entries:
        portion.append(entry)
        if len(portion) == PORTION:
            yield portion
            portion = []
    if portion:
        yield portion
