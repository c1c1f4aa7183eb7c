"""What rooms above know of a person, place or partner, on pages below: filled here, where every room may be asked."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.about import About
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside.late import late

register = template.Library()

# Django reads every library of tags before the first page.
checks = late("kuramori.work.checks.read")
known_then = late("kuramori.work.ledger.known_then")
ledger = late("kuramori.work.ledger.read")
partners = late("kuramori.work.partners.read")
places = late("kuramori.work.places.read")
requests = late("kuramori.work.requests.read")

# Rooms above `places` that keep something there: `about(actor, "place", id)`.
KEEPERS: tuple[Callable[[Actor, str, uuid.UUID], tuple[About, ...]], ...] = (ledger.about,)


@register.inclusion_tag("site/_open_items.html", takes_context=True)
def open_items(context: Any, person_id: uuid.UUID) -> dict[str, object]:
    """`{% open_items person.id %}`: what was asked of this person, or is theirs to do, and is not done yet."""
    actor = context["request"].actor
    sees = actor.may(Can.SHEET_READ) and actor.may(Can.PLAN_READ)
    carried = places.mentions_out(person_id) if actor.may(Can.PLACE_READ) else ()
    handed = partners.mentions(person_id) if actor.may(Can.HAND_OVER_READ) else ()
    promised = requests.mentions(person_id) if actor.may(Can.REQUEST_READ) else ()
    return {"items": (*(checks.mentions(person_id) if sees else ()), *carried, *handed, *promised)}


@register.inclusion_tag("site/_kept_here.html", takes_context=True)
def kept_here(context: Any, place_id: uuid.UUID) -> dict[str, object]:
    """`{% kept_here place.id %}`: what the rooms above keep at this place."""
    actor = context["request"].actor
    return {
        "is_asked": bool(KEEPERS),
        "lines": [line for about in KEEPERS for line in about(actor, "place", place_id)],
    }


# Rooms above `contacts` that know something of a partner, each under its own heading: `about(actor, "partner", id)`.
KNOWN_OF_PARTNERS: tuple[tuple[Promise, Callable[[Actor, str, uuid.UUID], tuple[About, ...]]], ...] = (
    (_("この会社から預かっている情報"), ledger.about),
    (_("渡したもの・契約"), partners.about),
    (_("確認と回答"), requests.about),
)


@register.inclusion_tag("site/_of_partner.html", takes_context=True)
def of_partner(context: Any, partner_id: uuid.UUID) -> dict[str, object]:
    """`{% of_partner line.id %}`: what the rooms above hold of a partner, and what they gave it."""
    actor = context["request"].actor
    told = [(heading, about(actor, "partner", partner_id)) for heading, about in KNOWN_OF_PARTNERS]
    return {"parts": [(heading, lines) for heading, lines in told if lines]}


# Rooms above `ledger` that know something of an asset, such as to whom it was handed: `about(actor, "asset", id)`,
# each under a heading of its own. A first line without a note may lead to where more is done, such as handing it over.
KNOWN_OF_ASSETS: tuple[tuple[Promise, Callable[[Actor, str, uuid.UUID], tuple[About, ...]]], ...] = (
    (_("取引先へ渡したこと"), partners.about),
)


@register.inclusion_tag("site/_of_asset.html", takes_context=True)
def of_asset(context: Any, asset_id: uuid.UUID) -> dict[str, object]:
    """`{% of_asset line.id %}`: what the rooms above did with an asset. Only for who may know it, and for today."""
    actor = context["request"].actor
    told = [(heading, about(actor, "asset", asset_id)) for heading, about in KNOWN_OF_ASSETS]
    return {"parts": [(heading, lines) for heading, lines in told if lines]}


@register.inclusion_tag("site/_of_asset.html", takes_context=True)
def of_asset_then(context: Any, asset_id: uuid.UUID, on: datetime.date) -> dict[str, object]:
    """`{% of_asset_then line.id page.on %}`: the same on a past day; that nothing is on record is told too."""
    told = known_then.told(context["request"].actor, asset_id, on)
    return {"parts": [(part.heading, part.lines) for part in told], "none": told[0].none if told else ""}


# Rooms beside `checks` whose records show something for a question: `evidence(actor, pack_id, item)`.
SHOWN_BY: tuple[Callable[[Actor, str, str], tuple[About, ...]], ...] = (requests.evidence,)


@register.inclusion_tag("site/_shown_by.html", takes_context=True)
def shown_by(context: Any, pack_id: str, item: str) -> dict[str, object]:
    """`{% shown_by sheet.pack line.id %}`: records of other rooms that may stand beside an answer as its evidence."""
    actor = context["request"].actor
    return {"lines": [line for evidence in SHOWN_BY for line in evidence(actor, pack_id, item)]}
