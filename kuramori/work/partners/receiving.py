"""受け取ったもの: what a partner handed to us, recorded by hand or by a statement, and its way into the ledger.

Others may call `record_received` and `enter`.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger.entry import wanted
from kuramori.work.ledger.models import Asset, Grade, Layer, Origin
from kuramori.work.ledger.register import propose
from kuramori.work.partners import events_hand_overs as events
from kuramori.work.partners import facts_of
from kuramori.work.partners.hand_over import WrongState
from kuramori.work.partners.hand_over_listed import record_begun
from kuramori.work.partners.hand_over_wanted import MOST_ITEMS, MOST_PEOPLE, Refused, line, require_concluded
from kuramori.work.partners.models import (
    Agreement,
    HandedItem,
    HandOver,
    HandOverState,
    ItemState,
    Medium,
    Mode,
    Recipient,
    Side,
    TheirWay,
)
from kuramori.work.partners.numbers import RECEIVED, next_number
from kuramori.work.places.models import Place


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing as its giver calls it. `grade` is the giver's own word; `layer` how far the giver lets it go."""

    name: str
    number: str = ""
    edition: str = ""
    grade: str = ""
    layer: Layer = Layer.NDA
    copies: int = 0


@dataclass(frozen=True, slots=True)
class ReceivedWanted:
    """What came, from whom, for what, and until when; `people` are those of our house who may have it."""

    partner: Partner
    things: Sequence[Thing]
    people: Sequence[Person]
    purpose: str
    received_on: datetime.date
    medium: Medium = Medium.FILE
    mode: Mode = Mode.THEIR_WAY
    way: TheirWay | None = None
    agreement: Agreement | None = None
    expires_on: datetime.date | None = None
    return_by: datetime.date | None = None
    carried: str = ""


def record_received(actor: Actor, told: ReceivedWanted) -> HandOver:
    """Keep that it came; each thing waits to be entered in the ledger. Raises `Refused`."""
    actor.require(Can.HAND_OVER_MAKE)
    _sound(told)
    with transaction.atomic():
        row: HandOver = HandOver.objects.create(
            organisation=actor.organisation,
            number=next_number(HandOver, actor.organisation, RECEIVED),
            side=Side.RECEIVED,
            partner=told.partner,
            agreement=told.agreement,
            purpose=line(told.purpose),
            mode=told.mode,
            medium=told.medium,
            way=told.way or "",
            state=HandOverState.OUT,
            carried=line(told.carried),
            handed_on=told.received_on,
            expires_on=told.expires_on,
            return_by=told.return_by,
            made_by_id=actor.person_id,
            made_at=clock.now(),
        )
        items = HandedItem.objects.bulk_create(
            HandedItem(
                organisation=actor.organisation,
                hand_over=row,
                position=n,
                number=line(one.number, 60) or f"{row.number}-{n:02d}",
                name=line(one.name, 160),
                edition=line(one.edition, 60),
                grade=line(one.grade, 40),
                layer=one.layer,
                copies=[f"{copy:02d}" for copy in range(1, one.copies + 1)],
            )
            for n, one in enumerate(told.things, start=1)
        )
        people = Recipient.objects.bulk_create(
            Recipient(
                organisation=actor.organisation,
                hand_over=row,
                person=one,
                name=one.name,
                received_on=told.received_on,
            )
            for one in told.people
        )
        record_begun(actor, events.RECEIVED, row, items, people)
    return row


def enter(
    actor: Actor, item: HandedItem, *, grade: Grade, layer: Layer, place: Place, keeper: Person, what: str
) -> Asset:
    """Propose it for the ledger as something entrusted, with partner, agreement, the partner's grade and purpose.

    Raises `Refused`, `WrongState`, and what `ledger.register.propose` raises.
    """
    actor.require(Can.HAND_OVER_MAKE)
    row = item.hand_over
    if row.side != Side.RECEIVED or item.asset_id is not None:
        raise WrongState(row.state)
    if layer == Layer.OPEN and item.layer != Layer.OPEN:
        raise Refused("layer", _("相手が決めた共有区分より広くはできません。"))
    with transaction.atomic():
        thing: HandedItem = HandedItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if thing.asset_id is not None or thing.state != ItemState.OUT:
            raise WrongState(row.state)
        values = {
            "name": line(f"{thing.name} {thing.edition}".strip(), 120),
            "what": what,
            "grade": grade,
            "layer": layer,
            "place": place,
            "keeper": keeper,
            "review_on": clock.today() + datetime.timedelta(days=365),
            "origin": Origin.RECEIVED,
            "partner": row.partner,
            "agreement": (row.agreement.number if row.agreement else ""),
            "received_on": row.handed_on,
            "designated_grade": thing.grade,
            "purpose": row.purpose,
            "return_due_on": row.return_by,
        }
        asset = propose(
            actor, wanted({name: value for name, value in values.items() if value not in (None, "")})
        )
        was = facts_of.item(thing)
        thing.asset = asset
        thing.save(update_fields=["asset"])
        told_facts = between(
            was, facts_of.item(thing), part=f"handed_item:{thing.pk}", private=facts_of.ITEM_TEXTS
        )
        record(
            actor,
            events.ENTERED,
            kind="hand_over",
            thing_id=row.pk,
            number=row.number,
            asset=asset.number,
            **told_facts,
        )
    return asset


def _sound(told: ReceivedWanted) -> None:
    if not any(line(one.name) for one in told.things):
        raise Refused("things", _("受け取ったものの名前を、1行に1つ書いてください。"))
    if len(told.things) > MOST_ITEMS or any(not line(one.name) for one in told.things):
        raise Refused("things", _("一度に%(n)s件まで、どれにも名前を付けてください。") % {"n": MOST_ITEMS})
    if not 1 <= len(told.people) <= MOST_PEOPLE:
        raise Refused(
            "people", _("受け取った社内の方を、1人から%(n)s人まで選んでください。") % {"n": MOST_PEOPLE}
        )
    if not line(told.purpose):
        raise Refused("purpose", _("何のために預かったかを書いてください。目的の外では使えません。"))
    if told.received_on > clock.today():
        raise Refused("received_on", _("まだ来ていない日です。今日か、それより前の日にしてください。"))
    if told.expires_on is not None and told.expires_on < told.received_on:
        raise Refused("expires_on", _("使ってよい最後の日が、受け取った日より前です。"))
    if told.return_by is not None and told.return_by < told.received_on:
        raise Refused("return_by", _("返す日が、受け取った日より前です。"))
    if told.agreement is not None:
        require_concluded(told.agreement, told.partner)
