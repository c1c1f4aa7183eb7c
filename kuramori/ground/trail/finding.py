"""Things looked for by words, so that one may read what happened to one of them: each room finds its own.

What is found goes by the name that the room's namer tells this reader, so a hit tells no more than the trail does. A
finder asks the room's door, and matches nothing that this reader may not look for: else a hit alone would tell.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from kuramori.ground.jobs import rooms
from kuramori.ground.trail import naming

Finder = Callable[[Any, str], Iterable[uuid.UUID]]
"""`(actor, asked)`: the ids of the room's things that hold every word of `asked`; none for whom the door is shut."""

MOST = 20
"""So many of a kind are offered; whoever has more adds a word."""

_finders: dict[str, Finder] = {}


@dataclass(frozen=True, slots=True)
class Thing:
    """`word` is what people call the kind, `name` what the reader is told of the thing."""

    kind: str
    id: str
    word: str
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """`has_more`: there are others that are not offered."""

    things: tuple[Thing, ...] = ()
    has_more: bool = False


def register(kind: str, finder: Finder) -> None:
    """`kind` is one that a namer is registered for."""
    if _finders.setdefault(kind, finder) is not finder:
        raise ValueError(f"two finders are registered for {kind}")


def kinds() -> frozenset[str]:
    """Every kind that can be looked for."""
    rooms.read_words()
    return frozenset(_finders)


def things(actor: Any, asked: str) -> Found:
    """What holds every word of `asked`, at most `MOST` of each kind; nothing where no word is asked."""
    if not asked.split():
        return Found()
    rooms.read_words()
    kind_of: dict[str, str] = {}
    has_more = False
    for kind, finder in _finders.items():
        hits = list(itertools.islice(finder(actor, asked), MOST + 1))
        has_more = has_more or len(hits) > MOST
        kind_of |= {str(key): kind for key in hits[:MOST]}
    called = naming.names(actor, kind_of).all_of_them
    found = [
        Thing(kind_of[key], key, naming.word_of(kind_of[key]), name)
        for key, name in called.items()
        if name != str(naming.HIDDEN)
    ]
    return Found(tuple(sorted(found, key=lambda one: (one.word, one.name))), has_more)


def thing(actor: Any, kind: str, thing_id: str) -> Thing:
    """One thing as this reader is told of it; without a name (removed, or never here) it goes by its id."""
    name = naming.names(actor, naming.ids_in([thing_id])).all_of_them.get(thing_id, thing_id)
    return Thing(kind, thing_id, naming.word_of(kind), name)
