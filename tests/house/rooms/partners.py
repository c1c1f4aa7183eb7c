"""What the addresses of agreements, hand-overs and take-backs promise."""

from __future__ import annotations

from kuramori.ground.people.actor import Actor
from tests.cast import Cast
from tests.house.promises import Door

DOORS: dict[str, Door] = {}
THINGS: dict[str, str] = {}
PARTS: dict[str, dict[str, object]] = {}


def furnish(cast: Cast, owner: Actor) -> dict[str, object]:
    """One of everything that an address of this room may name; inside the owner's scope."""
    return {}
