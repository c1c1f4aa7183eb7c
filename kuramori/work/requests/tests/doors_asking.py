"""What the addresses of 確認のお願い promise."""

from __future__ import annotations

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from tests.cast import Cast
from tests.house.promises import Door, get

DOORS: dict[str, Door] = {
    "requests:requests": get(Can.REQUEST_READ),
}
THINGS: dict[str, str] = {}
PARTS: dict[str, dict[str, object]] = {}


def furnish(cast: Cast, owner: Actor) -> dict[str, object]:
    """Nothing yet: the list needs none."""
    return {}
