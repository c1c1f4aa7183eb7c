"""What a partner handed to us is recorded with its days, and proposed for the ledger as something entrusted."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.outside import clock
from kuramori.work.ledger.models import Grade, Layer, Origin, Stage
from kuramori.work.ledger.register import current
from kuramori.work.ledger.tests import making
from kuramori.work.partners import hand_over, receiving
from kuramori.work.partners.hand_over_standing import items_of, people_of
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.models import HandOver, HandOverState, ItemState, Side
from kuramori.work.partners.tests.decided import later
from tests.cast import Cast


def wanted(actor: Actor) -> receiving.ReceivedWanted:
    return receiving.ReceivedWanted(
        partner=making.partner(actor),
        things=[receiving.Thing("支持板の図面", "D-7731", "B", "Confidential")],
        people=[Person.objects.get(pk=str(actor.person_id))],
        purpose="試作の加工",
        received_on=clock.today(),
        return_by=later(90),
    )


def received(actor: Actor) -> HandOver:
    return receiving.record_received(actor, wanted(actor))


def test_what_came_is_kept_in_its_givers_words(acting: Cast) -> None:
    row = received(acting.actor("steward"))
    assert (row.number, row.side, row.state) == ("U-0001", Side.RECEIVED, HandOverState.OUT)
    item = items_of(row)[0]
    assert (item.number, item.edition, item.grade, item.state) == (
        "D-7731",
        "B",
        "Confidential",
        ItemState.OUT,
    )
    assert people_of(row)[0].received_on == clock.today()


def test_it_is_proposed_for_the_ledger_as_entrusted_once(acting: Cast) -> None:
    steward = acting.actor("steward")
    item = items_of(received(steward))[0]
    keeper = Person.objects.get(pk=str(steward.person_id))
    where = making.place(steward)
    with pytest.raises(Refused):
        receiving.enter(
            steward,
            item,
            grade=Grade.SECRET,
            layer=Layer.OPEN,
            place=where,
            keeper=keeper,
            what="支持板の寸法",
        )
    asset = receiving.enter(
        steward, item, grade=Grade.SECRET, layer=Layer.NEVER, place=where, keeper=keeper, what="支持板の寸法"
    )
    assert (asset.stage, asset.origin, asset.partner.name) == (
        Stage.PROPOSED,
        Origin.RECEIVED,
        "仮想重機株式会社",
    )
    said = current(asset)
    assert (said["designated_grade"], said["purpose"]) == ("Confidential", "試作の加工")
    assert said["return_due_on"] == later(90).isoformat()
    item.refresh_from_db()
    with pytest.raises(hand_over.WrongState):
        receiving.enter(
            steward, item, grade=Grade.SECRET, layer=Layer.NEVER, place=where, keeper=keeper, what="x"
        )


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("things", {"things": []}),
        ("things", {"things": [receiving.Thing(" ")]}),
        ("people", {"people": []}),
        ("purpose", {"purpose": ""}),
        ("received_on", {"received_on": datetime.date(2099, 1, 1)}),
        ("expires_on", {"expires_on": datetime.date(2020, 1, 1)}),
        ("return_by", {"return_by": datetime.date(2020, 1, 1)}),
    ],
)
def test_what_contradicts_itself_is_told_by_its_field(
    acting: Cast, field: str, change: dict[str, object]
) -> None:
    steward = acting.actor("steward")
    with pytest.raises(Refused) as fault:
        receiving.record_received(steward, dataclasses.replace(wanted(steward), **change))  # type: ignore[arg-type]
    assert fault.value.field == field
