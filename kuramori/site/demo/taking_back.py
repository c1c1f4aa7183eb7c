"""What the invented companies ask back, have confirmed at partners, and tell each other's Kuramori."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager

from django_scopes import scope

from kuramori.ground.contacts.dealing import add_contact
from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.contacts.wanted import ContactWanted
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.codes import Visitor
from kuramori.rules.statements.bodies import AssuranceTold
from kuramori.work.partners.channels import connecting
from kuramori.work.partners.models import Channel, HandedItem, HandOver, HandOverState, ItemState, Side
from kuramori.work.partners.take_back import asking, storing
from kuramori.work.partners.telling import tell

Standing = Callable[[str], AbstractContextManager[None]]
CONFIRMED_ON, ANSWERED_ON, ASKED_ON, CONNECTED_ON = "2025-11-25", "2025-12-03", "2026-11-18", "2026-10-05"
ANSWERS = {
    "place": "第2工場 北側の金型棚 3段目",
    "lock": "yes",
    "people": "yes",
    "zone": "part",
    "patrol": "yes",
    "mark": "yes",
    "count": "2面",
}


def take_things_back(slug: str, steward: Actor, standing_on: Standing) -> None:
    """One company's, inside its scope: a thing asked back, and a mould looked after elsewhere."""
    row = HandOver.objects.filter(side=Side.GIVEN, state=HandOverState.OUT).order_by("number").first()
    if row is not None:
        with standing_on(ASKED_ON):
            out = list(HandedItem.objects.filter(hand_over=row, state=ItemState.OUT))
            asking.ask_back(
                steward,
                row,
                out,
                by_on=datetime.date(2026, 12, 4),
                reason="見積りが済んだため",
                contact=_reachable(steward, row.partner, slug),
            )
    supplier = Partner.objects.filter(is_supplier=True, retired_on__isnull=True).order_by("sorts_as").first()
    if supplier is None:
        return
    with standing_on(CONFIRMED_ON):
        asked = storing.ask_storage(
            steward,
            supplier,
            _reachable(steward, supplier, slug),
            about="治具・金型一式と図面",
            due_on=datetime.date(2025, 12, 16),
        )
    with standing_on(ANSWERED_ON):
        storing.answer(
            Visitor(asked.issued.link),
            asked.confirmation,
            ANSWERS,
            by=_reachable(steward, supplier, slug).name,
            photo=None,
        )


def connect_two(here: Actor, there: Actor, standing_on: Standing) -> None:
    """Two of them talk: one told the other how far it was looked at."""
    with standing_on(CONNECTED_ON):
        with scope(organisation=here.organisation):
            them = Partner.objects.filter(name=there.organisation.name).first()
            if them is None:
                return
            number = connecting.offer(here, them, _reachable(here, them, here.organisation.slug)).secret
        with scope(organisation=there.organisation):
            us = Partner.objects.filter(name=here.organisation.name).first()
            if us is None:
                return
            over_there = connecting.use(there, us, number)
        with scope(organisation=here.organisation):
            connecting.confirm(here, Channel.objects.get(partner=them))
        with scope(organisation=there.organisation):
            told = AssuranceTold(2, 1, datetime.date(2026, 9, 30), "自己チェック（2026年度）の結果", None)
            tell(there, over_there.partner, told, uuid.uuid4())


def _reachable(actor: Actor, partner: Partner, slug: str) -> Contact:
    """Somebody there with a mail address."""
    found = Contact.objects.filter(partner=partner, retired_on__isnull=True).exclude(email="").first()
    return found or add_contact(
        actor, partner, ContactWanted("谷口 真理", "総務部", email=f"taniguchi@aite-{slug}.example")
    )
