"""What the addresses of contacts promise."""

from __future__ import annotations

from kuramori.ground.contacts.dealing import ContactWanted, PartnerWanted, add_contact, add_partner
from kuramori.ground.contacts.importing.draft import keep
from kuramori.ground.contacts.importing.table import read
from kuramori.ground.contacts.siting import add_site
from kuramori.ground.contacts.wanted import SiteWanted
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
    "contacts:resume": post(Can.PARTNER_CHANGE),
    "contacts:add_site": post(Can.PARTNER_CHANGE),
    "contacts:change_site": form(Can.PARTNER_CHANGE),
    "contacts:retire_site": post(Can.PARTNER_CHANGE),
    "contacts:pairs": get(Can.PARTNER_CHANGE),
    "contacts:pair": get(Can.PARTNER_CHANGE),
    "contacts:merge": post(Can.PARTNER_CHANGE),
    "contacts:apart": post(Can.PARTNER_CHANGE),
    "contacts:import": form(Can.PARTNER_CHANGE),
    "contacts:import_template": get(Can.PARTNER_CHANGE),
    "contacts:import_look": get(Can.PARTNER_CHANGE),
    "contacts:import_columns": post(Can.PARTNER_CHANGE),
    "contacts:import_take": post(Can.PARTNER_CHANGE),
    "contacts:import_drop": post(Can.PARTNER_CHANGE),
    "contacts:export": post(Can.PARTNER_CHANGE),
}
THINGS: dict[str, str] = {
    "partner": "partner",
    "change": "partner",
    "retire": "partner",
    "add_contact": "partner",
    "change_contact": "contact",
    "retire_contact": "contact",
    "resume": "partner",
    "add_site": "partner",
    "change_site": "site",
    "retire_site": "site",
    "pair": "partner",
    "merge": "partner",
    "apart": "partner",
    "import_look": "partner_draft",
    "import_columns": "partner_draft",
    "import_take": "partner_draft",
    "import_drop": "partner_draft",
}
PARTS: dict[str, dict[str, object]] = {}


def furnish(cast: Cast, owner: Actor) -> dict[str, object]:
    """One of everything that an address of this room may name; inside the owner's scope."""
    partner = add_partner(owner, PartnerWanted("仮想商事"))
    content = "会社名\n例示商会\n".encode()
    return {
        "partner": partner.pk,
        "contact": add_contact(owner, partner, ContactWanted("例示 一郎")).pk,
        "site": add_site(owner, partner, SiteWanted("第一倉庫")).pk,
        "partner_draft": keep(owner, read(content), content).pk,
    }
