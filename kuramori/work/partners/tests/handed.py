"""Hand-overs for tests, made through the verbs."""

from __future__ import annotations

from typing import Any

from kuramori.ground.contacts.dealing import ContactWanted, add_contact
from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.people.actor import Actor
from kuramori.work.ledger.tests import making
from kuramori.work.partners import hand_over, hand_over_checks
from kuramori.work.partners.hand_over_wanted import Wanted
from kuramori.work.partners.models import HandOver, Mode, TheirWay
from kuramori.work.partners.tests import agreed
from kuramori.work.partners.tests.decided import assured


def contact(actor: Actor, partner: Partner | None = None, name: str = "仮想 三郎") -> Contact:
    """Somebody at the partner; one of that name who is there already is taken."""
    at = partner or making.partner(actor)
    found = Contact.objects.filter(partner=at, name=name).first()
    return found or add_contact(actor, at, ContactWanted(name, email="saburo@kasou.example"))


def wanted(actor: Actor, **more: Any) -> Wanted:
    """Something that goes the customer's own way."""
    partner = more.pop("partner", None) or making.partner(actor)
    values: dict[str, Any] = {
        "partner": partner,
        "assets": more.pop("assets", None) or [making.asset(actor)],
        "contacts": [contact(actor, partner)],
        "purpose": "治具の見積り",
        "mode": Mode.THEIR_WAY,
        "way": TheirWay.PORTAL,
    }
    return Wanted(**(values | more))


def prepared(actor: Actor, **more: Any) -> HandOver:
    return hand_over.prepare(actor, wanted(actor, **more))


def opened(owner: Actor, level: int = 2) -> None:
    """What lets the usual partner have it: an agreement, and a level."""
    agreed.concluded(owner)
    assured(owner, making.partner(owner), level)


def ready(actor: Actor, **more: Any) -> HandOver:
    """Prepared with its conditions seen to, and made ready."""
    row = prepared(actor, **more)
    for code in ("label", "no_onward", "told_secret"):
        hand_over_checks.tick(actor, row, code)
    return hand_over.offer(actor, row)


def out(actor: Actor, **more: Any) -> HandOver:
    return hand_over.hand(actor, ready(actor, **more), carried="客先ポータル")
