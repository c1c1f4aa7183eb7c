"""What the addresses of places promise."""

from __future__ import annotations

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.work.places.arranging import Particulars, add_place
from kuramori.work.places.models import PlaceKind
from tests.cast import Cast
from tests.house.promises import Door, form, get, post

DOORS: dict[str, Door] = {
    "places:tree": get(Can.PLACE_READ),
    "places:ready_start": post(Can.PLACE_CHANGE),
    "places:add": form(Can.PLACE_CHANGE),
    "places:place": get(Can.PLACE_READ),
    "places:add_beneath": form(Can.PLACE_CHANGE),
    "places:change": form(Can.PLACE_CHANGE),
    "places:move": post(Can.PLACE_CHANGE),
    "places:retire": post(Can.PLACE_CHANGE),
}
THINGS: dict[str, str] = {
    "place": "place",
    "add_beneath": "place",
    "change": "place",
    "move": "place",
    "retire": "place",
}
PARTS: dict[str, dict[str, object]] = {}


def furnish(cast: Cast, owner: Actor) -> dict[str, object]:
    """One of everything that an address of this room may name; inside the owner's scope."""
    site = add_place(owner, PlaceKind.SITE, None, Particulars(name="本社"))
    return {"place": site.pk}
