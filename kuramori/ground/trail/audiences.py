"""Who may read an entry beyond its organisation's readers of the trail: the door of the room that wrote it.

An entry's `audience` is "" or `prefix:…`. A room registers a door for its prefix; an audience without a door is read
by nobody, so that a room that is gone reveals nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kuramori.ground.jobs import rooms

Door = Callable[[Any, str], bool]

_doors: dict[str, Door] = {}


def register(prefix: str, door: Door) -> None:
    """`door(actor, audience)` tells whether the actor may read entries of audiences that begin with `prefix:`."""
    if _doors.setdefault(prefix, door) is not door:
        raise ValueError(f"two doors are registered for {prefix}")


def may_read(actor: Any, audience: str) -> bool:
    """True for an entry without an audience; otherwise what the room's door says."""
    if not audience:
        return True
    rooms.read_words()
    door = _doors.get(audience.partition(":")[0])
    return door is not None and door(actor, audience)
