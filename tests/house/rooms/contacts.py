"""What the addresses of contacts promise."""

from __future__ import annotations

from kuramori.ground.contacts.dealing import ContactWanted, PartnerWanted, add_contact, add_partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from tests.cast import Cast
from tests.house.promises import Door, form, get, post

DOORS: dict[str, Door] = {
    "contacts:partners": get(Can.PARTNER_READ),
    "contacts:add": form(Can.PARTNER_CHANGE),
    "contacts:partner": get(Can.PARTNER_READ),
    "contacts:change": form(Can.PARTNER_CHANGE),
    "contacts:retire": post(Can.PARTNER_CHANGE),
    "contacts:add_contact": post(Can.PARTNER_CHANGE),
    "contacts:change_contact": form(Can.PARTNER_CHANGE),
    "contacts:retire_contact": post(Can.PARTNER_CHANGE),
}
THINGS: dict[str, str] = {
    "partner": "partner",
    "change": "partner",
    "retire": "partner",
    "add_contact": "partner",
    "change_contact": "contact",
    "retire_contact": "contact",
}
PARTS: dict[str, dict[str, object]] = {}


def furnish(cast: Cast, owner: Actor) -> dict[str, object]:
    """One of everything that an address of this room may name; inside the owner's scope."""
    partner = add_partner(owner, PartnerWanted("仮想商事"))
    return {"partner": partner.pk, "contact": add_contact(owner, partner, ContactWanted("例示 一郎")).pk}
