"""What the addresses of requests, replies, gaps and promises promise. Each part has a module of its own."""

from __future__ import annotations

from types import ModuleType
from typing import Final

from kuramori.ground.people.actor import Actor
from kuramori.work.requests.tests import (
    doors_asking,
    doors_bulk,
    doors_gaps,
    doors_inquiries,
    doors_portfolio,
    doors_promises,
    doors_replies,
)
from tests.cast import Cast
from tests.house.promises import Door

PARTS_OF_THE_ROOM: Final[tuple[ModuleType, ...]] = (
    doors_asking,
    doors_bulk,
    doors_gaps,
    doors_inquiries,
    doors_portfolio,
    doors_promises,
    doors_replies,
)
"""`kuramori.work.requests.tests.doors_*`, each with DOORS, THINGS, PARTS and `furnish(cast, owner)`."""

DOORS: dict[str, Door] = {name: door for part in PARTS_OF_THE_ROOM for name, door in part.DOORS.items()}
THINGS: dict[str, str] = {name: thing for part in PARTS_OF_THE_ROOM for name, thing in part.THINGS.items()}
PARTS: dict[str, dict[str, object]] = {
    name: values for part in PARTS_OF_THE_ROOM for name, values in part.PARTS.items()
}


def furnish(cast: Cast, owner: Actor) -> dict[str, object]:
    """One of everything that an address of this room may name; inside the owner's scope."""
    things: dict[str, object] = {}
    for part in PARTS_OF_THE_ROOM:
        things |= part.furnish(cast, owner)
    return things
