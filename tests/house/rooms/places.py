"""What the addresses of places promise."""

from __future__ import annotations

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.work.places.arranging import Particulars, add_place
from kuramori.work.places.keeping_keys import KeyWanted, add_key
from kuramori.work.places.models import KeyKind, PlaceKind
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
    "places:papers": get(Can.PLACE_READ),
    "places:print": get(Can.PLACE_READ),
    "places:keys": get(Can.PLACE_READ),
    "places:add_key": form(Can.PLACE_CHANGE),
    "places:count_keys": form(Can.KEY_LEND),
    "places:key": get(Can.PLACE_READ),
    "places:change_key": form(Can.PLACE_CHANGE),
    "places:change_lock": post(Can.PLACE_CHANGE),
    "places:lend": post(Can.KEY_LEND),
    "places:give_back": post(Can.KEY_LEND),
    "places:lose": post(Can.KEY_LEND),
}
THINGS: dict[str, str] = {
    "place": "place",
    "add_beneath": "place",
    "change": "place",
    "move": "place",
    "retire": "place",
    "key": "place_key",
    "change_key": "place_key",
    "change_lock": "place_key",
    "lend": "key_copy",
    "give_back": "key_copy",
    "lose": "key_copy",
}
PARTS: dict[str, dict[str, object]] = {"print": {"what": "place_labels"}}


def furnish(cast: Cast, owner: Actor) -> dict[str, object]:
    """One of everything that an address of this room may name; inside the owner's scope."""
    site = add_place(owner, PlaceKind.SITE, None, Particulars(name="本社"))
    key = add_key(owner, KeyWanted("K-01", "本社の鍵", KeyKind.METAL, [site], 1))
    return {"place": site.pk, "place_key": key.pk, "key_copy": key.copies.get().pk}
